"""One analysis by its name; results as records, and hashed, so that they can be replayed."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import numpy as np

import xietong
from xietong.core.errors import ValuesError
from xietong.regional.analyses import convergence, disparity, distribution, flows, industries, space, systems
from xietong.regional.analyses.catalogue import analyses
from xietong.regional.analyses.faults import FaultyAnalysisError
from xietong.regional.analyses.model import Given, Remark, Result
from xietong.regional.analyses.observed import given_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xietong.core.panel import Panel
    from xietong.regional.analyses.question import Question

FUNCTIONS = {
    "coupling": systems.coupling, "theil": disparity.theil, "gini": disparity.gini, "sigma": convergence.sigma,
    "beta": convergence.beta, "clubs": convergence.clubs, "markov": distribution.markov, "moran": space.moran,
    "gravity": space.gravity, "flows": flows.flows, "quotient": industries.quotient, "similarity": industries.alike,
    "density": distribution.density,
}  # fmt: skip


def run(name: str, given: Given) -> Result:
    """The result of an analysis. FaultyAnalysisError with everything that is wrong, before anything is computed; what a
    method refuses in its course is one fault of the same kind."""
    assert name in analyses()
    try:
        return FUNCTIONS[name](given)
    except FaultyAnalysisError:
        raise
    except ValuesError as error:
        why = {"zh": error.sentence("zh"), "en": error.sentence("en")}
        raise FaultyAnalysisError([Remark("refused", {"why": why})]) from error


def recipe(question: Question, result: Result, panel: Panel) -> dict[str, Any]:
    """Everything that made a result: the question with every option, hashes of panel and tables, versions."""
    values = hashlib.sha256(np.where(np.isnan(panel.values), np.nan, panel.values + 0.0).astype("<f8").tobytes())
    return {
        "question": question.record(), "options": question.chosen(), "data_hash": values.hexdigest(),
        "result_hash": result_hash(result), "version": xietong.__version__, "numpy": np.__version__,
    }  # fmt: skip


def replay(
    made: Mapping[str, Any], question: Question, panel: Panel, indicators: tuple[str, ...], places: tuple[str, ...]
) -> Result:
    """A result computed again from its panel. FaultyAnalysisError where it is not the same to the bit."""
    result = run(question.analysis, given_of(question, panel, indicators, places))
    if result_hash(result) != made["result_hash"]:
        now = f"xietong {xietong.__version__}, numpy {np.__version__}"
        then = f"xietong {made['version']}, numpy {made['numpy']}"
        raise FaultyAnalysisError([Remark("not_replayed", {"then": then, "now": now})])
    return result


def record(result: Result) -> list[dict[str, Any]]:
    """The tables of a result as JSON."""
    return [
        {"table": table.key, "year": table.year,
         "rows": [dict(zip((column.key for column in table.columns), row.cells, strict=True)) for row in table.rows]}
        for table in result.tables
    ]  # fmt: skip


def result_hash(result: Result) -> str:
    """SHA-256 of the tables, to the last bit of every number."""
    said = json.dumps(record(result), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()
