"""Parity with COINr 1.1.14 on its ASEM example, file by file: scores to 1e-9, ranks exactly."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.indices.coinr import (
    FOLDER,
    base,
    computed,
    example,
    needs_folder,
    number,
    panel_example,
    rows,
    same,
    source,
    table,
)
from xietong.indices.aggregate import aggregate
from xietong.indices.aggregation.outrank import dominant, outranking
from xietong.indices.apply import moments_of
from xietong.indices.compare import rank_changes, standing, strengths, without
from xietong.indices.exchange import coinr
from xietong.indices.faults import FaultyIndexError
from xietong.indices.framework_read import from_table
from xietong.indices.run import run
from xietong.indices.statistics.correlation import correlation, flagged, p_values
from xietong.indices.statistics.describe import availability, describe
from xietong.indices.statistics.effective import effective_weights
from xietong.indices.statistics.reliability import cronbach
from xietong.indices.statistics.trend import compound_growth
from xietong.indices.steps import impute, normalise, screen
from xietong.indices.steps.treat import HIGH, LOW, Treatment
from xietong.indices.uncertain.analyse import chosen, sensitivity
from xietong.indices.uncertain.ranks import intervals
from xietong.indices.uncertain.read import from_table as from_table_of_design
from xietong.indices.uncertain.read import load
from xietong.indices.uncertain.sobol import indices
from xietong.indices.weights.components import components
from xietong.indices.weights.optimise import loss, optimised, optimised_nested
from xietong.tables.formats.source import Bytes

if TYPE_CHECKING:
    from xietong.core.panel import Floats
    from xietong.indices.uncertain.replications import Replications

ENTRIES = tomllib.loads((Path(__file__).parent / "parity.toml").read_text(encoding="utf-8"))["file"]
NOISE = 1e-12  # of numbers of the order of one that are zero but for rounding
pytestmark = needs_folder


def test_every_file_is_claimed() -> None:
    """A file that no check claims would be passed over in silence."""
    claimed = [name for entry in ENTRIES for name in entry["names"]]
    assert len(claimed) == len(set(claimed))
    assert set(claimed) == {path.name for path in FOLDER.glob("*.csv")}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: " ".join(entry["names"]))
def test_file(entry: dict[str, Any]) -> None:
    """Each entry by its check."""
    CHECKS[entry["check"]](entry)


def codes(level: int = 1) -> list[str]:
    """The codes of a level."""
    framework = base().framework
    return [code for code, height in zip(framework.codes, framework.tree.levels, strict=True) if height == level]


def inputs(entry: dict[str, Any]) -> None:
    """iMeta and iData of one time and of a panel, written and read again; denominators from elsewhere joined."""
    for incoming, steps in ((example(), base().framework.table["step"]), (panel_example(), ())):
        assert incoming.framework is not None
        assert not incoming.faults
        assert not incoming.framework.faults
        meta = coinr.write_meta(incoming.framework, incoming.groups)
        data = coinr.write_data(incoming.panel, incoming.groups)
        again = coinr.read(Bytes("iMeta.csv", data=meta.encode()), Bytes("iData.csv", data=data.encode()), steps)
        assert again.framework is not None
        assert again.groups == incoming.groups
        assert again.framework.codes == incoming.framework.codes
        order = [again.panel.indicators.index(code) for code in incoming.framework.codes[:49]]
        np.testing.assert_array_equal(again.panel.values[:, :, order], incoming.panel.values[:, :, :49])
    world = coinr.read_data(source("in_WorldDenoms.csv"), ("GDP", "Population", "Area", "GDPpc"), ("Income_Group",))
    assert not world.faults
    assert world.panel.of("Population")[0, world.panel.units.index("AFG")] == 38041754


def stage(entry: dict[str, Any]) -> None:
    """The values of a stage under a change of the framework."""
    change = entry.get("change", {})
    result, kind = computed(example(), change), entry["kind"]
    columns = result.framework.codes if kind == "aggregate" else codes()
    values = result.stage(kind).values[0][:, : len(columns)]
    theirs = table(entry["names"][0], result.panel.units, columns)
    for name in entry["names"][1:]:
        same(table(name, result.panel.units, columns), theirs)
    same(values, theirs, NOISE)


def fraction_of_max(entry: dict[str, Any]) -> None:
    """The step itself; where the best is zero COINr has -Inf or NaN, and run says which indicators have no score."""
    directed = base().stage("treat").values * base().given.directions
    same(normalise.fraction_of_max(directed, directed)[0], table(entry["names"][0], base().panel.units, codes()))
    with pytest.raises(FaultyIndexError) as caught:
        computed(example(), {"steps": {"normalise": {"method": "fraction_of_max"}}})
    undefined = {code for code, top in zip(codes(), np.nanmax(directed[0], axis=0), strict=True) if top == 0}
    assert {fault.words["code"] for fault in caught.value.faults} == undefined


def loadings_as_weights(entry: dict[str, Any]) -> None:
    """Weights with signs, given by hand."""
    change: dict[str, Any] = {"steps": {"normalise": {"lower": 1}}}
    weights = {row["iCode"]: float(row["Weight"]) for row in rows("pca_weights_L1.csv")}
    result = computed(example(), change)
    given = np.array([[weights[code] for code in result.framework.codes]])
    scores = aggregate(result.framework, result.stage("normalise").values, given).scores
    same(scores[0], table(entry["names"][0], result.panel.units, result.framework.codes))


def treatments(entry: dict[str, Any]) -> None:
    """Checks before and after, and numbers of winsorised points."""
    done: dict[tuple[int, int], Treatment] = base().stage("treat").record["treatments"]
    for place, row in enumerate(rows(entry["names"][0])):
        treatment = done[0, place]
        assert row["iCode"] == codes()[place]
        for count, check in enumerate(treatment.checks):
            assert row[f"check_SkewKurt{count}.Pass"] == str(check.passed).upper()
            same(
                np.array([check.skewness, check.kurtosis]),
                np.array([number(row[f"check_SkewKurt{count}.{part}"]) for part in ("Skew", "Kurt")]),
                NOISE,
            )
        assert treatment.winsorised == (int(row["winsorise.nwin"]) if row["winsorise.nwin"] else 0)
        assert len(treatment.checks) == (2 if row["winsorise.nwin"] else 1)


def treated_points(entry: dict[str, Any]) -> None:
    """Which unit was brought down or up in which indicator; the file has the units in the order of their codes."""
    words = {HIGH: "winhi", LOW: "winlo", 0: ""}
    done = base().stage("treat").record["treatments"]
    for unit, row in enumerate(rows(entry["names"][0])):
        assert [words[int(done[0, place].marks[unit])] for place in range(49)] == [row[code] for code in codes()]


STATISTICS = {
    "Min": "minimum", "Max": "maximum", "Mean": "mean", "Median": "median", "Std": "deviation", "Skew": "skewness",
    "Kurt": "kurtosis", "N.Avail": "available", "N.NonZero": "nonzero", "N.Unique": "unique", "N.Same": "same",
}  # fmt: skip
FLAGS = {"Flag.Avail": "few", "Flag.NonZero": "zeros", "Flag.Unique": "alike", "Flag.SkewKurt": "outliers"}


def statistics(entry: dict[str, Any]) -> None:
    """Moments, counts, shares and flags of every indicator."""
    values = base().stage(entry["kind"]).values[0]
    found, theirs = describe(values), rows(entry["names"][0])
    assert [row["iCode"] for row in theirs] == codes()
    for column, name in STATISTICS.items():
        same(getattr(found, name), np.array([number(row[column]) for row in theirs]), NOISE)
    for column, name in (("Frc.NonZero", "nonzero"), ("Frc.Unique", "unique"), ("Frc.Same", "same")):
        same(getattr(found, name) / found.available, np.array([number(row[column]) for row in theirs]))
    for column, name in FLAGS.items():
        assert [row[column] != "ok" for row in theirs] == getattr(found, name).tolist()


def screening(entry: dict[str, Any]) -> None:
    """Availability and zeros of every unit after imputation, and whether it stays."""
    values = base().stage("impute").values
    for unit, row in enumerate(sorted(rows(entry["names"][0]), key=lambda row: row["uCode"])):
        assert row["Included"] == str(bool(base().stage("screen").record["stays"][0, unit])).upper()
        assert screen.available(values)[0, unit] == pytest.approx(number(row["Dat_Avail"]))
        assert screen.nonzero(values)[0, unit] == pytest.approx(number(row["Non_Zero"]))
        assert np.sum(values[0, unit] == 0) == int(row["N_zero"])


def availabilities(entry: dict[str, Any]) -> None:
    """Availability of the raw data by unit, and by unit and group of any level."""
    raw, tree = base().stage("raw").values[0], base().framework.tree
    summary = {row["uCode"]: row for row in rows("avail_Summary.csv")}
    for unit, code in enumerate(base().panel.units):
        assert np.isnan(raw[unit]).sum() == int(summary[code]["N_missing"])
        assert screen.available(raw)[unit] == pytest.approx(number(summary[code]["Dat_Avail"]))
        assert screen.nonzero(raw)[unit] == pytest.approx(number(summary[code]["Non_Zero"]))
    nodes = base().framework.codes[49:]
    leaves = [np.array(tree.leaves(49 + place)) for place in range(len(nodes))]
    same(availability(raw, leaves), table("avail_ByGroup.csv", base().panel.units, nodes))


def position(code: str) -> int:
    """Where a code stands."""
    return base().framework.position(code)


def correlations(entry: dict[str, Any]) -> None:
    """All indicators with all."""
    matrix = correlation(base().stage("normalise").values[0], kind=entry["kind"])
    found = rows(entry["names"][0])
    ours = np.array([matrix[position(row["Var1"]), position(row["Var2"])] for row in found])
    same(ours, np.array([number(row["Correlation"]) for row in found]), NOISE)


def family_correlations(entry: dict[str, Any]) -> None:
    """Indicators with their parents, by the parent's code or by its level."""
    matrix, tree = correlation(base().scores[0]), base().framework.tree
    up = {"Pillar": 1, "Sub-index": 2, "Index": 3}
    for name in entry["names"]:
        for row in rows(name):
            child = position(row["Var2"])
            above = (
                tree.ancestor(child, up[row["Var1"]])
                if row["Var1"] in up and name == "corr_family.csv"
                else position(row["Var1"])
            )
            if row["Correlation"] not in ("", "NA"):
                assert matrix[above, child] == pytest.approx(number(row["Correlation"]), rel=1e-9, abs=NOISE)


def flags(entry: dict[str, Any]) -> None:
    """Pairs of a pillar that correlate strongly, or negatively."""
    framework = base().framework
    families = [framework.tree.children[position(code)] for code in codes(2)]
    matrix = correlation(base().stage("normalise").values[0])
    for name, threshold, above in (("corr_flags_high075.csv", 0.75, True), ("corr_flags_low-05.csv", -0.5, False)):
        theirs = {frozenset((row["Ind1"], row["Ind2"])): number(row["Corr"]) for row in rows(name)}
        ours = {
            frozenset((framework.codes[pair.first], framework.codes[pair.second])): pair.value
            for pair in flagged(matrix, families, threshold, above)
        }
        assert ours == pytest.approx(theirs, rel=1e-9)


def denominator_correlations(entry: dict[str, Any]) -> None:
    """Raw indicators with denominators, those beyond 0.7."""
    panel = base().panel
    names = ("Area", "Energy", "GDP", "Population")
    matrix = correlation(
        base().stage("raw").values[0], panel.values[0][:, [panel.indicators.index(one) for one in names]]
    )
    ours = {(codes()[one], names[other]): matrix[one, other] for one, other in np.argwhere(np.abs(matrix) > 0.7)}
    theirs = {(row["Ind"], row["Denom"]): number(row["Corr"]) for row in rows(entry["names"][0])}
    assert ours == pytest.approx(theirs, rel=1e-9)


def chances(entry: dict[str, Any]) -> None:
    """P-values of correlations; a column with itself 0."""
    found = {row[""]: row for row in rows(entry["names"][0])}
    theirs = np.array([[number(found[one][other]) for other in codes()] for one in codes()])
    same(p_values(base().stage("normalise").values[0]), theirs, 1e-30)


def alphas(entry: dict[str, Any]) -> None:
    """Cronbach's alpha of every pillar and of all, raw and normalised."""
    tree = base().framework.tree
    for row in rows(entry["names"][0]):
        members = np.arange(49) if row["group"] == "ALL" else tree.children[position(row["group"])]
        for column, kind in (("alpha_Raw", "raw"), ("alpha_Normalised", "normalise")):
            assert cronbach(base().stage(kind).values[0][:, members]) == pytest.approx(number(row[column]), rel=1e-9)


def principal(entry: dict[str, Any]) -> None:
    """Eigenvalues and loadings of every pillar, and first loadings as weights, up to sign."""
    framework, scores = base().framework, base().scores[0]
    eigen, loadings = rows("pca_eigen_L1.csv"), rows("pca_loadings_L1.csv")
    for group in codes(2):
        members = framework.tree.children[position(group)]
        found = components(scores[:, members])
        same(found.eigenvalues, np.array([number(row["eigenvalue"]) for row in eigen if row["group"] == group]))
        same(found.shares, np.array([number(row["prop"]) for row in eigen if row["group"] == group]))
        for row in (row for row in loadings if row["group"] == group):
            place = [framework.codes[member] for member in members].index(row["iCode"])
            ours = abs(found.loadings[place, int(row["PC"]) - 1])
            assert ours == pytest.approx(abs(number(row["loading"])), rel=1e-9, abs=1e-10)
    for name, level in (("pca_weights_L1.csv", 2), ("pca_weights_L2.csv", 3)):
        weights = {row["iCode"]: number(row["Weight"]) for row in rows(name)}
        for group in codes(level):
            members = framework.tree.children[position(group)]
            given = np.array([weights[framework.codes[member]] for member in members])
            if not (given == 1).all():
                first = components(scores[:, members]).loadings[:, 0]
                same(np.abs(first), np.abs(given))


def outrankings(entry: dict[str, Any]) -> None:
    """All units against all, by all indicators with equal weight."""
    found = {row[""]: row for row in rows(entry["names"][0])}
    units = base().panel.units
    theirs = np.array([[number(found[one][other]) for other in units] for one in units])
    ours = outranking(base().stage("normalise").values[0], np.ones(49))
    same(ours, theirs, NOISE)
    assert dominant(ours) == 0


def weights(entry: dict[str, Any]) -> None:
    """Weights as given, and as they act in the index."""
    framework = base().framework
    for row in rows("weights_Original.csv"):
        assert framework.element(row["iCode"]).weight_at("2018") == number(row["Weight"])
    acting = effective_weights(framework.tree, base().weights[0])
    for row in rows("weights_effective.csv"):
        assert acting[position(row["iCode"])] == pytest.approx(number(row["EffWeight"]), rel=1e-9)


def influential(entry: dict[str, Any]) -> None:
    """Weights that balance the sub-indices, and that make the pillars' correlations with the index largest."""
    tree, scores = base().framework.tree, base().scores[0]
    halves = scores[:, tree.children[tree.root]]
    weights = optimised(halves)
    obtained = np.array([number(row["Obtained"]) for row in rows("optweights_balance_L3.csv")])
    assert loss(halves, halves @ weights) <= np.mean((obtained - 0.5) ** 2) + 1e-20
    places = [position(code) for code in codes(2)]
    groups = np.array([base().framework.elements[place].parent == "Sust" for place in places]).astype(np.int64)
    theirs = np.array([number(row["Weight"]) for row in rows("optweights_infomax_L2.csv") if row["iCode"] in codes(2)])
    order = [row["iCode"] for row in rows("optweights_infomax_L2.csv") if row["iCode"] in codes(2)]
    assert order == codes(2)

    def lost(weights: Floats) -> float:
        parts = [
            scores[:, places][:, groups == one] @ (weights[groups == one] / weights[groups == one].sum())
            for one in (0, 1)
        ]
        return loss(scores[:, places], (parts[0] + parts[1]) / 2, "infomax")

    assert lost(optimised_nested(scores[:, places], groups, np.array([0.5, 0.5]))) <= lost(theirs)


def removals(entry: dict[str, Any]) -> None:
    """The index without every indicator, and without each sub-index."""
    for level in (1, 3):
        shifts = {row["element"]: number(row["MeanAbsDiff"]) for row in rows(f"remove_L{level}_MeanAbsDiff.csv")}
        taken = [code for code in shifts if code != "Nominal"]
        done = without(base(), taken)
        same(done.scores[:, 0].T, table(f"remove_L{level}_scores.csv", base().panel.units, taken))
        assert done.shift.tolist() == pytest.approx([shifts[code] for code in taken], abs=1e-12)


def results(entry: dict[str, Any]) -> None:
    """All scores with the rank by the index, and all ranks of nodes."""
    result = base()
    same(result.scores[0], table("results_full.csv", result.panel.units, result.framework.codes))
    ranks = table("results_full.csv", result.panel.units, ["Rank"])
    np.testing.assert_array_equal(result.rank_of("Index")[0], ranks[:, 0])
    nodes = result.framework.codes[49:]
    np.testing.assert_array_equal(result.ranks[0][:, 49:], table("results_ranks.csv", result.panel.units, nodes))


def summary(entry: dict[str, Any]) -> None:
    """One unit: the index first, then level by level."""
    found = {one.code: one for one in standing(base(), "CHN", "2018")}
    theirs = rows(entry["names"][0])
    assert list(found) == [row["Code"] for row in theirs]
    for row in theirs:
        assert found[row["Code"]].score == pytest.approx(number(row["Score"]), abs=5e-11)  # the file has ten decimals
        assert found[row["Code"]].rank == int(row["Rank"])


def strong_and_weak(entry: dict[str, Any]) -> None:
    """The five best and the five worst indicators of China; values are rounded to three digits in the file.

    COINr keeps its indicators in the order of their parents, which decides between equal ranks.
    """
    incoming = example()
    assert incoming.framework is not None
    told = incoming.framework.table
    told = {**told, "indicator": sorted(told["indicator"], key=lambda one: one["parent"])}
    result = run(from_table(told), incoming.panel, incoming.groups)
    for name, ours in zip(entry["names"], strengths(result, "CHN", "2018"), strict=True):
        theirs = rows(name)
        assert [(one.code, one.rank) for one in ours] == [(row["Code"], int(row["Rank"])) for row in theirs]
        assert [float(f"{one.value:.3g}") for one in ours] == [number(row["Value"]) for row in theirs]


def comparison(entry: dict[str, Any]) -> None:
    """Ranks under arithmetic and geometric means."""
    change: dict[str, Any] = {"steps": {"normalise": {"lower": 1}}}
    first, second = computed(example(), change), computed(example(), {**change, "aggregate": "geometric"})
    columns = table(entry["names"][0], first.panel.units, ["coin.1", "coin.2", "Diff"])
    np.testing.assert_array_equal(first.rank_of("Index")[0], columns[:, 0])
    np.testing.assert_array_equal(second.rank_of("Index")[0], columns[:, 1])
    np.testing.assert_array_equal(rank_changes(first, second)[0], columns[:, 2])


def lineage(entry: dict[str, Any]) -> None:
    """Every indicator with its ancestors."""
    framework = base().framework
    for row in rows(entry["names"][0]):
        line = framework.tree.lineage(position(row["Indicator"]))
        assert [framework.codes[place] for place in line] == list(row.values())


def panel(entry: dict[str, Any]) -> None:
    """Treated year by year, normalised over all years; units that are screened out are in no row."""
    result = computed(panel_example())
    kept = np.ones((5, 51), bool)
    for time, unit in result.excluded:
        kept[result.panel.times.index(time), result.panel.units.index(unit)] = False
    for name, kind in (("panel_Treated.csv", "treat"), ("panel_Normalised.csv", "normalise")):
        theirs = {(row["Time"], row["uCode"]): [number(row[code]) for code in codes()] for row in rows(name)}
        places = [(time, unit) for time, unit in np.argwhere(kept)]
        assert {(result.panel.times[time], result.panel.units[unit]) for time, unit in places} == set(theirs)
        ours = np.array([result.stage(kind).values[time, unit] for time, unit in places])
        same(
            ours, np.array([theirs[result.panel.times[time], result.panel.units[unit]] for time, unit in places]), NOISE
        )


def panel_latest(entry: dict[str, Any]) -> None:
    """The latest earlier value, for five indicators."""
    given = panel_example().panel
    columns = ("LPI", "Flights", "Forest", "CultServ", "StMob")
    theirs = {(row["Time"], row["uCode"]): [number(row[code]) for code in columns] for row in rows(entry["names"][0])}
    values = impute.latest(np.stack([given.of(code) for code in columns], axis=-1))
    same(values.reshape(-1, 5), np.array([theirs[time, unit] for time in given.times for unit in given.units]))


def trends(entry: dict[str, Any]) -> None:
    """Compound annual growth."""
    given = panel_example().panel
    growth = compound_growth(given.values, moments_of(given.times))
    for row in rows(entry["names"][0]):
        ours = growth[given.units.index(row["uCode"]), given.indicators.index(row["iCode"])]
        assert ours == pytest.approx(number(row["CAGR"]), rel=1e-9)


def replayed(prefix: str) -> Replications:
    """Every run of an uncertainty analysis from its parameters, in one batch."""
    framework = example().framework
    assert framework is not None
    noisy = noisy_weights()
    choices: dict[str, dict[str, Any]] = {
        "winmax": {str(most): {"most": most} for most in range(1, 6)},
        "norm": {
            "zscore_10_2": {"method": "zscore", "centre": 10, "spread": 2},
            "minmax_1_100": {"method": "minmax", "lower": 1},
        },
        "noisy_weight_set": noisy,
        "agg": {"a_amean": "arithmetic", "a_gmean": "geometric"},
    }
    what = {"winmax": "treat", "norm": "normalise", "noisy_weight_set": "weights", "agg": "aggregate"}
    vary = [{"code": code, "what": what[code], "choices": list(found.values())} for code, found in choices.items()]
    places = {code: list(found) for code, found in choices.items()}
    picks = np.array([[places[code].index(row[code]) for code in places] for row in rows(f"{prefix}_params.csv")])
    return chosen(framework, example().panel, from_table_of_design({"vary": vary}), picks, example().groups)


def noisy_weights() -> dict[str, dict[str, float]]:
    """The hundred sets of weights."""
    found: dict[str, dict[str, float]] = {}
    for row in rows("sa_noisy_weights_100.csv"):
        found.setdefault(row["rep"], {})[row["iCode"]] = float(row["Weight"])
    return found


def replications(entry: dict[str, Any]) -> None:
    """Every run: scores, ranks, and the statistics of the ranks over the runs of the random sample; some of them alone."""
    prefix, units = entry["prefix"], base().panel.units
    done = replayed(prefix)
    names = [f"r_{row['rep']}" for row in rows(f"{prefix}_params.csv")]
    scores = done.scores[:, 0, :, 0].T
    same(scores, table(f"{prefix}_scores.csv", units, names))
    same(done.nominal.of("Index")[0], table(f"{prefix}_scores.csv", units, ["Nominal"])[:, 0])
    np.testing.assert_array_equal(done.ranks[:, 0, :, 0].T, table(f"{prefix}_ranks.csv", units, names))
    for row in range(0, len(names), 23):
        same(done.alone(row).of("Index")[0], scores[:, row])
    sampled = done.ranks[:200] if prefix == "sa100" else done.ranks  # of 600 runs the first 2 × 100 are a random sample
    found = intervals(sampled, done.nominal_ranks)
    ours = [getattr(found, name)[0] for name in ("nominal", "mean", "median", "low", "high")]
    same(np.hstack(ours), table(f"{prefix}_rankstats.csv", units, ["Nominal", "Mean", "Median", "Q5", "Q95"]))


def sensitivities(entry: dict[str, Any]) -> None:
    """COINr's indices by COINr's estimators, from the replayed runs; ours have the same total."""
    done = replayed("sa100")
    shift = np.mean(np.abs(done.ranks - done.nominal_ranks), axis=(1, 2, 3))
    first, total = coinr_estimators(shift, 4)
    theirs = rows("sa100_sensitivity.csv")
    same(first, np.array([number(row["Si"]) for row in theirs]))
    same(total, np.array([number(row["STi"]) for row in theirs]))
    both = np.var(shift[:200])  # COINr's variance over A and B has n − 1
    same(indices(shift, 4).total * both, total * np.var(shift[:200], ddof=1))


def coinr_estimators(outputs: Floats, inputs: int) -> tuple[Floats, Floats]:
    """As COINr has them: first order not centred, variance of A and B with n − 1."""
    blocks = outputs.reshape(inputs + 2, -1)
    first, second, mixed = blocks[0], blocks[1], blocks[2:]
    variance = np.var(blocks[:2], ddof=1)
    return np.mean(second * (mixed - first), axis=1) / variance, np.mean((first - mixed) ** 2, axis=1) / 2 / variance


def converged(entry: dict[str, Any]) -> None:
    """The design of the examples, five seeds of twenty (bench/indices.py has them all): near in every input."""
    framework, design = example().framework, load(Path(__file__).parents[2] / "examples/designs/asem.toml")
    assert framework is not None
    found = {row["estimator"]: row for row in rows(entry["names"][0]) if (row["N"], row["design"]) == ("8192", "sobol")}
    for seed in range(1, 6):
        done = sensitivity(framework, example().panel, replace(design, seed=seed, bootstrap=0), example().groups)
        for values, estimator in ((done.indices.first, "Si_centred"), (done.indices.total, "STi")):
            theirs = [number(found[estimator][one.code]) for one in design.inputs]
            np.testing.assert_allclose(values, theirs, atol=0.05)


def noisy_sets(entry: dict[str, Any]) -> None:
    """A hundred sets with all codes of the framework."""
    sets = noisy_weights()
    assert len(sets) == 100
    assert all(set(one) == set(base().framework.codes) for one in sets.values())


def designs(entry: dict[str, Any]) -> None:
    """Equally probable choices, one of them for each share of the unit interval."""
    for name in entry["names"]:
        given, decoded = rows(name), rows(name.replace("design_uniform", "params"))
        agreed = [
            (float(one["Winmax"]) * 5 // 1 + 1 == float(other["winmax"]))
            and (float(one["Aggregation"]) < 0.5) == (other["agg"] == "a_amean")
            for one, other in zip(given, decoded, strict=True)
        ]
        assert np.mean(agreed) > 0.97  # R's cut takes the range of the sample for the unit interval


CHECKS = {
    "inputs": inputs, "stage": stage, "fraction_of_max": fraction_of_max, "loadings_as_weights": loadings_as_weights,
    "treatments": treatments, "treated_points": treated_points, "statistics": statistics, "screening": screening,
    "availability": availabilities, "correlations": correlations, "family_correlations": family_correlations,
    "flags": flags, "denominator_correlations": denominator_correlations, "p_values": chances, "cronbach": alphas,
    "components": principal, "outranking": outrankings, "weights": weights, "influential_weights": influential,
    "removals": removals, "results": results, "standing": summary, "strengths": strong_and_weak,
    "comparison": comparison, "lineage": lineage, "panel": panel, "panel_latest": panel_latest, "trends": trends,
    "replications": replications, "sensitivities": sensitivities, "converged": converged, "noisy_weights": noisy_sets, "designs": designs,
}  # fmt: skip
