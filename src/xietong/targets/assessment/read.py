"""The TOML that an office writes → an `Assessment`; every mistake is a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, cast, get_args

from xietong.core.errors import ValuesError
from xietong.core.period import Period
from xietong.data.refusals import refusal
from xietong.data.written import WrittenError, written
from xietong.observations import places
from xietong.observations.catalogue import catalogue, plain
from xietong.statements.model import Measure
from xietong.targets.assessment.model import MESSAGES, Assessment, How, Item, Joint, Rule
from xietong.targets.model import Goal, usable

_GOAL = re.compile(r"(?P<sign>>=|<=|>|<|=|rank|≥|≤)\s*(?P<number>-?\d+(?:\.\d+)?)$")
_RANGE = re.compile(r"(?P<low>-?\d+(?:\.\d+)?)\s*(?:\.\.|—|–)\s*(?P<high>-?\d+(?:\.\d+)?)$")
_MOST = 200


def read(text: str) -> Assessment:
    """ValuesError for what cannot be understood."""
    try:
        said = written(text)
    except WrittenError as error:
        raise refusal(MESSAGES, "unreadable", problem=error.problem) from error
    given, items = said.get("territories"), said.get("item")
    if not isinstance(given, list) or not isinstance(items, list) or not given or not items:
        raise refusal(MESSAGES, "no_items")
    known = tuple(dict.fromkeys(_place(one) for one in given))
    year = said.get("year")
    if type(year) is not int or not 1949 <= year <= 2200:
        raise _wrong("year", year, "1949…2200")
    read_items = tuple(_item(one, known) for one in items if isinstance(one, Mapping))
    codes = [one.code for one in read_items]
    for code in codes:
        if codes.count(code) > 1:
            raise refusal(MESSAGES, "item_twice", code=code)
    return Assessment(
        _text(said, "title"), year, _text(said, "by"), _day(said, "set"), known, read_items,
        _day(said, "known") if "known" in said else None,
    )  # fmt: skip


def _item(one: Mapping[str, Any], known: tuple[str, ...]) -> Item:
    code, rule, measure = _text(one, "code"), one.get("rule", "met"), one.get("measure", "level")
    for field, value, allowed in (("rule", rule, get_args(Rule)), ("measure", measure, get_args(Measure))):
        if value not in allowed:
            raise _wrong(f"{code}.{field}", value, " | ".join(allowed))
    unit, start = str(one.get("unit", ""))[:20], one.get("start")
    goals = {_known(code, place, known): goal_of(code, said, unit) for place, said in _map(one, "goals").items()}
    joint = _joint(code, one["joint"], known, unit) if "joint" in one else None
    if bool(goals) == bool(joint):
        raise refusal(MESSAGES, "both" if goals else "no_goals", code=code)
    starts = {
        _known(code, place, known): _number(f"{code}.starts", each) for place, each in _map(one, "starts").items()
    }
    direction = one.get("direction", 0)
    if direction not in (-1, 0, 1) or isinstance(direction, bool):
        raise _wrong(f"{code}.direction", direction, "-1 | 0 | 1")
    return Item(
        code, _indicator(_text(one, "indicator")), _points(code, one.get("points")), cast(Rule, rule), goals, starts,
        _period(code, start) if start is not None else None, cast(Measure, measure), str(one.get("scope", ""))[:_MOST],
        direction, joint,
    )  # fmt: skip


def _joint(code: str, one: Any, known: tuple[str, ...], unit: str) -> Joint:
    if not isinstance(one, Mapping) or one.get("how") not in get_args(How):
        raise _wrong(f"{code}.joint.how", one, " | ".join(get_args(How)))
    if not str(one.get("agreed", "")).strip():
        raise refusal(MESSAGES, "joint_agreed", code=code)
    members = tuple(_known(code, place, known) for place in one.get("members", known))
    weights = {
        _known(code, place, known): _number(f"{code}.weights", each) for place, each in _map(one, "weights").items()
    }
    if one["how"] == "shares" and set(weights) != set(members):
        raise refusal(MESSAGES, "joint_weights", code=code)
    step = _number(f"{code}.step", one.get("step", "0.01"))
    if step <= 0:
        raise _wrong(f"{code}.step", step, "> 0")
    agreed = str(one["agreed"]).strip()[:_MOST]
    return Joint(goal_of(code, one.get("goal"), unit), one["how"], members, agreed, weights, step)


def goal_of(code: str, said: object, unit: str) -> Goal:
    """A goal as text: >=6, >6, <=32, <32, =150, 4.5..5, rank 3."""
    text = said.strip() if isinstance(said, str) else ""
    between, found = _RANGE.match(text), _GOAL.match(text)
    if between:
        return Goal.between(Decimal(between["low"]), Decimal(between["high"]), unit)
    if not found:
        raise refusal(MESSAGES, "goal_text", code=code, goal=str(said)[:40])
    number = Decimal(found["number"])
    match found["sign"]:
        case "rank" if number % 1 == 0 and number >= 1:
            return Goal.rank(int(number))
        case ">=" | "≥" | ">":
            return Goal.floor(number, unit, strict=found["sign"] == ">")
        case "<=" | "≤" | "<":
            return Goal.ceiling(number, unit, strict=found["sign"] == "<")
        case "=":
            return Goal.value(number, unit)
    raise refusal(MESSAGES, "goal_text", code=code, goal=text[:40])


def _place(given: object) -> str:
    return places.joined(places.keys([str(given)[:_MOST]]))


def _known(code: str, given: object, known: tuple[str, ...]) -> str:
    key = _place(given)
    if key not in known:
        raise refusal(MESSAGES, "territory", code=code, place=str(given)[:40], known="、".join(known))
    return key


def _indicator(given: str) -> str:
    return given if given in catalogue().indicators else catalogue().names.get(plain(given), plain(given))


def _map(one: Mapping[str, Any], field: str) -> Mapping[str, Any]:
    value = one.get(field, {})
    if not isinstance(value, Mapping):
        raise _wrong(field, value, "{ 北京 = … }")
    return value


def _text(one: Mapping[str, Any], field: str) -> str:
    value = one.get(field)
    if not isinstance(value, str) or not 0 < len(value.strip()) <= _MOST:
        raise _wrong(field, value, f"1–{_MOST}")
    return value.strip()


def _day(one: Mapping[str, Any], field: str) -> date:
    value = one.get(field)
    if type(value) is not date:
        raise _wrong(field, value, "YYYY-MM-DD")
    return value


def _period(code: str, given: object) -> Period:
    try:
        return Period.parse(str(given))
    except ValueError:
        raise _wrong(f"{code}.start", given, "YYYY, YYYY-MM, …") from None


def _number(field: str, given: object) -> Decimal:
    try:
        number = Decimal(str(given))
    except InvalidOperation:
        number = Decimal("NaN")
    if isinstance(given, bool) or not usable(number):
        raise _wrong(field, given, "1.5")
    return number


def _points(code: str, given: object) -> Decimal:
    number = _number(f"{code}.points", given)
    if not 0 < number <= 1000:
        raise _wrong(f"{code}.points", given, "0…1000")
    return number


def _wrong(field: str, value: object, wanted: str) -> ValuesError:
    return refusal(MESSAGES, "field", field=field, value=str(value)[:80], wanted=wanted)
