"""What is wrong in a template or a report: a code with its place and words, all of them told at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from xietong.core.errors import ValuesError
from xietong.data import table
from xietong.reports.model import At

MESSAGES = "messages/reports.toml"


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is wrong. `section` is the heading it stands under, `at` its place in the template (None where it
    was composed), `words` the words concerned; `values` fill the sentence; one that is by language is a dict."""

    code: str
    section: str = ""
    at: At | None = None
    words: str = ""
    values: Mapping[str, str | dict[str, str]] = field(default_factory=dict)

    def sentence(self, language: str) -> str:
        """Place and sentence in one language."""
        said = table(MESSAGES)
        place = said["place"][
            "both" if self.section and self.at else "line" if self.at else "section" if self.section else "none"
        ]
        at = self.at or At(0, 0)
        where = place[language].format(section=self.section, line=at.line, column=at.column)
        filled = {name: one[language] if isinstance(one, dict) else one for name, one in self.values.items()}
        return str(where + said[self.code][language].format(words=self.words, **filled))


class FaultyReportError(ValuesError):
    """A template that cannot be read, or a report that must not be built: every reason with its place."""

    def __init__(self, troubles: Sequence[Trouble]) -> None:
        self.troubles = tuple(troubles)
        sentences = {tongue: "\n".join(one.sentence(tongue) for one in troubles) for tongue in ("en", "zh")}
        super().__init__(sentences["en"], sentences["zh"])
