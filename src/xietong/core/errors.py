"""The one small tree of exceptions. Problems in data are rows; exceptions are for what stops a program."""

from __future__ import annotations


class XietongError(Exception):
    """Base of all errors that are meant to be shown to a person: names the thing, the place and the next step."""

    def __init__(self, en: str, zh: str = "") -> None:
        super().__init__(en)
        self._zh = zh or en

    def sentence(self, language: str) -> str:
        """The whole message in one language ("zh", "en")."""
        return self._zh if language == "zh" else str(self)


class DocumentError(XietongError):
    """A file that could not be read as a document.

    `name` is the file as the person knows it, `problem` what is wrong with it, `advice` the next step; all three are
    sentences for the reader, in Chinese and English, keyed by language ("zh", "en").
    """

    def __init__(self, name: str, problem: dict[str, str], advice: dict[str, str]) -> None:
        self.name, self.problem, self.advice = name, problem, advice
        super().__init__(self.sentence("en"))

    def __reduce__(self) -> tuple[type[DocumentError], tuple[str, dict[str, str], dict[str, str]]]:
        """Errors of reading processes come to the one that writes whole."""
        return type(self), (self.name, self.problem, self.advice)

    def sentence(self, language: str) -> str:
        """The whole message in one language."""
        colon, stop = ("：", "") if language == "zh" else (": ", " ")
        return f"{self.name}{colon}{self.problem[language]}{stop}{self.advice[language]}"


class WorkspaceError(XietongError):
    """A workspace that cannot be opened, created or written."""


class NotFoundError(XietongError):
    """An id or name that the workspace does not hold."""


class CatalogueError(XietongError):
    """A catalogue or region pack that contradicts itself."""


class TerritoryError(CatalogueError):
    """A territory that contradicts itself, or a list of territories or changes that does."""


class CalendarError(CatalogueError):
    """A table of working days that contradicts itself, or a year that has none."""


class ExchangeError(XietongError):
    """A file of the exchange forms that cannot be read as one, or a form that cannot hold what is asked."""


class ValuesError(XietongError, ValueError):
    """Values on which a method is not defined (negative incomes, too few units), named with their place."""
