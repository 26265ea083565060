"""The whole map: its accounts (or communities in their place), the links among them, and what each stands for.

Of a view without a filter everything is read from what was counted at the build, of any other from its posts.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from core.store.db import Store
from core.store.queries.view import View


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
_UNITS = """, units AS MATERIALIZED (
    SELECT account_no, community, x, y, strength,
        CASE WHEN $collapse AND NOT list_contains($opened, community) THEN -1 - community ELSE account_no END AS unit
    FROM graph_nodes
), joined AS MATERIALIZED (
    SELECT s.unit AS source, t.unit AS target, sum(p.n)::BIGINT AS n, min(p.first_at) AS first_at,
        bool_and(p.inferred) AS inferred, bool_and(p.mutual) AS mutual
    FROM pairs p JOIN units s ON s.account_no = p.source_no JOIN units t ON t.account_no = p.target_no
    WHERE s.unit <> t.unit OR s.unit < 0
    GROUP BY ALL
), strong AS (
    SELECT unit, sum(n) AS strength
    FROM (SELECT source AS unit, n FROM joined UNION ALL SELECT target, n FROM joined WHERE source <> target)
    GROUP BY unit
), drawn AS MATERIALIZED (
    SELECT unit FROM strong ORDER BY strength DESC, unit DESC LIMIT $most
)"""
_LINKS = """
SELECT source, target, n, epoch(first_at)::BIGINT AS first_s, inferred, mutual
FROM joined WHERE source <> target AND source IN (FROM drawn) AND target IN (FROM drawn)
ORDER BY n DESC, source, target LIMIT $most_links
"""
_TOTALS = """
SELECT (SELECT count(*) FROM pairs) AS links,
    (SELECT count(*) FROM (SELECT source_no FROM pairs UNION SELECT target_no FROM pairs)) AS accounts,
    (SELECT count(*) FROM strong) AS units,
    (SELECT count(*) FROM joined WHERE source <> target AND source IN (FROM drawn) AND target IN (FROM drawn)) AS drawable
"""
STORED_WROTE = """, wrote AS (
    SELECT account_no, sum(n)::INTEGER AS posts, arg_max(lang, (n, lang)) AS lang
    FROM (SELECT account_no, coalesce(lang, 'und') AS lang, sum(n) AS n FROM account_cube
        WHERE account_no IN (FROM drawn) GROUP BY ALL) GROUP BY ALL
), began AS (SELECT account_no, first_posted_at AS first_at FROM accounts)"""
LIVE_WROTE = """, by_lang AS (
    SELECT p.account_no, coalesce(p.lang, 'und') AS lang, count(*) AS n, min(p.posted_at) AS first_at
    FROM seen s JOIN posts p USING (post_no) WHERE s.account_no IN (FROM drawn) GROUP BY ALL
), wrote AS (
    SELECT account_no, sum(n)::INTEGER AS posts, arg_max(lang, (n, lang)) AS lang FROM by_lang GROUP BY ALL
), began AS (SELECT account_no, min(first_at) AS first_at FROM by_lang GROUP BY ALL)"""
_NODES = """, received AS (
    SELECT source_no AS account_no, sum(n)::BIGINT AS posts, count(*) AS others FROM pairs WHERE NOT mutual GROUP BY ALL
), passed AS (
    SELECT target_no AS account_no, sum(n)::BIGINT AS posts, count(*) AS others FROM pairs WHERE NOT mutual GROUP BY ALL
)
SELECT d.unit, a.account_no, a.account_key, a.platform, a.handle, a.name, g.x, g.y, g.community, g.core, g.bridges, g.rank,
    a.followers, coalesce(w.posts, 0) AS posts, coalesce(r.posts, 0) AS received, coalesce(r.others, 0) AS received_from,
    coalesce(p.posts, 0) AS passed_on, coalesce(p.others, 0) AS passed_on_of,
    began.first_at AT TIME ZONE 'UTC' AS first_at, w.lang, b.score, coalesce(b.status, 'not scored') AS status,
    band_of(CASE WHEN b.status = 'scored' THEN least(19, floor(b.score * 4)) END::TINYINT) AS band
FROM drawn d JOIN accounts a ON a.account_no = d.unit JOIN graph_nodes g ON g.account_no = d.unit
LEFT JOIN wrote w ON w.account_no = d.unit LEFT JOIN began ON began.account_no = d.unit
LEFT JOIN received r ON r.account_no = d.unit LEFT JOIN passed p ON p.account_no = d.unit
LEFT JOIN bot_scores b ON b.account_no = d.unit
ORDER BY received DESC, passed_on DESC, account_key
"""
_CLOSED = """, inside AS (
    SELECT -1 - u.community AS unit, sum(p.n)::BIGINT AS posts
    FROM pairs p JOIN units u ON u.account_no = p.source_no JOIN units t ON t.account_no = p.target_no
    WHERE u.unit < 0 AND u.unit = t.unit GROUP BY ALL
), ends AS (SELECT source_no AS account_no FROM pairs UNION SELECT target_no FROM pairs)
SELECT u.unit, u.community, count(*) AS accounts, coalesce(any_value(i.posts), 0) AS inside,
    sum(u.x * u.strength) / sum(u.strength) AS x, sum(u.y * u.strength) / sum(u.strength) AS y
FROM units u JOIN ends e USING (account_no) LEFT JOIN inside i ON i.unit = u.unit
WHERE u.unit IN (SELECT unit FROM drawn WHERE unit < 0) GROUP BY ALL ORDER BY accounts DESC, u.unit DESC
"""
#: Every link of these kinds, stored or from the posts of the view.
LINKED = (_STORED, _LIVE)
#: How the pairs of accounts are found: stored and of one kind, stored, or from the posts of the view.
PAIRS = (_SINGLE, _STORED + _PAIRS, _LIVE + _PAIRS)
_SQL = {
    "links": tuple(pairs + _UNITS + _LINKS for pairs in PAIRS),
    "totals": tuple(pairs + _UNITS + _TOTALS for pairs in PAIRS),
    "nodes": tuple(
        pairs + _UNITS + wrote + _NODES
        for pairs, wrote in zip(PAIRS, (STORED_WROTE, STORED_WROTE, LIVE_WROTE), strict=True)
    ),
    "closed": tuple(pairs + _UNITS + _CLOSED for pairs in PAIRS),
}


def way(view: View, cut: Cut) -> int:
    """Which of ``PAIRS`` finds the links."""
    return 2 if not view.filters.is_empty else len(cut.kinds) > 1


def asked_of(view: View, cut: Cut, unused: tuple[str, ...] = ()) -> dict[str, object]:
    """The parameters of a query that begins with one of ``PAIRS``."""
    chosen: dict[str, object] = {
        "link_kinds": list(cut.kinds),
        "least": cut.least,
        "most": cut.most,
        "most_links": cut.most_links,
        "collapse": cut.collapse,
        "opened": list(cut.opened),
    }
    params = {} if view.filters.is_empty else view.params
    return {**params, **{name: value for name, value in chosen.items() if name not in unused}}


def map_links(store: Store, view: View, cut: Cut) -> pd.DataFrame:
    """The links of the map, heaviest first: source, target (units: an account_no, or -1 - community for a closed
    community), n (distinct posts), first_s (seconds since 1970, null where not known), inferred (true: only likely
    parents), mutual (true: links or objects in common, without direction).
    """
    return store.frame(_SQL["links"][way(view, cut)], asked_of(view, cut))


def map_totals(store: Store, view: View, cut: Cut) -> dict[str, int]:
    """How much there is in all: accounts, links (pairs of accounts), units, drawable (links among the units drawn)."""
    found = store.row(_SQL["totals"][way(view, cut)], asked_of(view, cut, ("most_links",)))
    return {name: int(n) for name, n in found.items()}


def map_nodes(store: Store, view: View, cut: Cut) -> pd.DataFrame:
    """The accounts of the map, most passed on first: unit, account_no, account_key, platform, handle, name, x, y,
    community, core, bridges, rank, followers, posts, received, received_from, passed_on, passed_on_of, first_at (UTC,
    naive), lang, score, status, band (a key of ``core.model.BANDS``).
    """
    return store.frame(_SQL["nodes"][way(view, cut)], asked_of(view, cut, ("most_links",)))


def map_closed(store: Store, view: View, cut: Cut) -> pd.DataFrame:
    """The closed communities of the map, largest first: unit, community, accounts (of the view's graph), inside (posts on
    links inside), x, y (where most of its posts lie).
    """
    return store.frame(_SQL["closed"][way(view, cut)], asked_of(view, cut, ("most_links",)))


_COMPANY = """, beside AS (
    SELECT CASE WHEN mutual THEN 'tied with' WHEN target_no = $number THEN 'passes on' ELSE 'passed on by' END AS direction,
        CASE WHEN target_no = $number THEN source_no ELSE target_no END AS other_no, sum(n)::BIGINT AS n
    FROM pairs WHERE source_no = $number OR target_no = $number GROUP BY ALL
)
SELECT b.direction, a.account_key, a.handle, a.name, b.n, count(*) OVER (PARTITION BY b.direction) AS accounts
FROM beside b JOIN accounts a ON a.account_no = b.other_no
QUALIFY row_number() OVER (PARTITION BY b.direction ORDER BY b.n DESC, a.account_key) <= $most
ORDER BY b.direction, b.n DESC, a.account_key
"""
_SQL["company"] = tuple(pairs + _COMPANY for pairs in PAIRS)


def map_company(store: Store, view: View, cut: Cut, number: int, most: int = 5) -> pd.DataFrame:
    """Whom an account "passes on", by whom it is "passed on by", and whom it is "tied with", ``most`` of each: direction,
    account_key, handle, name, n (posts, or links in common), accounts (how many there are in all).
    """
    asked = asked_of(view, cut, ("most", "most_links", "collapse", "opened"))
    return store.frame(_SQL["company"][way(view, cut)], {**asked, "number": number, "most": most})
