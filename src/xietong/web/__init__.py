"""The workbench in a browser: one file per noun, every page also as JSON, nothing loaded from outside."""
