"""Observations, statements and findings in the forms that others read, and back."""
