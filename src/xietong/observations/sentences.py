"""All checks of figures that stand in one sentence, where the words say how they belong together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from xietong.core.issue import Issue
from xietong.observations.beside import check_beside
from xietong.observations.dealt import dealt, put_back
from xietong.observations.figures import Figure
from xietong.observations.following_shares import check_following_shares
from xietong.observations.indices import check_all_indices
from xietong.observations.listed_shares import check_listed_shares
from xietong.observations.named_ranks import check_named_ranks
from xietong.observations.orders import check_orders
from xietong.observations.plainer import barer, plainer
from xietong.observations.rates import check_rates
from xietong.observations.sentence import rows
from xietong.observations.trends import check_trends
from xietong.observations.wholes import check_wholes, levels_of
from xietong.observations.within import check_within
from xietong.observations.within_flows import check_all_time, check_flows
from xietong.observations.within_sums import check_insides, check_totals


def check_sentences(figures: Sequence[Figure], contents: Mapping[str, str]) -> Iterator[Issue]:
    """Over every sentence of documents whose text is at hand."""
    found = list(rows(figures, contents))
    levels = levels_of(figures)
    for row in found:
        yield from check_beside(row)
        yield from check_within(row)
        yield from check_flows(row)
        yield from check_all_time(row)
        yield from check_orders(row)
        yield from check_trends(row)
        yield from check_rates(row)
        yield from check_wholes(row, levels)
        yield from check_listed_shares(row, levels)
        less = plainer(row)
        if less is not None:
            yield from check_within(less)
            yield from check_wholes(less, levels)
        amounts = barer(row)
        if amounts is not None:
            yield from check_totals(amounts)
            yield from check_insides(amounts)
        for one, places in dealt(row):
            yield from (put_back(issue, places) for issue in (*check_beside(one), *check_within(one)))
    yield from check_following_shares(found, levels)
    yield from check_named_ranks(found)
    yield from check_all_indices(list(rows(figures, contents, least=1)))
