"""The design of an uncertainty analysis read from `[design]` and `[[vary]]`, of a file of its own or of the framework's."""

from __future__ import annotations

import math
import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from xietong.indices.faults import Fault, refuse
from xietong.indices.framework import STEPS
from xietong.indices.framework_read import Places, Reader, is_number
from xietong.indices.parameters import Parameter, complete, misfits
from xietong.indices.uncertain.model import WHAT, Design, Input

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xietong.indices.framework import Framework

MOST = 1 << 20  # replications or draws: beyond, a mistake
TARGETS = ("rank_shift", "rank", "score", "ranks", "scores", "mean_score")
DESIGN = {
    "kind": Parameter("sobol", names=("sobol", "random")),
    "runs": Parameter(512, low=1, high=MOST),
    "seed": Parameter(1, low=0, high=2**63),
    "undefined": Parameter("refuse", names=("refuse", "report")),
    "elements": Parameter(()),
    "target": Parameter("rank_shift", names=TARGETS),
    "unit": Parameter(""),
    "time": Parameter(""),
    "element": Parameter(""),
    "bootstrap": Parameter(1000, low=0, high=MOST),
    "level": Parameter(0.9, low=0.0, high=1.0),
}
NOISE = {
    "on": Parameter(()),
    "noise": Parameter(0.0, low=0.0, high=1.0),
    "shape": Parameter("uniform", names=("uniform", "normal")),
    "by": Parameter("value", names=("value", "deviation")),
    "sets": Parameter(0, low=1, high=MOST),
}
NAMED = ("code", "zh", "en", "note", "what")
KEYS = {  # besides NAMED
    **dict.fromkeys((*STEPS, "remove"), ("choices", "shares")),
    **dict.fromkeys(("aggregate", "weighting"), ("choices", "shares", "on")),
    "weights": ("choices", "shares", "on", "levels", "noise", "sets"),
    "data": ("on", "noise", "shape", "by", "sets"),
}
DRAWS = 100  # of noise on data, where the file does not say
TOP = ("design", "vary")


def load(path: Path) -> Design:
    """A file of its own. Raises FaultyIndexError with every fault and its line; OSError where it cannot be opened."""
    return sound(read(path.read_text(encoding="utf-8"), path.name))


def sound(design: Design) -> Design:
    """The design itself. Raises FaultyIndexError if anything in it is wrong."""
    refuse(design.faults)
    return design


def read(text: str, name: str = "") -> Design:
    """A design from the text of its file, whatever is wrong with it."""
    try:
        return from_table(tomllib.loads(text), Places(name, text))
    except tomllib.TOMLDecodeError as error:
        return Design((), faults=(Fault(name or "TOML", "toml", {"problem": str(error)}),))


def of(framework: Framework) -> Design:
    """The design that a framework file holds. Raises FaultyIndexError with what is wrong in it."""
    return sound(from_table({key: framework.table[key] for key in TOP if key in framework.table}))


def from_table(table: dict[str, Any], places: Places | None = None) -> Design:
    """A design from what its file holds."""
    reader = DesignReader(places or Places())
    design = reader.design(table)
    return replace(design, faults=tuple(dict.fromkeys(reader.faults)))


class DesignReader(Reader):
    """Reads a design and keeps what is wrong with it."""

    def design(self, table: dict[str, Any]) -> Design:
        """All of a file."""
        self.known(table, TOP, self.places.top())
        said, place = table.get("design", {}), self.places.top("design")
        if not isinstance(said, dict):
            self.fault(place, "bad_value", key="design", value=said, allowed="[design]")
            said = {}
        found = self.checked(said, DESIGN, place)
        found["elements"] = tuple(found["elements"])
        inputs = tuple(self.input(entry, number) for number, entry in enumerate(self.entries(table, "vary")))
        if not inputs:
            self.fault(self.places.top(), "needed", key="[[vary]]", allowed=", ".join(WHAT))
        codes = [one.code for one in inputs]
        for number, one in enumerate(inputs):
            if one.code in codes[:number]:
                self.fault(one.place, "repeated_code", code=one.code, first=inputs[codes.index(one.code)].place)
        return Design(inputs, **found, table=table)

    def checked(self, said: dict[str, Any], known: dict[str, Parameter], place: str) -> dict[str, Any]:
        """Parameters, defaults where nothing or something wrong is given."""
        for code, words in misfits(said, known):
            self.fault(place, code, **words)
        return complete(
            {key: value for key, value in said.items() if key in known and not known[key].wrong(value)}, known
        )

    def input(self, entry: dict[str, Any], number: int) -> Input:
        """One thing that varies."""
        code = str(entry.get("code") or entry.get("what") or number + 1)
        place = self.places.of("vary", number, code)
        what = entry.get("what")
        if what not in WHAT:
            self.fault(place, "bad_value", key="what", value=what, allowed=", ".join(WHAT))
            return Input(code, code, code, "", (), (), place)
        self.known(entry, (*NAMED, *KEYS[what]), place)
        zh, en = (self.text(entry, language, place) or code for language in ("zh", "en"))
        rest = {key: entry[key] for key in NOISE if key in entry and key in KEYS[what]}
        found = self.checked(rest, NOISE, place)
        choices = self.choices(entry, what, place)
        if "sets" in KEYS[what] and not choices:
            found["sets"] = found["sets"] or (DRAWS if what == "data" else 0)
            if "noise" not in entry:
                self.fault(place, "needed", key="noise", allowed=NOISE["noise"].said())
        elif choices and found["noise"]:
            self.fault(place, "choices_or_noise", code=code)
        found["on"] = tuple(found["on"])
        shares = self.shares(entry, len(choices), place)
        return Input(code, zh, en, what=what, choices=choices, shares=shares, place=place, **found,
                     levels=self.levels(entry, place))  # fmt: skip

    def choices(self, entry: dict[str, Any], what: str, place: str) -> tuple[Any, ...]:
        """The alternatives, each of the form that the framework file has for them."""
        if what == "data" or (what == "weights" and "choices" not in entry):
            return ()
        said = entry.get("choices")
        if not isinstance(said, list) or not said or len(said) > MOST:
            self.fault(place, "needed", key="choices", allowed=FORMS[what if what in FORMS else "step"])
            return ()
        return tuple(self.alternatives(said, what, place))

    def alternatives(self, said: list[Any], what: str, place: str) -> Iterator[Any]:
        """Every alternative; the name of a method alone is the method, a code alone a list of one, "" none."""
        for one in said:
            given = one
            if what == "remove":
                given = [one] if isinstance(one, str) and one else [] if one == "" else one
                fits = isinstance(given, list) and all(isinstance(code, str) for code in given)
            elif what == "weights":
                fits = isinstance(one, dict) and bool(one) and all(is_number(value) for value in one.values())
            else:
                given = {"method": one} if isinstance(one, str) else one
                fits = isinstance(given, dict)
            if fits:
                yield given
            else:
                self.fault(place, "bad_value", key="choices", value=one, allowed=FORMS.get(what, FORMS["step"]))

    def shares(self, entry: dict[str, Any], number: int, place: str) -> tuple[float, ...]:
        """Probabilities of the alternatives, relative; none where all are the same."""
        said = entry.get("shares", [])
        fits = isinstance(said, list) and all(is_number(one) and one > 0 for one in said)
        if not fits or (said and len(said) != number) or math.isinf(sum(said)):
            self.fault(place, "bad_value", key="shares", value=said, allowed=f"{number} × number > 0")
            return ()
        return tuple(map(float, said))

    def levels(self, entry: dict[str, Any], place: str) -> tuple[int, ...]:
        """Levels of the hierarchy, 1 for indicators."""
        said = entry.get("levels", [])
        if not isinstance(said, list) or not all(type(one) is int and one > 0 for one in said):
            self.fault(place, "bad_value", key="levels", value=said, allowed="[1, 2, …]")
            return ()
        return tuple(said)


FORMS = {
    "remove": '["code", ["code", "code"], ""]',
    "weights": "[{code = number}]",
    "step": '["method", {method = "…", parameter = …}]',
}
