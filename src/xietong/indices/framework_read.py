"""A framework file read: TOML to a Framework, with everything that cannot be read as a fault at its place."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from xietong.data import raw
from xietong.indices.faults import Fault, refuse
from xietong.indices.framework import STEPS, Choice, Framework, Indicator, Node, Step, Verdict, Weight
from xietong.indices.framework_check import faults_of
from xietong.indices.steps.methods import DEFAULTS

if TYPE_CHECKING:
    from pathlib import Path

READY = "frameworks/{name}.toml"
TOP = (
    "code", "zh", "en", "source", "note", "partial", "aggregate", "weights", "step", "node", "indicator", "design", "vary",
)  # fmt: skip
ELEMENT = ("code", "zh", "en", "parent", "weight", "note")
NODE = (*ELEMENT, "aggregate", "weights")
INDICATOR = (
    *ELEMENT, "direction", "unit", "goalposts", "target", "denominator", "factor", "verdicts", *STEPS,
)  # fmt: skip
WEIGHT = ("value", "valid_from", "valid_to")
VERDICT = ("zh", "en", "at_least", "at_most", "above", "below")


def load(path: Path) -> Framework:
    """A framework file. Raises FaultyIndexError with every fault and its line; OSError where it cannot be opened."""
    return sound(read(path.read_text(encoding="utf-8"), path.name))


def ready(name: str) -> Framework:
    """A framework that comes with the package: hdi, tai, asem, jjj, provinces. Raises FileNotFoundError for another name."""
    return sound(read(raw(READY.format(name=name)), f"{name}.toml"))


def sound(framework: Framework) -> Framework:
    """The framework itself. Raises FaultyIndexError if anything in it is wrong."""
    refuse(framework.faults)
    return framework


def read(text: str, name: str = "") -> Framework:
    """A framework from the text of its file, whatever is wrong with it; faults have lines, and the file's name if given."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return from_table({}, fault=Fault(name or "TOML", "toml", {"problem": str(error)}))
    return from_table(table, Places(name, text))


@dataclass(frozen=True)
class Places:
    """Where the entries of a file are: the lines of its [[headings]]."""

    name: str = ""
    text: str = ""

    def of(self, kind: str, number: int, code: str) -> str:
        """The place of the number-th (from 0) entry of a kind."""
        pattern = re.compile(rf"^[ \t]*\[\[\s*{kind}\s*\]\]", re.MULTILINE)
        found = list(pattern.finditer(self.text))
        line = f"{self.text.count(chr(10), 0, found[number].start()) + 1} " if number < len(found) else ""
        where = f"{self.name}:{line}" if self.name and line else f"{self.name} {line}".lstrip()
        return f"{where}[[{kind}]] {code or number + 1}".replace("  ", " ")

    def top(self, key: str = "") -> str:
        """The place of something that is no entry."""
        return " ".join(part for part in (self.name, f"[{key}]" if key else "") if part) or "framework"


def from_table(table: dict[str, Any], places: Places | None = None, fault: Fault | None = None) -> Framework:
    """A framework from what its file holds, as tables and lists."""
    if fault:
        return Framework("", "", "", (), (), (), table, faults=(fault,))
    reader = Reader(places or Places())
    framework = reader.framework(table)
    return replace(framework, faults=tuple(dict.fromkeys((*reader.faults, *faults_of(framework)))))


@dataclass
class Reader:
    """Reads entries and keeps what is wrong with them; what cannot be read becomes its default."""

    places: Places
    faults: list[Fault] = field(default_factory=list)

    def framework(self, table: dict[str, Any]) -> Framework:
        """All of a file."""
        place = self.places.top()
        self.known(table, TOP, place)
        nodes = self.entries(table, "node")
        indicators = self.entries(table, "indicator")
        aggregate, weigh = (table.get(key, {}) for key in ("aggregate", "weights"))
        return Framework(
            self.text(table, "code", place),
            self.text(table, "zh", place),
            self.text(table, "en", place),
            tuple(self.indicator(entry, number) for number, entry in enumerate(indicators)),
            tuple(self.node(entry, number, aggregate, weigh) for number, entry in enumerate(nodes)),
            tuple(self.step(entry, number) for number, entry in enumerate(self.entries(table, "step"))),
            table,
            partial=self.flag(table, "partial", place),
        )

    def entries(self, table: dict[str, Any], key: str) -> list[dict[str, Any]]:
        """A list of tables."""
        found = table.get(key, [])
        if isinstance(found, list) and all(isinstance(entry, dict) for entry in found):
            return found
        self.fault(self.places.top(), "bad_value", key=key, value=found, allowed=f"[[{key}]]")
        return []

    def element(self, entry: dict[str, Any], place: str) -> dict[str, Any]:
        """What indicators and nodes have in common."""
        code = self.text(entry, "code", place) or place
        parent = entry.get("parent", "")
        if isinstance(parent, list):
            self.fault(place, "two_parents", code=code, parents=", ".join(map(str, parent)))
            parent = next((one for one in parent if isinstance(one, str)), "")
        named = {language: self.text(entry, language, place) or code for language in ("zh", "en")}
        parent = parent if isinstance(parent, str) else self.text(entry, "parent", place)
        return {"code": code, "parent": parent, **named, "weights": self.weights(entry, place), "place": place}

    def indicator(self, entry: dict[str, Any], number: int) -> Indicator:
        """A leaf."""
        place = self.places.of("indicator", number, str(entry.get("code", "")))
        self.known(entry, INDICATOR, place)
        direction = entry.get("direction", 1)
        if direction not in (1, -1) or isinstance(direction, bool):
            self.fault(place, "bad_value", key="direction", value=direction, allowed="1, -1")
            direction = 1
        return Indicator(
            **self.element(entry, place),
            direction=int(direction),
            unit=self.text(entry, "unit", place),
            goalposts=self.goalposts(entry, place),
            target=self.number(entry, "target", place),
            denominator=self.text(entry, "denominator", place),
            factor=self.number(entry, "factor", place) or 1.0,
            verdicts=tuple(self.verdict(one, place) for one in self.entries_in(entry, "verdicts", place)),
            choices={kind: self.choice(entry[kind], place, kind, "") for kind in STEPS if kind in entry},
        )

    def node(self, entry: dict[str, Any], number: int, aggregate: Any, weigh: Any) -> Node:
        """An aggregate; what it does not say of its methods is as for all."""
        place = self.places.of("node", number, str(entry.get("code", "")))
        self.known(entry, NODE, place)
        choice = self.choice(entry.get("aggregate", aggregate), place, "aggregate", "arithmetic")
        enough = choice.parameters.pop("enough", 0.0)
        if isinstance(enough, bool) or not isinstance(enough, int | float) or not 0 <= enough <= 1:
            self.fault(place, "bad_value", key="enough", value=enough, allowed="0–1")
            enough = 0.0
        weighing = self.choice(entry.get("weights", weigh), place, "weights", "manual")
        if is_number(weighing.parameters.get("sum")):
            weighing.parameters["sum"] = f"{weighing.parameters['sum']:g}"
        return Node(
            **self.element(entry, place),
            aggregate=choice,
            weigh=weighing,
            enough=float(enough),
        )

    def step(self, entry: dict[str, Any], number: int) -> Step:
        """One step, with its method and parameters beside `do`."""
        kind = entry.get("do", "")
        place = self.places.of("step", number, str(kind))
        if kind not in STEPS:
            self.fault(place, "bad_value", key="do", value=kind, allowed=", ".join(STEPS))
            return Step("", Choice(""), place)
        rest = {key: value for key, value in entry.items() if key != "do"}
        return Step(kind, self.choice(rest, place, kind, DEFAULTS[kind]), place)

    def choice(self, said: Any, place: str, key: str, default: str) -> Choice:
        """A method with parameters: a table, or the name alone."""
        said = {"method": said} if isinstance(said, str) else said
        if not isinstance(said, dict):
            self.fault(place, "bad_value", key=key, value=said, allowed="{method = …}")
            return Choice(default)
        method = said.get("method", default)
        if not isinstance(method, str):
            self.fault(place, "bad_value", key=f"{key}.method", value=method, allowed="text")
            method = default
        return Choice(method, {name: value for name, value in said.items() if name != "method"})

    def weights(self, entry: dict[str, Any], place: str) -> tuple[Weight, ...]:
        """One number, or a list of numbers with the times for which each is valid; none where nothing is said."""
        if "weight" not in entry:
            return ()
        said = entry["weight"]
        if not isinstance(said, list):
            return (Weight(self.plain(said, "weight", place, 1.0)),)
        found = []
        for one in self.entries_in(entry, "weight", place):
            self.known(one, WEIGHT, place)
            bounds = (self.text(one, key, place) for key in WEIGHT[1:])
            found.append(Weight(self.plain(one.get("value"), "weight.value", place, 1.0), *bounds))
        return tuple(found)

    def verdict(self, entry: dict[str, Any], place: str) -> Verdict:
        """A verdict with the bounds that are given."""
        self.known(entry, VERDICT, place)
        bounds = {key: self.plain(entry[key], key, place, 0.0) for key in VERDICT[2:] if key in entry}
        if not bounds:
            self.fault(place, "needed", key="verdicts", allowed=", ".join(VERDICT[2:]))
        zh = self.text(entry, "zh", place)
        return Verdict(zh, self.text(entry, "en", place) or zh, **bounds)

    def goalposts(self, entry: dict[str, Any], place: str) -> tuple[float, float] | None:
        """Two numbers, the low one first."""
        said = entry.get("goalposts")
        if said is None:
            return None
        if not isinstance(said, list) or len(said) != 2 or not all(map(is_number, said)) or said[0] >= said[1]:
            self.fault(place, "bad_value", key="goalposts", value=said, allowed="[low, high]")
            return None
        return float(said[0]), float(said[1])

    def entries_in(self, entry: dict[str, Any], key: str, place: str) -> list[dict[str, Any]]:
        """A list of tables inside an entry."""
        found = entry.get(key, [])
        if isinstance(found, list) and all(isinstance(one, dict) for one in found):
            return found
        self.fault(place, "bad_value", key=key, value=found, allowed="[{…}]")
        return []

    def text(self, entry: dict[str, Any], key: str, place: str) -> str:
        """A text, "" where nothing is said."""
        said = entry.get(key, "")
        if isinstance(said, str):
            return said
        self.fault(place, "bad_value", key=key, value=said, allowed="text")
        return ""

    def flag(self, entry: dict[str, Any], key: str, place: str) -> bool:
        """Yes or no, no where nothing is said."""
        said = entry.get(key, False)
        if not isinstance(said, bool):
            self.fault(place, "bad_value", key=key, value=said, allowed="true, false")
        return said is True

    def number(self, entry: dict[str, Any], key: str, place: str) -> float | None:
        """A number, None where nothing is said."""
        return self.plain(entry[key], key, place, None) if key in entry else None

    def plain(self, said: Any, key: str, place: str, default: Any) -> Any:
        """A finite number as float, the default where it is none."""
        if is_number(said):
            return float(said)
        self.fault(place, "bad_value", key=key, value=said, allowed="number")
        return default

    def known(self, entry: dict[str, Any], keys: tuple[str, ...], place: str) -> None:
        """Keys that mean nothing are faults: a misspelt one would be dropped in silence."""
        for key in entry.keys() - set(keys):
            self.fault(place, "unknown_key", key=key, allowed=", ".join(keys))

    def fault(self, place: str, message: str, **words: Any) -> None:
        """Keep what is wrong."""
        self.faults.append(Fault(place, message, words))


def is_number(said: Any) -> bool:
    """Whether something is a finite number."""
    return isinstance(said, int | float) and not isinstance(said, bool) and abs(said) < float("inf")
