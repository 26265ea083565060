"""Who: lists of accounts, one account, its neighbours."""

from __future__ import annotations

from typing import Any

import pandas as pd

from core.store.db import Store
from core.store.queries.parts import narrowed_to
from core.store.queries.view import View, pattern

_ACTIVE = """
SELECT account_no, count(*) AS posts, min(post_no) AS first_no,
    count(*) FILTER (kind = 'share') AS shares, count(*) FILTER (kind = 'original') AS originals
FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
WHERE account_no IS NOT NULL GROUP BY account_no
"""
_ACTIVE_CUBE = """
SELECT account_no, sum(n)::BIGINT AS posts, min(first_no) AS first_no,
    coalesce(sum(n) FILTER (kind = 'share'), 0)::BIGINT AS shares,
    coalesce(sum(n) FILTER (kind = 'original'), 0)::BIGINT AS originals
FROM account_cube_in_view($langs, $platforms, $kinds, $bands, $members) GROUP BY account_no
"""
# Which accounts are shown is decided on narrow columns; names and texts are fetched for those only.
_PAGE = """
, page AS (
    SELECT v.*,
        row_number() OVER (
            ORDER BY CASE $sort WHEN 'posts' THEN -v.posts WHEN 'shares_received' THEN -a.shares_received
                    WHEN 'followers' THEN -coalesce(a.followers, -1) WHEN 'first' THEN v.first_no END,
                CASE WHEN $sort = 'handle' THEN lower(coalesce(a.handle, a.account_key)) END, v.account_no
        ) AS place
    FROM active v JOIN accounts a USING (account_no)
    WHERE $search IS NULL OR concat_ws(' ', a.handle, a.name, a.account_key, a.description) ILIKE $search ESCAPE '!'
    QUALIFY place <= $most
)
"""
# The default order needs nothing of the accounts: 500 of a million are found before they are joined.
_TOP = """
, page AS (
    SELECT *, row_number() OVER (ORDER BY posts DESC, account_no) AS place
    FROM (SELECT * FROM active ORDER BY posts DESC, account_no LIMIT $most)
)
"""
_SHOWN = """
SELECT a.account_no, a.account_key, a.platform, a.handle, a.name, p.posts, p.originals, p.shares, a.shares_received,
    a.followers, a.following, a.statuses, a.verified, a.created_at AT TIME ZONE 'UTC' AS created_at,
    f.posted_at AT TIME ZONE 'UTC' AS first_at, a.first_rank, b.score, coalesce(b.status, 'not scored') AS status
FROM page p JOIN accounts a USING (account_no) JOIN posts f ON f.post_no = p.first_no
    LEFT JOIN bot_scores b ON b.account_no = p.account_no
WHERE list_contains((SELECT list(account_no) FROM page), a.account_no)
    AND list_contains((SELECT list(first_no) FROM page), f.post_no)
ORDER BY p.place
"""
_ACTIVE_WHOLE = "SELECT account_no, posts, first_no, shares, originals FROM accounts WHERE posts > 0"
_LISTS = {
    (active, top): "WITH active AS (" + active + ")" + page + _SHOWN
    for active in (_ACTIVE_WHOLE, _ACTIVE_CUBE, _ACTIVE)
    for top, page in ((True, _TOP), (False, _PAGE))
}
# Lists that the build has prepared: the 500 with most posts of the case, of one language; of several languages, store.tops.
_KEPT = """
SELECT a.account_no, a.account_key, a.platform, a.handle, a.name, p.posts::BIGINT AS posts, p.originals::BIGINT AS originals,
    p.shares::BIGINT AS shares, a.shares_received, a.followers, a.following, a.statuses, a.verified,
    a.created_at AT TIME ZONE 'UTC' AS created_at, p.first_at AT TIME ZONE 'UTC' AS first_at, a.first_rank, a.score, a.status
FROM page p JOIN listed_accounts a USING (account_no) ORDER BY p.posts DESC, p.account_no
"""
_KEPT_WHOLE = (
    """
WITH page AS (
    SELECT account_no, posts, first_posted_at AS first_at, shares, originals FROM listed_accounts
    ORDER BY posts DESC, account_no LIMIT $most
)"""
    + _KEPT
)
_KEPT_LANGUAGE = (
    """
WITH page AS (
    SELECT * FROM language_tops WHERE lang = $language ORDER BY posts DESC, account_no LIMIT $most
)"""
    + _KEPT
)
_KEPT_LANGUAGES = "WITH page AS (SELECT * REPLACE (first_at AT TIME ZONE 'UTC' AS first_at) FROM chosen)" + _KEPT
_MOST_KEPT = 500


def accounts_page(store: Store, view: View, *, search: str = "", sort: str = "posts", most: int = 500) -> pd.DataFrame:
    """Accounts that wrote a post of the view: account_no, account_key, platform, handle, name, posts, originals and
    shares (in the view), shares_received (whole case), followers, following, statuses, verified, created_at, first_at
    (UTC, naive; first post in the view), first_rank (whole case), score, status.
    """
    top = sort == "posts" and not search.strip()
    if top and most <= _MOST_KEPT and (kept := _kept_list(store, view, most)) is not None:
        return kept
    chosen = {"most": most} if top else {"most": most, "sort": sort, "search": pattern(search)}
    active, base = _active(view)
    return store.frame(_LISTS[active, top], {**base, **chosen})


def _kept_list(store: Store, view: View, most: int) -> pd.DataFrame | None:
    """The list as the build has prepared it; None where it has not, or not all of its accounts."""
    if view.filters.is_empty:
        return store.frame(_KEPT_WHOLE, {"most": most})
    if view.language is not None:
        return store.frame(_KEPT_LANGUAGE, {"language": view.language, "most": most})
    if view.languages:
        page = store.tops.first(view.languages, most)
        return None if page is None else store.frame(_KEPT_LANGUAGES, beside={"chosen": page})
    return None


def _active(view: View) -> tuple[str, dict[str, Any]]:
    """The cheapest statement that names the accounts of a view, and its parameters."""
    if view.filters.is_empty:
        return _ACTIVE_WHOLE, {}
    return (_ACTIVE_CUBE, view.account_params) if view.fits_account_cube else (_ACTIVE, view.params)


_ONE = """
SELECT a.account_no, a.account_key, a.platform, a.account_id, a.handle, a.name, a.followers, a.following, a.statuses,
    a.likes, a.listed, a.verified, a.default_profile, a.default_profile_image, a.description, a.location, a.url, a.posts,
    a.shares_received, a.first_rank, strftime(a.created_at, '%Y-%m-%dT%H:%M:%S+00:00') AS created_at,
    strftime(a.captured_at, '%Y-%m-%dT%H:%M:%S+00:00') AS captured_at,
    strftime(a.assumed_at, '%Y-%m-%dT%H:%M:%S+00:00') AS assumed_at,
    strftime(a.first_posted_at, '%Y-%m-%dT%H:%M:%S+00:00') AS first_posted_at,
    strftime(a.last_posted_at, '%Y-%m-%dT%H:%M:%S+00:00') AS last_posted_at,
    b.score, b.probability, b.low, b.high, b.hand_checked, b.financial, b.self_declared, b.spam, b.scam,
    coalesce(b.status, 'not scored') AS status, b.reasons, b.model
FROM accounts a LEFT JOIN bot_scores b USING (account_no) WHERE a.account_key = $key
"""


def account(store: Store, key: str) -> dict[str, Any]:
    """One account with its newest profile and score (times as ISO texts in UTC); empty where there is none."""
    return store.row(_ONE, {"key": key})


_SNAPSHOTS = """
SELECT s.captured_at AT TIME ZONE 'UTC' AS captured_at, s.handle, s.name, s.followers, s.following, s.statuses, s.description
FROM account_snapshots s JOIN accounts a USING (account_no) WHERE a.account_key = $key ORDER BY s.captured_at
"""


def snapshots(store: Store, key: str) -> pd.DataFrame:
    """The profile at each capture time: captured_at (UTC, naive), handle, name, followers, following, statuses, description."""
    return store.frame(_SNAPSHOTS, {"key": key})


_PARTS_OF = """
WITH own AS MATERIALIZED (
    SELECT post_no, lang, kind, client, posted_at
    FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
    WHERE account_no = (SELECT account_no FROM accounts WHERE account_key = $key)"""
_PARTS = """
)
SELECT 'lang' AS facet, coalesce(lang, 'und') AS value, count(*) AS n FROM own GROUP BY ALL
UNION ALL SELECT 'kind', kind, count(*) FROM own GROUP BY ALL
UNION ALL SELECT 'client', client, count(*) FROM own WHERE client IS NOT NULL GROUP BY ALL
UNION ALL SELECT 'domain', l.domain, count(*) FROM own JOIN post_links l USING (post_no) WHERE l.domain IS NOT NULL GROUP BY ALL
UNION ALL SELECT 'tag', t.tag, count(*) FROM own JOIN post_tags t USING (post_no) GROUP BY ALL
UNION ALL SELECT 'rhythm', isodow(posted_at AT TIME ZONE $zone) || '-' || hour(posted_at AT TIME ZONE $zone), count(*)
    FROM own WHERE posted_at IS NOT NULL GROUP BY ALL
ORDER BY facet, n DESC, value
"""


def account_parts(store: Store, view: View, key: str, part: tuple[str, str] | None = None) -> pd.DataFrame:
    """What an account's posts in the view are made of: facet (lang, kind, client, domain, tag, rhythm), value, n.

    The value of ``rhythm`` is ``weekday-hour`` in the view's zone, Monday = 1. ``part``: see ``PARTS``.
    """
    clause, chosen = narrowed_to(part)
    return store.frame(_PARTS_OF + clause + _PARTS, {**view.params, "key": key, **chosen})


_NEIGHBOURS = """
WITH me AS (SELECT account_no FROM accounts WHERE account_key = $key)
SELECT 'shares' AS direction, g.kind, a.account_key, a.handle, a.name, g.n
FROM graph_links g JOIN accounts a ON a.account_no = g.source_no WHERE g.target_no = (SELECT account_no FROM me)
UNION ALL
SELECT 'shared by', g.kind, a.account_key, a.handle, a.name, g.n
FROM graph_links g JOIN accounts a ON a.account_no = g.target_no WHERE g.source_no = (SELECT account_no FROM me)
ORDER BY n DESC, account_key LIMIT $most
"""


def neighbours(store: Store, key: str, most: int = 200) -> pd.DataFrame:
    """Whom an account passes on ("shares") and who passes it on ("shared by"): direction, kind, account_key, handle, name, n."""
    return store.frame(_NEIGHBOURS, {"key": key, "most": most})


_SUM = "SELECT sum(followers)::BIGINT AS reach, count(*) AS accounts, count(followers) AS known FROM authors JOIN accounts USING (account_no)"
_REACH = (
    """
WITH authors AS (
    SELECT DISTINCT account_no
    FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
) """
    + _SUM
)
_REACH_CUBE = (
    """
WITH authors AS (SELECT DISTINCT account_no FROM account_cube_in_view($langs, $platforms, $kinds, $bands, $members)) """
    + _SUM
)
_VIEWS = """
WITH newest AS (
    SELECT m.post_no, max_by(m.views, (m.captured_at, m.file_no)) AS views
    FROM metrics m
    SEMI JOIN posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words) p
        ON p.post_no = m.post_no AND p.kind <> 'share'
    WHERE m.views IS NOT NULL GROUP BY m.post_no
)
SELECT sum(views)::BIGINT AS views, count(*) AS posts, max(views) AS most FROM newest
"""


def reach(store: Store, view: View) -> dict[str, Any]:
    """Potential reach of the view: reach (followers of distinct authors), accounts, known (with a follower count)."""
    if view.fits_account_cube:
        return store.row(_REACH_CUBE, view.account_params)
    return store.row(_REACH, view.params)


def views(store: Store, view: View) -> dict[str, Any]:
    """Views of the posts in the view, newest count each, shares left out: views, posts (with a count), most."""
    return store.row(_VIEWS, view.params)


_CALLED = """
WITH asked AS (SELECT account_no, account_key, handle, name FROM accounts WHERE account_key IN (SELECT unnest($keys::VARCHAR[])))
SELECT account_key, handle, name, true AS now FROM asked
UNION ALL SELECT a.account_key, s.handle, s.name, false FROM account_snapshots s JOIN asked a USING (account_no)
"""


def called(store: Store, keys: list[str]) -> pd.DataFrame:
    """What accounts are and were called: account_key, handle, name, now (false: in an older capture)."""
    return store.frame(_CALLED, {"keys": keys})
