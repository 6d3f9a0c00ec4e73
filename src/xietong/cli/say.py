"""Messages in the language of the person: --language, XIETONG_LANGUAGE, else the locale; Chinese or English."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def language(asked: str = "") -> str:
    """ "zh" or "en"."""
    chosen = asked or os.environ.get("XIETONG_LANGUAGE", "")
    if not chosen:
        chosen = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "zh" if chosen.lower().startswith("zh") else "en"


def cannot_open(path: Path, error: OSError, tongue: str) -> None:
    """A file that the system does not give."""
    complain(
        f"{path}：无法打开（{error.strerror}）。" if tongue == "zh" else f"{path}: cannot be opened ({error.strerror})."
    )


def complain(sentence: str) -> None:
    """One line on the error channel."""
    print(sentence, file=sys.stderr)
