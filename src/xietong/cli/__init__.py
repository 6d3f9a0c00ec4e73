"""The command line: one file per noun. Everything heavy is imported by the command that needs it."""

from xietong.cli.main import main

__all__ = ["main"]
