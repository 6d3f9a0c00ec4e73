"""Messages in the language of the person: --language, XIETONG_LANGUAGE, else the locale; Chinese or English."""

from __future__ import annotations

import os
import sys


def language(asked: str = "") -> str:
    """ "zh" or "en"."""
    chosen = asked or os.environ.get("XIETONG_LANGUAGE", "")
    if not chosen:
        chosen = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "zh" if chosen.lower().startswith("zh") else "en"


def complain(sentence: str) -> None:
    """One line on the error channel."""
    print(sentence, file=sys.stderr)
