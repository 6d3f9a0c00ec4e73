"""A panel refuses what would make a result wrong without a word."""

from __future__ import annotations

import numpy as np
import pytest

from xietong.core.panel import Panel


def test_axes_are_times_units_indicators() -> None:
    panel = Panel(("110000", "120000"), ("2022", "2023"), ("gdp",), np.array([[[1.0], [2.0]], [[3.0], [np.nan]]]))
    assert panel.at("2023")[0, 0] == 3.0
    assert panel.of("gdp")[0].tolist() == [1.0, 2.0]
    with pytest.raises(ValueError, match="read-only"):
        panel.values[0, 0, 0] = 9.0


@pytest.mark.parametrize(
    ("units", "values", "words"),
    [
        (("110000", "110000"), [[[1.0], [2.0]]], "units of a panel are repeated: 110000"),
        (("110000",), [[[1.0], [2.0]]], "shape"),
        (("110000", "120000"), [[[1.0], [np.inf]]], "infinite"),
    ],
)
def test_what_is_refused(units: tuple[str, ...], values: list[list[list[float]]], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Panel(units, ("2023",), ("gdp",), np.array(values))
