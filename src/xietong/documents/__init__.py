"""Bytes → Text: formats, articles, and a repaired view with an offset map."""
