"""A hierarchy as positions: children of every element, levels, and an order in which children come before parents."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True)
class Tree:
    """parents: the position of each element's parent, -1 for the root."""

    parents: tuple[int, ...]

    @classmethod
    def of(cls, codes: Sequence[str], parents: Sequence[str]) -> Tree:
        """From codes and the codes of parents, "" for none. Raises ValueError for a parent that is no code, or a cycle."""
        position = {code: place for place, code in enumerate(codes)}
        missing = [parent for parent in parents if parent and parent not in position]
        if missing:
            raise ValueError(f"these parents are no codes: {', '.join(missing)}")
        tree = cls(tuple(position[parent] if parent else -1 for parent in parents))
        if len(tree.order) < len(codes):
            raise ValueError("the hierarchy has a cycle")
        return tree

    @cached_property
    def children(self) -> dict[int, NDArray[np.int64]]:
        """The positions of the children of every element that has some."""
        found: dict[int, list[int]] = {}
        for child, parent in enumerate(self.parents):
            if parent >= 0:
                found.setdefault(parent, []).append(child)
        return {parent: np.array(members) for parent, members in found.items()}

    @cached_property
    def order(self) -> tuple[int, ...]:
        """All elements, children before parents, those of a level in the order of the file; a cycle is left out."""
        waiting = [len(self.children.get(place, ())) for place in range(len(self.parents))]
        ready = [place for place, number in enumerate(waiting) if number == 0]
        done: list[int] = []
        while ready:
            place = ready.pop(0)
            done.append(place)
            parent = self.parents[place]
            if parent >= 0:
                waiting[parent] -= 1
                if waiting[parent] == 0:
                    ready.append(parent)
        return tuple(done)

    @cached_property
    def levels(self) -> tuple[int, ...]:
        """Height of every element: 1 for a leaf, one more than its highest child for others."""
        height = [1] * len(self.parents)
        for place in self.order:
            parent = self.parents[place]
            if parent >= 0:
                height[parent] = max(height[parent], height[place] + 1)
        return tuple(height)

    @cached_property
    def root(self) -> int:
        """The position of the first element without a parent."""
        return self.parents.index(-1)

    def lineage(self, place: int) -> tuple[int, ...]:
        """An element and its ancestors, up to the root."""
        line = [place]
        while self.parents[line[-1]] >= 0:
            line.append(self.parents[line[-1]])
        return tuple(line)

    def leaves(self, place: int) -> tuple[int, ...]:
        """The leaves under an element, itself where it is one."""
        if place not in self.children:
            return (place,)
        return tuple(leaf for child in self.children[place] for leaf in self.leaves(int(child)))

    def ancestor(self, place: int, up: int) -> int:
        """The ancestor some steps up, the root where there are not so many."""
        line = self.lineage(place)
        return line[min(up, len(line) - 1)]
