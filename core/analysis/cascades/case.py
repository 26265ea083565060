"""The cascades of a case: what the posts state, and how far the true paths may lie from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from .fitted import MEASURES, fitted
from .forest import Array, Forest, plant
from .posterior import Posterior, likeliest, posterior
from .read import follower_counts, text_lengths
from .samples import Scratch, Tree, estimates, trees
from .stated import SOURCES, Params, Stated, Statement, state
from .trees import NONE, Floats, Ints
from .watch import Seen, Watch

#: Posts that are worked on at once, and trees drawn of each cascade; of very large cases fewer.
PART = 30_000
TREES, FEW_TREES = 60, 24
MANY_POSTS = 600_000
#: Measures of a cascade that are stored with an interval.
STORED = ("depth", "max_breadth", "structural_virality")


@dataclass(frozen=True)
class CaseCascades:
    """Frames in the columns of the tables cascades, cascade_links, cascade_breadth and cascade_influence."""

    cascades: pd.DataFrame
    links: pd.DataFrame
    breadth: pd.DataFrame
    influence: pd.DataFrame
    stated: Stated


class _Woods(NamedTuple):
    """Whole cascades, and the groups of shares of one post in which parents are inferred; places of the latter."""

    whole: Forest
    groups: Forest
    place: Ints


def of_case(
    posts: pd.DataFrame,
    params: Params | None = None,
    seed: int = 0,
    done: Callable[[float], None] = lambda _share: None,
) -> CaseCascades:
    """All cascades of a case with what is stated, and intervals for what the platforms leave open.

    ``posts`` as in ``stated``; ``done`` is told what share of them is worked on.

    Shares of one post whose platform names only that post may have passed on one another:
    among them a posterior gives the likeliest parent, and drawn trees the intervals.
    """
    told = state(posts, params or Params())
    whole = _whole(posts, told)
    numbers = posts["post_no"]
    del posts  # their keys are large, and the caller keeps none
    star = told.source[whole.row] == SOURCES.index("star")
    intervals = np.full((whole.cascades, len(STORED), 2), np.nan)
    likely = _Likely(*(np.full(told.parent.size, fill) for fill in (NONE, np.nan, np.nan)))
    frames: list[tuple[pd.DataFrame, pd.DataFrame]] = []
    n = FEW_TREES if whole.t.size > MANY_POSTS else TREES
    for first, part in whole.parts(PART):
        cut = slice(int(whole.offset[first]), int(whole.offset[first]) + part.t.size)
        drawn = _part(part, star[cut], n, seed + first, likely)
        intervals[first : first + part.cascades] = drawn[0]
        frames.append(
            (drawn[1].assign(cascade=drawn[1]["cascade"] + first), drawn[2].assign(cascade=drawn[2]["cascade"] + first))
        )
        done(cut.stop / whole.t.size)
    return _as_tables(numbers, told, whole, intervals, likely, frames)


class _Likely(NamedTuple):
    """By row: the likeliest parent, its probability, and the probability of the post that the platform names."""

    parent: Ints
    p: Floats
    root_p: Floats


def _whole(posts: pd.DataFrame, told: Statement) -> Forest:
    """The cascades of two posts and more, with every link that is stated or that the platform gives."""
    size = np.bincount(told.root, minlength=told.root.size)
    nodes = np.flatnonzero(size[told.root] > 1)
    place = np.full(told.root.size, NONE)
    place[nodes] = np.arange(nodes.size)
    is_root = told.root[nodes] == nodes
    order = np.cumsum(np.bincount(told.root[nodes][is_root], minlength=told.root.size) > 0) - 1
    parent = np.where(is_root, NONE, place[told.parent[nodes]])
    author = np.full(told.root.size, NONE)
    author[: len(posts)] = posts["account_no"].fillna(NONE).to_numpy(np.int64)
    ids = pd.concat([posts["post_key"], pd.Series(told.unseen_keys, dtype="str")], ignore_index=True)
    blank = np.full(nodes.size, np.nan)
    if "text" in posts:
        blank = np.append(text_lengths(posts["text"]), np.full(len(told.unseen_keys), np.nan))[nodes]
    forest = plant(order[told.root[nodes]], is_root, told.times[nodes], parent, author[nodes], blank, ids.iloc[nodes])
    followers = np.full(told.root.size, np.nan)
    if "author_followers" in posts:
        followers[: len(posts)] = follower_counts(posts["author_followers"])
    return replace(forest, row=nodes[forest.row], followers=followers[nodes][forest.row])


def _part(whole: Forest, star: Array, n: int, seed: int, likely: _Likely) -> tuple[Floats, pd.DataFrame, pd.DataFrame]:
    """Intervals of one part of the cascades, with breadth by depth and the leading posts."""
    groups, place = _groups(whole, star)
    found = posterior(groups, fitted(False)[0]) if groups.cascades else None
    watch = Watch(whole, _subtrees(whole))
    if found is None:
        seen = [watch.see(Scratch(whole).measure(whole.known))]
    else:
        _keep_likely(found, place, whole, likely)
        inner = np.flatnonzero(~groups.is_root)
        known, narrow = whole.known.astype(np.int32), place.astype(np.int32)
        of_inner = narrow[inner]

        def look(tree: Tree) -> Seen:
            parent = known.copy()
            parent[of_inner] = narrow[tree.parent[inner]]
            return watch.see(Scratch(whole).measure(parent))

        seen = trees(found, n, seed, look)
    documented = 1.0 - np.add.reduceat(star, whole.offset[:-1]) / np.maximum(np.diff(whole.offset) - 1, 1)
    ends = estimates(np.stack([one.measures for one in seen]), documented, fitted(False)[1])
    columns = [MEASURES.index(name) for name in STORED]
    return (
        np.stack([ends.low[:, columns], ends.high[:, columns]], axis=2),
        watch.breadth_frame(seen),
        watch.influence_frame(seen),
    )


def _groups(whole: Forest, star: Array) -> tuple[Forest, Ints]:
    """Shares that name one and the same post, with that post as their root; and their places among the whole."""
    shares = np.flatnonzero(star)
    named = whole.known[shares]
    count = np.bincount(named, minlength=whole.t.size)
    shares = shares[count[named] > 1]
    named = whole.known[shares]
    roots = np.unique(named)
    group = np.append(np.searchsorted(roots, named), np.arange(roots.size))
    posts = np.append(shares, roots)
    order = np.lexsort((posts, np.append(np.ones(shares.size), np.zeros(roots.size)), group))
    place = posts[order]
    offset = np.append(np.flatnonzero(np.diff(group[order], prepend=-1)), place.size).astype(np.int64)
    t = whole.t[place]
    t = np.maximum(t - np.repeat(t[offset[:-1]], np.diff(offset)), 0.0)
    unknown = np.full(place.size, NONE)
    silent = np.full(place.size, np.nan)
    return Forest(place, t, offset, unknown, whole.author[place], silent, whole.followers[place]), place


def _keep_likely(found: Posterior, place: Ints, whole: Forest, likely: _Likely) -> None:
    first, p, _second, _p_second = likeliest(found)
    shares = np.flatnonzero(~found.forest.is_root)
    rows = whole.row[place[shares]]
    likely.parent[rows] = whole.row[place[first[shares]]]
    likely.p[rows], likely.root_p[rows] = p[shares], found.root_p[shares]


def _subtrees(whole: Forest) -> Floats:
    """Posts below each post as the stated links and the platform give them."""
    return np.asarray(Scratch(whole).measure(whole.known).below - 1.0, np.float64)


def _as_tables(
    numbers: pd.Series[Any], told: Statement, whole: Forest, intervals: Floats, likely: _Likely,
    frames: list[tuple[pd.DataFrame, pd.DataFrame]],
) -> CaseCascades:  # fmt: skip
    number = pd.concat([numbers.astype("Int64"), pd.Series([pd.NA] * len(told.unseen_keys), dtype="Int64")])
    number = number.reset_index(drop=True)
    cascades, links = told.stated.cascades.copy(), told.stated.links.copy()
    for k, name in enumerate(STORED):
        stated = cascades[name].to_numpy(float)
        ends = intervals[:, k] if name == "structural_virality" else np.rint(intervals[:, k])
        cascades[f"{name}_low"], cascades[f"{name}_high"] = np.fmin(ends[:, 0], stated), np.fmax(ends[:, 1], stated)
    child = told.child
    parent = likely.parent[child]
    links["likely_no"] = (
        number.iloc[np.where(parent == NONE, 0, parent)].where(parent != NONE, pd.NA).array if len(number) else []
    )
    links["likely_p"], links["root_p"] = likely.p[child], likely.root_p[child]
    breadth, influence = (pd.concat([f[k] for f in frames] or [pd.DataFrame()], ignore_index=True) for k in (0, 1))
    roots = number.iloc[whole.row[whole.offset[:-1]]].reset_index(drop=True)
    if len(breadth):
        breadth.insert(0, "root_no", roots.iloc[breadth["cascade"]].array)
        breadth = breadth[breadth["root_no"].notna()].drop(columns="cascade")
    if len(influence):
        influence.insert(0, "root_no", roots.iloc[influence["cascade"]].array)
        influence["post_no"] = number.iloc[whole.row[influence["post"]]].array
        influence = influence[influence["root_no"].notna()].drop(columns=["cascade", "post"])
    return CaseCascades(cascades, links, breadth, influence, told.stated)
