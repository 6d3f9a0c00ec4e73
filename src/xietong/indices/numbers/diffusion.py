"""Diffusion indices from survey answers: better, the same, worse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xietong.indices.refused import refused

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xietong.core.panel import Floats

CLOSE = 0.15  # per cent: three shares printed with one decimal add up to 100 within this


def diffusion(shares: Floats) -> Floats:
    """Diffusion index, share of better plus half the share of the same, 0 to 100; 50 is no change.

    Source: 国家统计局, 采购经理调查统计报表制度; OECD, Business Tendency Surveys: A Handbook (2003). shares (…, 3), better, same and
    worse in per cent or as counts; returns (…). A question with a missing share is missing. Raises ValuesError for
    negative shares and for a question nobody answered.
    """
    parts = proportions(shares)
    index: Floats = 100.0 * (parts[..., 0] + 0.5 * parts[..., 1])
    return index


def balance(shares: Floats) -> Floats:
    """Balance of opinion, share of better less share of worse, −100 to 100; twice the diffusion index less 100.

    Source: OECD (2003); European Commission, The Joint Harmonised EU Programme of Business and Consumer Surveys. Shapes and errors
    as in `diffusion`.
    """
    parts = proportions(shares)
    index: Floats = 100.0 * (parts[..., 0] - parts[..., 2])
    return index


def prosperity(shares: Floats) -> Floats:
    """Prosperity index (景气指数), 100 + share of better − share of worse, 0 to 200; 100 is no change.

    Source: 国家统计局, 企业景气调查制度, where the index of an enterprise is 40 per cent of the present and 60 of what is
    expected (`composite` of the two). Shapes and errors as in `diffusion`.
    """
    return 100.0 + balance(shares)


def proportions(shares: Floats) -> Floats:
    """Answers as parts of one, (…, answers); counts and per cent alike. Raises ValuesError as `diffusion` does.

    Source: as `diffusion`. A missing answer makes all parts of its question missing.
    """
    if (shares < 0).any():
        raise refused("negative", method="diffusion", low=float(np.nanmin(shares)))
    whole = shares.sum(axis=-1, keepdims=True)
    if (whole == 0).any():
        raise refused("no_answers")
    parts: Floats = shares / whole
    return parts


def percentages(shares: Floats) -> Floats:
    """Printed percentages, checked: they are returned as they are. Raises ValuesError where three do not make 100.

    shares (…, 3) in per cent; a missing answer passes. Source: as `diffusion`.
    """
    whole = shares.sum(axis=-1)
    off = np.abs(whole - 100.0) > CLOSE
    if off.any():
        raise refused("not_hundred", sums=", ".join(f"{one:g}" for one in np.atleast_1d(whole)[np.atleast_1d(off)][:6]))
    return shares


def inverted(index: Floats, which: Sequence[bool] | NDArray[np.bool_] = ()) -> Floats:
    """100 − index where a rise is bad, as delivery times in a purchasing managers' index: (…, children).

    which (children,) tells the ones to invert; all of them where it is not given.
    Source: as `composite`. Missing stays missing. Raises nothing.
    """
    chosen = np.asarray(which, dtype=np.bool_) if len(which) else np.ones(index.shape[-1:], dtype=np.bool_)
    return np.where(chosen, 100.0 - index, index)


def composite(index: Floats, weights: Floats, invert: Sequence[bool] | NDArray[np.bool_] = ()) -> Floats:
    """A composite of diffusion indices, Σ w D / Σ w, those to invert as 100 − D.

    Source: 国家统计局, 中国制造业采购经理指数 (weights 30 new orders, 25 production, 20 employment, 15 delivery time inverted, 10
    stocks of materials). index (…, children), weights (children,) or (…, children); returns (…). A composite with a missing
    part is missing: it is not comparable with that of another month. Raises ValuesError for weights that do not sum
    above zero.
    """
    if not (weights.sum(axis=-1) > 0).all():
        raise refused("no_weight", method="composite")
    turned = inverted(index, invert) if len(invert) else index
    whole: Floats = np.sum(turned * weights, axis=-1) / weights.sum(axis=-1)
    return whole


@dataclass(frozen=True, eq=False)
class Tally:
    """Answers counted: shares (questions, 3) in per cent, number of respondents by question, and their effective number.

    The effective number, (Σω)²/Σω², is that of equally heavy respondents with the same precision.
    """

    shares: Floats
    number: NDArray[np.int64]
    effective: Floats


def tallied(answers: Floats, respondents: Floats | None = None) -> Tally:
    """Shares of better, same and worse from the answers of respondents.

    answers (respondents, questions): 1 better, 0 the same, −1 worse, NaN none. respondents (respondents,): their weights,
    such as turnover; all alike where not given. Source: OECD (2003), ch. 6. Raises ValuesError for other answers, weights below
    zero, and a question nobody answered.
    """
    there = ~np.isnan(answers)
    if not np.isin(answers[there], (-1.0, 0.0, 1.0)).all():
        raise refused("answers")
    heavy = np.ones(len(answers)) if respondents is None else respondents
    if (heavy < 0).any() or len(heavy) != len(answers):
        raise refused("negative", method="tallied", low=float(heavy.min()))
    by_answer = [(answers == answer) * heavy[:, None] for answer in (1.0, 0.0, -1.0)]
    shares = 100.0 * proportions(np.stack([part.sum(axis=0) for part in by_answer], axis=-1))
    mine = there * heavy[:, None]
    return Tally(shares, there.sum(axis=0), mine.sum(axis=0) ** 2 / np.sum(mine**2, axis=0))
