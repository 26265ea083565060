"""Who is linked with whom in a view: one row for each pair of accounts, read once and kept as arrays.

Of a view without a filter the pairs are read from what was counted at the build, of any other from its posts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.store.db import Store
from core.store.queries.view import View

#: ``Pairs.first_s`` of a pair that no time is known of.
NO_TIME = np.iinfo(np.int64).max
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Cut:
    """Which part of the graph is drawn.

    ``kinds`` of link, fewest posts per link, at most so many units and links; ``collapse``: every community but those
    ``opened`` stands as one unit.
    """

    kinds: tuple[str, ...] = ("share",)
    least: int = 1
    most: int = 10_000
    most_links: int = 50_000
    collapse: bool = False
    opened: tuple[int, ...] = ()


_KINDS = "SELECT kind, count(*) AS links, sum(n)::BIGINT AS posts FROM graph_links GROUP BY kind"


def link_kinds(store: Store) -> dict[str, int]:
    """How many links of each kind the case has."""
    found = store.frame(_KINDS)
    return {str(kind): int(links) for kind, links in zip(found["kind"], found["links"], strict=True)}


_STORED = """
WITH linked AS (
    SELECT source_no, target_no, kind, n, first_at, last_at FROM graph_links WHERE list_contains($link_kinds, kind)
)"""
# Of one kind there is one row per pair of accounts: grouping millions of them would give the same rows.
_SINGLE = """
WITH pairs AS (
    SELECT source_no, target_no, n::BIGINT AS n, first_at, kind = 'likely' AS inferred, kind IN ('same_link', 'tie') AS mutual
    FROM graph_links WHERE list_contains($link_kinds, kind) AND n >= $least
)"""
_LIVE = """
WITH seen AS MATERIALIZED (
    SELECT post_no, account_no, source_account_no, kind, posted_at
    FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
    WHERE account_no IS NOT NULL
), here AS (SELECT DISTINCT account_no FROM seen WHERE list_has_any($link_kinds, ['same_link', 'tie'])
), linked AS (
    SELECT source_account_no AS source_no, account_no AS target_no, kind, count(*) AS n, min(posted_at) AS first_at,
        max(posted_at) AS last_at
    FROM seen WHERE source_account_no <> account_no AND list_contains($link_kinds, kind) GROUP BY ALL
    UNION ALL
    SELECT m.account_no, s.account_no, 'mention', count(*), min(s.posted_at), max(s.posted_at)
    FROM seen s JOIN mentioned m USING (post_no) WHERE list_contains($link_kinds, 'mention') GROUP BY ALL
    UNION ALL
    SELECT p.account_no, s.account_no, 'likely', count(*), min(s.posted_at), max(s.posted_at)
    FROM seen s JOIN cascade_links l USING (post_no) JOIN posts p ON p.post_no = l.likely_no
    WHERE list_contains($link_kinds, 'likely') AND p.account_no <> s.account_no GROUP BY ALL
    UNION ALL
    SELECT source_no, target_no, kind, n, first_at, last_at FROM graph_links
    WHERE kind IN ('same_link', 'tie') AND list_contains($link_kinds, kind)
        AND source_no IN (FROM here) AND target_no IN (FROM here) AND NOT coalesce(first_at >= $until, false)
)"""
_PAIRS = """, pairs AS MATERIALIZED (
    SELECT source_no, target_no, sum(n)::BIGINT AS n, min(first_at) AS first_at,
        bool_and(kind = 'likely') AS inferred, bool_and(kind IN ('same_link', 'tie')) AS mutual
    FROM linked GROUP BY ALL HAVING sum(n) >= $least
)"""
#: Every link of these kinds, stored or from the posts of the view.
LINKED = (_STORED, _LIVE)
#: How the pairs of accounts are found: stored and of one kind, stored, or from the posts of the view.
PAIRS = (_SINGLE, _STORED + _PAIRS, _LIVE + _PAIRS)
_READ = tuple(
    found
    + """
SELECT source_no, target_no, n::INTEGER AS n, coalesce(epoch(first_at)::BIGINT, 9223372036854775807) AS first_s, inferred, mutual
FROM pairs
"""
    for found in PAIRS
)


def way(view: View, cut: Cut) -> int:
    """Which of ``PAIRS`` finds the links."""
    return 2 if not view.filters.is_empty else len(cut.kinds) > 1


def asked_of(view: View, cut: Cut) -> dict[str, object]:
    """The parameters of a query that begins with one of ``PAIRS``."""
    params = {} if view.filters.is_empty else view.params
    return {**params, "link_kinds": list(cut.kinds), "least": cut.least}


@dataclass(frozen=True)
class Pairs:
    """Pairs of linked accounts, each array of shape (pairs,): ``source`` (account_no of who was passed on), ``target``,
    ``n`` (distinct posts), ``first_s`` (seconds since 1970, ``NO_TIME`` where not known), ``inferred`` (only likely
    parents), ``mutual`` (links or objects in common, without direction). 22 bytes a pair.
    """

    source: npt.NDArray[np.int32]
    target: npt.NDArray[np.int32]
    n: npt.NDArray[np.int32]
    first_s: Ints
    inferred: Bools
    mutual: Bools

    def __len__(self) -> int:
        """How many pairs there are."""
        return len(self.source)


def pairs(store: Store, view: View, cut: Cut) -> Pairs:
    """The pairs of the view with a link of these ``kinds`` and at least ``least`` posts."""
    found = store.frame(_READ[way(view, cut)], asked_of(view, cut))
    source, target, n = (found[name].to_numpy(dtype=np.int32) for name in ("source_no", "target_no", "n"))
    inferred, mutual = (found[name].to_numpy(dtype=np.bool_) for name in ("inferred", "mutual"))
    return Pairs(source, target, n, found["first_s"].to_numpy(dtype=np.int64), inferred, mutual)


def linked(among: Pairs) -> pd.DataFrame:
    """Every account with a link, in the order of account_no: account_no, received (posts by which others passed it on),
    received_from (so many others), passed_on, passed_on_of (the other way round); 20 bytes each.
    """
    size = int(max(among.source.max(initial=-1), among.target.max(initial=-1))) + 1
    source, target, n = among.source, among.target, among.n
    if among.mutual.any():
        source, target, n = (part[~among.mutual] for part in (source, target, n))
    seen = np.zeros(size, dtype=np.bool_)
    seen[among.source] = seen[among.target] = True
    counted = {
        "received": np.bincount(source, n, size),
        "received_from": np.bincount(source, minlength=size),
        "passed_on": np.bincount(target, n, size),
        "passed_on_of": np.bincount(target, minlength=size),
    }
    numbers = np.flatnonzero(seen)
    columns = {name: values[numbers].astype(np.int32) for name, values in counted.items()}
    return pd.DataFrame({"account_no": numbers.astype(np.int32), **columns})
