"""The methods of the steps by name: what a framework file can choose, with parameters and what they need."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from xietong.indices.parameters import Parameter
from xietong.indices.steps import impute, normalise, treat
from xietong.indices.steps.denominate import denominate
from xietong.indices.steps.screen import screen

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class StepMethod:
    """A function of a step with its parameters.

    asks: what the runner hands over besides: per indicator "goalposts", "target", "direction", "families"; resolved from
    a parameter "groups" (of units), "reference" (a unit), "base" (a time), "moments" (when times are).
    spread: whether a column without spread is undefined under it.
    """

    function: Callable[..., Any] | None
    zh: str
    en: str
    parameters: dict[str, Parameter] = field(default_factory=dict)
    asks: tuple[str, ...] = ()
    spread: bool = False


ACROSS = {
    "across": Parameter("each", names=("each", "all", "rolling", "span")),
    "window": Parameter(1, low=1),
    "first": Parameter(""),
    "last": Parameter(""),
}
POOLED = {"across": Parameter("each", names=("each", "all"))}
TIES = {"ties": Parameter("min", names=("min", "max", "average"))}
CAP = {"cap": Parameter(False)}
RANGE = {"lower": Parameter(0.0), "upper": Parameter(100.0)}
NONE = StepMethod(None, "不作", "none")

IMPUTE = {
    "mean": StepMethod(impute.mean, "均值", "mean", POOLED),
    "median": StepMethod(impute.median, "中位数", "median", POOLED),
    "group_mean": StepMethod(impute.group_mean, "组均值", "group mean", {"group": Parameter(kind="text")}, ("groups",)),
    "group_median": StepMethod(
        impute.group_median, "组中位数", "group median", {"group": Parameter(kind="text")}, ("groups",)
    ),
    "row": StepMethod(
        impute.row,
        "同地区其他指标",
        "other indicators of the unit",
        {
            "statistic": Parameter("mean", names=("mean", "median")),
            "scale": Parameter(True),
            "up": Parameter(0, low=0),
        },
        ("families",),
    ),
    "latest": StepMethod(impute.latest, "最近的以前值", "latest earlier value", {"most": Parameter(0, low=0)}),
    "constant": StepMethod(impute.constant, "沿用", "value carried on"),
    "linear": StepMethod(
        impute.linear,
        "线性插值",
        "linear interpolation",
        {"ends": Parameter("nearest", names=("nearest", "leave"))},
        ("moments",),
    ),
    "value": StepMethod(impute.value, "给定值", "given value", {"value": Parameter(kind="number")}),
    "none": NONE,
}

TREAT = {
    "winsorise": StepMethod(
        treat.treat,
        "缩尾，不足则变换",
        "winsorise, transform where that does not do",
        {
            "most": Parameter(5, low=-1),
            "skew_limit": Parameter(2.0, low=0),
            "kurtosis_limit": Parameter(3.5),
            "then": Parameter("log_shifted", names=(*treat.TRANSFORMATIONS, "none")),
            "combine": Parameter(False),
            "force": Parameter(False),
            "exponent": Parameter(0.0),
            **POOLED,
        },
    ),
    "none": NONE,
}

NORMALISE = {
    "minmax": StepMethod(normalise.minmax, "极差法", "min–max", {**RANGE, **ACROSS}, spread=True),
    "zscore": StepMethod(
        normalise.zscore,
        "标准分",
        "z-score",
        {"centre": Parameter(0.0), "spread": Parameter(1.0, low=0), **ACROSS},
        spread=True,
    ),
    "scaled": StepMethod(normalise.scaled, "固定上下限", "fixed bounds", RANGE),
    "distance_to_max": StepMethod(
        normalise.distance_to_max, "与最优值的距离", "distance to maximum", ACROSS, spread=True
    ),
    "distance_to_reference": StepMethod(
        normalise.distance_to_reference,
        "与参照地区的距离",
        "distance to reference unit",
        {"unit": Parameter(kind="text"), **CAP, **ACROSS},
        ("reference",),
        spread=True,
    ),
    "distance_to_target": StepMethod(
        normalise.distance_to_target, "与目标的距离", "distance to target", {**CAP, **ACROSS}, ("target", "direction")
    ),
    "fraction_of_max": StepMethod(normalise.fraction_of_max, "最优值之比", "fraction of maximum", ACROSS),
    "rank": StepMethod(normalise.rank, "位次", "rank", {**TIES, **ACROSS}),
    "percentile_rank": StepMethod(normalise.percentile_rank, "百分位次", "percentile rank", {**TIES, **ACROSS}),
    "borda": StepMethod(normalise.borda, "波达计数", "Borda count", {**TIES, **ACROSS}),
    "goalposts": StepMethod(
        normalise.goalposts,
        "阈值法",
        "goalposts",
        {"scale": Parameter(1.0), "truncate": Parameter(True), "log": Parameter(False)},
        ("goalposts", "direction"),
    ),
    "base_index": StepMethod(
        normalise.base_index,
        "定基指数",
        "fixed-base index",
        {"base": Parameter(kind="text"), "level": Parameter(100.0)},
        ("base", "direction"),
    ),
    "none": StepMethod(normalise.as_is, "不作", "none"),
}

METHODS: dict[str, dict[str, StepMethod]] = {
    "denominate": {"divide": StepMethod(denominate, "除以规模", "divide by size")},
    "impute": IMPUTE,
    "screen": {
        "share": StepMethod(
            screen,
            "按数据可得性",
            "by availability",
            {
                "by": Parameter("available", names=("available", "nonzero", "both")),
                "least_available": Parameter(2 / 3, low=0, high=1),
                "least_nonzero": Parameter(0.05, low=0, high=1),
                "keep": Parameter(()),
                "drop": Parameter(()),
            },
        ),
    },
    "treat": TREAT,
    "normalise": NORMALISE,
}
DEFAULTS = {
    "denominate": "divide",
    "impute": "mean",
    "screen": "share",
    "treat": "winsorise",
    "normalise": "minmax",
}
