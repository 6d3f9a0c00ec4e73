"""Reports of a workspace: templates, values that persons enter, previews, and builds that are frozen with their files."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from xietong.core.clock import today
from xietong.core.errors import NotFoundError, ValuesError
from xietong.core.grid import Grain
from xietong.core.ids import content_id
from xietong.core.period import Period
from xietong.core.record import Entry, Record
from xietong.data import names as data_names
from xietong.data import raw
from xietong.reports.compare import Change, compare
from xietong.reports.compose import draft
from xietong.reports.fields import Call
from xietong.reports.given import Answer, Section
from xietong.reports.model import Language, Report
from xietong.reports.running import numbers
from xietong.reports.sections.lists import changes
from xietong.reports.template import read
from xietong.reports.troubles import FaultyReportError, Trouble
from xietong.store import records
from xietong.store.ledger import Ledger
from xietong.store.rows import Page
from xietong.workspace.originals import Originals
from xietong.workspace.reporting import vintage
from xietong.workspace.reporting.kept import FORMATS, Built, Checked, Format, Listed, built, listed, render
from xietong.workspace.reporting.periods import words

if TYPE_CHECKING:
    from xietong.reports.files.fonts import Fonts
    from xietong.workspace.workspace import Workspace

FOLDER = "reports"
FONTS = "XIETONG_FONTS"  # the variable that names a directory of fonts
_NAME = re.compile(r"[\w一-龥][\w一-龥. -]{0,59}$")
_LONG_UNIT = 20
_HELD = 8  # frozen reports kept in memory: they never change
_REPORT, _TEMPLATE, _ENTERED = "report", "template", "entered"


class Reports:
    """Templates come from the package ("ready") and from persons, who may write over a ready one under its name."""

    def __init__(self, workspace: Workspace, ledger: Ledger, place: Path, reviewer: Callable[[], str]) -> None:
        self._workspace, self._ledger, self._reviewer = workspace, ledger, reviewer
        self._files = Originals(place / FOLDER)
        self._parsed = lru_cache(maxsize=_HELD)(self._parse)

    # -- templates -----------------------------------------------------------------------------------------------

    def templates(self) -> tuple[Listed, ...]:
        """All there are, by name."""
        own = {one.subject: str((one.content or {})["text"]) for one in self._find(_TEMPLATE)}
        ready = {name: raw(f"templates/{name}.md") for name in data_names("templates", ".md")}
        return tuple(
            listed(name, "own" if name in own else "ready", own.get(name) or ready[name])
            for name in sorted(ready | own)
        )

    def template(self, name: str) -> Listed:
        """One by its name. NotFoundError with the names there are."""
        found = {one.name: one for one in self.templates()}
        if name not in found:
            known = ", ".join(found)
            raise NotFoundError(
                f"there is no template {name!r}; there are: {known}.", f"没有模板“{name}”；现有：{known}。"
            )
        return found[name]

    def write_template(self, name: str, text: str, reason: str = "") -> Listed:
        """Keep a template under a name, over what was there; FaultyReportError, with nothing kept, where it is faulty."""
        name = name.strip()
        if not _NAME.match(name):
            raise ValuesError(
                f"{name!r} is no name for a template: letters, digits, dots and dashes, at most 60.",
                f"“{name}”不能作模板名称：请用汉字、字母、数字、点和短横，至多 60 个字。",
            )
        read(text)
        self._add(Entry(_TEMPLATE, name, {"text": text}, reason=reason))
        return self.template(name)

    def forget_template(self, name: str) -> None:
        """Withdraw an own template; the ready one of its name shows again."""
        if self.template(name).origin == "ready":
            raise ValuesError(f"{name!r} comes with the program and stays.", f"“{name}”是自带的模板，不能删除。")
        self._add(Entry(_TEMPLATE, name, None))

    # -- values that persons enter -------------------------------------------------------------------------------

    def enter(self, name: str, value: str, unit: str, reason: str, *, change: bool = False) -> Record:
        """Enter a value under a name: it bears the person's name, the day and the reason. ValuesError where one of them
        is missing or the value is no number."""
        if not self._reviewer():
            raise ValuesError(
                "Say first who you are: `xietong review name …`, or on the page of the review.",
                "请先写明填报人：`xietong review name …`，或在复核页面填写。",
            )
        if not reason.strip():
            raise ValuesError("Say where the value comes from: it needs a reason.", "请写明数值的来历：填报要有理由。")
        if not _NAME.match(name.strip()):
            raise ValuesError(f"{name!r} is no name for a value.", f"“{name}”不能作数值的名称。")
        try:
            number = Decimal(value.strip().replace(",", "").replace("−", "-"))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or abs(number.adjusted()) > 30:
            raise ValuesError(f"{value!r} is no number.", f"“{value}”不是数字。")
        if len(unit.strip()) > _LONG_UNIT or numbers(unit):
            raise ValuesError(
                f"{unit.strip()!r} is no unit: a word without figures, at most {_LONG_UNIT} characters.",
                f"“{unit.strip()}”不是单位：单位里不能有数字，至多 {_LONG_UNIT} 个字。",
            )
        content = {"value": str(number), "unit": unit.strip(), "change": change}
        return self._add(Entry(_ENTERED, name.strip(), content, reason=reason.strip()))

    def entered(self, history: bool = False) -> tuple[Record, ...]:
        """Values that hold, by name; with `history` every entry ever made, the latest first."""
        if not history:
            return self._find(_ENTERED)
        with self._ledger.reading() as connection:
            return records.entered(connection, (_ENTERED,), limit=1000).items

    def entered_value(self, name: str, day: date) -> Record:
        """What holds of a value. NotFoundError where nobody entered it."""
        with self._ledger.reading() as connection:
            found = {one.subject: one for one in records.find(connection, _ENTERED, limit=None).items}
        if name not in found:
            raise NotFoundError(
                f"nobody has entered a value {name!r}; enter it with `xietong report enter`.",
                f"没有填报过“{name}”；请用 `xietong report enter` 填报。",
            )
        return found[name]

    # -- composing -----------------------------------------------------------------------------------------------

    def preview(
        self, text: str, name: str, day: date, language: str = "", edition: str = ""
    ) -> tuple[Report, tuple[Trouble, ...]]:
        """A report from the text of a template, with everything that keeps it from being built; nothing is kept. `edition`
        ("monthly/2024-05") gives it the day, the period and the vintage of one that is frozen.

        FaultyReportError where the template cannot be read or a field cannot be answered whatever the data.
        """
        from xietong.workspace.reporting.answers import Answers

        template = read(text)
        grain: Grain = template.period  # type: ignore[assignment]
        tongue: Language = "en" if (language or template.language) == "en" else "zh"
        about = vintage.about(self._workspace, name, day, grain, tongue, vintage.Of.read(edition))
        day = date.fromisoformat(about.day)
        answers: dict[Call, Answer] = dict(Answers(self._workspace, about).all(template.calls))
        report, troubles = draft(template, answers, about)
        asked = [call for call in template.calls if call.name == "changes"]
        if not asked:
            return report, troubles
        before = self.last(name, day)
        found = compare(self.report(before.id), report) if before else None
        for call in asked:
            last_day = words(Period.day(before.day), tongue) if before else ""
            blocks = changes(found, last_day, call.number("most", 50), tongue, call.get("title"))
            answers[call] = Section(blocks)
        return draft(template, answers, about)

    def build_edition(self, code: str, period: str, language: str = "zh", name: str = "") -> Built:
        """Build and freeze the report of a frozen edition, from the template of its rule (monthly-zh) or from another."""
        of = vintage.Of(code, period)
        day = vintage.frozen(self._workspace, of).edition.day
        chosen = name or f"{code}-{language}"
        if chosen not in {one.name for one in self.templates()}:
            raise FaultyReportError([Trouble("no_edition_template", words=chosen)])
        return self.build(chosen, day, language, of.key)

    def of_edition(self, code: str, period: str) -> tuple[Built, ...]:
        """The frozen reports of an edition, the last first."""
        with self._ledger.reading() as connection:
            page = records.find(connection, _REPORT, {"edition": vintage.Of(code, period).key}, limit=None, latest=True)
        return tuple(map(built, page.items))

    def build(self, name: str, day: date, language: str = "", edition: str = "") -> Built:
        """Compose, check, set as page, PDF and Word, and freeze. FaultyReportError, with nothing kept, where a figure is
        unbound or contradicts its source, or there is no Chinese font."""
        chosen = self.template(name)
        report, troubles = self.preview(chosen.text, name, day, language, edition)
        if troubles:
            raise FaultyReportError(troubles)
        day = date.fromisoformat(report.day)  # that of the edition, where it is of one
        made = render(report, self.fonts())
        files = {kind: self._files.put(data) for kind, data in made.items()}
        identity = content_id("report", name, day.isoformat(), report.language, files["json"])[:16]
        content = {
            "template": name, "title": "".join(one.text for one in report.title), "language": report.language,
            "period": report.period, "hash": files["json"], "files": files, "text": chosen.text,
            "edition": edition, "vintage": "".join(one.text for one in report.vintage),
        }  # fmt: skip
        with self._ledger.writing() as connection:
            records.take_turn(connection)
            held = {one.subject for one in records.find(connection, _REPORT, parent=name, limit=None).items}
            if identity not in held:
                terms = {
                    "template": (name,),
                    "language": (report.language,),
                    **({"edition": (edition,)} if edition else {}),
                }
                entry = Entry(_REPORT, identity, content, name, day, terms)
                records.add(connection, self._reviewer(), [entry])
        return self.get(identity)

    def fonts(self) -> Fonts:
        """The Chinese font of files. FaultyReportError where there is none."""
        from xietong.reports.files.fonts import fonts

        return fonts(os.environ.get(FONTS, ""))

    # -- frozen --------------------------------------------------------------------------------------------------

    def find(self, template: str = "", limit: int = 50, offset: int = 0) -> Page[Built]:
        """Frozen reports, the latest day first; `template` for those of one."""
        terms = {"template": template} if template else None
        with self._ledger.reading() as connection:
            page = records.find(connection, _REPORT, terms, limit=limit, offset=offset, latest=True)
        return Page(tuple(map(built, page.items)), page.total, page.limit, page.offset)

    def get(self, report: str) -> Built:
        """One by its id or the beginning of it. NotFoundError where there is none."""
        with self._ledger.reading() as connection:
            return built(records.get(connection, _REPORT, report))

    def report(self, report: str) -> Report:
        """What a frozen report says."""
        return self.of_hash(self.get(report).hash)

    def of_hash(self, digest: str) -> Report:
        """The same by the checksum of what it says, which no other report has."""
        return self._parsed(digest)

    def _parse(self, digest: str) -> Report:
        return Report.of(json.loads(self._files.get(digest)))

    def file(self, report: str, kind: Format) -> bytes:
        """A file of a frozen report, the bytes it was frozen with."""
        return self._files.get(self.get(report).files[kind])

    def last(self, template: str, day: date, language: str = "") -> Built | None:
        """The last frozen report of a template before a day."""
        found = [one for one in self.find(template, 1000).items if one.day < day and language in ("", one.language)]
        return found[0] if found else None

    def compare(self, before: str, now: str) -> tuple[Change, ...]:
        """What is other in one frozen report than in another."""
        return compare(self.report(before), self.report(now))

    def check(self, report: str) -> Checked:
        """Set a frozen report again from what it says, and compose it again from the ledger as of its day."""
        held = self.get(report)
        frozen = self.report(held.id)
        made = render(frozen, self.fonts())
        same = all(self._files.get(held.files[kind]) == data for kind, data in made.items())
        with self._ledger.reading() as connection:
            text = str((records.get(connection, _REPORT, held.id).content or {})["text"])
        try:
            fresh, troubles = self.preview(text, held.template, held.day, held.language, held.edition)
        except FaultyReportError as error:
            return Checked(same, (), error.troubles)
        return Checked(same, compare(frozen, fresh), troubles)

    # -- records -------------------------------------------------------------------------------------------------

    def _find(self, kind: str) -> tuple[Record, ...]:
        with self._ledger.reading() as connection:
            return records.find(connection, kind, limit=None).items

    def _add(self, entry: Entry) -> Record:
        with self._ledger.writing() as connection:
            records.take_turn(connection)
            return records.add(connection, self._reviewer(), [entry])[0]


__all__ = ["FORMATS", "Built", "Checked", "Format", "Listed", "Reports", "today"]
