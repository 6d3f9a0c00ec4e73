"""What an audit says of planted faults, and that it is silent where there are none."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.indices import coinr
from xietong.core.panel import Panel
from xietong.indices.audit import Audit, audit
from xietong.indices.framework_read import from_table
from xietong.indices.run import run
from xietong.indices.statistics.reliability import cronbach

UNITS = tuple(f"u{number}" for number in range(40))


def audited(values: Any, weights: tuple[float, ...] = (1, 1, 1, 1), how: str = "zscore") -> Audit:
    """An index of four indicators under one node."""
    said = {
        "code": "X", "zh": "指数", "en": "index", "partial": True, "weights": {"method": "manual", "sum": "relative"},
        "step": [{"do": "normalise", "method": how}], "node": [{"code": "X"}],
        "indicator": [{"code": code, "parent": "X", "weight": float(one)} for code, one in zip("abcd", weights, strict=True)],
    }  # fmt: skip
    return audit(run(from_table(said), Panel(UNITS, ("2020",), tuple("abcd"), values[None])), "2020")


def sound() -> Any:
    """Four indicators of one thing, each with noise of its own."""
    draw = np.random.default_rng(7)
    return draw.normal(size=(40, 1)) + 0.6 * draw.normal(size=(40, 4))


def codes(found: Audit) -> set[tuple[str, ...]]:
    """What is remarked of what."""
    return {(one.code, *one.about) for one in found.remarks}


def test_nothing_is_said_of_a_sound_index() -> None:
    """And weights are what acts."""
    found = audited(sound())
    assert codes(found) == set()
    assert sum(one.weight for one in found.acting) == pytest.approx(1)
    assert sum(one.acts for one in found.acting) == pytest.approx(1)
    assert found.alpha["X"] > 0.8


def test_planted_faults_are_found() -> None:
    """A double, an opposite, a gap, an outlier, a silent one."""
    values = sound()
    values[:, 1] = values[:, 0] * 2 + 0.01 * values[:, 1]
    values[:, 2] *= -1
    values[:12, 3] = np.nan
    found = codes(audited(values))
    assert {("redundant", "a", "b"), ("against", "c", "X"), ("few_units", "d"), ("unreliable", "X")} <= found
    assert ("few_indicators", "u3") in found
    assert ("few_indicators", "u20") not in found
    values = sound()
    values[0, 0] = 60
    assert ("outliers", "a") in codes(audited(values))


def test_a_weight_that_does_not_act_is_silent() -> None:
    """What does not go with the rest, under a light weight; on a scale of its own, it has all the effect."""
    values = sound()
    noise = np.random.default_rng(8).normal(size=40)
    basis, _ = np.linalg.qr(np.column_stack([np.ones(40), values[:, :3]]))
    values[:, 3] = noise - basis @ (basis.T @ noise)
    assert ("silent", "d") in codes(audited(values, (30, 30, 30, 4)))
    values[:, 3] *= 30
    assert {("dominant", "d"), ("silent", "a")} <= codes(audited(values, how="none"))


def test_no_data_is_said_not_counted() -> None:
    """An indicator without data is remarked once, and the rest is audited without it."""
    values = sound()
    values[:, 3] = np.nan
    found = audited(values)
    assert codes(found) == {("no_data", "d")}
    assert [one.code for one in found.acting] == ["a", "b", "c"]
    assert [one.weight for one in found.acting] == pytest.approx([1 / 3] * 3)


def test_remarks_are_said_in_both_languages() -> None:
    """With the words filled in."""
    values = sound()
    values[:, 2] *= -1
    remark = next(one for one in audited(values).remarks if one.code == "against")
    assert "负相关" in remark.sentence("zh")
    assert "works against its parent X" in remark.sentence("en")


@coinr.needs_folder
def test_alpha_of_asem() -> None:
    """By node, the same as of the children's scores directly."""
    made = coinr.base()
    found = audit(made, made.panel.times[0])
    tree, position = made.framework.tree, made.framework.position("Sust")
    assert found.alpha["Sust"] == pytest.approx(cronbach(made.scores[0][:, tree.children[position]]))
    assert found.matrix.shape == (49, 49)
