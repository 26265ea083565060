"""Trees drawn from the posterior, and what is read off them."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np

from .fitted import MEASURES, Calibration
from .forest import Array, Forest
from .posterior import Posterior
from .trees import Floats

Look = TypeVar("Look")

#: Ranks of a 90 % interval.
TAILS = (0.05, 0.95)
#: Where a cascade has more posts than this, the hidden popularity is redrawn for every fourth tree only.
LARGE, TOGETHER = 20_000, 4
POPULARITY_TABLE = 1 << 16
#: Bins of waiting time: the kernel halves from one to the next. Beyond the last of them all posts are one bin.
MOST_BINS = 48
#: Trees are drawn by so many threads at most.
MOST_THREADS = 4


class Tree(NamedTuple):
    """One drawn tree per cascade: parent and posts at and below of every post; per cascade its measures and the posts
    at each depth.

    The arrays are written anew for the next tree: copy what must stay.
    """

    parent: Array
    below: Array
    measures: Floats
    breadth: Array


class Scratch:
    """Memory to measure the trees of a forest in."""

    def __init__(self, forest: Forest) -> None:
        from .loops import DEEPEST

        self.forest = forest
        self.depth, self.below = np.zeros(forest.t.size, np.int32), np.zeros(forest.t.size, np.int32)
        self.levels = np.zeros(int(np.diff(forest.offset).max(initial=0)) + 1, np.int32)
        self.measures = np.zeros((forest.cascades, len(MEASURES)))
        self.breadth = np.zeros((forest.cascades, DEEPEST + 1), np.int32)

    def measure(self, parent: Array) -> Tree:
        """The tree of each cascade as the parents give it (places in the forest)."""
        from .loops import measured

        parent = np.ascontiguousarray(parent, np.int32)
        f = self.forest
        measured(f.t, f.offset, parent, self.depth, self.below, self.levels, self.breadth, self.measures)
        return Tree(parent, self.below, self.measures, self.breadth)


@dataclass(frozen=True)
class _Source:
    """What all trees of one posterior are drawn from."""

    found: Posterior
    low: Array
    bins: Bins
    table: Floats
    odds: Floats
    up_to: Floats
    known: Array
    extra_from: Array
    together: int

    @classmethod
    def of(cls, found: Posterior, seed: int) -> _Source:
        from .drawing import windows

        f, fit = found.forest, found.fit
        lags = bins(fit.share, fit.tau, float(f.t.max(initial=0.0)))
        return cls(
            found, windows(f.t, f.offset, lags.edge[1:]), lags,
            np.random.default_rng(seed).gamma(fit.shape, size=POPULARITY_TABLE), np.exp(found.eta),
            np.cumsum(found.chance, axis=1), f.known.astype(np.int32), found.pairs.source.astype(np.int32),
            TOGETHER if np.diff(f.offset).max(initial=0) > LARGE else 1,
        )  # fmt: skip

    def group(self, number: int, n: int, seed: int, run: Floats, index: Array, parent: Array) -> None:
        """Draw ``n`` trees of the same hidden popularity into ``parent``."""
        from . import drawing

        found, f, fit = self.found, self.found.forest, self.found.fit
        rng = np.random.default_rng([seed, number])
        state = np.array([rng.integers(1, 2**63)], np.uint64)
        drawing.redrawn(f.offset, found.plain_weight, fit.shape, found.children, found.rate, self.table, state, run)
        drawing.indexed(f.offset, run, index)
        picked = (self.up_to[None, :, :] < rng.random((n, f.cascades, 1))).sum(axis=2)
        lift = np.exp(found.shift[np.minimum(picked, found.shift.size - 1)])
        drawing.drawn(
            f.offset, self.known, self.odds, lift, self.low, *self.bins, np.stack([fit.share, fit.tau]), run, index,
            fit.pair, found.pairs.at, self.extra_from, state, parent[:n],
        )  # fmt: skip


def trees(found: Posterior, n_samples: int, seed: int, look: Callable[[Tree], Look]) -> list[Look]:
    """What ``look`` reads off each of the drawn trees; the same seed gives the same trees, on any number of threads."""
    source = _Source.of(found, seed)
    numbers = range(-(-n_samples // source.together))
    threads = max(1, min(os.cpu_count() or 1, MOST_THREADS, len(numbers)))

    def strand(chosen: range) -> list[Look]:
        f = found.forest
        scratch, run, index = Scratch(f), np.column_stack([f.t, f.t]), np.zeros(f.t.size, np.int32)
        parent, seen = np.zeros((source.together, f.t.size), np.int32), []
        for number in chosen:
            n = min(source.together, n_samples - number * source.together)
            source.group(number, n, seed, run, index, parent)
            seen += [look(scratch.measure(tree)) for tree in parent[:n]]
        return seen

    cuts = [len(numbers) * k // threads for k in range(threads + 1)]
    strands = [numbers[a:b] for a, b in zip(cuts[:-1], cuts[1:], strict=True)]
    if threads == 1:
        return strand(numbers)
    with ThreadPoolExecutor(threads) as pool:
        return [one for part in pool.map(strand, strands) for one in part]


class Bins(NamedTuple):
    """Ends of the bins of waiting time (s), and the kernel and its slope there."""

    edge: Floats
    height: Floats
    slope: Floats


def bins(share: Floats, tau: Floats, longest: float) -> Bins:
    """Bins of waiting time up to the longest.

    >>> found = bins(np.array([1.0]), np.array([60.0]), 100.0)
    >>> found.edge.round(1).tolist(), found.height.round(3).tolist()
    ([0.0, 41.6, 83.2, 124.8], [1.0, 0.5, 0.25, 0.125])
    """
    edge = [0.0]
    while len(edge) == 1 or (edge[-1] < longest and len(edge) < MOST_BINS):
        edge.append(_falls_to((share * np.exp(-edge[-1] / tau)).sum() / 2, share, tau))
    if edge[-1] < longest:
        edge[-1] = longest * 1.001
    parts = share * np.exp(-np.array(edge)[:, None] / tau)
    return Bins(np.array(edge), parts.sum(axis=1), -(parts / tau).sum(axis=1))


def _falls_to(value: float, share: Floats, tau: Floats) -> float:
    """When the kernel has fallen to a value, by halving."""
    low, high = 0.0, float(tau.max()) * 800.0
    for _step in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if (share * np.exp(-middle / tau)).sum() > value else (low, middle)
    return high


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
