"""Through whom: the spreader graph and the cascades."""

from __future__ import annotations

import pandas as pd

from core.store.db import Store
from core.store.queries.view import View

_LINKS = """
SELECT source_account_no AS source_no, account_no AS target_no, kind, count(*)::INTEGER AS n,
    min(posted_at) AT TIME ZONE 'UTC' AS first_at, max(posted_at) AT TIME ZONE 'UTC' AS last_at
FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
WHERE source_account_no IS NOT NULL AND account_no IS NOT NULL AND source_account_no <> account_no
    AND list_contains($link_kinds, kind)
GROUP BY ALL HAVING count(*) >= $least ORDER BY n DESC, source_no, target_no LIMIT $most
"""
_STORED_LINKS = """
SELECT source_no, target_no, kind, n, first_at AT TIME ZONE 'UTC' AS first_at, last_at AT TIME ZONE 'UTC' AS last_at
FROM graph_links WHERE list_contains($link_kinds, kind) AND n >= $least ORDER BY n DESC, source_no, target_no LIMIT $most
"""


def spreader_links(
    store: Store, view: View, *, kinds: tuple[str, ...] = ("share",), least: int = 1, most: int = 20_000
) -> pd.DataFrame:
    """Links of the view, heaviest first: source_no (passed on), target_no (passed it on), kind, n (distinct posts),
    first_at and last_at (UTC, naive).
    """
    chosen = {"link_kinds": list(kinds), "least": least, "most": most}
    if view.filters.is_empty:
        return store.frame(_STORED_LINKS, chosen)
    return store.frame(_LINKS, {**view.params, **chosen})


_NODES = """
SELECT g.account_no, g.x, g.y, g.community, g.strength, a.account_key, a.platform, a.handle, a.name, a.followers,
    a.posts, a.shares_received, a.first_posted_at AT TIME ZONE 'UTC' AS first_at, b.score,
    coalesce(b.status, 'not scored') AS status,
    (SELECT mode(coalesce(p.lang, 'und')) FROM posts p WHERE p.account_no = g.account_no AND p.is_primary) AS lang
FROM graph_nodes g JOIN accounts a USING (account_no) LEFT JOIN bot_scores b USING (account_no)
WHERE list_contains($numbers, g.account_no) ORDER BY g.account_no
"""


def spreader_nodes(store: Store, numbers: list[int]) -> pd.DataFrame:
    """Accounts of the graph with their stored places: account_no, x, y, community, strength, account_key, platform,
    handle, name, followers, posts, shares_received, first_at (UTC, naive), score, status, lang (most frequent).
    """
    return store.frame(_NODES, {"numbers": numbers})


_SHOWN = """
SELECT c.root_no, c.root_key, c.platform, c.started_at AT TIME ZONE 'UTC' AS started_at,
    c.ended_at AT TIME ZONE 'UTC' AS ended_at, c.size, c.accounts, c.depth, c.max_breadth, c.duration_s,
    c.structural_virality, c.structural_virality_low, c.structural_virality_high, c.depth_low, c.depth_high,
    c.max_breadth_low, c.max_breadth_high, c.documented_share, c.languages, c.root_seen, a.account_key, a.handle, a.name, p.text
FROM chosen c LEFT JOIN posts p ON p.post_no = c.root_no LEFT JOIN accounts a ON a.account_no = c.account_no
ORDER BY c.size DESC, c.root_key
"""
_LARGEST = "WITH chosen AS (SELECT * FROM cascades WHERE size >= $least ORDER BY size DESC, root_key LIMIT $most)"
_ALL_CASCADES = _LARGEST + _SHOWN
# Roots that are in the view themselves, or that a post of the view hangs on. Of a wide view an even part of the posts
# is looked up first: cascades that it touches are sure, and only those that are at least as large as the last one of
# the list and are not touched yet are looked up among all posts. The answer is the same, for half of the time.
_CASCADES = (
    """
WITH hits AS MATERIALIZED (
    SELECT post_no
    FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
), part AS MATERIALIZED (
    SELECT post_no FROM hits WHERE post_no % greatest(1, (SELECT count(*) FROM hits) // $part) = 0
), sure AS MATERIALIZED (
    SELECT root_no FROM cascade_links SEMI JOIN part USING (post_no)
    UNION
    SELECT root_no FROM cascades SEMI JOIN part ON part.post_no = cascades.root_no
), last AS (
    SELECT min(size) AS size
    FROM (SELECT size FROM cascades SEMI JOIN sure USING (root_no) ORDER BY size DESC LIMIT $most) HAVING count(*) = $most
), unsure AS MATERIALIZED (
    SELECT root_no FROM cascades ANTI JOIN sure USING (root_no)
    WHERE root_no IS NOT NULL AND size >= greatest($least, coalesce((SELECT size FROM last), 0))
        AND (SELECT count(*) FROM part) < (SELECT count(*) FROM hits)
), touched AS (
    FROM sure
    UNION
    SELECT l.root_no FROM cascade_links l SEMI JOIN unsure USING (root_no) SEMI JOIN hits ON hits.post_no = l.post_no
    UNION
    SELECT root_no FROM unsure SEMI JOIN hits ON hits.post_no = unsure.root_no
), chosen AS (
    SELECT c.* FROM cascades c SEMI JOIN touched t ON t.root_no = c.root_no
    WHERE c.size >= $least ORDER BY c.size DESC, c.root_key LIMIT $most
)"""
    + _SHOWN
)
#: Of a view of more posts than this a part of about this size is looked up first.
_PART = 300_000


def cascade_list(store: Store, view: View, *, least: int = 2, most: int = 500, part: int = _PART) -> pd.DataFrame:
    """The largest cascades with at least one post in the view (sizes are those of the whole cascade): root_no, root_key,
    platform, started_at, ended_at (UTC, naive), size, accounts, depth, max_breadth, duration_s, structural_virality,
    each of depth, max_breadth and structural_virality with _low and _high (90 %), documented_share, languages, root_seen, account_key, handle, name, text of the root. Under a filter, cascades whose
    root is not in the data are left out: their posts cannot be told apart.
    """
    if view.filters.is_empty:
        return store.frame(_ALL_CASCADES, {"least": least, "most": most})
    return store.frame(_CASCADES, {**view.params, "least": least, "most": most, "part": part})


_TREE = """
SELECT l.post_no, l.parent_no, l.depth, l.source, p.posted_at AT TIME ZONE 'UTC' AS posted_at, p.kind,
    coalesce(p.lang, 'und') AS lang, p.score_bin, p.account_key, a.handle, a.followers, p.account_no,
    l.likely_no, l.likely_p, l.root_p
FROM cascade_links l JOIN posts p USING (post_no) LEFT JOIN accounts a ON a.account_no = p.account_no
WHERE l.root_no = $root ORDER BY p.posted_at, p.post_no LIMIT $most
"""


def cascade_tree(store: Store, root_no: int, most: int = 100_000) -> pd.DataFrame:
    """The links of one cascade in order of time: post_no, parent_no, depth, source, posted_at (UTC, naive), kind, lang,
    score_bin, account_key, handle, followers, account_no, likely_no, likely_p, root_p (null where stated). The root itself has no row.
    """
    return store.frame(_TREE, {"root": root_no, "most": most})


_BREADTH = "SELECT depth, posts, low, high FROM cascade_breadth WHERE root_no = $root ORDER BY depth"


def cascade_breadth(store: Store, root_no: int) -> pd.DataFrame:
    """Posts at each depth of one cascade: depth, posts (mean of the drawn trees), low and high (90 %)."""
    return store.frame(_BREADTH, {"root": root_no})


_CARRIERS = """
SELECT i.post_no, i.expected, i.low, i.high, p.account_key, a.handle, a.name, p.lang, p.kind,
    p.posted_at AT TIME ZONE 'UTC' AS posted_at,
    (SELECT count(*) FROM cascade_links l WHERE l.root_no = $root AND l.parent_no = i.post_no) AS stated
FROM cascade_influence i JOIN posts p USING (post_no) LEFT JOIN accounts a ON a.account_no = p.account_no
WHERE i.root_no = $root ORDER BY i.expected DESC, i.post_no
"""


def cascade_carriers(store: Store, root_no: int) -> pd.DataFrame:
    """The posts through which most of one cascade ran: post_no, expected posts below, low, high (90 %), account_key,
    handle, name, lang, kind, posted_at (UTC, naive), stated (posts that hang directly below by statement).
    """
    return store.frame(_CARRIERS, {"root": root_no})


_EARLY = """
WITH early AS (
    SELECT p.post_no, coalesce(p.lang, 'und') AS lang, band_of(p.score_bin) AS band
    FROM cascade_links l JOIN posts p USING (post_no)
    WHERE l.root_no = $root ORDER BY p.posted_at, p.post_no LIMIT $most
)
SELECT 'lang' AS part, lang AS value, count(*) AS n FROM early GROUP BY lang
UNION ALL SELECT 'band', band, count(*) FROM early GROUP BY band
ORDER BY part, n DESC, value
"""


def cascade_early(store: Store, root_no: int, most: int = 100) -> pd.DataFrame:
    """The first posts below a root by language and band of score: part (lang or band), value, n."""
    return store.frame(_EARLY, {"root": root_no, "most": most})


_SIMILAR = """
SELECT root_no, root_key, size, depth, depth_low, depth_high, max_breadth, duration_s, structural_virality,
    structural_virality_low, structural_virality_high, documented_share
FROM cascades
WHERE root_no IS NOT NULL AND size BETWEEN $size / 1.5 AND $size * 1.5 AND abs(documented_share - $documented) <= 0.1
ORDER BY abs(size - $size), root_key LIMIT $most
"""


def similar_cascades(store: Store, size: int, documented: float, most: int = 12) -> pd.DataFrame:
    """Cascades of similar size (a factor of 1.5) and share of stated links (0.1), the nearest first."""
    return store.frame(_SIMILAR, {"size": size, "documented": documented, "most": most})
