"""Targets and progress."""
