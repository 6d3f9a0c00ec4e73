"""Location quotients, similarity and specialisation of parks and cities: who does what all others do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xietong.regional.analyses import faults, gaps
from xietong.regional.analyses.model import Column, Given, Remark, Result, Row, Score, Table, listed, plain
from xietong.regional.structure import concentration, krugman_pairs, location_quotient, similarity, specialisation

if TYPE_CHECKING:
    from xietong.core.panel import Floats
    from xietong.regional.analyses.gaps import Left

_PAIRS = 80


def quotient(given: Given) -> Result:
    """Location quotients in a year, how special each unit is, and how concentrated each industry."""
    units, amounts, left = _amounts(given)
    found = location_quotient(amounts, given.options["reference"])
    rows = tuple(
        Row((unit, given.indicators[int(np.nanargmax(found[at]))], *listed(found[at])), given.sources(unit, given.year))
        for at, unit in enumerate(units)
    )
    columns = (
        Column("place", "place"), Column("strongest_industry", "indicator"), *(Column(code) for code in given.indicators),
    )  # fmt: skip
    scores = tuple(
        Score(f"quotient|{given.panel.name(code)}", unit, given.year, float(found[at, which]))
        for at, unit in enumerate(units) for which, code in enumerate(given.indicators)
        if np.isfinite(found[at, which])
    )  # fmt: skip
    return Result(
        (Table("quotients", columns, rows, given.year), _special(given, units, amounts), _concentrated(given, amounts)),
        remarks=(Remark("quotient"),), scores=scores, left=left,
    )  # fmt: skip


def _special(given: Given, units: tuple[str, ...], amounts: Floats) -> Table:
    found = specialisation(amounts, "others")
    fields = (found.krugman, found.normalised_herfindahl, found.relative, found.diversity)
    rows = tuple(Row((unit, *(plain(one[at]) for one in fields))) for at, unit in enumerate(units))
    columns = (
        Column("place", "place"), Column("krugman"), Column("herfindahl"), Column("relative"), Column("diversity"),
    )  # fmt: skip
    return Table("specialisation", columns, rows, given.year)


def _concentrated(given: Given, amounts: Floats) -> Table:
    found = concentration(amounts)
    rows = tuple(Row((code, plain(found.hoover[at]), plain(found.raw[at]))) for at, code in enumerate(given.indicators))
    return Table(
        "concentration", (Column("industry", "indicator"), Column("hoover"), Column("raw_g")), rows, given.year
    )


def alike(given: Given) -> Result:
    """Similarity of structures pair by pair: the closest first, against doing all the same (一园一策)."""
    units, amounts, left = _amounts(given)
    cosine, apart = similarity(amounts), krugman_pairs(amounts)
    pairs = [(one, other) for one in range(len(units)) for other in range(one + 1, len(units))]
    pairs.sort(key=lambda pair: -cosine[pair])
    rows = tuple(
        Row(
            (units[one], units[other], plain(cosine[one, other]), plain(apart[one, other]), plain(1 - apart[one, other] / 2),
             _shared(given, amounts, one, other)),
            (*given.sources(units[one], given.year), *given.sources(units[other], given.year)),
        )
        for one, other in pairs[:_PAIRS]
    )  # fmt: skip
    columns = (
        Column("place", "place"), Column("other_place", "place"), Column("similarity"), Column("krugman"),
        Column("overlap", "share"), Column("most_shared", "indicator"),
    )  # fmt: skip
    mean = (cosine.sum(axis=1) - 1) / (len(units) - 1)
    order = np.argsort(-mean, kind="stable")
    each = tuple(Row((units[who], plain(mean[who])), given.sources(units[who], given.year)) for who in order)
    remarks = [Remark("similarity")]
    remarks += [Remark("pairs_shown", {"shown": _PAIRS, "all": len(pairs)})] if len(pairs) > _PAIRS else []
    scores = tuple(Score("mean_similarity", unit, given.year, float(mean[at])) for at, unit in enumerate(units))
    return Result(
        (Table("similar_pairs", columns, rows, given.year),
         Table("mean_similarities", (Column("place", "place"), Column("mean_similarity")), each, given.year),
         _special(given, units, amounts)),
        remarks=tuple(remarks), scores=scores, left=left,
    )  # fmt: skip


def _shared(given: Given, amounts: Floats, one: int, other: int) -> str:
    """The industry in which two units have most in common."""
    shares = amounts / amounts.sum(axis=1, keepdims=True)
    return given.indicators[int(np.minimum(shares[one], shares[other]).argmax())]


def _amounts(given: Given) -> tuple[tuple[str, ...], Floats, Left]:
    """Amounts of a year, (units, industries), of the units that have all of them."""
    amounts = np.stack([given.values(code)[given.at] for code in given.indicators], axis=-1)
    missing = np.zeros((len(given.times), len(given.units)), dtype=bool)
    missing[given.at] = np.isnan(amounts).any(axis=1)
    kept, left = gaps.of_year(given, missing)
    empty = kept & (np.nan_to_num(amounts).sum(axis=1) == 0)
    left += tuple((unit, Remark("empty_unit")) for unit in gaps.pick(given.units, empty))
    kept &= ~empty
    found = [one for code in given.indicators for one in faults.negative(given, code)]
    faults.refuse([*found, *faults.too_few(int(kept.sum()), 2, "complete")])
    return gaps.pick(given.units, kept), amounts[kept], left
