"""Texts with one planted error or one harmless twin each, and the score of the checks on them.

data/*.toml (kinds, sentence shapes, subjects) → shapes → schemes (numbers and the claims they make) → article → score.
Plain series of values, handed to functions without a text, will have their own module here, series.py.
The checks are only called, never looked at: sentences are written for how official texts speak, not for what is caught.
"""
