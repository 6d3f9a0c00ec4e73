"""Parameters of a method: what a framework may say of it, and what is wrong with what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


@dataclass(frozen=True)
class Parameter:
    """A default with the bounds or the names it may have; a default of None must be given.

    The type of a value is that of the default (a whole number may stand for a decimal one); `kind` names it where the
    default is None, and where it does not tell it: "text", "number", "whole", "list of numbers", "matrix".
    """

    default: Any = None
    low: float | None = None
    high: float | None = None
    names: tuple[str, ...] = ()
    kind: str = ""

    def wrong(self, value: Any) -> bool:
        """Whether a value is not of the parameter's kind or is out of its bounds."""
        kind = self.kind or KINDS[type(self.default)]
        if not FITS[kind](value):
            return True
        if self.names:
            return value not in self.names
        if kind not in ("number", "whole"):
            return False
        return (self.low is not None and value < self.low) or (self.high is not None and value > self.high)

    def said(self) -> str:
        """What is allowed, for a message."""
        if self.names:
            return ", ".join(self.names)
        kind = self.kind or KINDS[type(self.default)]
        low, high = ("…" if bound is None else f"{bound:g}" for bound in (self.low, self.high))
        return kind if (self.low, self.high) == (None, None) else f"{kind} {low}–{high}"


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


KINDS = {float: "number", int: "whole", str: "text", bool: "yes or no", tuple: "list of texts"}
FITS: dict[str, Callable[[Any], bool]] = {
    "number": lambda value: _whole(value) or isinstance(value, float),
    "whole": _whole,
    "text": lambda value: isinstance(value, str),
    "yes or no": lambda value: isinstance(value, bool),
    "list of texts": lambda value: isinstance(value, list | tuple) and all(isinstance(one, str) for one in value),
    "list of numbers": lambda value: isinstance(value, list | tuple) and all(FITS["number"](one) for one in value),
    "matrix": lambda value: isinstance(value, list | tuple) and all(isinstance(row, list | tuple) for row in value),
}


def misfits(given: Mapping[str, Any], known: Mapping[str, Parameter]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What is wrong with the parameters given: (code of the message, words), for each."""
    for name, value in given.items():
        if name not in known:
            yield "unknown_key", {"key": name, "allowed": ", ".join(known) or "—"}
        elif known[name].wrong(value):
            yield "bad_value", {"key": name, "value": value, "allowed": known[name].said()}
    for name, parameter in known.items():
        if parameter.default is None and name not in given:
            yield "needed", {"key": name, "allowed": parameter.said()}


def complete(given: Mapping[str, Any], known: Mapping[str, Parameter]) -> dict[str, Any]:
    """The parameters with defaults where nothing is given."""
    return {name: given.get(name, parameter.default) for name, parameter in known.items()}
