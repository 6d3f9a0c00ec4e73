"""Index totals against their sub-indices: a mean lies between the least and the greatest of what it is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from xietong.core.issue import Issue
from xietong.observations import places
from xietong.observations.figures import Figure
from xietong.observations.finding import finding, number, printed
from xietong.observations.sentence import Row
from xietong.statements.places import find_places

_INDEX = re.compile(r"指数(?:为|达到?|是|约|升至|降至|（|\(|:|：)*$")
_TOTAL = re.compile(r"(?:总|综合|总体|合成)[^，。；、]{0,4}指数|发展指数")
_PARTS = re.compile(
    r"其中|分项|分领域|分指数|分维度|从[^，。]{1,8}看|加权|合成|由[^，。]{0,6}指数|：|:|五个|四个|六个|各项"
)
_BASE = re.compile(r"(?:19|20)\d\d年为100")


_FAR = 700  # characters between a total and its sub-indices in another sentence


def check_all_indices(all_rows: Sequence[Row]) -> Iterator[Issue]:
    """Totals against sub-indices, in one sentence or a little on."""
    last: Row | None = None  # the last sentence that gave a total alone
    everywhere = [(row, at) for row in all_rows for at in range(len(row)) if _is_index(row, at)]
    for row in all_rows:
        others = [
            one.figures[at]
            for one, at in everywhere
            if one.figures[at].document == row.figures[0].document and one.figures[at] not in row.figures
        ]
        yield from check_indices(row, others)
        named = [at for at in range(len(row)) if _is_index(row, at)]
        totals = [at for at in named if re.search(r"总|综合", _name(row, at))]
        if len(totals) == 1 and len(named) < 4:
            last = Row((row.figures[totals[0]],), row.content)
        elif last is not None and not totals and len(named) >= 3 and re.search(r"其中|分项|分领域", row.words):
            near = row.figures[0].statement.start - last.figures[0].statement.start < _FAR
            same = row.figures[0].document == last.figures[0].document
            if near and same:
                yield from check_indices(Row((*last.figures, *(row.figures[at] for at in named)), row.content))
            last = None


def check_indices(row: Row, others: Sequence[Figure] = ()) -> Iterator[Issue]:
    """A total and three sub-indices or more in one passage, for one time; `others`: indices said elsewhere in the
    document, which may be parts of it too."""
    named = [at for at in range(len(row)) if _is_index(row, at)]
    if len(named) < 4:
        return
    totals = [at for at in named if _total(row, at)]
    sums = [at for at in totals if re.search(r"总|综合|合成", _name(row, at))] or totals[:1]
    if (
        len({_name(row, at) for at in sums if not re.match(r"^(?:19|20)\d\d年", row.lead(at).lstrip("，"))}) > 1
        or not sums
    ):
        return
    whole = sums[0]
    # where the total stands in another sentence, its own is left out: what lies between is of other things
    words = row.around(next(at for at in named if at != whole) if _apart(row, whole) else 0, len(row) - 1)
    if len(re.findall(r"\d+\.\d+", words)) > sum("." in one.statement.quote for one in row.figures):
        return  # some numbers of the sentence were not read: they may be parts too
    names = [_name(row, at) for at in named]
    kin = len(named) > 4 and names[0] == _name(row, whole) and all(name[-4:] == names[0][-4:] for name in names)
    if not (_PARTS.search(row.words) or re.search(r"总|综合", _name(row, whole)) or kin):
        return
    when = row.figures[whole].period
    inside = [at for at in named if at not in sums and (when is None or row.figures[at].period in (None, when))]
    if len(inside) < 3 or len({_name(row, at) for at in inside}) < 3:
        return
    total = row.figures[whole]
    if any(_elsewhere(row, at, total) for at in inside):
        return  # 全国总指数为A；北京市…指数分别为B、C
    more = [one for one in others if one.thing[1] == total.thing[1] and one.thing[0] != total.thing[0]]
    more = [one for one in more if one.period in (None, total.period)]
    lows = [one.values.low for one in (*(row.figures[at] for at in inside), *more)]
    highs = [one.values.high for one in (*(row.figures[at] for at in inside), *more)]
    if any(one is None for one in (*lows, *highs)) or total.values.low is None or total.values.high is None:
        return
    least, greatest = min(one for one in lows if one is not None), max(one for one in highs if one is not None)
    if total.values.high >= least and total.values.low <= greatest:
        return
    low = number(min(row.figures[at].statement.value[0] for at in inside))
    high = number(max(row.figures[at].statement.value[0] for at in inside))
    about = [total, *(row.figures[at] for at in inside)]
    yield finding(
        "mean_range", "error", about, f"{low} ≤ {printed(total)} ≤ {high}: no", said=printed(total), low=low, high=high
    )


def _elsewhere(row: Row, at: int, total: Figure) -> bool:
    """Whether an index is of another place than the total, and its own words name that place."""
    named = {name for place in find_places(row.lead(at), 0, len(row.lead(at))) for name in places.keys(place.names)}
    return row.figures[at].thing[1] != total.thing[1] and bool(named & set(row.figures[at].thing[1]))


def _apart(row: Row, whole: int) -> bool:
    return whole + 1 < len(row) and "。" in row.gap(whole, whole + 1)


def _is_index(row: Row, at: int) -> bool:
    one = row.figures[at].statement
    plain = one.unit in ("", "点") and one.measure == "level" and one.form == "number"
    if plain and (_INDEX.search(row.lead(at)) or one.indicator.endswith("指数")):
        return True
    # 五项指标分别是：创新能力218.7，科研合作229.4
    listed = re.search(r"指标(?:分别|依次)是?[：:]?", "".join(row.lead(k) for k in range(at + 1)))
    return plain and bool(listed) and bool(re.search(r"[一-龥]{2}(?:为|是)?$", row.lead(at)))


def _name(row: Row, at: int) -> str:
    """The words of the index: in its clause, else the phrase that was read."""
    own = re.findall(r"[^，。；、（）()：:]{2,16}?指数", row.lead(at))
    return own[-1] if own else row.figures[at].statement.indicator


def _total(row: Row, at: int) -> bool:
    return bool(_TOTAL.search(_name(row, at))) or bool(_TOTAL.search(row.figures[at].statement.indicator))
