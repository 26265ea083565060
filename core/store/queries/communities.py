"""What can be said of a community of the map, or of any set of accounts, in the view."""

from __future__ import annotations

from typing import Any

import pandas as pd

from core.store.db import Store
from core.store.queries.view import View

_DESCRIBED = """
WITH large AS (SELECT * FROM graph_communities ORDER BY accounts DESC, community LIMIT $most),
seen AS MATERIALIZED (
    SELECT p.account_no, g.community, p.source_account_no, p.kind, p.posted_at, coalesce(p.lang, 'und') AS lang
    FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words) p
    JOIN graph_nodes g USING (account_no) WHERE g.community IN (SELECT community FROM large)
), began AS (
    SELECT account_no, any_value(community) AS community, min(posted_at) AS began_at FROM seen GROUP BY account_no
), first AS (
    SELECT community, min(began_at) AS first_at, arg_min(account_no, (began_at, account_no)) AS first_no, count(*) AS here
    FROM began GROUP BY community
), spoken AS (
    SELECT community, lang, count(*) AS n FROM seen GROUP BY ALL
), speech AS (
    SELECT community, arg_max(lang, (n, lang)) AS lang, max(n) / sum(n) AS lang_share, sum(n)::BIGINT AS posts
    FROM spoken GROUP BY community
), led AS (
    SELECT g.community, a.account_key, a.handle, a.name, l.received AS n
    FROM listed l JOIN graph_nodes g USING (account_no) JOIN accounts a USING (account_no)
    WHERE l.received > 0 AND g.community IN (SELECT community FROM large)
    QUALIFY row_number() OVER (PARTITION BY g.community ORDER BY l.received DESC, a.account_key) <= 3
), leaders AS (
    SELECT community, list({'key': account_key, 'handle': handle, 'name': name, 'n': n::BIGINT} ORDER BY n DESC, account_key) AS leaders
    FROM led GROUP BY community
)
SELECT c.community, c.accounts, f.here, c.posts_inside, c.posts_out, c.stability, s.posts, s.lang, s.lang_share,
    f.first_at AT TIME ZONE 'UTC' AS first_at, a.account_key AS first_key, a.handle AS first_handle, a.name AS first_name,
    l.leaders
FROM large c LEFT JOIN first f USING (community) LEFT JOIN speech s USING (community) LEFT JOIN leaders l USING (community)
LEFT JOIN accounts a ON a.account_no = f.first_no
ORDER BY c.accounts DESC, c.community
"""


def described(store: Store, view: View, counts: pd.DataFrame, most: int = 12) -> pd.DataFrame:
    """The largest communities: community, accounts (of the case), here (of them in the view), posts_inside and posts_out
    (on links inside and leading out, whole case), stability (0-1), posts, lang and lang_share (most frequent, in the
    view), first_at (UTC, naive) with first_key, first_handle, first_name, leaders (key, handle, name, n: passed on most).
    ``counts`` is what ``map_pairs.linked`` returned for the same view.
    """
    return store.frame(_DESCRIBED, {**view.params, "most": most}, {"listed": counts})


_STANDING = """
WITH here AS (
    SELECT l.received, g.rank, g.bridges, g.core, g.community, a.account_key, a.handle, a.name
    FROM listed l JOIN graph_nodes g USING (account_no) JOIN accounts a USING (account_no)
), inner_core AS (SELECT core, count(*) AS alike FROM here GROUP BY core ORDER BY core DESC LIMIT 1)
(SELECT 'rank' AS list, here.*, 0 AS alike FROM here ORDER BY rank DESC, account_key LIMIT $most)
UNION ALL
(SELECT 'bridges', here.*, 0 FROM here WHERE bridges > 0 ORDER BY bridges DESC, rank DESC, account_key LIMIT $most)
UNION ALL
(SELECT 'core', here.*, alike FROM here JOIN inner_core USING (core) ORDER BY received DESC, account_key LIMIT $most)
"""


def standing(store: Store, counts: pd.DataFrame, most: int) -> pd.DataFrame:
    """The first ``most`` of the linked accounts by rank, by bridges and of the innermost core: list (which of them),
    received, rank, bridges, core, community (of the whole case), account_key, handle, name, alike (accounts of that core).
    """
    return store.frame(_STANDING, {"most": most}, {"listed": counts})


_OF_ACCOUNTS = """
WITH chosen AS (SELECT account_no FROM accounts WHERE list_contains($keys, account_key)),
seen AS MATERIALIZED (
    SELECT account_no, posted_at, kind, coalesce(lang, 'und') AS lang, band_of(score_bin) AS band, source_account_no
    FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
    WHERE account_no IN (FROM chosen)
), spoken AS (SELECT lang, count(*) AS n FROM seen GROUP BY lang)
SELECT (SELECT count(*) FROM chosen) AS accounts, count(DISTINCT account_no) AS active, count(*) AS posts,
    count(*) FILTER (kind = 'share') AS shares, min(posted_at)::VARCHAR AS first_at, max(posted_at)::VARCHAR AS last_at,
    (SELECT arg_max(lang, (n, lang)) FROM spoken) AS lang, (SELECT max(n) / sum(n) FROM spoken) AS lang_share,
    count(DISTINCT account_no) FILTER (band = 'signs') AS signs, count(DISTINCT account_no) FILTER (band <> 'unscored') AS scored,
    (SELECT median(followers) FROM accounts WHERE account_no IN (FROM chosen)) AS followers,
    (SELECT coalesce(sum(n), 0)::BIGINT FROM graph_links
        WHERE kind IN ('share', 'quote', 'reply') AND source_no IN (FROM chosen) AND target_no IN (FROM chosen)) AS inside,
    (SELECT coalesce(sum(n), 0)::BIGINT FROM graph_links
        WHERE kind IN ('share', 'quote', 'reply') AND source_no IN (FROM chosen) AND target_no NOT IN (FROM chosen)) AS received
FROM seen
"""


def of_accounts(store: Store, view: View, keys: tuple[str, ...]) -> dict[str, Any]:
    """These accounts in the view: accounts, active (with a post), posts, shares, first_at and last_at (text, UTC), lang
    and lang_share (most frequent), signs (accounts that show signs of automation) of scored, followers (median); of the
    whole case: inside (posts by which they passed on each other), received (by which others passed them on).
    """
    return store.row(_OF_ACCOUNTS, {**view.params, "keys": list(keys)})
