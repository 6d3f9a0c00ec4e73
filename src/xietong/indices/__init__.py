"""Composite indices: a reviewed framework and a panel make scores that carry their recipe."""
