"""Chinese and English: the texts of the pages, and which of the two a request wants."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from starlette.requests import Request

LANGUAGES = ("zh", "en")
COOKIE = "xietong_language"


def flatten(table: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Nested TOML tables as one mapping with dotted keys."""
    flat: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, Mapping):
            flat |= flatten(value, f"{prefix}{key}.")
        else:
            flat[prefix + key] = value
    return flat


def load(name: str) -> dict[str, str]:
    """The texts of one file of `locale/`, by dotted key."""
    return flatten(tomllib.loads(files("xietong.web").joinpath("locale", f"{name}.toml").read_text("utf-8")))


class Words:
    """The texts of one language; calling it with a key and values gives a sentence."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._texts = load(language)

    def __call__(self, key: str, **values: object) -> str:
        """The text under `key` with `{name}` filled in; KeyError where there is none."""
        text = self._texts[key]
        return text.format(**values) if values else text

    def __contains__(self, key: str) -> bool:
        return key in self._texts

    def count(self, noun: str, number: int) -> str:
        """ "3 figures", "1 figure", "3 个数字": a number with its noun."""
        return self(f"count.{noun}.{'one' if number == 1 else 'other'}", n=f"{number:,}")


@cache
def words(language: str) -> Words:
    """The texts of a language, read once."""
    return Words(language)


def wanted(request: Request) -> str:
    """The language of a request: what its address says, then the cookie, then the browser; Chinese otherwise."""
    for choice in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
        if choice in LANGUAGES:
            return choice
    return accepted(request.headers.get("accept-language", ""))


def accepted(header: str) -> str:
    """The better of our languages by an Accept-Language header (RFC 9110, 12.5.4); Chinese where it names neither."""
    best, weight = LANGUAGES[0], 0.0
    for entry in header.split(","):
        tag, _, parameters = entry.strip().partition(";")
        language = tag.strip().lower().split("-")[0]
        try:
            quality = float(parameters.strip().removeprefix("q=")) if parameters.strip() else 1.0
        except ValueError:
            continue
        if language in LANGUAGES and quality > weight:
            best, weight = language, quality
    return best
