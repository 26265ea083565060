"""How automated: scores over the accounts of a view."""

from __future__ import annotations

import pandas as pd

from core.store.db import Store
from core.store.queries.view import View

_BARS = """
SELECT CASE WHEN bin >= 0 THEN 'scored' WHEN bin = -1 THEN 'not enough data' ELSE 'not scored' END AS status,
    CASE WHEN bin >= 0 THEN bin::INTEGER END AS score_bin, count(*) AS accounts, sum(posts)::BIGINT AS posts
FROM active GROUP BY bin ORDER BY bin
"""
_HISTOGRAM = (
    """
WITH counted AS (
    SELECT account_no, count(*) AS posts
    FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
    WHERE account_no IS NOT NULL GROUP BY account_no
), active AS (
    SELECT c.account_no, c.posts, CASE b.status WHEN 'scored' THEN least(floor(b.score * 4), 19)::TINYINT
        WHEN 'not enough data' THEN -1 ELSE -2 END AS bin
    FROM counted c LEFT JOIN bot_scores b USING (account_no)
)"""
    + _BARS
)
_HISTOGRAM_CUBE = (
    """
WITH active AS (
    SELECT account_no, any_value(score_bin) AS bin, sum(n) AS posts
    FROM account_cube_in_view($langs, $platforms, $kinds, $bands, $members) GROUP BY account_no
)"""
    + _BARS
)


def score_histogram(store: Store, view: View) -> pd.DataFrame:
    """Accounts of the view by score: status, score_bin (quarters of a point, 0-19, null unless scored), accounts,
    posts (theirs, in the view).
    """
    if view.languages:
        return store.languages.score_histogram(view.languages)
    if view.fits_account_cube:
        return store.frame(_HISTOGRAM_CUBE, view.account_params)
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


def share_above(histogram: pd.DataFrame, cut: float) -> dict[str, int]:
    """Accounts and posts at or above a cut-off of whole quarters, of a histogram: scored, above, scored_posts, above_posts, accounts."""
    scored = histogram[histogram["status"] == "scored"]
    above = scored[scored["score_bin"] >= round(cut * 4)]
    return {
        "scored": int(scored["accounts"].sum()),
        "above": int(above["accounts"].sum()),
        "scored_posts": int(scored["posts"].sum()),
        "above_posts": int(above["posts"].sum()),
        "accounts": int(histogram["accounts"].sum()),
    }


_PER_LANGUAGE = (
    "SELECT lang, bin::INTEGER AS bin, count(*) AS accounts FROM active WHERE bin >= 0 GROUP BY ALL ORDER BY ALL"
)
_BY_LANGUAGE = (
    """
WITH active AS (
    SELECT coalesce(lang, 'und') AS lang, account_no, any_value(coalesce(score_bin, -1)) AS bin
    FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
    WHERE account_no IS NOT NULL GROUP BY ALL
) """
    + _PER_LANGUAGE
)
_BY_LANGUAGE_CUBE = (
    """
WITH active AS (
    SELECT lang, account_no, any_value(score_bin) AS bin
    FROM account_cube_in_view($langs, $platforms, $kinds, $bands, $members) GROUP BY lang, account_no
) """
    + _PER_LANGUAGE
)


def language_histogram(store: Store, view: View) -> pd.DataFrame:
    """Scored accounts by the languages they posted in: lang, bin (quarters of a point, 0-19), accounts."""
    if view.filters.is_empty or view.languages:
        return store.languages.language_histogram(view.languages)
    if view.fits_account_cube:
        return store.frame(_BY_LANGUAGE_CUBE, view.account_params)
    return store.frame(_BY_LANGUAGE, view.params)


def share_by_language(histogram: pd.DataFrame, cut: float, *, least: int, most: int) -> pd.DataFrame:
    """Of a language histogram: lang, scored, above; largest first, languages with fewer than ``least`` scored left out."""
    scored = histogram.groupby("lang")["accounts"].sum()
    above = histogram[histogram["bin"] >= round(cut * 4)].groupby("lang")["accounts"].sum()
    frame = pd.DataFrame({"scored": scored, "above": above.reindex(scored.index, fill_value=0)}).rename_axis("lang")
    frame = frame[frame["scored"] >= least].reset_index()
    return frame.sort_values(["scored", "lang"], ascending=[False, True], ignore_index=True).head(most)


_MODELS = "SELECT DISTINCT model FROM bot_scores WHERE model IS NOT NULL ORDER BY model"


def models(store: Store) -> list[str]:
    """The models, with version, that the scores of this case come from."""
    return [str(name) for name in store.frame(_MODELS)["model"]]
