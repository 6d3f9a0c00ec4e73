"""An iCalendar feed (RFC 5545) of all-day events with alarms. Written here: three rules of the format are all it takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_OCTETS = 75
PRODUCT = "-//Xietong//cadence//ZH"


@dataclass(frozen=True, slots=True)
class Event:
    """A day in the feed. `id` makes the UID, which stays when the day moves; `alarms` are moments; `category` a word."""

    id: str
    day: date
    summary: str
    description: str = ""
    category: str = ""
    address: str = ""
    alarms: tuple[datetime, ...] = ()


def feed(name: str, events: Iterable[Event], stamp: datetime) -> str:
    """The feed as text with its CRLF line ends; `stamp` is when it was made. Lines are folded to 75 octets between
    characters; text is escaped, control characters are left out."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines.append(f"X-WR-CALNAME:{_escaped(name)}")
    for one in events:
        lines += _event(one, _utc(stamp))
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(one: Event, stamp: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{one.id}@xietong"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(one.summary)}"
    if one.description:
        yield f"DESCRIPTION:{_escaped(one.description)}"
    if one.category:
        yield f"CATEGORIES:{_escaped(one.category)}"
    if one.address:
        yield f"URL:{_plain(one.address)}"
    yield "TRANSP:TRANSPARENT"
    for alarm in one.alarms:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"DESCRIPTION:{_escaped(one.summary)}"
        yield f"TRIGGER;VALUE=DATE-TIME:{_utc(alarm)}"
        yield "END:VALARM"
    yield "END:VEVENT"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _plain(text: str) -> str:
    return "".join(one for one in text if one == "\t" or (one >= " " and one not in "\x7f\x85\u2028\u2029"))


def _escaped(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    parts = (_plain(one).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,") for one in lines)
    return "\\n".join(parts)


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, those after the first begin with a blank."""
    piece, size = "", 0
    for one in line:
        length = len(one.encode("utf-8", "replace"))
        if size + length > _OCTETS:
            yield piece
            piece, size = " ", 1
        piece, size = piece + one, size + length
    yield piece
