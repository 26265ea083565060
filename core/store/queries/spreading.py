"""Through whom, closer: the accounts drawn on the spreader map, the links among them, and how much there is in all."""

from __future__ import annotations

import pandas as pd

from core.store.db import Store
from core.store.queries.view import View

_SEEN = """
WITH seen AS MATERIALIZED (
    SELECT source_account_no AS source_no, account_no AS target_no, kind
    FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
    WHERE source_account_no IS NOT NULL AND account_no IS NOT NULL AND source_account_no <> account_no
        AND list_contains($link_kinds, kind)
), pairs AS (
    SELECT source_no, target_no FROM seen GROUP BY ALL HAVING count(*) >= $least
)
SELECT (SELECT count(*) FROM pairs) AS links,
    (SELECT count(*) FROM (SELECT source_no FROM pairs UNION SELECT target_no FROM pairs)) AS accounts
"""


def graph_totals(store: Store, view: View, *, kinds: tuple[str, ...], least: int = 1) -> dict[str, int]:
    """How large the graph of the view is: links (pairs of accounts with at least ``least`` posts), accounts."""
    found = store.row(_SEEN, {**view.params, "link_kinds": list(kinds), "least": least})
    return {name: int(n) for name, n in found.items()}


_AMONG = """
WITH drawn AS (SELECT unnest($numbers::INTEGER[]) AS account_no)
SELECT s.account_key AS source, t.account_key AS target, count(*)::INTEGER AS n,
    min(p.posted_at) AT TIME ZONE 'UTC' AS first_at
FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words) p
JOIN accounts s ON s.account_no = p.source_account_no JOIN accounts t ON t.account_no = p.account_no
WHERE p.source_account_no IN (SELECT account_no FROM drawn) AND p.account_no IN (SELECT account_no FROM drawn)
    AND p.source_account_no <> p.account_no AND list_contains($link_kinds, p.kind)
GROUP BY ALL HAVING count(*) >= $least ORDER BY n DESC, source, target
"""


def links_among(
    store: Store, view: View, numbers: tuple[int, ...], *, kinds: tuple[str, ...], least: int = 1
) -> pd.DataFrame:
    """The links of the view among these accounts, heaviest first: source (account key, passed on), target (passed it
    on), n (posts of all ``kinds`` together), first_at (UTC, naive).
    """
    params = {**view.params, "numbers": list(numbers), "link_kinds": list(kinds), "least": least}
    return store.frame(_AMONG, params)


_DRAWN = """
WITH drawn AS (SELECT unnest($numbers::INTEGER[]) AS account_no),
seen AS MATERIALIZED (
    SELECT account_no, source_account_no AS source_no, posted_at, coalesce(lang, 'und') AS lang,
        list_contains($link_kinds, kind) AND source_account_no IS DISTINCT FROM account_no AS is_link
    FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
    WHERE account_no IN (SELECT account_no FROM drawn) OR source_account_no IN (SELECT account_no FROM drawn)
), by_lang AS (
    SELECT account_no, lang, count(*) AS n, min(posted_at) AS first_at FROM seen GROUP BY ALL
), wrote AS (
    SELECT account_no, sum(n)::INTEGER AS posts, min(first_at) AS first_at, min_by(lang, (-n, lang)) AS lang
    FROM by_lang GROUP BY ALL
), received AS (
    SELECT source_no AS account_no, count(*)::INTEGER AS received, count(DISTINCT account_no)::INTEGER AS received_from
    FROM seen WHERE is_link AND account_no IS NOT NULL GROUP BY ALL
), passed AS (
    SELECT account_no, count(*)::INTEGER AS passed_on, count(DISTINCT source_no)::INTEGER AS passed_on_of
    FROM seen WHERE is_link AND source_no IS NOT NULL GROUP BY ALL
)
SELECT a.account_no, a.account_key, a.platform, a.handle, a.name, g.x, g.y, g.community, a.followers,
    coalesce(w.posts, 0) AS posts, coalesce(r.received, 0) AS received, coalesce(r.received_from, 0) AS received_from,
    coalesce(p.passed_on, 0) AS passed_on, coalesce(p.passed_on_of, 0) AS passed_on_of,
    w.first_at AT TIME ZONE 'UTC' AS first_at, w.lang, b.score, coalesce(b.status, 'not scored') AS status,
    band_of(CASE WHEN b.status = 'scored' THEN least(19, floor(b.score * 4)) END::TINYINT) AS band
FROM drawn JOIN accounts a USING (account_no) JOIN graph_nodes g USING (account_no)
LEFT JOIN bot_scores b USING (account_no) LEFT JOIN wrote w USING (account_no)
LEFT JOIN received r USING (account_no) LEFT JOIN passed p USING (account_no)
ORDER BY received DESC, passed_on DESC, account_key
"""


def spreaders(store: Store, view: View, numbers: tuple[int, ...], *, kinds: tuple[str, ...]) -> pd.DataFrame:
    """These accounts of the graph, most passed on first: account_no, account_key, platform, handle, name, x, y,
    community, followers, posts (in the view), received (posts of the view by which others passed it on), received_from
    (so many others), passed_on and passed_on_of (the other way round), first_at (UTC, naive; in the view), lang (most
    frequent in the view, null without a post), score, status, band (a key of ``core.model.BANDS``).
    """
    return store.frame(_DRAWN, {**view.params, "numbers": list(numbers), "link_kinds": list(kinds)})


_BESIDE = """
WITH me AS (SELECT account_no FROM accounts WHERE account_key = $key),
seen AS MATERIALIZED (
    SELECT account_no, source_account_no AS source_no
    FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
    WHERE list_contains($link_kinds, kind) AND source_account_no <> account_no
        AND (account_no IN (SELECT account_no FROM me) OR source_account_no IN (SELECT account_no FROM me))
), counted AS (
    SELECT CASE WHEN account_no = (SELECT account_no FROM me) THEN 'passes on' ELSE 'passed on by' END AS direction,
        CASE WHEN account_no = (SELECT account_no FROM me) THEN source_no ELSE account_no END AS other_no,
        count(*)::INTEGER AS n
    FROM seen GROUP BY ALL
)
SELECT c.direction, a.account_key, a.handle, a.name, c.n, count(*) OVER (PARTITION BY c.direction) AS accounts
FROM counted c JOIN accounts a ON a.account_no = c.other_no
QUALIFY row_number() OVER (PARTITION BY c.direction ORDER BY c.n DESC, a.account_key) <= $most
ORDER BY c.direction, c.n DESC, a.account_key
"""


def beside(store: Store, view: View, key: str, *, kinds: tuple[str, ...], most: int = 5) -> pd.DataFrame:
    """Whom an account "passes on" and by whom it is "passed on by" in the view, up to ``most`` of each: direction,
    account_key, handle, name, n (posts), accounts (how many there are in all).
    """
    return store.frame(_BESIDE, {**view.params, "key": key, "link_kinds": list(kinds), "most": most})


_RECEIVED = """
WITH received AS (
    SELECT source_account_no, count(*) AS n
    FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
    WHERE source_account_no IS NOT NULL AND account_no IS NOT NULL AND source_account_no <> account_no
        AND list_contains($link_kinds, kind)
    GROUP BY ALL
)"""
_STORED_RECEIVED = """
WITH received AS (
    SELECT source_no, sum(n) AS n FROM graph_links WHERE list_contains($link_kinds, kind) GROUP BY ALL
)"""
_CONCENTRATION = """
SELECT coalesce(sum(n), 0)::BIGINT AS links, count(*) AS accounts,
    (SELECT coalesce(sum(n), 0)::BIGINT FROM (SELECT n FROM received ORDER BY n DESC LIMIT $most)) AS top
FROM received
"""
_FROM_POSTS, _FROM_LINKS = _RECEIVED + _CONCENTRATION, _STORED_RECEIVED + _CONCENTRATION


def concentration(store: Store, view: View, *, kinds: tuple[str, ...], most: int) -> dict[str, int]:
    """How concentrated the passing-on of these ``kinds`` is: links (posts by which one account passed on another),
    accounts (so many were passed on), top (posts by which the ``most`` first of these were).

    One rule for all three: both accounts are known, and nobody passes on oneself.
    """
    chosen = {"link_kinds": list(kinds), "most": most}
    if view.filters.is_empty:
        found = store.row(_FROM_LINKS, chosen)
    else:
        found = store.row(_FROM_POSTS, {**view.params, **chosen})
    return {name: int(n) for name, n in found.items()}
