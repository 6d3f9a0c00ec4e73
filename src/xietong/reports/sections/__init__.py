"""The sections of reports: one module each, from values to blocks."""
