"""Composite indices and official index numbers: framework, steps, run, explanation, uncertainty."""
