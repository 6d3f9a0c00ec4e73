"""What is new, or gone, and what of it: 新增W，其中A、B; 减少W，其中减少P: no part of a change is more than the change."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xietong.core.interval import Interval, added
from xietong.core.issue import Issue
from xietong.observations.figures import Figure
from xietong.observations.partitions import exhaustive
from xietong.observations.parts import exceeding, wrong_sum
from xietong.observations.sentence import NO_AMOUNT, Row
from xietong.observations.within_lists import MANIFOLD

_DONE = re.compile(r"(?P<verb>新增|净增|新建|增加|减少|压减|缩减|退出|扩建)[^，。；\d]{0,14}$")
_COMPARED = re.compile(r"[比较]|同比|环比|增长|下降")
_INSIDE = re.compile(r"^(?:左右)?[，（；。]其中，?(?P<words>[^，。；\d]{0,16})$")
_NEXT = re.compile(r"^(?:左右)?[、，](?P<words>[^，。；\d]{0,12})$")


def check_flows(row: Row) -> Iterator[Issue]:
    """Every amount of change in a sentence with 其中 right behind it."""
    for whole in range(len(row) - 1):
        verb = _verb(row, whole)
        inside = _INSIDE.match(row.gap(whole, whole + 1)) if verb else None
        if inside is None or not _alike(row, whole, whole + 1) or not _goes_with(inside["words"], verb):
            continue
        parts = [whole + 1]
        while parts[-1] + 1 < len(row) and _is_next(row, parts, whole, verb):
            parts.append(parts[-1] + 1)
        sizes, most = [_size(row.figures[at]) for at in parts], _size(row.figures[whole])
        total = added(sizes)
        if sizes[0].above(most):
            yield exceeding(row.figures[parts[0]], row.figures[whole])
        elif len(parts) > 1 and (
            total.above(most) or (most.above(total) and exhaustive([row.lead(at) for at in parts]))
        ):
            yield wrong_sum(row.figures[whole], [row.figures[at] for at in parts], total)


_ALL_TIME = re.compile(r"(?:累计|总计|共计)[^，。；\d]{0,16}$")
_ALONE = re.compile(
    r"[，；](?:其中，?)?(?:仅|单|光)(?:今年|去年|上年|(?:19|20)\d\d年|上半年|今年上半年|一年)[^，。；\d占比]{0,12}"
)


def check_all_time(row: Row) -> Iterator[Issue]:
    """累计培训W，仅2023年就培训P: one year is no more than all."""
    for at in range(len(row) - 1):
        said = _ALL_TIME.search(row.lead(at)) and _ALONE.fullmatch(row.gap(at, at + 1))
        if (
            said
            and _alike(row, at, at + 1)
            and row.is_amount(at)
            and row.figures[at + 1].values.above(row.figures[at].values)
        ):
            yield exceeding(row.figures[at + 1], row.figures[at])


def _size(figure: Figure) -> Interval:
    return -figure.values if figure.statement.value[0] < 0 else figure.values


def _verb(row: Row, at: int) -> str:
    """The verb of what is new or gone right before an amount; "" where there is none, or it compares with another time."""
    found = _DONE.search(row.lead(at))
    one = row.figures[at].statement
    amount = one.form == "number" and one.unit not in NO_AMOUNT and one.unit and one.measure in ("level", "difference")
    clause = re.split("[，。；]", row.lead(at))[-1]
    return found["verb"] if found and amount and not _COMPARED.search(clause) else ""


def _alike(row: Row, one: int, other: int) -> bool:
    first, second = row.figures[one].statement, row.figures[other].statement
    return first.unit == second.unit and second.form == "number" and second.modality == first.modality


def _goes_with(words: str, verb: str) -> bool:
    """Whether a part says no other verb of change than its whole."""
    said = re.search(r"新增|净增|新建|增加|减少|压减|缩减|退出|扩建|增长|下降|比|较", words)
    return said is None or said[0] == verb


def _is_next(row: Row, parts: list[int], whole: int, verb: str) -> bool:
    at = parts[-1] + 1
    found = _NEXT.match(row.gap(parts[-1], at))
    if found is None or not _alike(row, whole, at) or not _goes_with(found["words"], verb):
        return False
    return not MANIFOLD.search(found["words"]) and not re.search("合计|共|其中|占", found["words"])
