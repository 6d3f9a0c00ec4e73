"""The calendar: a month with working days, holidays, occasions and due dates; the same as an iCalendar feed."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from xietong.core import clock
from xietong.core.clock import today
from xietong.core.errors import CalendarError
from xietong.core.period import Period
from xietong.data import table
from xietong.targets.cadence.feed import Event, feed
from xietong.targets.cadence.model import WORDS, Occasion
from xietong.targets.cadence.month import month_of, weeks
from xietong.web import addresses
from xietong.web import cadence_shapes as forms
from xietong.web.asked import FAILURES, Held
from xietong.web.cadence_view import CalendarDay, month
from xietong.web.language import wanted
from xietong.web.render import show
from xietong.web.wording import wording
from xietong.workspace import Workspace

router = APIRouter()
_BEHIND, _AHEAD = 31, 400  # days of the feed
_MOST_DUE = 2000
Month = Annotated[str, Query(description="YYYY-MM; this month where empty")]
Body = Annotated[str, Query(description="only what this body must do")]


def _weeks(
    workspace: Workspace, asked: Period, body: str, language: str
) -> tuple[tuple[tuple[CalendarDay, ...], ...], CalendarError | None]:
    cadence = workspace.cadence
    days = weeks(asked, cadence.calendar)
    first, last = days[0][0].day, days[-1][-1].day
    occasions, unknown = cadence.occasions(first, last)
    due = cadence.due(first, last, body=body)
    counts = {} if body else cadence.due_counts(first, last)
    return month(days, occasions, due, counts, _steps(workspace, body, language)), unknown


def _steps(workspace: Workspace, body: str, language: str) -> list[tuple[date, str, str, str]]:
    """Steps of running reviews with their days."""
    found = []
    for row in workspace.reviews.all_open():
        for one in row.found.open:
            if one.owed is not None and one.owed.due is not None and (not body or body in one.owed.bodies):
                step = table("reviews.toml")["step"][one.owed.step][language]
                found.append((one.owed.due, one.clause.name, step, addresses.reviewed(row.id, one.clause.id)))
    return found


@router.get("/calendar.json", response_model=forms.Month, responses=FAILURES)
def month_json(
    request: Request, workspace: Held, asked: Annotated[str, Query(alias="month")] = "", body: Body = ""
) -> forms.Month:
    """A month by weeks from Monday on: working days, holidays, occasions, due dates."""
    period, language = month_of(asked or f"{today():%Y-%m}"), wanted(request)
    found, unknown = _weeks(workspace, period, body.strip(), language)
    return forms.Month(
        month=f"{period.end:%Y-%m}", weeks=[[forms.day(one) for one in week] for week in found],
        unknown=unknown.sentence(language) if unknown else "",
    )  # fmt: skip


@router.get("/calendar", response_class=HTMLResponse)
def month_html(
    request: Request, workspace: Held, asked: Annotated[str, Query(alias="month")] = "", body: Body = ""
) -> HTMLResponse:
    """A month by weeks from Monday on: working days, holidays, occasions, due dates."""
    period, language = month_of(asked or f"{today():%Y-%m}"), wanted(request)
    found, unknown = _weeks(workspace, period, body.strip(), language)
    start = period.start or period.end
    return show(
        request, "calendar.html", weeks=found, unknown=unknown, period=period, body=body.strip(), today=today(),
        before=f"{start - timedelta(days=1):%Y-%m}", after=f"{period.end + timedelta(days=1):%Y-%m}",
        waiting=workspace.cadence.waiting(), table_known=start.year in workspace.cadence.calendar.years,
        reviewer=workspace.review.reviewer,
    )  # fmt: skip


# -- the feed ----------------------------------------------------------------------------------------------------------


@router.get("/calendar.ics", response_class=Response, responses=FAILURES)
def calendar_feed(request: Request, workspace: Held, body: Body = "") -> Response:
    """Occasions with reminders, due dates of tasks and steps of reviews, from a month ago to a year ahead (RFC 5545)."""
    language, first = wanted(request), today() - timedelta(days=_BEHIND)
    last = today() + timedelta(days=_AHEAD)
    # occasions need working days; what is due is due whether or not its year has a table yet
    occasions, _ = workspace.cadence.occasions(first, min(last, date(max(workspace.cadence.calendar.years), 12, 31)))
    say, root = wording(language), str(request.base_url).rstrip("/")
    events = [_occasion(one, language, root) for one in occasions]
    for due in workspace.cadence.due(first, last, _MOST_DUE, body.strip()):
        words = say.words("calendar.due", title=due.title)
        events.append(Event(due.id, due.due, words, "", say.words("calendar.task"), root + addresses.task(due.id)))
    for day, title, step, address in _steps(workspace, body.strip(), language):
        category = say.words("nav.reviews")
        events.append(Event(address.rpartition("/")[2], day, f"{title} · {step}", "", category, root + address))
    text = feed(say.words("calendar.feed_name"), events, clock.now())
    headers = {"Content-Disposition": 'inline; filename="xietong.ics"', "Cache-Control": "no-store"}
    return Response(text, media_type="text/calendar; charset=utf-8", headers=headers)


def _occasion(one: Occasion, language: str, root: str) -> Event:
    said = table(WORDS)["edition"]
    alarms = tuple(clock.at(day, time(said["reminder_hour"])) for day in one.reminders)
    name = f"{one.rule.name(language)} {one.name}"
    return Event(
        one.id, one.day, name, "", one.rule.name(language), root + addresses.edition(one.rule.code, one.name), alarms
    )
