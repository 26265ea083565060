"""The posts behind a mark: paged by key, newest counts beside them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pandas as pd

from core.store.db import Store
from core.store.queries.parts import narrowed_to
from core.store.queries.view import View

_COLUMNS = """
    p.post_no, p.post_key, p.platform, p.post_id, p.posted_at AT TIME ZONE 'UTC' AS posted_at, p.time_quality,
    p.id_time AT TIME ZONE 'UTC' AS id_time, p.text, p.text_complete, coalesce(p.lang, 'und') AS lang, p.kind,
    p.share_of, p.quote_of, p.reply_to, p.client, p.url, p.is_primary, p.deleted, p.account_key, a.handle, a.name,
    a.followers, p.score_bin, e.post_no IS NOT NULL AS by_hand, e.seen_by, e.stated_at, e.note, e.picture_sha256
"""
# A post may have been added by hand more than once: one of the notes is shown.
_BY_HAND = """LEFT JOIN (
    SELECT post_no, any_value(seen_by) AS seen_by, any_value(stated_at) AS stated_at, any_value(note) AS note,
        any_value(picture_sha256) AS picture_sha256
    FROM exhibits GROUP BY post_no
) e ON e.post_no = p.post_no
"""
# The page is chosen on narrow columns first; texts are fetched for its rows only.
_CHOSEN = """
WITH page AS (
    SELECT post_no
    FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
    WHERE post_no > $after AND ($only IS NULL OR list_contains($only, post_no))
        AND ($account IS NULL OR account_key = $account)
        AND ($from_at IS NULL OR posted_at >= $from_at) AND ($to_at IS NULL OR posted_at < $to_at)"""
_PAGE = (
    """
    ORDER BY post_no LIMIT $most
)
SELECT"""
    + _COLUMNS
    + """
FROM page JOIN posts p USING (post_no) LEFT JOIN accounts a ON a.account_no = p.account_no
"""
    + _BY_HAND
    + """ORDER BY p.post_no
"""
)
# A count without a time is older than any with one; of the same time, the file that was imported later counts.
_COUNTS = """
SELECT post_no, max_by(likes, age) AS likes, max_by(shares, age) AS shares, max_by(views, age) AS views,
    max(captured_at) AS counted_at, min(likes) AS likes_low, max(likes) AS likes_high, min(shares) AS shares_low,
    max(shares) AS shares_high, min(views) AS views_low, max(views) AS views_high
FROM (
    SELECT *, (coalesce(captured_at, TIMESTAMPTZ '1970-01-01 00:00:00Z'), file_no) AS age
    FROM metrics WHERE list_contains($numbers, post_no)
)
GROUP BY post_no
"""


def posts_page(
    store: Store,
    view: View,
    *,
    after: int = 0,
    most: int = 50,
    account: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    only: list[int] | None = None,
    part: tuple[str, str] | None = None,
) -> pd.DataFrame:
    """Up to ``most`` posts of the view in order of time, after post number ``after`` (keyset paging).

    Narrowed to one account, to a period (UTC, end exclusive), to post numbers or a ``part`` where given. Columns: post_no,
    post_key, platform, post_id, posted_at and id_time (UTC, naive), time_quality, text, text_complete, lang, kind,
    share_of, quote_of, reply_to, client, url, is_primary, deleted, account_key, handle, name, followers, score_bin,
    by_hand, seen_by, stated_at, note, picture_sha256 (of posts added by hand), likes, shares, views (newest counts; null where unknown).
    """
    narrowed = {"after": after, "most": most, "account": account, "from_at": since, "to_at": until, "only": only}
    clause, chosen = narrowed_to(part)
    page = store.frame(_CHOSEN + clause + _PAGE, {**view.params, **narrowed, **chosen})
    return _with_counts(store, page)


def _with_counts(store: Store, page: pd.DataFrame) -> pd.DataFrame:
    numbers: list[Any] = page["post_no"].tolist()
    metrics = store.frame(_COUNTS, {"numbers": numbers})
    return page.merge(metrics, on="post_no", how="left")


_COUNT = """
SELECT count(*) AS n
FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
WHERE ($account IS NULL OR account_key = $account)
    AND ($from_at IS NULL OR posted_at >= $from_at) AND ($to_at IS NULL OR posted_at < $to_at)
"""


def count_posts(
    store: Store,
    view: View,
    *,
    account: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    part: tuple[str, str] | None = None,
) -> int:
    """How many posts ``posts_page`` would run through."""
    clause, chosen = narrowed_to(part)
    params = {**view.params, "account": account, "from_at": since, "to_at": until, **chosen}
    return int(store.row(_COUNT + clause, params)["n"])


_MISTIMED = (
    "SELECT"
    + _COLUMNS
    + """, epoch(p.posted_at - p.id_time) AS off_s
FROM posts p LEFT JOIN accounts a ON a.account_no = p.account_no
"""
    + _BY_HAND
    + """WHERE p.is_primary AND p.id_time IS NOT NULL AND p.time_quality <> 'id' AND abs(epoch(p.posted_at - p.id_time)) > $tolerance_s
ORDER BY abs(epoch(p.posted_at - p.id_time)) DESC LIMIT $most
"""
)


def mistimed(store: Store, tolerance_s: float = 120, most: int = 20) -> pd.DataFrame:
    """Posts whose stated time disagrees with the time in their id: columns as posts_page, and off_s (stated minus id)."""
    return store.frame(_MISTIMED, {"tolerance_s": tolerance_s, "most": most})


_QUALITY = """
SELECT count(*) AS posts, count(*) FILTER (deleted) AS deleted, count(*) FILTER (text_complete = false) AS cut,
    count(*) FILTER (lang IS NULL OR lang = 'und') AS no_language, count(*) FILTER (posted_at IS NULL) AS no_time,
    count(*) FILTER (time_quality = 'assumed') AS assumed_zone, count(*) FILTER (synthetic_id) AS synthetic_id,
    count(*) FILTER (account_no IS NULL) AS no_account,
    count(*) FILTER (id_time IS NOT NULL AND abs(epoch(posted_at - id_time)) > 120) AS mistimed
FROM posts WHERE is_primary
"""


def quality(store: Store) -> dict[str, Any]:
    """How many primary posts have each known weakness."""
    return store.row(_QUALITY)
