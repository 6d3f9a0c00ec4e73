"""Regional methods beside PySAL, scipy, statsmodels and their formulas written out with loops, on random data."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product

import numpy as np
import pytest

from xietong.regional.convergence.beta import beta, beta_panel
from xietong.regional.convergence.classes import classify
from xietong.regional.convergence.markov import ergodic, first_passage, transitions
from xietong.regional.convergence.sigma import trend
from xietong.regional.coupling import coupling
from xietong.regional.density import density
from xietong.regional.disparity.entropy import theil_t
from xietong.regional.disparity.gini import dagum, gini
from xietong.regional.disparity.nested import nested
from xietong.regional.spatial.flows import internal_share
from xietong.regional.spatial.gravity import attraction
from xietong.regional.spatial.local import local_moran
from xietong.regional.spatial.moran import moran
from xietong.regional.structure import concentration, location_quotient, similarity, specialisation

SEEDS = range(20)


@pytest.mark.parametrize("seed", SEEDS)
def test_dagum_in_fractions_pair_by_pair(seed: int) -> None:
    """Whole numbers in two to four groups of unequal size, from the definitions of G, G_jh, d and q."""
    random = np.random.default_rng(seed)
    x: list[Fraction] = [Fraction(int(one)) for one in random.integers(1, 30, 9)]
    labels = [int(one) for one in random.integers(0, 4, 9)]
    n, mean = len(x), sum(x, Fraction(0)) / len(x)
    whole = sum(abs(a - b) for a, b in product(x, x)) / (2 * n * n * mean)
    groups = {label: [a for a, own in zip(x, labels, strict=True) if own == label] for label in set(labels)}
    within, net, over = Fraction(0), Fraction(0), Fraction(0)
    for one in groups.values():
        apart = sum((abs(a - b) for a, b in product(one, one)), Fraction(0)) / (
            2 * len(one) ** 2 * (sum(one, Fraction(0)) / len(one))
        )
        within += apart * Fraction(len(one), n) * sum(one, Fraction(0)) / sum(x, Fraction(0))
    for one, other in combinations(groups.values(), 2):
        rich, poor = (one, other) if sum(one) / len(one) >= sum(other) / len(other) else (other, one)
        d = sum((max(a - b, Fraction(0)) for a, b in product(rich, poor)), Fraction(0))
        q = sum((max(b - a, Fraction(0)) for a, b in product(rich, poor)), Fraction(0))
        net += Fraction(d - q) / (n * n * mean)
        over += Fraction(2 * q) / (n * n * mean)
    found = dagum([float(one) for one in x], labels)
    assert float(found.gini) == pytest.approx(float(whole), rel=1e-12)
    assert float(found.within) == pytest.approx(float(within), rel=1e-12, abs=1e-15)
    assert float(found.net_between) == pytest.approx(float(net), rel=1e-12, abs=1e-15)
    assert float(found.transvariation) == pytest.approx(float(over), rel=1e-10, abs=1e-14)
    assert within + net + over == whole


@pytest.mark.parametrize("seed", SEEDS)
def test_disparity_of_pysal(seed: int) -> None:
    from inequality.gini import Gini
    from inequality.theil import Theil, TheilD

    random = np.random.default_rng(seed)
    x, groups = random.lognormal(2, 1, 30), random.integers(0, 4, 30)
    assert float(gini(x).value) == pytest.approx(Gini(x).g, rel=1e-10)
    assert float(theil_t(x).value) == pytest.approx(Theil(x).T, rel=1e-9)
    theirs, ours = TheilD(x, groups), nested(x, [groups])
    assert float(ours.between[0]) == pytest.approx(float(np.ravel(theirs.bg)[0]), rel=1e-9)
    assert float(ours.within) == pytest.approx(float(np.ravel(theirs.wg)[0]), rel=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_moran_of_pysal(seed: int) -> None:
    from esda.moran import Moran, Moran_Local
    from libpysal.weights import full2W

    random = np.random.default_rng(seed)
    n = 12
    links = np.triu(random.random((n, n)) < 0.3, 1).astype(float)
    links = links + links.T
    links[np.arange(n), (np.arange(n) + 1) % n] = links[(np.arange(n) + 1) % n, np.arange(n)] = 1.0
    x = random.normal(size=n)
    rows = links / links.sum(axis=1, keepdims=True)
    theirs = full2W(links)
    theirs.transform = "r"
    other = Moran(x, theirs, permutations=0)
    found = moran(x, rows)
    assert float(found.statistic) == pytest.approx(other.I, rel=1e-10)
    assert float(found.z) == pytest.approx(other.z_rand, rel=1e-8)
    local = local_moran(x, rows, seed=1, permutations=99)
    np.testing.assert_allclose(local.statistic * (n - 1) / n, Moran_Local(x, theirs, permutations=0).Is, rtol=1e-9)
    assert local.statistic.sum() == pytest.approx(n * float(found.statistic))


@pytest.mark.parametrize("seed", SEEDS)
def test_markov_of_pysal(seed: int) -> None:
    from giddy.ergodic import mfpt, steady_state
    from giddy.markov import Markov

    classes = np.random.default_rng(seed).integers(0, 3, (12, 8))
    found = transitions(classes, 3)
    theirs = Markov(classes.T, summary=False)
    np.testing.assert_array_equal(found.counts, theirs.transitions)
    np.testing.assert_allclose(ergodic(found.probability), np.ravel(steady_state(theirs.p)), rtol=1e-7)
    np.testing.assert_allclose(first_passage(found.probability), mfpt(theirs.p), rtol=1e-6)
    cuts = np.array([0.3, 0.6])
    values = np.random.default_rng(seed).random((5, 6))
    np.testing.assert_array_equal(classify(values, cuts), np.searchsorted(cuts, values, side="left"))


@pytest.mark.parametrize("seed", SEEDS)
def test_growth_regressions_of_statsmodels(seed: int) -> None:
    import statsmodels.api as sm

    random = np.random.default_rng(seed)
    panel = np.exp(random.normal(8, 0.5, (5, 18)).cumsum(axis=0) / 3)
    control = random.normal(size=(18, 2))
    y, logs = np.log(panel[-1] / panel[0]) / 4, np.log(panel[0])
    for errors, kind in (("classical", "nonrobust"), ("HC1", "HC1"), ("HC3", "HC3")):
        theirs = sm.OLS(y, np.column_stack([np.ones(18), logs, control])).fit(cov_type=kind)
        ours = beta(panel[0], panel[-1], 4, control, errors)
        assert ours.b == pytest.approx(theirs.params[1], rel=1e-9)
        assert ours.error == pytest.approx(theirs.bse[1], rel=1e-8)
    units, times = np.tile(np.arange(18), 4), np.repeat(np.arange(4), 18)
    growth, level = (np.log(panel[1:]) - np.log(panel[:-1])).ravel(), np.log(panel[:-1]).ravel()
    dummies = np.column_stack([level, *(units == at for at in range(18)), *(times == at for at in range(1, 4))]).astype(
        float
    )
    full = sm.OLS(growth, dummies).fit()
    fixed = beta_panel(panel, errors="classical")
    assert fixed.b == pytest.approx(full.params[0], rel=1e-8)
    assert fixed.error == pytest.approx(full.bse[0], rel=1e-8)


@pytest.mark.parametrize("seed", SEEDS)
def test_trends_of_scipy(seed: int) -> None:
    from scipy.stats import kendalltau, linregress

    random = np.random.default_rng(seed)
    times, series = np.arange(12.0), random.normal(size=12).round(1).cumsum()
    found, line = trend(series, times), linregress(times, series)
    assert (found.slope, found.p) == pytest.approx((line.slope, line.pvalue), rel=1e-9)
    untied = random.normal(size=12)
    pairs = 12 * 11 / 2
    assert trend(untied, times).kendall_s == round(kendalltau(times, untied).statistic * pairs)


@pytest.mark.parametrize("seed", SEEDS)
def test_densities_of_scipy(seed: int) -> None:
    from scipy.stats import gaussian_kde

    x = np.random.default_rng(seed).lognormal(size=25)
    grid = np.linspace(-2, 20, 100)
    for ours, theirs in (("normal", "silverman"), ("scott", "scott")):
        kernel = gaussian_kde(x, theirs)
        np.testing.assert_allclose(density(x, ours, grid).density[0], kernel(grid), rtol=1e-8, atol=1e-14)


@pytest.mark.parametrize("seed", SEEDS)
def test_coupling_pair_by_pair(seed: int) -> None:
    """n systems, both forms, from the formulas as printed (the greatest divides all others)."""
    random = np.random.default_rng(seed)
    n = int(random.integers(2, 6))
    u, alpha = random.uniform(0.05, 1, n), random.dirichlet(np.ones(n))
    spread = sum(abs(a - b) for a, b in combinations(u, 2)) / (n * (n - 1) / 2)
    ratio = np.prod(np.delete(u, u.argmax()) / u.max()) ** (1 / (n - 1))
    c, t = np.sqrt((1 - spread) * ratio), float(alpha @ u)
    found = coupling(u, alpha)
    assert (float(found.coupling), float(found.development)) == pytest.approx((c, t))
    assert float(found.coordination) == pytest.approx(np.sqrt(c * t))
    plain = coupling(u, alpha, "standard")
    assert float(plain.coupling) == pytest.approx(n * np.prod(u) ** (1 / n) / u.sum())


@pytest.mark.parametrize("seed", SEEDS)
def test_structures_in_fractions(seed: int) -> None:
    amounts = np.random.default_rng(seed).integers(1, 40, (4, 5))
    e = [[Fraction(int(one)) for one in row] for row in amounts]
    rows, columns, whole = [sum(row) for row in e], [sum(row[j] for row in e) for j in range(5)], sum(map(sum, e))
    found = location_quotient(amounts.astype(float))
    for i, j in product(range(4), range(5)):
        assert found[i, j] == pytest.approx(float((e[i][j] / rows[i]) / (columns[j] / whole)), rel=1e-12)
    shares = amounts / amounts.sum(axis=1, keepdims=True)
    other = np.array([np.delete(amounts, i, axis=0).sum(axis=0) for i in range(4)])
    apart = np.abs(shares - other / other.sum(axis=1, keepdims=True)).sum(axis=1)
    np.testing.assert_allclose(specialisation(amounts.astype(float)).krugman, apart, rtol=1e-12)
    for i, j in combinations(range(4), 2):
        cosine = shares[i] @ shares[j] / np.sqrt((shares[i] @ shares[i]) * (shares[j] @ shares[j]))
        assert similarity(amounts.astype(float))[i, j] == pytest.approx(cosine)
    z, x = amounts / amounts.sum(axis=0), amounts.sum(axis=1) / amounts.sum()
    np.testing.assert_allclose(
        concentration(amounts.astype(float)).hoover, np.abs(z - x[:, None]).sum(axis=0) / 2, rtol=1e-12
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_flows_and_gravity_by_loops(seed: int) -> None:
    random = np.random.default_rng(seed)
    flows, members = random.integers(0, 20, (6, 6)).astype(float), np.arange(6) < 3
    inside = sum(flows[i, j] for i in range(3) for j in range(3))
    out = sum(flows[i, j] for i in range(3) for j in range(6))
    into = sum(flows[i, j] for i in range(6) for j in range(3))
    found = internal_share(flows, members)
    assert [float(one) for one in (found.of_origins, found.of_destinations, found.of_all)] == pytest.approx(
        [inside / out, inside / into, inside / (out + into - inside)]
    )
    masses, away = random.uniform(1, 9, 4), random.uniform(1, 5, (4, 4))
    forces = attraction(masses, away, 1.7, directed=True)
    for i, j in product(range(4), range(4)):
        expected = 0.0 if i == j else masses[i] ** 2 * masses[j] / (masses[i] + masses[j]) / away[i, j] ** 1.7
        assert forces.matrix[i, j] == pytest.approx(expected)
