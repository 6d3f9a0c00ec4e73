"""Shares, parts and totals of one sentence: 其中P，占s; P占W的s; A、B、C，合计T.

The words say what is part of what; a figure is only doubted where no reading of them makes it true.
"""

from __future__ import annotations

from collections.abc import Iterator

from xietong.core.issue import Issue
from xietong.observations.sentence import Row
from xietong.observations.within_lists import check_share_lists
from xietong.observations.within_shares import check_shares
from xietong.observations.within_sums import check_insides, check_part_of_whole, check_totals


def check_within(row: Row) -> Iterator[Issue]:
    """All checks of parts and wholes in a sentence."""
    yield from check_shares(row)
    yield from check_share_lists(row)
    yield from check_totals(row)
    yield from check_insides(row)
    yield from check_part_of_whole(row)
