"""The texts of both languages have the same keys, all of them are used, and values fit."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import xietong.web
from xietong.data import table
from xietong.web.language import LANGUAGES, accepted, load

HOME = Path(xietong.web.__file__).parent
TEXTS = {language: load(language) for language in LANGUAGES}


def test_both_languages_have_the_same_keys() -> None:
    assert set(TEXTS["zh"]) == set(TEXTS["en"])


def test_both_languages_take_the_same_values() -> None:
    for key in TEXTS["zh"]:
        fields = [{name for _, name, _, _ in Formatter().parse(TEXTS[language][key]) if name} for language in LANGUAGES]
        assert fields[0] == fields[1] or key.startswith("predicate."), key


def used() -> tuple[set[str], set[str]]:
    """Keys that code and templates name whole, and the beginnings of those they put together."""
    sources = [path.read_text("utf-8") for pattern in ("*.py", "templates/*.html") for path in HOME.glob(pattern)]
    text = "\n".join(sources)
    literals = set(re.findall(r"""["']([a-z_]+(?:\.[a-z_]+)*)["']""", text))
    prefixes = set(re.findall(r"""["']([a-z_.]+\.)(?:["']|\{)""", text))
    nouns = {f"count.{noun}." for noun in re.findall(r"""t\.count\(['"]([a-z]+)['"]""", text)}
    codes = {f"error.{code}." for code in re.findall(r"""["']([a-z_]+)["']""", text)}
    return literals, (prefixes | nouns | codes) - {"error.", "count.", ".json"}


def test_no_text_is_unused() -> None:
    literals, prefixes = used()
    unused = [key for key in TEXTS["zh"] if key not in literals and not any(key.startswith(one) for one in prefixes)]
    assert not unused


def test_every_named_text_is_there() -> None:
    templates = "\n".join(path.read_text("utf-8") for path in (HOME / "templates").glob("*.html"))
    named = set(re.findall(r"""\bt\(['"]([a-z_.]+)['"]\s*[,)]""", templates))
    assert named <= set(TEXTS["zh"])


def test_the_browsers_preference() -> None:
    assert accepted("") == "zh"
    assert accepted("en") == "en"
    assert accepted("en;q=0.4, zh-CN;q=0.9") == "zh"
    assert accepted("fr, en-US;q=0.7") == "en"
    assert accepted("en;q=x") == "zh"
    assert accepted("*") == "zh"


def test_every_kind_of_finding_has_words() -> None:
    codes = {key.removeprefix("kind.") for key in TEXTS["zh"] if key.startswith("kind.")}
    assert codes == set(table("messages/issues.toml")) | set(table("messages/tables.toml"))
