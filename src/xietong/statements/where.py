"""Which territories a figure of an article is for."""

from __future__ import annotations

import re

from xietong.statements.context import InSentence, Standing
from xietong.statements.coordinate import Coordination
from xietong.statements.find import Quantity
from xietong.statements.places import Place, parent_of
from xietong.statements.regions import directly_before, entered, place_behind, resolved, route_ends, topic

_PULLED = re.compile(r"拉动|带动")
_AT_EVENT = re.compile(r"(?:两市|两地|双方|三地)?(?:企业)?(?:共|现场|集中|累计)?(?:签约|意向|达成|推介|对接|参展)")


def regions_of(
    standing: Standing,
    span: tuple[int, int],
    quantity: Quantity,
    places: list[Place],
    grouped: list[list[Place]],
    state: InSentence,
    member: Coordination | None,
) -> tuple[str, ...]:
    if member is not None and member.regions:
        return member.regions
    behind = bracketed(standing.text, quantity, places)
    if behind is not None:
        return behind.names
    text = standing.text
    around = state.regions or standing.said.regions
    if state.flow:
        named = topic(text, span, grouped, quantity.start, around or standing.home.names, standing.home)
        state.flowing, state.regions = state.flow, named.firm or state.regions
        return (state.flow,)
    tied = _tied(standing, span, quantity, grouped, around)
    if tied:
        return tied
    if own := directly_before(
        text, span, quantity.context_start, grouped, around or standing.home.names, standing.home
    ):
        state.regions = state.regions or own
        return own
    return _standing(standing, span, quantity, grouped, state, around)


def _tied(
    standing: Standing, span: tuple[int, int], quantity: Quantity, grouped: list[list[Place]], around: tuple[str, ...]
) -> tuple[str, ...]:
    """Places a figure of its kind always has two of: what pulls and what is pulled, the ends of a way."""
    text = standing.text
    pulled = _PULLED.search(text, span[0], quantity.start)
    if pulled and around:
        also = next((one for one in grouped if one[0].start == pulled.end() or _is_pulled(text, span, one)), None)
        pulls = resolved(text, also, around, standing.home) if also else ()
        return (*around, *(name for name in pulls if name not in around))
    if quantity.unit not in ("分钟", "小时", "公里"):
        return ()
    at = (quantity.context_start, quantity.context_end)
    ends = route_ends(text, span, at, grouped, around or standing.home.names)
    if ends or span[0] == 0 or text[span[0] - 1] != "，":
        return ends
    # 从北京到雄安新区，驾车仅需1小时: the way is said in the clause before
    before = (max(text.rfind(mark, 0, span[0] - 1) for mark in "，。；！？\n") + 1, span[0] - 1)
    return (
        () if re.search(r"\d", text[slice(*before)]) else route_ends(text, before, (before[1], before[1]), grouped, ())
    )


def _standing(
    standing: Standing,
    span: tuple[int, int],
    quantity: Quantity,
    grouped: list[list[Place]],
    state: InSentence,
    around: tuple[str, ...],
) -> tuple[str, ...]:
    """The place the clause is about, else the one its sentence, the sentences before or the article are about."""
    text = standing.text
    named = topic(text, span, grouped, quantity.start, around or standing.home.names, standing.home)
    if named.firm:
        state.regions, state.flowing = named.firm, ""
        return named.firm
    if there := entered(text, span, quantity.end, grouped):
        state.regions = there
        return there
    opens = not state.regions and quantity.context_start - span[0] <= 1
    if opens and (after := place_behind(text, span, quantity.end, grouped)):
        return after
    if state.flowing and not named.loose:
        return (state.flowing,)
    if state.held_at and _AT_EVENT.match(text[span[0] : quantity.start]):
        return state.held_at
    loose = named.loose or state.loose
    if len(standing.home.names) == 1 and parent_of(standing.home.names[0]) in loose:
        loose = ()  # the city around the park that the text is about is only mentioned
    return state.regions or loose or standing.said.regions or standing.home.names


def _is_pulled(text: str, span: tuple[int, int], group: list[Place]) -> bool:
    """对全省投资的拉动."""
    return span[0] < group[0].start < span[1] and text[group[0].start - 1] == "对"


_OPENS_BRACKET = re.compile(r"（(?:占|为|约|达|有)?$")


def bracketed(text: str, quantity: Quantity, places: list[Place]) -> Place | None:
    """The place a figure in brackets stands behind: 广东（3479.9亿元）, 江苏（占12.7%）."""
    opening = _OPENS_BRACKET.search(text, max(0, quantity.context_start - 2), quantity.context_start)
    if opening is None:
        return None
    return next((place for place in places if place.end == opening.start() and place.names), None)
