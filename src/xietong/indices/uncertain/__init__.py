"""Uncertainty and sensitivity of an index: many replications under varied choices, in one batched pass."""
