"""Who, closer: how many accounts a search finds, and one account's company in the view."""

from __future__ import annotations

import pandas as pd

from core.store.db import Store
from core.store.queries.view import View, pattern

_FOUND = """
SELECT count(*) AS n FROM active JOIN accounts a USING (account_no)
WHERE concat_ws(' ', a.handle, a.name, a.account_key, a.description) ILIKE $search ESCAPE '!'
"""
_MATCHES = (
    """
WITH active AS (
    SELECT DISTINCT account_no
    FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
)"""
    + _FOUND
)
_MATCHES_CUBE = (
    """
WITH active AS (SELECT DISTINCT account_no FROM account_cube_in_view($langs, $platforms, $kinds, $bands, $members))"""
    + _FOUND
)


def count_matches(store: Store, view: View, search: str) -> int:
    """How many accounts with a post in the view have the text in their handle, name, key or description."""
    wanted = {"search": pattern(search) or "%"}
    if view.fits_account_cube:
        return int(store.row(_MATCHES_CUBE, {**view.account_params, **wanted})["n"])
    return int(store.row(_MATCHES, {**view.params, **wanted})["n"])


_NUMBER = "SELECT account_no FROM accounts WHERE account_key = $key"
_COUNTED = """
, counted AS (
    SELECT direction, other_no, sum(n)::BIGINT AS n, coalesce(sum(n) FILTER (kind = 'share'), 0)::BIGINT AS shares,
        coalesce(sum(n) FILTER (kind = 'quote'), 0)::BIGINT AS quotes,
        coalesce(sum(n) FILTER (kind = 'reply'), 0)::BIGINT AS replies
    FROM pairs WHERE other_no <> $me GROUP BY ALL
)
SELECT c.direction, a.account_key, a.handle, a.name, c.shares, c.quotes, c.replies,
    count(*) OVER (PARTITION BY c.direction) AS accounts
FROM counted c JOIN accounts a ON a.account_no = c.other_no
QUALIFY row_number() OVER (PARTITION BY c.direction ORDER BY c.n DESC, a.account_key) <= $most
ORDER BY c.direction, c.n DESC, a.account_key
"""
_COMPANY = (
    """
WITH pairs AS (
    SELECT 'shares' AS direction, source_account_no AS other_no, kind, 1 AS n
    FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
    WHERE account_no = $me
    UNION ALL
    SELECT 'shared by', account_no, kind, 1
    FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
    WHERE source_account_no = $me
)"""
    + _COUNTED
)
# Without a filter the stored links of the graph are the same counts, without a scan of the posts.
_COMPANY_STORED = (
    """
WITH pairs AS (
    SELECT 'shares' AS direction, source_no AS other_no, kind, n FROM graph_links
    WHERE target_no = $me AND kind IN ('share', 'quote', 'reply')
    UNION ALL
    SELECT 'shared by', target_no, kind, n FROM graph_links
    WHERE source_no = $me AND kind IN ('share', 'quote', 'reply')
)"""
    + _COUNTED
)


def company(store: Store, view: View, key: str, most: int = 50) -> pd.DataFrame:
    """Whom an account passes on ("shares") and who passes it on ("shared by") in the view, up to ``most`` of each:
    direction, account_key, handle, name, shares, quotes, replies (posts), accounts (how many there are in all).
    """
    chosen = {"me": store.row(_NUMBER, {"key": key}).get("account_no", -1), "most": most}
    if view.filters.is_empty:
        return store.frame(_COMPANY_STORED, chosen)
    return store.frame(_COMPANY, {**view.params, **chosen})
