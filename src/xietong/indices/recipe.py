"""The recipe of a result: everything that made it, enough to make it again to the same bits."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

import xietong

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xietong.core.panel import Floats, Panel


@dataclass(frozen=True)
class Recipe:
    """framework: the framework as its file says it; steps: the ordered steps with every parameter, defaults included.

    The hashes are SHA-256: of the framework, of the data with its codes and groupings, of the scores. version is that of
    this package, numpy that of the arithmetic under it. design: of an uncertainty analysis what varied and how it was
    drawn; the scores are then those of the replications.
    """

    framework: dict[str, Any]
    steps: tuple[dict[str, Any], ...]
    framework_hash: str
    data_hash: str
    scores_hash: str
    version: str = xietong.__version__
    numpy: str = np.__version__
    design: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> str:
        """The recipe as text, the same for the same recipe."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Recipe:
        """A recipe from its text. Raises ValueError or TypeError where it is none."""
        said = json.loads(text)
        return cls(**{**said, "steps": tuple(said["steps"])})


def data_hash(panel: Panel, groups: Mapping[str, Mapping[str, str]]) -> str:
    """Of codes, values and groupings; names are not part of what is computed."""
    labels = [panel.units, panel.times, panel.indicators, {name: dict(group) for name, group in groups.items()}]
    said = json.dumps(labels, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode() + bits(panel.values)).hexdigest()


def array_hash(values: Floats) -> str:
    """Of the shape and the bits of an array."""
    return hashlib.sha256(str(values.shape).encode() + bits(values)).hexdigest()


def bits(values: Floats) -> bytes:
    """The bits of an array, every missing value and zero in one form, little-endian on every machine."""
    return np.where(np.isnan(values), np.nan, values + 0.0).astype("<f8").tobytes()
