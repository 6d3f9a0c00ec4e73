"""One module a format: bytes → sheets."""
