"""Estimators on plain numbers, against closed forms."""

from __future__ import annotations

import doctest
import random

import numpy
import pytest
from veilsim import analysis


def test_intervals():
    interval = analysis.mean_interval([1.0, 2.0, 3.0, 4.0, 5.0])
    assert interval == pytest.approx((3 - 1.963243, 3 + 1.963243), abs=1e-5)
    assert analysis.mean_interval(numpy.arange(1.0, 6.0)) == interval
    assert analysis.mean_interval([1.0]) is None
    assert analysis.skewed_interval([1.0, 2.0, 3.0, 4.0, 5.0]) == pytest.approx(interval)
    share = analysis.share_interval(0.0, 10)
    assert share.low == pytest.approx(0, abs=1e-12) and share.high == pytest.approx(0.27753, abs=1e-4)
    with pytest.raises(ValueError, match="between 0 and 1"):
        analysis.mean_interval([1, 2], confidence=95)


def test_comparisons():
    rng = random.Random(1)
    baseline = [rng.gauss(0, 10) for _ in range(40)]
    arm = [value + 1 + rng.gauss(0, 0.1) for value in baseline]
    found = analysis.paired(arm, baseline)
    assert found.n == 40 and found.difference == pytest.approx(1, abs=0.1)
    assert found.interval.low > 0 > found.unpaired.low and found.variance_ratio > 100 and found.p_value < 1e-6
    assert analysis.paired([1.0], [1.0, 2.0]) is None
    welch = analysis.welch([1.0, 2.0, 3.0], [11.0, 12.0, 13.0, 12.0])
    assert welch.difference == 10 and welch.interval.low > 7 and welch.p_value < 0.001
    assert analysis.holm([0.01, None, 0.04]) == [0.02, None, 0.04]
    assert analysis.rank_correlation([1, 2, 3, 4, 5], [1, 4, 9, 16, 25]).rho == pytest.approx(1)


def test_indices_of_a_sum():
    """y = 2u₀ + u₁ without chance: shares 4/5 and 1/5."""

    def at(rows):
        return [2 * u[0] + u[1] for u in rows]

    designs = [analysis.sobol_design(64, 2, [[0], [1]], seed=7, block=block) for block in range(16)]
    found = analysis.sobol(((at(d.a),) * 2, (at(d.b),) * 2, [(at(m),) * 2 for m in d.mixed]) for d in designs)
    assert [index.value for index in found.first] == pytest.approx([0.8, 0.2], abs=0.01)
    assert [index.value for index in found.total] == pytest.approx([0.8, 0.2], abs=0.01)
    assert found.share_of_chance.value == pytest.approx(0, abs=1e-9)
    assert analysis.sobol_design(1 << 17, 2, [[0]], seed=7) is None and analysis.sobol([]) is None
    draws = analysis.sobol_design(512, 2, [[0], [1]], seed=7).a
    index = analysis.rank_index([u[0] for u in draws], at(draws), at(draws))
    assert index.interval.low < index.value < index.interval.high and index.value == pytest.approx(0.8, abs=0.1)


def test_elementary_effects_of_a_sum():
    walks = [([0, 1], [0.5, -0.5], ([start, start + 1, start + 0.5],) * 2) for start in (0.0, 1.0, 3.0)]
    effects = analysis.morris(walks, inputs=3)
    assert [effect and effect.mean for effect in effects] == [2.0, 1.0, None]
    assert effects[0].square.value == 4 and effects[0].spread == 0
    assert analysis.morris([([0], [0.5], ([0.0], [0.0]))], inputs=1) is None


def test_shares_and_boxes():
    assert analysis.shapley([0.0, 1.0, 2.0, 5.0]) == [2.0, 3.0] and analysis.shapley([1.0, 2.0, 3.0]) is None
    rng = random.Random(2)
    columns = [[rng.random() for _ in range(1000)] for _ in range(3)]
    box = analysis.prim(columns, [x > 0.6 for x in columns[1]])
    assert box.accepted and box.limits[1].low == pytest.approx(0.6, abs=0.02)
    assert box.limits[0] == box.limits[2] == (float("-inf"), float("inf"))
    assert box.held_out.hits == box.held_out.inside and box.held_out.p_value < 1e-10
    assert analysis.prim(columns, [True] * 1000) is None


def test_the_examples_of_the_docstrings_come_out():
    assert doctest.testmod(analysis).failed == 0 and doctest.testmod(analysis).attempted >= 5


def test_every_name_has_a_docstring():
    for name in analysis.__all__:
        assert getattr(analysis, name).__doc__, name
