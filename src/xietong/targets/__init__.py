"""Targets: what shall be reached, whether the parts make the whole, how it is going, and what may come."""
