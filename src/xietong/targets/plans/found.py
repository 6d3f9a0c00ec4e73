"""What was found in a plan, by its place: a sentence asks for what stands in it, not for all there is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from xietong.targets.plans.bodies import Note
from xietong.targets.plans.model import PlanGoal, Size
from xietong.targets.plans.source import Source


@dataclass(frozen=True, slots=True)
class Found:
    """Goals and sizes in text order, with where each begins: in the text, and for goals in the view as well."""

    goals: tuple[PlanGoal, ...]
    sizes: tuple[Size, ...]
    goal_starts: tuple[int, ...]
    size_starts: tuple[int, ...]
    viewed: tuple[int, ...]

    @classmethod
    def of(cls, source: Source, goals: tuple[PlanGoal, ...], sizes: tuple[Size, ...]) -> Found:
        """An index of goals and sizes; both are sorted here."""
        ordered = tuple(sorted(sizes, key=lambda one: one.said.start))
        starts = tuple(one.said.start for one in goals)
        if list(starts) != sorted(starts):
            raise ValueError("goals are not in the order of the text")
        sized = tuple(one.said.start for one in ordered)
        return cls(goals, ordered, starts, sized, tuple(source.at(start) for start in starts))

    def goals_in(self, start: int, end: int) -> range:
        """Indices of the goals that begin in text[start:end]."""
        return range(bisect_left(self.goal_starts, start), bisect_left(self.goal_starts, end))

    def sizes_in(self, start: int, end: int) -> tuple[Size, ...]:
        """The sizes that begin in text[start:end]."""
        return self.sizes[bisect_left(self.size_starts, start) : bisect_left(self.size_starts, end)]

    def dated(self, left: int, right: int) -> Iterator[tuple[int, PlanGoal]]:
        """Where in the view the goals of view[left:right] with a date of their own begin, and the goals."""
        for index in range(bisect_left(self.viewed, left), bisect_left(self.viewed, right)):
            if not self.goals[index].inherited:
                yield self.viewed[index], self.goals[index]


def beside(said: list[Note], span: tuple[int, int]) -> list[Note]:
    """Of notes in order and apart, those that begin in a span of the view or reach into it."""
    first = bisect_right(said, span[0], key=lambda one: one.start) - 1
    return said[max(first, 0) : bisect_right(said, span[1], key=lambda one: one.start)]


def behind(said: list[Note], at: int) -> list[Note]:
    """Of notes in order, the first that begins at or behind a place and was not spoken in a sentence; none or one."""
    for index in range(bisect_left(said, at, key=lambda one: one.start), len(said)):
        if not said[index].spoken:
            return [said[index]]
    return []
