"""The framework, the panel and the weights of a replication: what its alternatives make of those that are given."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from xietong.indices.framework_read import from_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from xietong.core.panel import Floats, Panel
    from xietong.indices.framework import Element, Framework
    from xietong.indices.uncertain.model import Design, Input

    Table = dict[str, Any]


def changed(framework: Framework, inputs: Sequence[Input], picks: Sequence[int]) -> Framework:
    """The framework with what the picks say of methods and of what is left out; it may be faulty, and says so.

    Weights and data are not part of it (`reweighted`, `noised`). Where elements are left out or weights vary, weights
    by hand become relative, since they do not sum to one any more.
    """
    table = deepcopy({key: value for key, value in framework.table.items() if key not in ("vary", "design")})
    if any(one.what in ("remove", "weights") for one in inputs):
        _relative(framework, table)
    for one, pick in zip(inputs, picks, strict=True):
        if one.what not in ("weights", "data"):
            CHANGE.get(one.what, _step)(framework, table, one, one.choices[pick])
    return from_table(table)


def reweighted(framework: Framework, factors: Mapping[str, float], given: Mapping[str, float]) -> Framework:
    """The framework with other weights: by code given ones in their place, and all times their factors."""
    table = deepcopy(framework.table)
    for entry in (*table.get("node", ()), *table.get("indicator", ())):
        code = entry.get("code", "")
        if code in given:
            entry["weight"] = given[code]
        if code in factors:
            entry["weight"] = _times(entry.get("weight", 1.0), factors[code])
    return from_table(table)


def noised(panel: Panel, framework: Framework, one: Input, place: int, pick: int, seed: int) -> Panel:
    """The panel with one draw of noise on the raw values of the indicators; missing values stay so.

    by "value": x(1 + noise·z); "deviation": x + noise·sd·z, sd of the indicator over all units and times with n − 1; z is
    uniform on [−1, 1] or standard normal, drawn anew for every value. The draw depends on seed, place and pick alone.
    """
    wanted = one.on or tuple(indicator.code for indicator in framework.indicators)
    places = [panel.indicators.index(code) for code in wanted if code in panel.indicators]
    random = np.random.default_rng([seed, place, pick])
    values = panel.values[:, :, places]
    drawn = random.standard_normal(values.shape) if one.shape == "normal" else random.uniform(-1, 1, values.shape)
    if one.by == "value":
        size = values
    else:
        flat = values.reshape(-1, len(places))
        there = np.maximum(np.sum(~np.isnan(flat), axis=0), 2)
        known = np.where(np.isnan(flat), 0.0, flat - _mean(flat))
        size = np.sqrt(np.sum(known**2, axis=0) / (there - 1))
    result = np.array(panel.values)
    result[:, :, places] = values + one.noise * drawn * size
    return replace(panel, values=result)


def weights_of(framework: Framework, design: Design, picks: NDArray[np.int64], uniform: Floats, base: Floats) -> Floats:
    """Weights of replications, (replications, times or 1, elements), of those of the framework, base (times, elements).

    picks (replications, inputs), uniform (replications, dimensions). Given weights come first, then factors of noise: on
    [1 − noise, 1 + noise]. Codes that the framework does not have are those it leaves out. Source: Saisana, Saltelli and
    Tarantola (2005); COINr get_noisy_weights.
    """
    alike = len(base) > 0 and bool((base == base[:1]).all())
    base = base[:1] if alike else base
    varied = [place for place, one in enumerate(design.inputs) if one.what == "weights"]
    if not varied:
        return base[None]
    weights = np.repeat(base[None], len(picks), axis=0)
    for place in sorted(varied, key=lambda place: not design.inputs[place].choices):
        one = design.inputs[place]
        drawn = drawn_weights(design, place, picks[:, place], uniform[:, design.columns[place]])
        kept = [number for number, code in enumerate(one.touched) if code in framework.codes]
        columns = [framework.position(one.touched[number]) for number in kept]
        chosen, old = drawn[:, None, kept], weights[:, :, columns]
        weights[:, :, columns] = np.where(np.isnan(chosen), old, chosen) if one.choices else old * chosen
    return weights


def drawn_weights(design: Design, place: int, picks: NDArray[np.int64], uniform: Floats) -> Floats:
    """What an input says of the weights of the codes it touches, (replications, codes): weights (NaN for none), or factors.

    picks (replications,), uniform (replications, dimensions of the input). Sets are drawn for all codes of the input, so
    that leaving elements out does not change them.
    """
    one = design.inputs[place]
    if one.continuous:
        return one.factors(uniform)
    if not one.choices:
        random = np.random.default_rng([design.seed, place])
        return one.factors(random.random((one.sets, len(one.on))))[picks]
    table = [[choice.get(code, np.nan) for code in one.touched] for choice in one.choices]
    return np.array(table, dtype=np.float64)[picks]


def resolved(framework: Framework, one: Input) -> Input:
    """An input of noise on weights with its codes: those named, those of its levels, or all but the index."""
    if one.what != "weights" or one.choices or (one.on and not one.levels):
        return one
    levels = dict(zip(framework.codes, framework.tree.levels, strict=True))
    root = framework.codes[framework.tree.root]
    wanted = one.on or framework.codes
    codes = [code for code in wanted if code != root and (not one.levels or levels.get(code) in one.levels)]
    return replace(one, on=tuple(codes))


def _mean(flat: Floats) -> Floats:
    there = np.maximum(np.sum(~np.isnan(flat), axis=0), 1)
    mean: Floats = np.nansum(flat, axis=0) / there
    return mean


def _times(weight: Any, factor: float) -> Any:
    if isinstance(weight, list):
        return [{**one, "value": one["value"] * factor} for one in weight]
    return weight * factor


def _relative(framework: Framework, table: Table) -> None:
    """Weights by hand need not sum to one any more; nodes keep what else they say of them."""
    for node, entry in zip(framework.nodes, table["node"], strict=True):
        if node.weigh.method == "manual":
            entry["weights"] = {"method": "manual", **node.weigh.parameters, "sum": "relative"}


def _step(framework: Framework, table: Table, one: Input, choice: Table) -> None:
    steps = table["step"]
    steps[:] = [{"do": one.what, **choice} if step["do"] == one.what else step for step in steps]


def _aggregate(framework: Framework, table: Table, one: Input, choice: Table) -> None:
    for node, entry in zip(framework.nodes, table["node"], strict=True):
        if not one.on or node.code in one.on:
            entry["aggregate"] = {"enough": node.enough, **choice}


def _weighting(framework: Framework, table: Table, one: Input, choice: Table) -> None:
    """Another weighting; the numbers by hand are taken away with the method that uses them."""
    for node, entry in zip(framework.nodes, table["node"], strict=True):
        if one.on and node.code not in one.on:
            continue
        by_hand = choice.get("method", "manual") == "manual"
        entry["weights"] = {**(node.weigh.parameters if by_hand and node.weigh.method == "manual" else {}), **choice}
        for child in (*table["node"], *table["indicator"]):
            if not by_hand and child.get("parent") == node.code:
                child.pop("weight", None)


def _remove(framework: Framework, table: Table, one: Input, choice: list[str]) -> None:
    gone = set(choice)
    for element in reversed(_downward(framework)):
        if element.parent in gone:
            gone.add(element.code)
    for key in ("node", "indicator"):
        table[key] = [entry for entry in table[key] if entry.get("code") not in gone]


def _downward(framework: Framework) -> list[Element]:
    """Children before parents."""
    return [framework.elements[place] for place in framework.tree.order]


CHANGE: dict[str, Callable[[Framework, Table, Input, Any], None]] = {
    "aggregate": _aggregate, "weighting": _weighting, "remove": _remove,
}  # fmt: skip
