"""Projects on the way from signing to production, by the territories they come from and go to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from xietong.targets.tasks.project import STAGES, Project, Stage

_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Sums:
    """Money of one currency in its own unit (元, US dollars), each over the `counted` projects that state it."""

    intended: Decimal = Decimal(0)
    agreed: Decimal = Decimal(0)
    paid: Decimal = Decimal(0)
    counted: tuple[int, int, int] = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Flow:
    """The projects of an origin and a host by a day. `reached`: how many came to each stage or beyond, whether they ended later
    or not; `now`: how many are at each stage; `ended`: how many ended. Money is that of all of them, as last entered."""

    origin: str
    host: str
    reached: Mapping[Stage, int]
    now: Mapping[Stage, int]
    ended: int
    money: Mapping[str, Sums]

    @property
    def total(self) -> int:
        """All projects of the flow."""
        return self.reached[STAGES[0]]

    def share(self, stage: Stage) -> Decimal | None:
        """How many per cent of those that were signed came to a stage, to a tenth; None without any."""
        if not self.total:
            return None
        return (Decimal(100) * self.reached[stage] / self.total).quantize(_TENTH, ROUND_HALF_UP)


def funnel(projects: Iterable[Project], day: date) -> tuple[Flow, ...]:
    """A flow for each origin and host that has a project signed by the day, the one with most first. A stage without a day of
    its own counts as reached by those that went further."""
    found: dict[tuple[str, str], list[Project]] = {}
    for one in projects:
        if one.stage(day) is not None:
            found.setdefault((one.origin, one.host), []).append(one)
    flows = [_flow(*places, many, day) for places, many in found.items()]
    return tuple(sorted(flows, key=lambda one: (-one.total, one.origin, one.host)))


def whole(projects: Iterable[Project], day: date) -> Flow:
    """All projects as one flow, origin and host empty."""
    return _flow("", "", [one for one in projects if one.stage(day) is not None], day)


def _flow(origin: str, host: str, many: list[Project], day: date) -> Flow:
    at = [(one, STAGES.index(stage)) for one in many if (stage := one.stage(day)) is not None]
    reached = {stage: sum(place >= index for _, place in at) for index, stage in enumerate(STAGES)}
    now = {
        stage: sum(place == index and not one.is_over(day) for one, place in at) for index, stage in enumerate(STAGES)
    }
    return Flow(origin, host, reached, now, sum(one.is_over(day) for one in many), _money(many))


def _money(many: list[Project]) -> dict[str, Sums]:
    found: dict[str, Sums] = {}
    for one in many:
        amounts = (one.intended, one.agreed, one.paid)
        currency = next((each.currency for each in amounts if each is not None), None)
        if currency is None:
            continue
        held = found.get(currency, Sums())
        before = (held.intended, held.agreed, held.paid)
        added = [now + (each.base if each is not None else 0) for now, each in zip(before, amounts, strict=True)]
        first, second, third = (now + (each is not None) for now, each in zip(held.counted, amounts, strict=True))
        found[currency] = Sums(added[0], added[1], added[2], (first, second, third))
    return found
