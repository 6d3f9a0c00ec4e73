"""What a value is compared with: the units of its time, of all times, of a window, of fixed times."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from xietong.core.panel import Floats


def sample(values: Floats, across: str = "each", window: int = 1, span: tuple[int, int] | None = None) -> Floats:
    """The values that minimum, mean, ranks and the like are taken of, (times or 1, number, indicators).

    values: (times, units, indicators). across: "each" time by itself; "all" times together (scores are comparable over
    time, but change when a year is added); "rolling", the time and the window - 1 before it; "span", fixed times from
    the first to the last position of span (scores of other times may leave the range). Missing values stay missing.
    """
    times, _, indicators = values.shape
    if across == "each":
        return values
    if across == "all":
        return values.reshape(1, -1, indicators)
    if across == "span" and span is not None:
        return values[span[0] : span[1] + 1].reshape(1, -1, indicators)
    if across == "rolling":
        before = np.full((window - 1, *values.shape[1:]), np.nan)
        padded = np.concatenate([before, values])
        windows = np.stack([padded[start : start + times] for start in range(window)], axis=1)
        return windows.reshape(times, -1, indicators)
    raise ValueError(f"across is one of each, all, rolling, span, not {across!r}")
