"""Which of several sources of one key is shown, and why.

What is reported goes before what was derived here. A statistics office, named as the source or publishing itself, goes
before others; of those the latest release; of the values that agree with it the one printed most exactly. Reprints of
one passage count once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from xietong.data import table
from xietong.observations.model import MARKED, Observation
from xietong.observations.printed import steps

_OFFICE = re.compile(r"统计局|统计公报|调查总队|调查队|海关|人民银行|统计部门|统计年鉴")


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen observation, why (codes of `data/messages/choice.toml`), and the rest: agreeing, differing."""

    chosen: Observation
    reasons: tuple[str, ...]
    agreeing: tuple[Observation, ...]
    differing: tuple[Observation, ...]

    @property
    def sources(self) -> int:
        """How many independent sources give the chosen value."""
        return len({one.passage or one.id for one in (self.chosen, *self.agreeing)})

    def explained(self, language: str) -> str:
        """The reasons as a sentence in "zh" or "en"."""
        words = [table("messages/choice.toml")[reason][language] for reason in self.reasons]
        count = table("messages/choice.toml")["sources"][language].format(
            agree=self.sources, differ=len(self.differing)
        )
        return ("；" if language == "zh" else "; ").join([*words, count])


_REASONS = {2: "attributed", 1: "published", 0: "reported", -1: "unmarked"}


def authority(one: Observation) -> int:
    """2: a statistics office is named as the source; 1: it publishes itself; 0: neither; -1: derived, not reported;
    -2: derived on a footing that its issues name."""
    if one.origin in ("derived", "computed"):
        return -2 if one.release.method.endswith(MARKED) else -1
    if _OFFICE.search(one.release.attribution):
        return 2
    return 1 if _OFFICE.search(one.release.publisher) else 0


def choose(candidates: Sequence[Observation]) -> Choice:
    """One of the observations of one key. ValueError where there is none."""
    if not candidates:
        raise ValueError("nothing to choose from")
    if len(candidates) == 1:
        return Choice(candidates[0], ("only",), (), ())
    reasons = []
    highest = max(map(authority, candidates))
    best = [one for one in candidates if authority(one) == highest]
    if len(best) < len(candidates):
        reasons.append(_REASONS[highest])
    latest = max(one.release.date for one in best)
    newest = [one for one in best if one.release.date == latest]
    if len(newest) < len(best) and any(not one.values.meets(newest[0].values) for one in best):
        reasons.append("latest")
    anchor = max(newest, key=lambda one: (_support(one, candidates), -_step(one), one.value, _where(one)))
    exact = min(
        (one for one in best if one.values.meets(anchor.values)),
        key=lambda one: (
            _step(one),
            one.modifier != "=",
            one.release.date != latest,
            one.release.date,
            one.value,
            _where(one),
        ),
    )
    if _step(exact) < _step(anchor):
        reasons.append("exact")
    if len({one.values for one in newest}) > 1 and _support(anchor, candidates) > 1:
        reasons.append("agreement")
    agreeing = tuple(one for one in candidates if one is not exact and one.values.meets(exact.values))
    differing = tuple(one for one in candidates if not one.values.meets(exact.values))
    return Choice(exact, tuple(reasons) or ("only",), agreeing, differing)


def _where(one: Observation) -> tuple[str, str]:
    return one.release.document, one.id


def _step(one: Observation) -> float:
    last, place = steps(one.quote, one.value[0])
    return float(last if one.modifier == "=" else place)


def _support(one: Observation, candidates: Sequence[Observation]) -> int:
    """Independent sources whose value agrees."""
    return len({other.passage or other.id for other in candidates if other.values.meets(one.values)})
