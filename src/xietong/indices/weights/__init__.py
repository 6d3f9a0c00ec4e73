"""Weights (children,) that sum to one, from values (units, children), or from judgements of people."""
