"""Small tables set in a text, checked in themselves: rates against columns, totals, ranks, 其中, weights, running totals.

What a column is, its name says (增长（%）, 位次, 权重, 占比), and what a row is, its label (合计, 其中：…, 1—6月).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise

from xietong.core.interval import Interval, added
from xietong.core.issue import Issue
from xietong.observations.arithmetic import growth, wrong_change
from xietong.observations.figures import Figure, Source
from xietong.observations.finding import finding, number, printed, spread
from xietong.observations.grid import Block, blocks
from xietong.observations.partitions import exhaustive
from xietong.observations.parts import exceeding, wrong_sum
from xietong.observations.quotients import compare, known_quotients

_HUNDRED = Interval.exactly(100)
_RATE = re.compile(r"增长|增速|增幅|同比|涨幅|变化")
_SHARE = re.compile(r"占比|比重|比例|份额|构成")
_RANK = re.compile(r"位次|排名|名次|排序")
_WEIGHT = re.compile(r"权重")
_TOTAL = re.compile(r"^(?:合计|总计|总量|总数|总指数|综合指数|全市|全省|全区|全县)(?:合计|总计)?$")
_INSIDE = re.compile(r"^[\s　]*其中")
_MONTHS = re.compile(
    r"^(?:1[—\-–~至到]|前)(?P<last>\d{1,2})个?月|^(?:前)?(?P<quarters>[一二三])季度$|^(?P<half>上半年)|^(?P<year>全年)"
)
_QUARTERS = {"一": 3, "二": 6, "三": 9}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of numbers: its name as printed and its figures by row, None where a cell holds none."""

    name: str
    figures: tuple[Figure | None, ...]


def check_tables(source: Source) -> Iterator[Issue]:
    """All checks of the small tables of a text."""
    for block in blocks(source):
        columns = [Column(name, figures) for name, figures in zip(block.names, block.columns, strict=True)]
        yield from _rates(columns)
        yield from _shares(block, columns)
        yield from _ranks(columns)
        yield from _totals(block, columns)
        yield from _insides(block, columns)
        yield from _quotients(columns)
        yield from _running(block, columns)


def _is_quantity(column: Column) -> bool:
    return not any(kind.search(column.name) for kind in (_RATE, _SHARE, _RANK, _WEIGHT)) and "%" not in column.name


def _rates(columns: Sequence[Column]) -> Iterator[Issue]:
    """2020年, 2021年, 增长（%）: each rate is that of its row."""
    dated = [
        (int(year[0]), one) for one in columns if (year := re.findall(r"(?:19|20)\d\d", one.name)) and _is_quantity(one)
    ]
    rates = [one for one in columns if _RATE.search(one.name) and re.search(r"[%％]", one.name)]
    if len(dated) != 2 or len(rates) != 1 or dated[0][0] == dated[1][0]:
        return
    (_, earlier), (_, later) = sorted(dated, key=lambda one: one[0])
    for said, after, before in zip(rates[0].figures, later.figures, earlier.figures, strict=True):
        if said is None or after is None or before is None:
            continue
        try:
            computed = growth(after, before)
        except ValueError:
            continue
        if not computed.values.meets(said.values):
            yield wrong_change(said, computed)


def _shares(block: Block, columns: Sequence[Column]) -> Iterator[Issue]:
    """总量, 部分, 占比（%）; or a column of all shares of a whole, which make 100."""
    shares = [one for one in columns if _SHARE.search(one.name) and re.search(r"[%％]|占比|比重", one.name)]
    if len(shares) != 1:
        return
    wholes = [one for one in columns if re.search(r"总量|总数|合计|总额", one.name)]
    parts = [one for one in columns if re.search(r"部分|其中", one.name)]
    if len(wholes) == len(parts) == 1:
        for said, part, whole in zip(shares[0].figures, parts[0].figures, wholes[0].figures, strict=True):
            if said is None or part is None or whole is None:
                continue
            try:
                result = part.values / whole.values * _HUNDRED
            except ValueError:
                continue
            if not result.meets(said.values):
                shown = spread(result, "%")
                yield finding(
                    "share", "error", [said, part, whole],
                    f"{printed(part)} ÷ {printed(whole)} × 100 = {shown} ≠ {printed(said)}", part=printed(part),
                    whole=printed(whole), result=shown, said=printed(said),
                )  # fmt: skip
        return
    if any(_TOTAL.match(label) or _INSIDE.match(label) for label in block.labels):
        return  # against the total: with the sums
    values = [one for one in shares[0].figures if one is not None]
    whole_said = (
        re.search(r"构成|结构", block.caption + shares[0].name)
        or "其他" in block.labels[-1]
        or exhaustive(block.labels)
    )
    if len(values) == len(block.labels) > 2 and whole_said:
        total = added(one.values for one in values)
        if not total.meets(_HUNDRED):
            listed, shown = "、".join(map(printed, values)), spread(total, "%")
            yield finding("ratio_sum", "error", values, f"{listed}: {shown} ≠ 100", said=listed, result=shown)


def _ranks(columns: Sequence[Column]) -> Iterator[Issue]:
    """位次: a better rank has the greater value, or throughout the smaller one."""
    ranks = [at for at, one in enumerate(columns) if _RANK.search(one.name)]
    if len(ranks) != 1 or not ranks[0] or not _is_quantity(columns[ranks[0] - 1]):
        return
    rows = [
        (value, rank)
        for value, rank in zip(columns[ranks[0] - 1].figures, columns[ranks[0]].figures, strict=True)
        if value is not None and rank is not None
    ]
    rows.sort(key=lambda one: one[1].statement.value[0])
    pairs = list(combinations(rows, 2))
    falling = [(a, b) for a, b in pairs if b[0].values.above(a[0].values)]
    rising = [(a, b) for a, b in pairs if a[0].values.above(b[0].values)]
    wrong = min(falling, rising, key=len)
    if len(rows) > 2 and wrong:
        (first, better), (second, worse) = wrong[0]
        said = f"{printed(first)}（{printed(better)}）、{printed(second)}（{printed(worse)}）"
        yield finding("order", "error", [first, second, better, worse], said, said=said)


def _totals(block: Block, columns: Sequence[Column]) -> Iterator[Issue]:
    """合计: the sum of the other rows; with 权重 their weighted mean."""
    totals = [at for at, label in enumerate(block.labels) if _TOTAL.match(label.strip())]
    if len(totals) != 1 or totals[0] not in (0, len(block.labels) - 1):
        return
    rest = [at for at, label in enumerate(block.labels) if at != totals[0] and not _INSIDE.match(label)]
    weights = next((one for one in columns if _WEIGHT.search(one.name)), None)
    for column in columns:
        total, parts = column.figures[totals[0]], [column.figures[at] for at in rest]
        known = [one for one in parts if one is not None]
        if total is None or len(known) != len(parts) or len(parts) < 2 or column is weights:
            continue
        if weights is not None:
            yield from _weighted(total, known, [weights.figures[at] for at in rest])
        elif _adds(block, column, totals[0]):
            made = added(one.values for one in known)
            if not made.meets(total.values):
                yield wrong_sum(total, known, made)


def _adds(block: Block, column: Column, total: int) -> bool:
    rates = _RATE.search(column.name) or _RANK.search(column.name)
    means = re.search(r"率|均|指数|密度|强度|浓度|价格|比(?!重)", column.name + block.caption.split("\n")[-1])
    return not rates and not means and "指数" not in block.labels[total]


def _weighted(total: Figure, parts: Sequence[Figure], weights: Sequence[Figure | None]) -> Iterator[Issue]:
    known = [one.statement.value[0] for one in weights if one is not None]
    scale = {Decimal(1): 1, Decimal(100): 100}.get(sum(known, Decimal(0)))
    if scale is None or len(known) != len(parts):
        return
    mean = added(one.values * Interval.exactly(weight) for one, weight in zip(parts, known, strict=True))
    mean = mean / Interval.exactly(scale)
    if not mean.meets(total.values):
        terms = " + ".join(f"{printed(one)} × {number(weight)}" for one, weight in zip(parts, known, strict=True))
        shown = spread(mean)
        yield finding(
            "weighted",
            "error",
            [total, *parts],
            f"{terms} = {shown} ≠ {printed(total)}",
            said=printed(total),
            result=shown,
        )


def _insides(block: Block, columns: Sequence[Column]) -> Iterator[Issue]:
    """其中：… under a row is no more than that row."""
    for column in filter(_is_quantity, columns):
        whole: Figure | None = None
        for label, figure in zip(block.labels, column.figures, strict=True):
            if not _INSIDE.match(label):
                whole = figure
                continue
            same = whole is not None and figure is not None and figure.statement.unit == whole.statement.unit
            if same and whole is not None and figure is not None and figure.values.above(whole.values):
                yield exceeding(figure, whole)


def _quotients(columns: Sequence[Column]) -> Iterator[Issue]:
    """人口, 面积, 人口密度: each row against what it is made of."""
    for column in columns:
        known = next((one for one in known_quotients() if one.name.search(column.name)), None)
        if known is None:
            continue
        others = [one for one in columns if one is not column and not known.name.search(one.name)]
        above = [one for one in others if known.above.search(one.name)]
        below = [one for one in others if known.below.search(one.name)]
        if len(above) == len(below) == 1 and above[0] is not below[0]:
            for said, over, under in zip(column.figures, above[0].figures, below[0].figures, strict=True):
                if said is not None and over is not None and under is not None:
                    yield from compare(said, [over], [under], known.factor, known.loose)


def _running(block: Block, columns: Sequence[Column]) -> Iterator[Issue]:
    """1—3月, 1—6月, 1—12月: what has come up to a month is no more than up to a later one."""
    months = [_months(label) for label in block.labels]
    if len(block.labels) < 2 or not all(months) or sorted(months) != months:
        return
    for column in filter(_is_quantity, columns):
        for first, second in pairwise(range(len(months))):
            part, whole = column.figures[first], column.figures[second]
            if (
                part is not None
                and whole is not None
                and months[first] < months[second]
                and part.values.above(whole.values)
            ):
                yield finding(
                    "period_exceeds", "error", [part, whole], f"{printed(part)} > {printed(whole)}", part=printed(part),
                    whole=printed(whole), part_period=block.labels[first], whole_period=block.labels[second],
                )  # fmt: skip


def _months(label: str) -> int:
    """How many months of the year a label covers from its beginning; 0 where it does not say."""
    found = _MONTHS.match(label.strip())
    if found is None:
        return 0
    if found["last"]:
        return int(found["last"])
    if found["quarters"]:
        return _QUARTERS[found["quarters"]] if label.strip().startswith("前") or found["quarters"] == "一" else 0
    return 6 if found["half"] else 12
