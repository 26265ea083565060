"""Trees drawn from the posterior, and what is read off them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from .fitted import MEASURES, Calibration
from .posterior import Posterior
from .trees import Floats, Ints

#: Ranks of a 90 % interval.
TAILS = (0.05, 0.95)
#: Of more posts than this the hidden popularity is redrawn for every fifth tree only.
LARGE = 200_000
POPULARITY_TABLE = 1 << 16


class Tree(NamedTuple):
    """One drawn tree per cascade: parent, depth and posts at and below of every post; measures per cascade.

    The arrays are written anew for the next tree: copy what must stay.
    """

    parent: Ints
    depth: Ints
    below: Ints
    measures: Floats


def trees(found: Posterior, n_samples: int, seed: int) -> Iterator[Tree]:
    """Trees drawn one after the other; the same seed gives the same trees."""
    from . import loops

    f, fit = found.forest, found.fit
    rng = np.random.default_rng(seed)
    state = np.array([rng.integers(1, 2**63)], np.uint64)
    table = rng.gamma(fit.shape, size=POPULARITY_TABLE)
    growth, fade, block = loops.grown(f.t, f.offset, fit.tau)
    sums, weight = np.zeros_like(growth), np.zeros(f.t.size)
    odds, up_to = np.exp(found.eta), np.cumsum(found.chance, axis=1)
    parent, depth, below = (np.zeros(f.t.size, np.int64) for _array in range(3))
    levels = np.zeros(int(np.diff(f.offset).max(initial=0)) + 1, np.int64)
    every = 1 if f.t.size <= LARGE else 5
    for number in range(n_samples):
        if number % every == 0:
            loops.redrawn(found.plain_weight, fit.shape, found.children, found.rate, table, state, weight)
            loops.summed(f.offset, weight, growth, fade, block, sums)
        picked = (up_to < rng.random((f.cascades, 1))).sum(axis=1)
        lift = np.exp(found.shift[np.minimum(picked, found.shift.size - 1)])
        loops.drawn_tree(
            f.offset, f.known, odds, lift, fit.share, sums, fade, block, weight, fit.pair,
            found.pairs.at, found.pairs.source, state, parent,
        )  # fmt: skip
        measures = np.zeros((f.cascades, len(MEASURES)))
        loops.measured(f.t, f.offset, parent, depth, below, levels, measures)
        yield Tree(parent, depth, below, measures)


class Estimates(NamedTuple):
    """Middle and ends of a 90 % interval of every measure (columns MEASURES) for each cascade."""

    middle: Floats
    low: Floats
    high: Floats


#: Times may be nothing: they are counted from one second before.
OFFSETS = np.array([0, 0, 0, 0, 1.0, 1.0])
#: No tree is less than this: a star of the same size has structural virality near 2, and depth 1.
FLOORS = np.array([1.0, 1.0, 1.0, 1.0, 0.0, 0.0])


def estimates(values: Floats, documented: Floats, calibration: Calibration | None) -> Estimates:
    """Middle and calibrated interval from the measures of all samples (samples x cascades x measures)."""
    ends = _ranks(log_measures(values), (TAILS[0], 0.5, TAILS[1]))
    if calibration is None:
        return _from_logs(ends[1], ends[0], ends[2])
    shift, down, up = calibration.at(documented)
    certain = (documented >= 1.0)[:, None]
    shift = np.where(certain, 0.0, shift)
    middle = ends[1] + shift
    low = middle - np.where(certain, 0.0, down) * _reach(ends[1] - ends[0])
    high = middle + np.where(certain, 0.0, up) * _reach(ends[2] - ends[1])
    return _from_logs(middle, low, high)


def log_measures(values: Floats) -> Floats:
    """Logarithms of the measures; whole numbers are spread over their width, so that quantiles may lie between."""
    spread = (np.arange(len(values)) * 0.618033988749895) % 1.0 - 0.5
    whole = np.array([1.0, 0, 1.0, 0, 0, 0])
    return np.asarray(np.log(np.maximum(values + spread[:, None, None] * whole + OFFSETS, 0.5)))


def _reach(distance: Floats) -> Floats:
    """Distance of a quantile from the middle; never quite nothing, because all samples may agree and be wrong."""
    return np.maximum(distance, 0.005)


def _ranks(logs: Floats, at: tuple[float, ...]) -> Floats:
    """Quantiles over the samples; where a depth is reached in under half of the trees its time is not known."""
    missing = np.isnan(logs)
    filled = np.sort(np.where(missing, 1e300, logs), axis=0)
    count = len(logs) - missing.sum(axis=0)
    places = np.stack([np.maximum((count - 1) * share, 0) for share in at])
    low = np.floor(places).astype(int)
    first = np.take_along_axis(filled, low, axis=0)
    second = np.take_along_axis(filled, np.minimum(low + 1, np.maximum(count - 1, 0)), axis=0)
    out = np.where(count > 0, first + np.where(second > first, second - first, 0.0) * (places - low), np.nan)
    return np.where(count >= max(len(logs) / 2, 1), out, np.nan)


def _from_logs(middle: Floats, low: Floats, high: Floats) -> Estimates:
    ends = [np.exp(part) - OFFSETS for part in (middle, low, high)]
    middle, low, high = (np.maximum(part, FLOORS) for part in ends)
    return Estimates(middle, np.minimum(low, middle), np.maximum(high, middle))
