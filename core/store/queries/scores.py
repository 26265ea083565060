"""How automated: scores over the accounts of a view."""

from __future__ import annotations

import pandas as pd

from core.store.db import Store
from core.store.queries.view import View

_HISTOGRAM = """
WITH active AS (
    SELECT account_no, count(*) AS posts
    FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
    WHERE account_no IS NOT NULL GROUP BY account_no
)
SELECT coalesce(b.status, 'not scored') AS status,
    CASE WHEN b.status = 'scored' THEN least(floor(b.score * 4), 19)::INTEGER END AS score_bin,
    count(*) AS accounts, sum(v.posts)::BIGINT AS posts, sum(a.followers)::BIGINT AS reach
FROM active v JOIN accounts a USING (account_no) LEFT JOIN bot_scores b USING (account_no)
GROUP BY ALL ORDER BY ALL
"""


def score_histogram(store: Store, view: View) -> pd.DataFrame:
    """Accounts of the view by score: status, score_bin (quarters of a point, 0-19, null unless scored), accounts, posts
    (theirs, in the view), reach (sum of followers).
    """
    return store.frame(_HISTOGRAM, view.params)


_BEHIND = """
WITH active AS (
    SELECT account_no, count(*) AS posts, min(posted_at) AS first_at
    FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
    WHERE account_no IS NOT NULL GROUP BY account_no
)
SELECT a.account_key, a.platform, a.handle, a.name, v.posts, a.followers, v.first_at AT TIME ZONE 'UTC' AS first_at,
    b.score, coalesce(b.status, 'not scored') AS status, b.reasons
FROM active v JOIN accounts a USING (account_no) LEFT JOIN bot_scores b USING (account_no)
WHERE ($status IS NULL OR coalesce(b.status, 'not scored') = $status)
    AND ($low IS NULL OR b.score >= $low) AND ($high IS NULL OR b.score < $high)
ORDER BY v.first_at, a.account_key LIMIT $most
"""


def accounts_behind(
    store: Store,
    view: View,
    *,
    status: str | None = None,
    low: float | None = None,
    high: float | None = None,
    most: int = 500,
) -> pd.DataFrame:
    """The accounts behind a bar, by time of their first post in the view (never by score): account_key, platform,
    handle, name, posts, followers, first_at (UTC, naive), score, status, reasons.
    """
    return store.frame(_BEHIND, {**view.params, "status": status, "low": low, "high": high, "most": most})


_EARLY = """
WITH first AS (
    SELECT account_no, min(posted_at) AS first_at, count(*) AS posts
    FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
    WHERE account_no IS NOT NULL GROUP BY account_no
)
SELECT count(*) FILTER (b.status = 'scored') AS scored, count(*) FILTER (b.status = 'scored' AND b.score >= $cut) AS above,
    coalesce(sum(v.posts) FILTER (b.status = 'scored'), 0)::BIGINT AS scored_posts,
    coalesce(sum(v.posts) FILTER (b.status = 'scored' AND b.score >= $cut), 0)::BIGINT AS above_posts, count(*) AS accounts
FROM first v LEFT JOIN bot_scores b USING (account_no)
"""


def share_above(store: Store, view: View, cut: float) -> dict[str, int]:
    """Accounts and posts of the view by the cut-off: scored, above, scored_posts, above_posts, accounts."""
    return {key: int(value) for key, value in store.row(_EARLY, {**view.params, "cut": cut}).items()}


_BY_LANGUAGE = """
WITH active AS (
    SELECT DISTINCT coalesce(lang, 'und') AS lang, account_no
    FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
    WHERE account_no IS NOT NULL
)
SELECT v.lang, count(*) FILTER (b.status = 'scored') AS scored,
    count(*) FILTER (b.status = 'scored' AND b.score >= $cut) AS above
FROM active v LEFT JOIN bot_scores b USING (account_no)
GROUP BY v.lang HAVING scored >= $least ORDER BY scored DESC, v.lang LIMIT $most
"""


def share_by_language(store: Store, view: View, cut: float, *, least: int, most: int) -> pd.DataFrame:
    """Accounts that posted in each language: lang, scored, above; languages with fewer than ``least`` scored are left out."""
    return store.frame(_BY_LANGUAGE, {**view.params, "cut": cut, "least": least, "most": most})
