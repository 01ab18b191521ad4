"""Statistics on plain numbers: the estimators that veilsim itself uses.

Every function takes sequences of numbers: lists, or arrays of one dimension. Where a statistic is undefined, for example of too few values,
the answer is ``None``. Outcomes "under two chances" are those of the same points, simulated twice with other chance: what the two have in
common is no chance.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Optional

from ._core import estimators as _estimators

__all__ = [
    "Box",
    "Correlation",
    "Difference",
    "Effects",
    "Estimate",
    "Indices",
    "Interval",
    "PairedDifference",
    "PickFreezeDesign",
    "Score",
    "holm",
    "mean_interval",
    "morris",
    "paired",
    "prim",
    "rank_correlation",
    "rank_index",
    "shapley",
    "share_interval",
    "skewed_interval",
    "sobol",
    "sobol_design",
    "welch",
]



class Interval(NamedTuple):
    """A closed interval."""

    low: float
    high: float


class Estimate(NamedTuple):
    """A number with its interval. An index may come out below 0 or above 1."""

    value: float
    interval: Interval


class PairedDifference(NamedTuple):
    """An arm less its baseline, pair by pair."""

    #: Pairs.
    n: int
    #: Mean of arm minus baseline.
    difference: float
    #: Interval of that mean, bent for skewness.
    interval: Interval
    #: Welch's interval, as if the arms had been independent.
    unpaired: Interval
    #: Share of the pairs whose difference has the sign of the mean.
    sign_share: Optional[float]
    #: Pearson correlation between the arms.
    correlation: Optional[float]
    #: Variance of the difference had the arms been independent, over that of the paired difference.
    variance_ratio: Optional[float]
    #: Two-sided test of no difference.
    p_value: Optional[float]


class Difference(NamedTuple):
    """The difference of the means of two independent samples."""

    difference: float
    interval: Interval
    p_value: Optional[float]


class Correlation(NamedTuple):
    """Spearman's rank correlation and its test."""

    rho: float
    p_value: float


class Effects(NamedTuple):
    """What the elementary effects of an input say, in the outcome's unit per whole range of the input."""

    #: Mean square of the expected effect, with no chance in it: 0 within its interval means that no effect can be told from chance.
    square: Estimate
    #: Mean of the effects.
    mean: float
    #: Mean of their absolute values; chance adds to it.
    absolute: float
    #: Standard deviation of the effects; chance adds to it.
    spread: float
    #: The part of its square that is curvature and interaction and no chance.
    spread_without_chance: float


class PickFreezeDesign(NamedTuple):
    """Points of a pick-freeze design, each a list of quantiles."""

    #: The points A.
    a: list[list[float]]
    #: The points B, independent of A.
    b: list[list[float]]
    #: By input, the points A with the columns of the input taken from B.
    mixed: list[list[list[float]]]


class Indices(NamedTuple):
    """Sobol indices. One is ``None`` where no effect can be told from chance."""

    #: Variance of the outcome's expectation.
    variance: Estimate
    #: Share of the variance that is chance.
    share_of_chance: Optional[Estimate]
    #: By input, the share of the variance that goes away where the input becomes known.
    first: list[Optional[Estimate]]
    #: By input, the share of the variance that remains while only the input is unknown.
    total: list[Optional[Estimate]]
    #: The first-order index of an input that does not exist: the floor of noise.
    dummy: Optional[Estimate]


class Score(NamedTuple):
    """What a box holds of one half of the draws."""

    #: Draws inside.
    inside: int
    #: Draws inside for which it is so.
    hits: int
    #: Draws in the half.
    draws: int
    #: Draws in the half for which it is so.
    all: int
    #: Against a random pick of as many draws.
    p_value: float


class Box(NamedTuple):
    """The box in which something is most often so."""

    #: Whether it is more often so in it, on the half of the draws that the search did not see, than chance allows.
    accepted: bool
    #: Limits by input; infinite where an input is not limited.
    limits: list[Interval]
    #: On the half of the draws that was searched.
    searched: Score
    #: On the other half.
    held_out: Score


def mean_interval(values: Sequence[float], confidence: float = 0.95) -> Interval | None:
    """Student's interval of the mean; ``None`` below two values."""
    return _interval(_estimators.mean_interval(values, confidence))


def skewed_interval(values: Sequence[float], confidence: float = 0.95) -> Interval | None:
    """The interval of the mean of values that may be skewed: the long tail gets the wider side. ``None`` below two values."""
    return _interval(_estimators.skewed_interval(values, confidence))


def share_interval(share: float, n: float, confidence: float = 0.95) -> Interval | None:
    """Wilson's interval of a share that was seen in `n` independent cases; ``None`` of none."""
    return _interval(_estimators.share_interval(share, n, confidence))


def paired(arm: Sequence[float], baseline: Sequence[float], confidence: float = 0.95) -> PairedDifference | None:
    """Compares ``arm[i]`` with ``baseline[i]``; ``None`` of no pairs, or where they differ in length."""
    found = _estimators.paired(arm, baseline, confidence)
    if found is None:
        return None
    n, difference, interval, unpaired, *rest = found
    return PairedDifference(n, difference, Interval(*interval), Interval(*unpaired), *rest)


def welch(first: Sequence[float], second: Sequence[float], confidence: float = 0.95) -> Difference | None:
    """The mean of the second sample less that of the first, by Welch; ``None`` if either has fewer than two values."""
    found = _estimators.welch(first, second, confidence)
    return None if found is None else Difference(found[0], Interval(*found[1]), found[2])


def holm(p_values: Sequence[Optional[float]]) -> list[Optional[float]]:
    """Holm's adjusted p-values, in the order given. A comparison without one is not counted, and stays ``None``."""
    return _estimators.holm(p_values)


def rank_correlation(x: Sequence[float], y: Sequence[float]) -> Correlation | None:
    """Spearman's rank correlation; ``None`` below four pairs, and where either has no spread."""
    found = _estimators.rank_correlation(x, y)
    return None if found is None else Correlation(*found)


def rank_index(x: Sequence[float], first: Sequence[float], second: Sequence[float], confidence: float = 0.95) -> Estimate | None:
    """The share of an outcome's variance that one input explains alone, chance apart, from draws as they come: ``x[i]`` is the input and
    ``first[i]`` and ``second[i]`` the outcome under two chances."""
    return _estimate(_estimators.rank_index(x, first, second, confidence))


def shapley(values: Sequence[float]) -> list[float] | None:
    """The Shapley value of each player, from the value of every coalition: in ``values[mask]``, bit i says that player i takes part.
    ``None`` unless there are 2ⁿ values, and above 20 players.

    >>> shapley([0, 1, 2, 5])  # two levers do 1 and 2 alone and 5 together: the extra 2 is shared
    [2.0, 3.0]
    """
    return _estimators.shapley(values)


def morris(
    walks: Iterable[tuple[Sequence[int], Sequence[float], tuple[Sequence[float], Sequence[float]]]],
    inputs: int,
    confidence: float = 0.95,
) -> list[Effects | None] | None:
    """Elementary effects of so many inputs over independent walks. A walk is: which input each step moves; by how much, as a share of its
    range; and the outcomes along it under two chances, one more than there are steps."""
    found = _estimators.morris(list(walks), inputs, confidence)
    if found is None:
        return None
    return [None if effects is None else Effects(_valued(effects[0]), *effects[1:]) for effects in found]


def sobol_design(points: int, columns: int, inputs: Sequence[Sequence[int]], seed: int, block: int = 0) -> PickFreezeDesign | None:
    """One block of points for :func:`sobol`, as quantiles from the Sobol sequence under Owen's scrambling. An input is a list of columns
    that move together. Each `block` of a `seed` is an independent scramble. ``None`` above 65 536 points, and where there is no such
    column."""
    found = _estimators.pick_freeze_design(points, columns, inputs, seed, block)
    return None if found is None else PickFreezeDesign(*found)


def sobol(
    blocks: Iterable[
        tuple[
            tuple[Sequence[float], Sequence[float]],
            tuple[Sequence[float], Sequence[float]],
            Sequence[tuple[Sequence[float], Sequence[float]]],
        ]
    ],
    confidence: float = 0.95,
) -> Indices | None:
    """First-order and total Sobol indices by pick-freeze, chance apart. A block has the outcomes at the points A, at the points B, and by
    input at the mixed points of :func:`sobol_design`; each under two chances, as a pair. ``None`` below two blocks.

    >>> def at(rows): return [2 * u[0] + u[1] for u in rows]
    >>> designs = [sobol_design(64, 2, [[0], [1]], seed=7, block=block) for block in range(16)]
    >>> blocks = [((at(d.a),) * 2, (at(d.b),) * 2, [(at(m),) * 2 for m in d.mixed]) for d in designs]
    >>> round(sobol(blocks).first[0].value, 1)
    0.8
    """
    found = _estimators.pick_freeze(list(blocks), confidence)
    if found is None:
        return None
    variance, chance, first, total, dummy = found
    return Indices(_valued(variance), _estimate(chance), [_estimate(i) for i in first], [_estimate(i) for i in total], _estimate(dummy))


def prim(inputs: Sequence[Sequence[float]], so: Sequence[bool]) -> Box | None:
    """The box of inputs in which something is most often so: ``inputs[column][draw]``, and ``so[draw]``. It is searched on the even draws
    and scored on the odd ones. ``None`` below 40 draws, and where it is so always or never on either half."""
    found = _estimators.prim(inputs, [bool(one) for one in so])
    if found is None:
        return None
    accepted, limits, searched, held_out = found
    return Box(accepted, [Interval(*ends) for ends in limits], Score(*searched), Score(*held_out))


def _interval(ends: tuple[float, float] | None) -> Interval | None:
    return None if ends is None else Interval(*ends)


def _valued(found: tuple[float, tuple[float, float]]) -> Estimate:
    return Estimate(found[0], Interval(*found[1]))


def _estimate(found: tuple[float, tuple[float, float]] | None) -> Estimate | None:
    return None if found is None else _valued(found)
