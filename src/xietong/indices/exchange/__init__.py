"""Frameworks and data of other tools, read and written: COINr's tables, the COIN Tool's workbook, TOML."""
