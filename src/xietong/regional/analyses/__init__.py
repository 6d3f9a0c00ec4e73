"""Analyses as people ask for them: a panel and options in; tables, charts and remarks out."""
