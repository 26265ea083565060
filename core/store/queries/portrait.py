"""One account, closer: its clock, its clients over time, who shares the same things, its cascades, bursts and texts."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from core.store.db import Store
from core.store.queries.view import View

_ME = "SELECT account_no FROM accounts WHERE account_key = $key"
_OWN = (
    "WITH me AS ("
    + _ME
    + "), own AS (SELECT * FROM posts WHERE account_no = (SELECT account_no FROM me) AND is_primary)"
)
_TIMES = (
    _OWN
    + """
SELECT posted_at AT TIME ZONE 'UTC' AS posted_at, posted_at AT TIME ZONE $zone AS local_at,
    coalesce(client, '') AS client
FROM own WHERE posted_at IS NOT NULL AND time_quality NOT IN ('day only', 'none') ORDER BY posted_at
"""
)


def times(store: Store, key: str, zone: str) -> pd.DataFrame:
    """When an account posted in the whole case: posted_at (UTC, naive), local_at (clock of ``zone``), client (empty: not known)."""
    return store.frame(_TIMES, {"key": key, "zone": zone})


# An object that thousands share says nothing about two of them; it is left out, and so the pairs stay few.
_NEAREST = (
    _OWN
    + """
, mine AS (
    SELECT DISTINCT 'post' AS what, coalesce(share_of, quote_of) AS object FROM own WHERE coalesce(share_of, quote_of) IS NOT NULL
    UNION
    SELECT DISTINCT 'link', coalesce(l.expanded, l.raw) FROM post_links l SEMI JOIN own USING (post_no)
), pairs AS (
    SELECT DISTINCT 'post' AS what, coalesce(p.share_of, p.quote_of) AS object, p.account_no FROM posts p
    WHERE p.is_primary AND coalesce(p.share_of, p.quote_of) IN (SELECT object FROM mine WHERE what = 'post')
    UNION
    SELECT DISTINCT 'link', coalesce(l.expanded, l.raw), p.account_no FROM post_links l JOIN posts p USING (post_no)
    WHERE p.is_primary AND coalesce(l.expanded, l.raw) IN (SELECT object FROM mine WHERE what = 'link')
), rare AS (
    SELECT what, object FROM pairs GROUP BY ALL HAVING count(*) BETWEEN 2 AND $most_accounts
), shared AS (
    SELECT p.account_no, count(*) AS objects FROM pairs p SEMI JOIN rare USING (what, object)
    WHERE p.account_no IS NOT NULL AND p.account_no <> (SELECT account_no FROM me) GROUP BY ALL
)
SELECT a.account_key, a.handle, a.name, s.objects, (SELECT count(*) FROM mine) AS own_objects
FROM shared s JOIN accounts a USING (account_no) ORDER BY s.objects DESC, a.account_key LIMIT $most
"""
)


def nearest(store: Store, key: str, *, most: int = 20, most_accounts: int = 1000) -> pd.DataFrame:
    """Accounts that passed on or linked the same things: account_key, handle, name, objects (in common), own_objects.

    Things that more than ``most_accounts`` accounts passed on say nothing about two of them and are left out.
    """
    return store.frame(_NEAREST, {"key": key, "most": most, "most_accounts": most_accounts})


_CASCADES = (
    "WITH me AS ("
    + _ME
    + """), started AS (
    SELECT c.root_no, c.size, c.started_at, NULL::DOUBLE AS expected, NULL::DOUBLE AS low, NULL::DOUBLE AS high
    FROM cascades c WHERE c.account_no = (SELECT account_no FROM me)
), carried AS (
    SELECT i.root_no, c.size, p.posted_at, i.expected, i.low, i.high
    FROM (SELECT post_no, posted_at FROM posts WHERE account_no = (SELECT account_no FROM me)) p
        JOIN cascade_influence i USING (post_no) JOIN cascades c ON c.root_no = i.root_no
    WHERE i.post_no <> i.root_no
), every AS (
    SELECT 'started' AS part, * FROM started UNION ALL SELECT 'carried', * FROM carried
), top AS MATERIALIZED (
    SELECT *, count(*) OVER (PARTITION BY part) AS n FROM every
    QUALIFY row_number() OVER (PARTITION BY part ORDER BY coalesce(expected, size) DESC, root_no) <= $most
)
SELECT e.part, e.root_no, e.size, e.started_at AT TIME ZONE 'UTC' AS at, e.expected, e.low, e.high, p.text, e.n
FROM top e LEFT JOIN (SELECT post_no, text FROM posts WHERE list_contains((SELECT list(root_no) FROM top), post_no)) p
    ON p.post_no = e.root_no
ORDER BY e.part DESC, coalesce(e.expected, e.size) DESC, e.root_no
"""
)


def own_cascades(store: Store, key: str, most: int = 10) -> pd.DataFrame:
    """Cascades that an account "started" or "carried", the largest first: part, root_no, size (posts), at (UTC, naive;
    of the root, or of its own post), expected (posts below its post), low, high (90 %; null where it started), text of
    the root, n (how many there are in all).
    """
    return store.frame(_CASCADES, {"key": key, "most": most})


_IN_BURSTS = """
WITH bursts AS (
    SELECT unnest($starts::TIMESTAMP[]) AT TIME ZONE 'UTC' AS start_at, unnest($ends::TIMESTAMP[]) AT TIME ZONE 'UTC' AS end_at
), inside AS MATERIALIZED (
    SELECT b.start_at, b.end_at, v.account_no, v.posted_at
    FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words) v
        ASOF JOIN bursts b ON v.posted_at >= b.start_at
    WHERE v.posted_at < b.end_at AND v.account_no IS NOT NULL
), mine AS (
    SELECT DISTINCT start_at FROM inside WHERE account_no = (SELECT account_no FROM accounts WHERE account_key = $key)
), firsts AS (
    SELECT start_at, end_at, account_no, min(posted_at) AS first_at, count(*) AS posts
    FROM inside SEMI JOIN mine USING (start_at) GROUP BY ALL
), ranked AS (
    SELECT *, rank() OVER (PARTITION BY start_at ORDER BY first_at) AS place, count(*) OVER (PARTITION BY start_at) AS accounts
    FROM firsts
)
SELECT start_at AT TIME ZONE 'UTC' AS start, end_at AT TIME ZONE 'UTC' AS end, posts, place, accounts,
    first_at AT TIME ZONE 'UTC' AS first_at
FROM ranked WHERE account_no = (SELECT account_no FROM accounts WHERE account_key = $key) ORDER BY start_at
"""


def in_bursts(store: Store, view: View, key: str, spans: list[tuple[datetime, datetime]]) -> pd.DataFrame:
    """The place of an account in each burst (UTC, naive; no two overlap) in which it posted: start, end, posts (its own), place (of its
    first post among those of all accounts of the burst), accounts, first_at.
    """
    chosen = {"key": key, "starts": [start for start, _end in spans], "ends": [end for _start, end in spans]}
    return store.frame(_IN_BURSTS, {**view.params, **chosen})


# Only texts whose beginning one of its own texts has are stripped of links, mentions, marks and case: stripping is dear.
_SAME_TEXTS = """
WITH me AS (SELECT account_no FROM accounts WHERE account_key = $key),
heads AS MATERIALIZED (
    SELECT DISTINCT lower(left(text, 12)) AS head FROM posts
    WHERE account_no = (SELECT account_no FROM me) AND is_primary AND kind <> 'share' AND length(text) >= $least
), near AS MATERIALIZED (
    SELECT account_no, posted_at, text,
        trim(lower(regexp_replace(regexp_replace(text, 'https?://\\S+|@\\w+', '', 'g'), '[^\\p{L}\\p{N}]+', ' ', 'g'))) AS bare
    FROM posts WHERE is_primary AND kind <> 'share' AND length(text) >= $least AND account_no IS NOT NULL
        AND lower(left(text, 12)) IN (SELECT head FROM heads)
), mine AS (
    SELECT bare, any_value(text) AS text, list(posted_at) AS at FROM near
    WHERE account_no = (SELECT account_no FROM me) AND length(bare) >= $least GROUP BY bare
), hits AS (
    SELECT n.account_no, m.bare, any_value(m.text) AS text,
        min(list_min(list_transform(m.at, lambda own: abs(epoch(own) - epoch(n.posted_at))))) AS apart_s
    FROM near n JOIN mine m USING (bare) WHERE n.account_no <> (SELECT account_no FROM me) GROUP BY ALL
)
SELECT a.account_key, a.handle, a.name, count(*) AS texts, min(h.apart_s) AS apart_s, min_by(h.text, h.apart_s) AS text,
    count(*) OVER () AS accounts
FROM hits h JOIN accounts a USING (account_no) GROUP BY a.account_key, a.handle, a.name
ORDER BY texts DESC, apart_s, a.account_key LIMIT $most
"""


def same_texts(store: Store, key: str, *, most: int = 20, least: int = 30) -> pd.DataFrame:
    """Accounts that wrote the same texts, links, mentions, punctuation and case aside, from ``least``
    signs on (their first twelve signs must agree as they stand):
    account_key, handle, name, texts (so many in common), apart_s (the nearest two, in seconds), text (one of them),
    accounts (how many there are in all). Shares are left out.
    """
    return store.frame(_SAME_TEXTS, {"key": key, "most": most, "least": least})


_ARCHIVED = (
    _OWN
    + """
SELECT DISTINCT coalesce(l.expanded, l.raw) AS link, l.domain, own.posted_at AT TIME ZONE 'UTC' AS posted_at
FROM post_links l JOIN own USING (post_no)
WHERE l.domain IN ('web.archive.org', 'archive.org', 'archive.is', 'archive.ph', 'archive.today', 'archive.fo', 'archive.li',
    'archive.vn', 'archive.md', 'perma.cc', 'ghostarchive.org', 'webcitation.org')
ORDER BY posted_at, link LIMIT $most
"""
)


def archived(store: Store, key: str, most: int = 50) -> pd.DataFrame:
    """Links of an account to archives of the web: link, domain, posted_at (UTC, naive)."""
    return store.frame(_ARCHIVED, {"key": key, "most": most})
