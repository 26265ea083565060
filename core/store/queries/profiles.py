"""Who, closer: how many accounts a search finds, and one account's company in the view."""

from __future__ import annotations

import pandas as pd

from core.store.db import Store
from core.store.queries.view import View

_MATCHES = """
SELECT count(*) AS n
FROM (
    SELECT DISTINCT account_no
    FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
) JOIN accounts a USING (account_no)
WHERE contains(lower(concat_ws(' ', a.handle, a.name, a.account_key, a.description)), lower($search))
"""


def count_matches(store: Store, view: View, search: str) -> int:
    """How many accounts with a post in the view have the text in their handle, name, key or description."""
    return int(store.row(_MATCHES, {**view.params, "search": search.strip()})["n"])


_COMPANY = """
WITH me AS (
    SELECT account_no FROM accounts WHERE account_key = $key
), seen AS (
    SELECT account_no, source_account_no, kind
    FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
    WHERE source_account_no <> account_no
), pairs AS (
    SELECT 'shares' AS direction, source_account_no AS other_no, kind FROM seen WHERE account_no = (SELECT account_no FROM me)
    UNION ALL
    SELECT 'shared by', account_no, kind FROM seen WHERE source_account_no = (SELECT account_no FROM me)
), counted AS (
    SELECT direction, other_no, count(*) AS n, count(*) FILTER (kind = 'share') AS shares,
        count(*) FILTER (kind = 'quote') AS quotes, count(*) FILTER (kind = 'reply') AS replies
    FROM pairs GROUP BY ALL
)
SELECT c.direction, a.account_key, a.handle, a.name, c.shares, c.quotes, c.replies,
    count(*) OVER (PARTITION BY c.direction) AS accounts
FROM counted c JOIN accounts a ON a.account_no = c.other_no
QUALIFY row_number() OVER (PARTITION BY c.direction ORDER BY c.n DESC, a.account_key) <= $most
ORDER BY c.direction, c.n DESC, a.account_key
"""


def company(store: Store, view: View, key: str, most: int = 50) -> pd.DataFrame:
    """Whom an account passes on ("shares") and who passes it on ("shared by") in the view, up to ``most`` of each:
    direction, account_key, handle, name, shares, quotes, replies (posts), accounts (how many there are in all).
    """
    return store.frame(_COMPANY, {**view.params, "key": key, "most": most})
