"""DocumentErrors by key: the sentences stand in `data/messages/documents.toml`, in Chinese and English."""

import tomllib
from functools import cache
from importlib.resources import files

from xietong.core.errors import DocumentError

LANGUAGES = ("zh", "en")


@cache
def sentences() -> dict[str, dict[str, dict[str, str]]]:
    """key → "problem" | "advice" → language → sentence, as the data file has them."""
    source = files("xietong") / "data" / "messages" / "documents.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


def trouble(name: str, key: str, **values: object) -> DocumentError:
    """The error of that key for the file `name`; `values` fill the braces of the sentences."""
    entry = sentences()[key]
    problem, advice = (
        {language: entry[part][language].format(**values) for language in LANGUAGES} for part in ("problem", "advice")
    )
    return DocumentError(name, problem, advice)
