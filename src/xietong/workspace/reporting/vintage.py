"""Up to when data and records count in a report: its day, or the edition of the cadence that it is built from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from xietong.core import clock, grid
from xietong.core.clock import local
from xietong.core.grid import Grain
from xietong.core.period import Period
from xietong.reports.fields import Call, nearest
from xietong.reports.given import About, Answer, Missing, Section
from xietong.reports.model import Language, Piece, Source
from xietong.reports.say import word
from xietong.reports.sections.edition import Listing, edition
from xietong.reports.troubles import FaultyReportError, Trouble
from xietong.workspace.reporting.periods import last_whole, words

if TYPE_CHECKING:
    from xietong.workspace.cadence import Shown
    from xietong.workspace.reporting.answers import Answers
    from xietong.workspace.workspace import Workspace

_LINES = 50
_FIRST = date(1949, 10, 1)


@dataclass(frozen=True, slots=True)
class Of:
    """An edition that a report is of: the code of its rule and its period."""

    code: str
    period: str

    @property
    def key(self) -> str:
        """Both, as reports are found by."""
        return f"{self.code}/{self.period}"

    @classmethod
    def read(cls, key: str) -> Of | None:
        """The same back; None for the empty text. FaultyReportError for what names no edition."""
        code, _, period = key.partition("/")
        if key and not (code and period):
            raise FaultyReportError([Trouble("bad_edition", words=key)])
        return cls(code, period) if code else None


def frozen(workspace: Workspace, of: Of) -> Shown:
    """The edition. FaultyReportError where it is not frozen yet; ValuesError where there is no such occasion."""
    shown = workspace.cadence.get(of.code, of.period)
    if shown.row is None:
        raise FaultyReportError([Trouble("not_frozen", words=of.key)])
    return shown


def about(workspace: Workspace, name: str, day: date, grain: Grain, language: Language, of: Of | None) -> About:
    """What a report is of. One of an edition has its day and period, and knows what it knew."""
    said = words(Period.day(day), language)
    if of is None:
        if not _FIRST <= day <= clock.today():
            raise FaultyReportError([Trouble("bad_day", words=day.isoformat(), values={"today": str(clock.today())})])
        stated = (Piece(word("page.vintage", language, day=said), "quote"),)
        return About(language, day.isoformat(), str(last_whole(day, grain)), name, vintage=stated)
    shown = frozen(workspace, of)
    head = shown.edition
    titled = title(shown, language)
    at = local(head.vintage.known)
    text = word(
        "page.vintage_edition", language, day=words(Period.day(head.day), language), known=f"{at:%Y-%m-%d %H:%M}",
        number=head.vintage.number, name=titled,
    )  # fmt: skip
    source = Source(
        "record", shown.row.id if shown.row else "", said=titled, href=f"/cadence/{head.code}/{head.period}"
    )
    stated = (Piece(text, "quote", sources=(source,)),)
    return About(
        language,
        head.day.isoformat(),
        str(grid.named(head.period)),
        name,
        head.vintage.known.isoformat(),
        stated,
        of.key,
    )


def title(shown: Shown, language: Language) -> str:
    """What an edition is called: 月报告 2024-05."""
    return f"{shown.occasion.rule.name(language)} {shown.edition.period}"


def section(of: Answers, call: Call) -> Answer:
    """The section `edition`: the lines of the edition that the report is of, as frozen."""
    wanted = Of.read(of.about.edition)
    if wanted is None:
        return Missing(word("missing.no_edition", "zh"), word("missing.no_edition", "en"))
    shown = frozen(of.workspace, wanted)
    sections = shown.occasion.rule.sections
    for one in call.several("sections"):
        if one not in sections:
            raise FaultyReportError([Trouble("unknown_section", words=one, values={"nearest": nearest(one, sections)})])
    listing = Listing(
        title(shown, of.language), shown.lines.lines, shown.moved if shown.before else None,
        call.several("sections") or sections, call.number("most", _LINES),
    )  # fmt: skip
    return Section(edition(listing, of.language))
