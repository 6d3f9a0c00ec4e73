"""Which territories a figure of an article is for."""

from __future__ import annotations

import re

from xietong.statements.context import InSentence, Standing
from xietong.statements.coordinate import Coordination
from xietong.statements.find import Quantity
from xietong.statements.places import Place
from xietong.statements.regions import directly_before, place_behind, resolved, route_ends, topic

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
    behind = next((place for place in places if place.end == quantity.context_start - 1 and place.names), None)
    if behind is not None and bracketed(standing.text, quantity, places):
        return behind.names
    text = standing.text
    around = state.regions or standing.said.regions
    named = topic(text, span, grouped, quantity.start, around or standing.home.names, standing.home)
    if state.flow:
        state.flowing, state.regions = state.flow, named.firm or state.regions
        return (state.flow,)
    pulled = _PULLED.search(text, span[0], quantity.start)
    if pulled and around:
        also = next((group for group in grouped if group[0].start == pulled.end() or _pulled(text, span, group)), None)
        pulls = resolved(text, also, around, standing.home) if also else ()
        return (*around, *(name for name in pulls if name not in around))
    if quantity.unit in ("分钟", "小时", "公里") and (
        ends := route_ends(
            text, span, (quantity.context_start, quantity.context_end), grouped, around or standing.home.names
        )
    ):
        return ends
    if own := directly_before(
        text, span, quantity.context_start, grouped, around or standing.home.names, standing.home
    ):
        state.regions = state.regions or own
        return own
    if named.firm:
        state.regions, state.flowing = named.firm, ""
        return named.firm
    if (
        not state.regions
        and quantity.context_start - span[0] <= 1
        and (after := place_behind(text, span, quantity.end, grouped))
    ):
        return after
    if state.flowing and not named.loose:
        return (state.flowing,)
    if state.held_at and _AT_EVENT.match(text[span[0] : quantity.start]):
        return state.held_at
    return state.regions or named.loose or state.loose or standing.said.regions or standing.home.names


def _pulled(text: str, span: tuple[int, int], group: list[Place]) -> bool:
    """对全省投资的拉动."""
    return span[0] < group[0].start < span[1] and text[group[0].start - 1] == "对"


def bracketed(text: str, quantity: Quantity, places: list[Place]) -> Place | None:
    """The place a figure in brackets stands behind: 广东（3479.9亿元）."""
    if text[quantity.context_start - 1 : quantity.context_start] != "（":
        return None
    return next((place for place in places if place.end == quantity.context_start - 1 and place.names), None)
