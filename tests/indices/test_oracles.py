"""Methods beside other tools and beside their formulas written out with loops, on random tables of many seeds."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise

import numpy as np
import pymcdm.methods
import pymcdm.normalizations
import pymcdm.weights
import pytest
from scipy.optimize import linprog

from xietong.indices.aggregation import doubt, grey, mazziotta, ordered, outrank, ranksum, topsis
from xietong.indices.aggregation.means import generalised, geometric, harmonic
from xietong.indices.numbers.chain import chained
from xietong.indices.numbers.contribution import contributions
from xietong.indices.steps import normalise
from xietong.indices.weights import ahp, entropy, spread

SEEDS = range(25)
pytestmark = pytest.mark.filterwarnings("ignore:Alternatives with indices:UserWarning")


def table(seed: int, least: int = 3) -> np.ndarray:
    """A table of random size above zero, now and then with ties."""
    random = np.random.default_rng(seed)
    shape = int(random.integers(least, 12)), int(random.integers(2, 6))
    found = random.lognormal(1, 1, shape)
    return np.round(found, 1) + 0.1 if seed % 3 == 0 else found


def shares(seed: int, number: int) -> np.ndarray:
    return np.random.default_rng(seed + 10_000).dirichlet(np.ones(number))


@pytest.mark.parametrize("seed", SEEDS)
def test_topsis_of_two_tools(seed: int) -> None:
    from skcriteria import mkdm
    from skcriteria.agg.topsis import TOPSIS

    values = table(seed)
    weights = shares(seed, values.shape[1])
    theirs = pymcdm.methods.TOPSIS(pymcdm.normalizations.vector_normalization)(
        values, weights, np.ones(values.shape[1])
    )
    ours = topsis.topsis(values, weights)
    np.testing.assert_allclose(ours, theirs, rtol=1e-10)
    scaled = values / np.sqrt((values**2).sum(axis=0))
    again = TOPSIS().evaluate(mkdm(scaled, [max] * values.shape[1], weights=weights))
    np.testing.assert_allclose(ours, again.e_.similarity, rtol=1e-10)


@pytest.mark.parametrize("seed", SEEDS)
def test_weights_of_two_tools(seed: int) -> None:
    from skcriteria import mkdm
    from skcriteria.preprocessing.weighters import CRITIC, EntropyWeighter

    values = table(seed, 4)
    theirs = pymcdm.weights.entropy_weights(values)
    np.testing.assert_allclose(_relative(entropy.entropy(values)), theirs, rtol=1e-9)
    matrix = mkdm(values, [max] * values.shape[1])
    np.testing.assert_allclose(theirs, EntropyWeighter().transform(matrix).weights.to_numpy(), rtol=1e-9)
    np.testing.assert_allclose(
        _relative(spread.critic(values)), CRITIC(scale=True).transform(matrix).weights.to_numpy(), rtol=1e-9
    )
    cv = values.std(axis=0, ddof=1) / values.mean(axis=0)
    np.testing.assert_allclose(_relative(spread.variation(values)), cv / cv.sum(), rtol=1e-12)


def _relative(weights: np.ndarray) -> np.ndarray:
    return np.asarray(weights / weights.sum())


@pytest.mark.parametrize("seed", SEEDS)
def test_benefit_of_the_doubt_by_the_programme_itself(seed: int) -> None:
    """max Σ w y subject to Σ w y ≤ 1 for all units, w ≥ 0, handed to a solver as it is written."""
    values = table(seed)
    expected = [-linprog(-row, A_ub=values, b_ub=np.ones(len(values))).fun for row in values]
    np.testing.assert_allclose(doubt.doubt(values, np.ones(values.shape[1])), expected, rtol=1e-7)


@pytest.mark.parametrize("seed", SEEDS)
def test_copeland_pair_by_pair(seed: int) -> None:
    """+1 for each unit that is beaten by weight, −1 for each that beats, ties count nothing; weights of eighths."""
    random = np.random.default_rng(seed)
    values = random.integers(0, 5, (6, 3)).astype(float)
    weights = random.integers(1, 8, 3) / 8
    scores = np.zeros(6)
    for one in range(6):
        for other in range(6):
            margin = sum(
                Fraction(w) * int(np.sign(a - b)) for w, a, b in zip(weights, values[one], values[other], strict=True)
            )
            scores[one] += (margin > 0) - (margin < 0)
    found = outrank.copeland(values, weights)
    assert np.array_equal(np.argsort(-found, kind="stable"), np.argsort(-scores, kind="stable"))
    span = np.unique(
        np.round((found - found.mean()) * (scores.std() or 1) - (scores - scores.mean()) * (found.std() or 1), 9)
    )
    assert span.tolist() == [0.0]  # the same but for scale


@pytest.mark.parametrize("seed", SEEDS)
def test_means_mazziotta_and_ordered_by_their_formulas(seed: int) -> None:
    values = table(seed)
    weights = shares(seed, values.shape[1])
    for row, found, back, power in zip(
        values, geometric(values, weights), harmonic(values, weights), generalised(values, weights, 3.0), strict=True
    ):
        assert found == pytest.approx(np.prod(row**weights), rel=1e-12)
        assert back == pytest.approx(1 / (weights / row).sum(), rel=1e-12)
        assert power == pytest.approx(((weights * row**3).sum()) ** (1 / 3), rel=1e-12)
    equal = np.ones(values.shape[1])
    z = 100 + 10 * (values - values.mean(axis=0)) / values.std(axis=0)
    expected = z.mean(axis=1) - z.std(axis=1) ** 2 / z.mean(axis=1)
    np.testing.assert_allclose(mazziotta.mpi(values, equal), expected, rtol=1e-10)
    order = shares(seed + 1, values.shape[1])
    best = np.sort(values, axis=1)[:, ::-1]
    np.testing.assert_allclose(ordered.owa(values, equal, order=order.tolist()), best @ order, rtol=1e-10)


@pytest.mark.parametrize("seed", SEEDS)
def test_grey_grades_and_rank_sums_by_their_formulas(seed: int) -> None:
    from scipy.stats import rankdata

    values = table(seed)
    weights = shares(seed, values.shape[1])
    unit = (values - values.min(axis=0)) / (values.max(axis=0) - values.min(axis=0))
    gap = unit.max(axis=0) - unit
    grade = (gap.min() + 0.5 * gap.max()) / (gap + 0.5 * gap.max())
    np.testing.assert_allclose(grey.grey(values, weights, normalise="minmax"), grade @ weights, rtol=1e-10)
    ranks = rankdata(values, axis=0)
    np.testing.assert_allclose(ranksum.ranksum(values, weights), ranks @ weights / len(values), rtol=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_ahp_by_the_eigenvector_of_numpy(seed: int) -> None:
    """Random judgements of Saaty's scale, reciprocal by construction; λ and CR from the same eigenvalue."""
    random = np.random.default_rng(seed)
    number = int(random.integers(3, 8))
    matrix = np.ones((number, number))
    for one, other in combinations(range(number), 2):
        judged = float(random.integers(1, 10)) ** random.choice([-1, 1])
        matrix[one, other], matrix[other, one] = judged, 1 / judged
    eigenvalues, vectors = np.linalg.eig(matrix)
    first = int(np.argmax(eigenvalues.real))
    found = ahp.judge(matrix.tolist())
    vector = np.abs(vectors[:, first].real)
    np.testing.assert_allclose(found.weights, vector / vector.sum(), rtol=1e-7)
    index = (eigenvalues[first].real - number) / (number - 1)
    saaty = {3: 0.58, 4: 0.90, 5: 1.12, 6: 1.24, 7: 1.32}
    assert found.ratio == pytest.approx(index / saaty[number], rel=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_normalisation_by_formulas(seed: int) -> None:
    values = table(seed)
    cube = values[None]
    low, high = values.min(axis=0), values.max(axis=0)
    np.testing.assert_allclose(
        normalise.minmax(cube, cube, 1, 10)[0], 1 + 9 * (values - low) / (high - low), rtol=1e-12
    )
    mean, spread_ = values.mean(axis=0), values.std(axis=0, ddof=1)
    np.testing.assert_allclose(normalise.zscore(cube, cube)[0], (values - mean) / spread_, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(
        normalise.distance_to_max(cube, cube)[0], 1 - (high - values) / (high - low), rtol=1e-9, atol=1e-12
    )
    theirs = pymcdm.normalizations.linear_normalization(values[:, 0])
    np.testing.assert_allclose(normalise.fraction_of_max(cube, cube)[0, :, 0], theirs, rtol=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_chains_of_symmetric_growth_in_fractions(seed: int) -> None:
    """g = 200(x₁ − x₀)/(x₁ + x₀), G = Σ w g, I = I₀(200 + G)/(200 − G), exactly."""
    random = np.random.default_rng(seed)
    values = random.integers(1, 50, (6, 4))
    weights = [Fraction(int(one), 8) for one in (1, 2, 2, 3)]
    index = [Fraction(100)]
    for before, after in pairwise(values):
        growth = sum(
            weight * Fraction(200 * (int(b) - int(a)), int(b) + int(a))
            for weight, a, b in zip(weights, before, after, strict=True)
        )
        index.append(index[-1] * (200 + growth) / (200 - growth))
    found = chained(values.astype(float), np.array([float(one) for one in weights]))
    np.testing.assert_allclose(found, [float(one) for one in index], rtol=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_contributions_to_a_mean_are_weight_times_change(seed: int) -> None:
    random = np.random.default_rng(seed)
    start, end = random.uniform(50, 150, (2, 5))
    weights = shares(seed, 5)
    found = contributions(start, end, weights)
    np.testing.assert_allclose(found.points, weights * (end - start), rtol=1e-10)
    assert np.sum(found.points) == pytest.approx(weights @ end - weights @ start)
