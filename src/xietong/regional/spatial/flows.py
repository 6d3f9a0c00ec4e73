"""Directed flows between places: strengths, internal share, symmetry, concentration, groups, change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xietong.regional.spatial.refusal import positions, refusal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xietong.core.panel import Floats


@dataclass(frozen=True, eq=False)
class Strengths:
    """What leaves, what arrives, both, and what remains, of each unit (..., units); flows of a unit to itself are apart."""

    out: Floats
    into: Floats
    gross: Floats
    net: Floats
    own: Floats


@dataclass(frozen=True, eq=False)
class Internal:
    """Shares (...) of flows that stay inside a region: of all that leaves its units, of all that arrives there, and of all
    that touches it (each flow once)."""

    of_origins: Floats
    of_destinations: Floats
    of_all: Floats


@dataclass(frozen=True, eq=False)
class Change:
    """Between two times: difference and ratio of each flow (ratio NaN where there was none), its share of all flows later
    minus earlier, and where a flow appeared or vanished; (..., origins, destinations)."""

    difference: Floats
    ratio: Floats
    share: Floats
    appeared: NDArray[np.bool_]
    vanished: NDArray[np.bool_]


def strengths(flows: Floats) -> Strengths:
    """out = Σⱼ Fᵢⱼ, into = Σⱼ Fⱼᵢ over j ≠ i, gross their sum, net = into − out, own = Fᵢᵢ.

    flows: (..., units, units), origins in rows, any additive unit. A flow that is not known (NaN) makes the sums it enters
    NaN, but for the diagonal. Raises ValuesError for negative or infinite flows.
    Source: node strengths as in Barrat et al. (2004), PNAS 101:3747–3752.
    """
    flows = checked_flows(flows)
    between = without_own(flows)
    out, into = between.sum(axis=-1), between.sum(axis=-2)
    return Strengths(out, into, out + into, into - out, np.diagonal(flows, axis1=-2, axis2=-1).copy())


def internal_share(
    flows: Floats, members: NDArray[np.bool_], leaving: Floats | None = None, arriving: Floats | None = None
) -> Internal:
    """How much of the flows of a region stays in it (内循环占比): Σᵢⱼ∈R Fᵢⱼ over all that leaves R, arrives in R, touches R.

    flows: (..., units, units); members: (units,), true for units of the region. The rest of the units are the outside; or
    leaving and arriving, (..., units), give the published totals of each unit to and from anywhere, those within included
    (margins): then only flows among members are read. The diagonal counts where it is not 0: leave flows inside a unit
    at 0 if they are not meant. NaN where a flow or total that is needed is not known, or nothing flows. Raises ValuesError
    for negative flows and totals less than what stays inside.
    Source: the share as transport and statistics authorities report it; no formula of theirs is published.
    """
    flows, members = checked_flows(flows), np.asarray(members, dtype=bool)
    if members.shape != flows.shape[-1:]:
        raise refusal("shape", what="members", found=members.shape, wanted=flows.shape[-1:])
    rows = flows[..., members, :]
    inside = rows[..., members].sum(axis=(-1, -2))
    out = rows.sum(axis=(-1, -2)) if leaving is None else np.asarray(leaving)[..., members].sum(axis=-1)
    into = (
        flows[..., members].sum(axis=(-1, -2)) if arriving is None else np.asarray(arriving)[..., members].sum(axis=-1)
    )
    for total in (out, into):
        if (total < inside * (1 - 1e-12)).any():
            raise refusal("inside_exceeds", inside=inside, total=total)
    return Internal(*(_ratio(inside, total) for total in (out, into, out + into - inside)))


def shares(flows: Floats) -> Floats:
    """Where flows from each origin go, Fᵢⱼ / Σⱼ Fᵢⱼ, rows summing to 1 (NaN for a row without flows); the diagonal counts.

    flows: (..., units, units); NaN and errors as `strengths`.
    """
    flows = checked_flows(flows)
    return _ratio(flows, flows.sum(axis=-1, keepdims=True))


def symmetry(flows: Floats) -> Floats:
    """Balance of the two directions of each pair, 1 − |Fᵢⱼ − Fⱼᵢ| / (Fᵢⱼ + Fⱼᵢ): 1 balanced, 0 one-way; NaN without flows and
    on the diagonal. (..., units, units), symmetric; after the network symmetry of Limtanakool, Schwanen & Dijst (2007,
    Urban Studies 44:2123–2145). NaN and errors as `strengths`."""
    flows = checked_flows(flows)
    back = np.swapaxes(flows, -1, -2)
    found = 1 - _ratio(np.abs(flows - back), flows + back)
    return np.where(np.eye(flows.shape[-1], dtype=bool), np.nan, found)


def reciprocity(flows: Floats) -> Floats:
    """The part of all flows between units that is returned, Σ min(Fᵢⱼ, Fⱼᵢ) / Σ Fᵢⱼ, i ≠ j, (...): Squartini, Picciolo, Ruzzenenti
    & Garlaschelli (2013, Scientific Reports 3:2729). NaN where nothing flows, or a flow is not known."""
    between = without_own(checked_flows(flows))
    returned = np.minimum(between, np.swapaxes(between, -1, -2))
    return _ratio(returned.sum(axis=(-1, -2)), between.sum(axis=(-1, -2)))


def concentration(flows: Floats) -> Floats:
    """Herfindahl–Hirschman index of the flows between units, Σ sᵢⱼ², sᵢⱼ the share of a flow in all, (...): 1 where there is
    one flow, 1/(n(n − 1)) where all are equal. NaN as `reciprocity`.
    Source: Herfindahl (1950); Hirschman (1945). Raises ValuesError as `strengths`.
    """
    between = without_own(checked_flows(flows))
    return np.asarray((_ratio(between, between.sum(axis=(-1, -2), keepdims=True)) ** 2).sum(axis=(-1, -2)))


def evenness(flows: Floats) -> Floats:
    """Entropy of the flows between units, −Σ s ln s / ln(n(n − 1)), (...): 1 where all are equal, 0 where there is one
    (entropy index of Limtanakool, Schwanen & Dijst 2007). NaN as `reciprocity`; needs two units.
    Raises ValuesError as `strengths` and for fewer than two units.
    """
    between = without_own(checked_flows(flows))
    n = between.shape[-1]
    if n < 2:
        raise refusal("too_few", method="entropy index", least=2, count=n)
    share = _ratio(between, between.sum(axis=(-1, -2), keepdims=True))
    logs = np.log(np.where(share > 0, share, 1.0))
    return np.where(
        np.isnan(share).any(axis=(-1, -2)), np.nan, -(share * logs).sum(axis=(-1, -2)) / np.log(n * (n - 1))
    )


def modularity(flows: Floats, groups: NDArray[np.int64]) -> Floats:
    """Whether flows stay inside given groups more than sizes make one expect: Q = (1/m) Σᵢⱼ [Fᵢⱼ − outᵢ inⱼ/m] δ(gᵢ, gⱼ), m = ΣF,
    (...); directed (Leicht & Newman 2008, Physical Review Letters 100:118703). The diagonal counts.

    flows: (..., units, units); groups: (units,), whole numbers, such as provinces of cities. It measures a partition that
    is given and looks for none. NaN as `strengths`, and where nothing flows. Raises ValuesError for unfit groups.
    """
    flows, groups = checked_flows(flows), np.asarray(groups)
    if groups.shape != flows.shape[-1:]:
        raise refusal("shape", what="groups", found=groups.shape, wanted=flows.shape[-1:])
    share = _ratio(flows, flows.sum(axis=(-1, -2), keepdims=True))
    expected = share.sum(axis=-1)[..., :, None] * share.sum(axis=-2)[..., None, :]
    same = groups[:, None] == groups
    return np.asarray(((share - expected) * same).sum(axis=(-1, -2)))


def change(earlier: Floats, later: Floats) -> Change:
    """What changed between two times, flow by flow; arrays of one shape (..., units, units). NaN where one is not known.
    Raises ValuesError as `strengths` and for shapes that differ."""
    earlier, later = checked_flows(earlier), checked_flows(later)
    if earlier.shape != later.shape:
        raise refusal("shape", what="later", found=later.shape, wanted=earlier.shape)
    before, after = (_ratio(one, one.sum(axis=(-1, -2), keepdims=True)) for one in (earlier, later))
    return Change(
        later - earlier,
        _ratio(later, earlier),
        after - before,
        (earlier == 0) & (later > 0),
        (earlier > 0) & (later == 0),
    )


def fitted_to_totals(flows: Floats, leaving: Floats, arriving: Floats, rounds: int = 1000) -> Floats:
    """The matrix nearest to `flows` (in information) with given row and column sums, by iterative proportional fitting
    (Furness; Deming & Stephan 1940): rows and columns are scaled in turn until both fit to 1e-10.

    flows: (units, units), a prior such as a gravity model, its zeros stay; leaving, arriving: (units,), of equal sums.
    Raises ValuesError for missing or negative numbers, sums that differ, and where no scaling fits.
    """
    found = checked_flows(flows).copy()
    leaving, arriving = (np.asarray(one, dtype=np.float64) for one in (leaving, arriving))
    for what, one in (("flows", found), ("leaving", leaving), ("arriving", arriving)):
        wrong = ~(np.isfinite(one) & (one >= 0))
        if wrong.any():
            raise refusal("missing", what=what, where=positions(wrong))
    if not np.isclose(leaving.sum(), arriving.sum(), rtol=1e-9, atol=0):
        raise refusal("margins", out=leaving.sum(), into=arriving.sum())
    for _ in range(rounds):
        found *= np.nan_to_num(_ratio(leaving, found.sum(axis=1)))[:, None]
        found *= np.nan_to_num(_ratio(arriving, found.sum(axis=0)))
        if np.allclose(found.sum(axis=1), leaving, rtol=1e-10) and np.allclose(found.sum(axis=0), arriving, rtol=1e-10):
            return found
    raise refusal("no_balance", rounds=rounds)


def without_own(flows: Floats) -> Floats:
    """The flows with 0 on the diagonal."""
    return np.where(np.eye(flows.shape[-1], dtype=bool), 0.0, flows)


def checked_flows(flows: Floats) -> Floats:
    """Flows as float64, NaN where not known. Raises ValuesError for negative or infinite ones and a shape not square."""
    flows = np.asarray(flows, dtype=np.float64)
    if flows.ndim < 2 or flows.shape[-1] != flows.shape[-2]:
        raise refusal("shape", what="flows", found=flows.shape, wanted="(..., units, units)")
    wrong = (flows < 0) | np.isinf(flows)
    if wrong.any():
        raise refusal("flows_negative", where=positions(wrong))
    return flows


def _ratio(part: Floats, whole: Floats) -> Floats:
    """part / whole, NaN where the whole is 0."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(whole == 0, np.nan, part / whole)
