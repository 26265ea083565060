"""Communities of the spreader graph, and how sure they are; bridges between them; who stands in the middle."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.analysis.links import Floats, Graph, Ints

COMMUNITY_COLUMNS = ["community", "accounts", "posts_inside", "posts_out", "stability"]
#: Runs from other seeds that tell whether a community is there in any case.
OTHER_SEEDS, FEW_SEEDS = 9, 2
#: Of a larger graph a run takes seconds, so that only the few are made.
MANY_LINKS = 300_000
#: Share of the rank that follows links, the rest is given to everybody (Brin and Page 1998).
DAMPING = 0.85


def detected(graph: Graph, resolution: float, seed: int) -> Ints:
    """Number of each account's Leiden community, 0 = most accounts; ties by the first account.

    Parameters
    ----------
    graph : Graph of n accounts
        Links count by the square root of their posts: else two accounts that share each other hundreds of times are
        a community of their own.
    resolution : float
        Above 1 gives more and smaller communities.
    seed : int

    Returns
    -------
    array of n

    References
    ----------
    Traag et al. (2019), From Louvain to Leiden, Scientific Reports 9, 5233.
    """
    # Loads a compiled library that pages never need.
    from graspologic_native import leiden_csr

    if not graph.accounts.size:
        return np.empty(0, np.int64)
    matrix = graph.matrix(np.sqrt(graph.weight))
    _quality, found = leiden_csr(
        matrix.indptr.astype(np.int64),
        matrix.indices.astype(np.int32),
        matrix.data.astype(np.float64),
        graph.accounts.size,
        resolution=resolution,
        seed=seed,
    )
    raw = np.array([found[place] for place in range(graph.accounts.size)], dtype=np.int64)
    return ranked(raw)


def ranked(raw: Ints) -> Ints:
    """The same communities numbered by size, ties by their first account.

    >>> ranked(np.array([7, 3, 3, 5])).tolist()
    [1, 0, 0, 2]
    """
    _names, first, place, size = np.unique(raw, return_index=True, return_inverse=True, return_counts=True)
    order = np.lexsort((first, -size))
    number = np.empty(order.size, np.int64)
    number[order] = np.arange(order.size)
    return np.asarray(number[place])


def stability(community: Ints, others: list[Ints]) -> Floats:
    """How much of each community comes back from other seeds: 1 = the same accounts every time.

    For each other run the largest overlap with one of its communities, as intersection over union (Hennig 2007);
    the mean over the runs.

    >>> stability(np.array([0, 0, 0, 1]), [np.array([0, 0, 0, 1]), np.array([0, 0, 1, 1])]).round(2).tolist()
    [0.83, 0.75]
    """
    from scipy.sparse import coo_matrix  # see links.Graph.matrix

    n = int(community.max(initial=-1)) + 1
    size = np.bincount(community, minlength=n)
    found = np.zeros((len(others), n))
    for run, other in enumerate(others if n else []):
        both = coo_matrix((np.ones(community.size), (community, other))).tocsr()
        both.sum_duplicates()
        rows = np.repeat(np.arange(both.shape[0]), np.diff(both.indptr))
        union = size[rows] + np.bincount(other)[both.indices] - both.data
        np.maximum.at(found[run], rows, both.data / union)
    return np.asarray(found.mean(axis=0)) if others else np.ones(n)


def described(graph: Graph, community: Ints, others: list[Ints]) -> pd.DataFrame:
    """One row per community: accounts, posts_inside and posts_out (on links inside it and leading out), stability."""
    n = int(community.max(initial=-1)) + 1
    at_a, at_b = community[graph.a], community[graph.b]
    same = at_a == at_b
    out = np.bincount(at_a[~same], graph.weight[~same], n) + np.bincount(at_b[~same], graph.weight[~same], n)
    return pd.DataFrame(
        {
            "community": np.arange(n),
            "accounts": np.bincount(community, minlength=n),
            "posts_inside": np.bincount(at_a[same], graph.weight[same], n).astype(np.int64),
            "posts_out": out.astype(np.int64),
            "stability": stability(community, others).round(4),
        }
    )[COMMUNITY_COLUMNS]


def bridges(graph: Graph, community: Ints) -> Ints:
    """How many communities other than its own each account has links to."""
    ends = np.concatenate([graph.a, graph.b])
    far = community[np.concatenate([graph.b, graph.a])]
    away = far != community[ends]
    many = int(community.max(initial=0)) + 1
    pairs = np.unique(ends[away] * many + far[away])
    return np.asarray(np.bincount(pairs // many, minlength=graph.accounts.size))


def cores(graph: Graph) -> Ints:
    """The core of each account: in core k every account is linked with at least k others of the same core.

    References
    ----------
    Seidman (1983), Network structure and minimum degree, Social Networks 5(3).
    """
    from core.analysis import force

    matrix = graph.matrix(np.ones(graph.a.size))
    return np.asarray(force.core_numbers(matrix.indptr.astype(np.int64), matrix.indices.astype(np.int64)))


def page_rank(source: Ints, target: Ints, weight: Floats, n: int) -> Floats:
    """PageRank over directed links, from who passed on to who was passed on; sums to 1.

    An account stands high where others pass it on who are passed on a lot themselves.

    >>> page_rank(np.array([0, 0]), np.array([1, 2]), np.array([1.0, 1.0]), 3).round(3).tolist()
    [0.574, 0.213, 0.213]
    """
    from scipy.sparse import csr_matrix  # see links.Graph.matrix

    if not n:
        return np.empty(0)
    given: npt.NDArray[Any] = np.bincount(target, weight, n)
    step = csr_matrix((weight / given[target], (source, target)), shape=(n, n))
    rank, idle = np.full(n, 1 / n), given == 0
    for _round in range(100):
        fresh = DAMPING * (step @ rank + rank[idle].sum() / n) + (1 - DAMPING) / n
        if np.abs(fresh - rank).sum() < 1e-9:
            break
        rank = fresh
    return np.asarray(fresh)
