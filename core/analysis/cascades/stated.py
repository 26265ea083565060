"""From posts to their cascades: stated evidence first, then the star."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from core.i18n import _
from core.params import param

from .chained import follow_chains
from .trees import NO_TIME, NONE, Floats, Ints, Trees, climb, largest, max_breadth, structural_virality, without_cycles

#: Platforms on which a share names the post it was really taken from; elsewhere it names only the root.
STATED_SHARES = {"telegram": "forward", "bluesky": "via"}
SOURCES = ("reply", "quote", "forward", "via", "chain", "rt_chain", "star")
CASCADE_COLUMNS = (
    "root_no root_key platform account_no started_at ended_at size accounts depth max_breadth duration_s "
    "structural_virality documented_share languages root_seen"
).split()


@dataclass(frozen=True)
class Params:
    """What may be chosen about the reconstruction."""

    clock_skew_s: float = param(
        1.0,
        unit="s",
        low=0.0,
        high=3600.0,
        help="A parent may be later than its child by at most this much; a larger contradiction breaks the link.",
        source="Clocks of one platform agree to the second; times are often cut to whole seconds.",
    )


@dataclass(frozen=True)
class Stated:
    """Cascades, their links, and how many statements could not be followed."""

    cascades: pd.DataFrame
    links: pd.DataFrame
    late_parents_broken: int
    cycles_broken: int
    unseen_roots: int


class _Statements(NamedTuple):
    """Which post stands under which, as row numbers of one node list (the posts, then unseen roots)."""

    parent: Ints
    source: npt.NDArray[np.int8]
    unseen_keys: list[str]


def stated(posts: pd.DataFrame, params: Params | None = None) -> Stated:
    """The cascades of a case: stated evidence first, then the star.

    A reply hangs under the post it answers and a quote under the post it quotes. A share hangs under the post
    that the platform names: the true one on Telegram and Bluesky, only the root elsewhere (``star``), unless its text
    carries the path (``chain``, ``rt_chain``).
    A parent that is not in the data stands as an unseen root: its key is known, everything else is null.

    Parameters
    ----------
    posts : DataFrame of n primary and included posts
        ``post_no``, ``post_key``, ``platform``, ``account_no``, ``posted_at`` (UTC), ``kind``, ``share_of``,
        ``quote_of``, ``reply_to`` (post keys or null), ``lang``. Keys are unique. Optional ``text``, ``handle`` and
        ``name``, null where no text of the cascade carries a chain.
    params : Params, optional
        ``clock_skew_s`` in seconds.

    Returns
    -------
    Stated
        ``cascades``: one row per tree of two or more posts. ``size`` counts the root also where it was not seen;
        ``duration_s`` in seconds; ``languages`` by falling frequency, ``und`` for unknown ones.
        ``links``: one row per post under a parent. ``p`` is 1 where the parent is stated, how sure a chain is, and null
        where the platform names only the root: how likely the star is the true path is not known.

    Raises
    ------
    KeyError
        If a column is missing.

    Notes
    -----
    Structural virality is the mean distance between all pairs of posts of a tree,
    2 / (n (n - 1)) * sum of s (n - s) over the subtree sizes s: O(n). Compare it only at similar size and equal
    ``documented_share``: the star makes every tree look flatter than it was.

    References
    ----------
    Goel, Anderson, Hofman, Watts (2016), The structural virality of online diffusion, Management Science 62(1).
    Juul, Ugander (2021), Comparing information diffusion mechanisms by matching on cascade size, PNAS 118(46).

    Examples
    --------
    >>> posts = pd.DataFrame({
    ...     "post_no": [0, 1, 2], "post_key": ["x:1", "x:2", "x:3"], "platform": "x", "account_no": [7, 8, 9],
    ...     "posted_at": pd.to_datetime(["2020-02-07 16:00", "2020-02-07 16:05", "2020-02-07 17:00"], utc=True),
    ...     "kind": ["original", "share", "quote"], "share_of": [None, "x:1", None], "quote_of": [None, None, "x:2"],
    ...     "reply_to": [None, None, None], "lang": ["en", "en", "fr"]})
    >>> found = stated(posts)
    >>> found.cascades[["root_key", "size", "depth", "duration_s", "documented_share", "languages"]].to_dict("records")
    [{'root_key': 'x:1', 'size': 3, 'depth': 2, 'duration_s': 3600.0, 'documented_share': 0.5, 'languages': 'en,fr'}]
    >>> found.links[["post_no", "parent_no", "depth", "source", "p"]].to_dict("records")
    [{'post_no': 1, 'parent_no': 0, 'depth': 1, 'source': 'star', 'p': nan}, \
{'post_no': 2, 'parent_no': 1, 'depth': 2, 'source': 'quote', 'p': 1.0}]
    """
    return state(posts, params or Params()).stated


class Statement(NamedTuple):
    """What is stated, by row of one node list: the posts, then the roots that are not in the data.

    ``child`` are the rows of ``stated.links``, ``parent`` names itself at a root, ``source`` is a place in SOURCES.
    """

    stated: Stated
    parent: Ints
    root: Ints
    source: npt.NDArray[np.int8]
    times: Ints
    child: Ints
    unseen_keys: list[str]


def state(posts: pd.DataFrame, params: Params) -> Statement:
    """The stated cascades together with the arrays they were made of."""
    times = _microseconds(posts["posted_at"])
    said = _statements(posts)
    parent, late = _without_late_parents(said.parent, times, int(params.clock_skew_s * 1e6))
    parent, sure = follow_chains(posts, parent, said.source, times, SOURCES)
    parent, cycles = without_cycles(parent, times)
    trees = climb(parent)
    cascades = _cascades(posts, parent, said, trees, times)
    links = _links(posts, parent, said, trees, sure)
    found = Stated(cascades, links, late, cycles, int((~cascades["root_seen"]).sum()))
    everyone = np.append(times, np.full(len(said.unseen_keys), NO_TIME))
    child = np.flatnonzero(trees.depth)
    return Statement(found, parent, trees.root, said.source, everyone, child, said.unseen_keys)


def method() -> str:
    """What the reconstruction does and does not know, for the line under a figure."""
    return _(
        "A reply hangs under the post it answers, a quote under the post it quotes. Most platforms link a share only "
        "to the root, not to the post where the account saw it; such links are drawn as a star and marked as such."
    )


def _microseconds(times: pd.Series) -> Ints:
    """Microseconds since 1970 in UTC; NO_TIME where the time is not known."""
    stamps = pd.to_datetime(times, utc=True).dt.tz_localize(None)
    return np.asarray(stamps.to_numpy().astype("datetime64[us]").astype(np.int64))


def _statements(posts: pd.DataFrame) -> _Statements:
    """Parent of every node as its row number; unseen parents get rows after the posts."""
    key, source = _stated_keys(posts)
    row = pc.index_in(key, value_set=_strings(posts["post_key"]))
    unseen = pc.dictionary_encode(pc.if_else(pc.is_null(row), key, pa.scalar(None, pa.string())))
    unseen_row = pc.add(unseen.indices.cast(pa.int64()), len(posts))
    parent = pc.coalesce(row.cast(pa.int64()), unseen_row, pa.scalar(NONE, pa.int64()))
    roots = len(unseen.dictionary)
    under = np.concatenate([parent.to_numpy(zero_copy_only=False), np.full(roots, NONE)])
    sources = np.concatenate([source, np.full(roots, NONE, np.int8)])
    return _Statements(under.astype(np.int64), sources, unseen.dictionary.to_pylist())


def _stated_keys(posts: pd.DataFrame) -> tuple[pa.Array, npt.NDArray[np.int8]]:
    """The parent's key that each post states, and how it is known (place in SOURCES)."""
    share, quote, reply = (_strings(posts[name]) for name in ("share_of", "quote_of", "reply_to"))
    # A share of a quoting post carries that post's quote_of too: what was passed on is the share's own object.
    shared = pc.fill_null(pc.and_(pc.equal(_strings(posts["kind"]), "share"), pc.is_valid(share)), False)
    key = pc.if_else(shared, share, pc.coalesce(reply, quote, share))
    rank = pc.if_else(pc.is_valid(reply), 0, pc.if_else(pc.is_valid(quote), 1, NONE))
    source = pc.if_else(shared, NONE, rank).to_numpy(zero_copy_only=False).astype(np.int8)
    by_share = (source == NONE) & pc.is_valid(key).to_numpy(zero_copy_only=False)
    platform = posts["platform"].map({p: SOURCES.index(s) for p, s in STATED_SHARES.items()})
    named = platform.fillna(SOURCES.index("star")).to_numpy(np.int8)
    return key, np.where(by_share, named, source)


def _strings(column: pd.Series) -> pa.Array:
    array = pa.array(column, type=pa.string(), from_pandas=True)
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def _without_late_parents(parent: Ints, times: Ints, skew_us: int) -> tuple[Ints, int]:
    """The links less those whose parent is later than its child; unknown times contradict nothing."""
    child = np.flatnonzero((parent != NONE) & (parent < times.size))
    above = parent[child]
    known = (times[child] != NO_TIME) & (times[above] != NO_TIME)
    late = child[known & (times[above] > times[child] + skew_us)]
    kept = parent.copy()
    kept[late] = NONE
    return kept, int(late.size)


def _links(posts: pd.DataFrame, parent: Ints, said: _Statements, trees: Trees, sure: Floats) -> pd.DataFrame:
    """One row per post under a parent."""
    child = np.flatnonzero(trees.depth)
    numbers = _with_unseen(posts["post_no"], len(said.unseen_keys))
    source = said.source[child]
    return pd.DataFrame(
        {
            "root_no": numbers.iloc[trees.root[child]].array,
            "post_no": numbers.iloc[child].array,
            "parent_no": numbers.iloc[parent[child]].array,
            "depth": trees.depth[child].astype(np.int32),
            "source": pd.Series(pd.Categorical.from_codes(source, list(SOURCES))).astype("str"),
            "p": np.where(source == SOURCES.index("star"), np.nan, sure[child]),
        }
    )


def _with_unseen(numbers: pd.Series, unseen: int) -> pd.Series:
    """Numbers of the posts, then a null for each unseen root."""
    return pd.concat([numbers.astype("Int64"), pd.Series([pd.NA] * unseen, dtype="Int64")], ignore_index=True)


def _cascades(posts: pd.DataFrame, parent: Ints, said: _Statements, trees: Trees, times: Ints) -> pd.DataFrame:
    """One row per tree of two posts or more, in the order of the roots."""
    size = np.bincount(trees.root, minlength=parent.size)
    roots = np.flatnonzero((size > 1) & (trees.depth == 0))
    unseen = len(said.unseen_keys)
    keys = pd.concat([posts["post_key"].astype("str"), pd.Series(said.unseen_keys, dtype="str")], ignore_index=True)
    started, ended = _period(trees.root, times, roots)
    frame = pd.DataFrame(
        {
            "root_no": _with_unseen(posts["post_no"], unseen).iloc[roots].array,
            "root_key": keys.iloc[roots].array,
            "platform": _platforms(posts["platform"], trees.root, roots),
            "account_no": _with_unseen(posts["account_no"], unseen).iloc[roots].array,
            "started_at": started,
            "ended_at": ended,
            "size": size[roots],
            "accounts": _distinct_accounts(posts["account_no"], trees.root, roots),
            "max_breadth": max_breadth(trees, roots),
            "depth": largest(trees.root, trees.depth, roots),
            "duration_s": (ended - started).total_seconds(),
            "structural_virality": structural_virality(parent, trees.root, trees.depth)[roots],
            "documented_share": _documented(said.source, trees, roots),
            "languages": _languages(posts["lang"], trees.root, roots),
            "root_seen": roots < len(posts),
        }
    )
    return frame[CASCADE_COLUMNS]


def _period(root: Ints, times: Ints, roots: Ints) -> tuple[pd.DatetimeIndex, pd.DatetimeIndex]:
    """First and last known time of each tree."""
    known = np.flatnonzero(times != NO_TIME)
    first, last = np.full(root.size, np.iinfo(np.int64).max), np.full(root.size, NO_TIME)
    np.minimum.at(first, root[known], times[known])
    np.maximum.at(last, root[known], times[known])
    first[last == NO_TIME] = NO_TIME
    return _moments(first[roots]), _moments(last[roots])


def _moments(us: Ints) -> pd.DatetimeIndex:
    return pd.DatetimeIndex(us.astype("datetime64[us]")).tz_localize("UTC")


def _platforms(platform: pd.Series, root: Ints, roots: Ints) -> pd.Series:
    """Platform of each tree, read off one of its seen posts."""
    seen = np.zeros(root.size, np.int64)
    seen[root[: len(platform)]] = np.arange(len(platform))
    return platform.iloc[seen[roots]].reset_index(drop=True)


def _distinct_accounts(account_no: pd.Series, root: Ints, roots: Ints) -> Ints:
    """Distinct known accounts per tree."""
    known = account_no.notna().to_numpy()
    account = account_no[known].to_numpy(np.int64)
    span = int(account.max(initial=0)) + 1
    pairs = pd.unique(root[: known.size][known] * span + account)  # hashed: NumPy's own took five times as long
    return np.asarray(np.bincount(pairs // span, minlength=root.size)[roots])


def _documented(source: npt.NDArray[np.int8], trees: Trees, roots: Ints) -> Floats:
    """Share of links whose parent is stated."""
    linked = trees.depth > 0
    stated = linked & (source != SOURCES.index("star"))
    n = trees.root.size
    all_links = np.bincount(trees.root[linked], minlength=n)[roots]
    return np.asarray(np.bincount(trees.root[stated], minlength=n)[roots] / all_links)


def _languages(lang: pd.Series, root: Ints, roots: Ints) -> pd.Series:
    """Comma list of languages by falling frequency, ties by code."""
    codes, names = pd.factorize(lang.astype("str").fillna("und"), sort=True)
    span = max(len(names), 1)
    pairs, n = np.unique(root[: codes.size] * span + codes, return_counts=True)
    order = np.lexsort((pairs % span, -n, pairs // span))
    owner = pairs[order] // span
    starts = np.flatnonzero(np.diff(owner, prepend=-1))
    codes_in_order = pa.array(pairs[order] % span).cast(pa.int32())
    words = pa.DictionaryArray.from_arrays(codes_in_order, pa.array(names, pa.string())).cast(pa.string())
    lists = pa.ListArray.from_arrays(pa.array(np.append(starts, owner.size), pa.int32()), words)
    joined = pd.Series(pc.binary_join(lists, ",").to_numpy(zero_copy_only=False), index=owner[starts], dtype="str")
    return joined.reindex(roots).reset_index(drop=True)
