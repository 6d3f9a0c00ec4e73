"""Whether the place that a target is set for will still be there when it is due."""

from __future__ import annotations

from datetime import date

from xietong.observations.territories import gazetteer
from xietong.targets.refusal import refused


def standing(place: str, due: date) -> None:
    """Refuse a place that was merged or split before the due day, with what its land belongs to; others pass."""
    known = gazetteer().territories.get(place)
    if known is None or known.valid_to is None or known.valid_to >= due or known.continued:
        return
    heirs = "、".join(one.name for one in gazetteer().successors(place, due))
    raise refused("place_ended", place=known.name, day=known.valid_to, heirs=heirs)
