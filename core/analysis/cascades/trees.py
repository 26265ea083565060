"""Arithmetic on trees that are given as one array: the row number of every node's parent."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

#: No parent, before roots are made to name themselves.
NONE = -1
#: A time that is not known, in microseconds; also NumPy's NaT.
NO_TIME = np.iinfo(np.int64).min


class Trees(NamedTuple):
    """Root and depth of every node."""

    root: Ints
    depth: Ints


def structural_virality(parent: Ints, root: Ints, depth: Ints) -> Floats:
    """Mean distance between the posts of each tree, at the place of its root; NaN elsewhere and for single posts.

    Parameters
    ----------
    parent, root, depth : arrays of n nodes
        Row number of the parent (a root names itself) and of the root; links to the root.

    Returns
    -------
    array of n floats

    References
    ----------
    Goel et al. (2016), Management Science 62(1), equation 2.

    Examples
    --------
    A star of four posts: three pairs are one link apart and three pairs two.

    >>> structural_virality(np.array([0, 0, 0, 0]), np.array([0, 0, 0, 0]), np.array([0, 1, 1, 1]))[0]
    np.float64(1.5)
    """
    below = subtree_sizes(parent, depth)
    n = below[root].astype(float)
    crossing = np.where(depth > 0, below * (n - below), 0.0)
    total = np.bincount(root, weights=crossing, minlength=parent.size)
    size = below.astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = 2.0 * total / (size * (size - 1.0))
    return np.where((depth == 0) & (below > 1), mean, np.nan)


def without_cycles(parent: Ints, times: Ints) -> tuple[Ints, int]:
    """The links less one per circle, that of its earliest post; roots name themselves from here on."""
    up = np.where(parent == NONE, np.arange(parent.size), parent)
    own = int((parent == np.arange(parent.size)).sum())
    lost = np.flatnonzero(_lost(up))
    if not lost.size:
        return up, own
    circle = np.unique(_leap(up, lost))
    first = _earliest_of_circle(up, circle, times)
    cut = circle[first == circle]
    up[cut] = cut
    return up, own + int(cut.size)


def climb(up: Ints) -> Trees:
    """Root and depth by pointer doubling: as many rounds as the logarithm of the deepest tree."""
    depth, jump = (up != np.arange(up.size)).astype(np.int64), up
    while True:
        further = jump[jump]
        if np.array_equal(further, jump):
            return Trees(jump, depth)
        depth, jump = depth + depth[jump], further


def subtree_sizes(parent: Ints, depth: Ints) -> Ints:
    """Posts at and below each node, summed level by level from the deepest."""
    sizes = np.ones(parent.size, np.int64)
    under = np.flatnonzero(depth)
    order = under[np.argsort(-depth[under], kind="stable")]
    edges = np.flatnonzero(np.diff(depth[order])) + 1
    for level in np.split(order, edges):
        np.add.at(sizes, parent[level], sizes[level])
    return sizes


def max_breadth(trees: Trees, roots: Ints) -> Ints:
    """Most posts at one depth, per tree."""
    span = int(trees.depth.max(initial=0)) + 1
    levels, n = np.unique(trees.root * span + trees.depth, return_counts=True)
    broadest = np.zeros(trees.root.size, np.int64)
    np.maximum.at(broadest, levels // span, n)
    return np.asarray(broadest[roots])


def largest(group: Ints, values: Ints, wanted: Ints) -> Ints:
    """Largest value of each wanted group."""
    out = np.zeros(group.size, np.int64)
    np.maximum.at(out, group, values)
    return np.asarray(out[wanted])


def _lost(up: Ints) -> npt.NDArray[np.bool_]:
    """Where climbing never ends at a root."""
    top = _leap(up, np.arange(up.size))
    return np.asarray(up[top] != top)


def _leap(up: Ints, start: Ints) -> Ints:
    """Where each start stands after at least as many steps as there are nodes, or at its root."""
    jump, steps = up, 1
    while steps < up.size:
        further = jump[jump]
        if np.array_equal(further, jump):
            break
        jump, steps = further, steps * 2
    return np.asarray(jump[start])


def _earliest_of_circle(up: Ints, circle: Ints, times: Ints) -> Ints:
    """For each node of a circle, the earliest node of that circle (unknown times last)."""
    when = np.where(times[circle] == NO_TIME, np.iinfo(np.int64).max, times[circle])
    order = np.lexsort((circle, when))
    best = np.empty(circle.size, np.int64)
    best[order] = np.arange(circle.size)
    step, steps = np.searchsorted(circle, up[circle]), 1
    while steps < circle.size:
        best, step, steps = np.minimum(best, best[step]), step[step], steps * 2
    return np.asarray(circle[order[best]])
