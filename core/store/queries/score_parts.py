"""Scores cut in other ways: by reach, by who was there first, by group, by hour, beside a random sample."""

from __future__ import annotations

import pandas as pd

from core.store.db import Store
from core.store.queries.view import View

_CUBE = """
WITH active AS (
    SELECT account_no, any_value(score_bin) AS bin
    FROM account_cube_in_view($langs, $platforms, $kinds, $bands, $members) GROUP BY account_no
)"""
_POSTS = """
WITH active AS (
    SELECT account_no, any_value(coalesce(score_bin, -1)) AS bin
    FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
    WHERE account_no IS NOT NULL GROUP BY account_no
)"""
_PARTS = """
SELECT v.bin::INTEGER AS bin, coalesce(a.first_posted_at < f.at + to_hours($first_h), false) AS early,
    count(*) AS accounts, coalesce(sum(a.followers), 0)::BIGINT AS reach
FROM active v JOIN accounts a USING (account_no), (SELECT min(first_posted_at) AS at FROM accounts) f
WHERE v.bin >= 0 GROUP BY ALL ORDER BY ALL
"""
_PARTS_CUBE, _PARTS_POSTS = _CUBE + _PARTS, _POSTS + _PARTS
_GROUPS = """, named AS (
    SELECT DISTINCT unnest($keys) AS account_key, unnest($names) AS name
)
SELECT n.name, v.bin::INTEGER AS bin, count(*) AS accounts
FROM active v JOIN accounts a USING (account_no) JOIN named n USING (account_key)
WHERE v.bin >= 0 GROUP BY ALL ORDER BY ALL
"""
_GROUPS_CUBE, _GROUPS_POSTS = _CUBE + _GROUPS, _POSTS + _GROUPS


def score_parts(store: Store, view: View, first_h: int) -> pd.DataFrame:
    """Scored accounts of the view: bin, early (first post of the whole case in its first hours), accounts, reach."""
    if view.fits_account_cube:
        return store.frame(_PARTS_CUBE, {**view.account_params, "first_h": first_h})
    return store.frame(_PARTS_POSTS, {**view.params, "first_h": first_h})


def group_scores(store: Store, view: View, labels: pd.DataFrame) -> pd.DataFrame:
    """Scored accounts of the view by the groups that people put them in: name, bin, accounts."""
    groups = labels[labels["kind"] == "group"]
    named = {"keys": groups["account_key"].tolist(), "names": groups["text"].tolist()}
    if view.fits_account_cube:
        return store.frame(_GROUPS_CUBE, {**view.account_params, **named})
    return store.frame(_GROUPS_POSTS, {**view.params, **named})


_HOURS_POSTS = """
SELECT hour(posted_at AT TIME ZONE $zone)::INTEGER AS hour, score_bin::INTEGER AS bin, count(*) AS posts
FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
WHERE score_bin >= 0 AND posted_at IS NOT NULL GROUP BY ALL ORDER BY ALL
"""


def score_hours(store: Store, view: View) -> pd.DataFrame:
    """Posts of scored accounts by hour of the day in the zone of the filter: hour, bin, posts."""
    if view.fits_cube:
        return store.cube.score_hours(view)
    return store.frame(_HOURS_POSTS, view.params)


_SAMPLE = """
WITH drawn AS (
    SELECT least(floor(score * 4), 19)::INTEGER AS bin FROM bot_scores
    WHERE status = 'scored' AND account_no IN (SELECT account_no FROM accounts WHERE posts > 0)
    ORDER BY hash(account_no, 2020), account_no LIMIT $n
)
SELECT bin, count(*) AS accounts FROM drawn GROUP BY bin ORDER BY bin
"""


def score_sample(store: Store, n: int) -> pd.DataFrame:
    """``n`` scored accounts of the whole case, always the same ones: bin, accounts."""
    return store.frame(_SAMPLE, {"n": n})


_ASKABLE = """
SELECT a.account_key, b.probability, b.model FROM bot_scores b JOIN accounts a USING (account_no)
WHERE b.status = 'scored' ORDER BY hash(a.account_key), a.account_key LIMIT 20000
"""


def askable(store: Store) -> pd.DataFrame:
    """Scored accounts from which the ones to ask about are drawn, 20,000 at most: account_key, probability, model."""
    return store.frame(_ASKABLE)


_PROFILES = """
SELECT account_key, platform, handle, name, description, created_at, coalesce(captured_at, assumed_at) AS captured_at,
    followers, following, statuses, likes, listed, verified, default_profile, default_profile_image
FROM accounts WHERE $keys IS NULL OR list_contains($keys, account_key) ORDER BY hash(account_key), account_key LIMIT $most
"""


def profiles(store: Store, keys: list[str] | None = None, most: int = 5_000) -> pd.DataFrame:
    """Profiles as the scorer takes them, of some accounts or of a sample of all."""
    return store.frame(_PROFILES, {"keys": keys, "most": most})


_NEWEST = """
SELECT kind, posted_at AT TIME ZONE 'UTC' AS posted_at, text FROM posts
WHERE account_key = $key AND is_primary ORDER BY post_no DESC LIMIT $most
"""


def newest_posts(store: Store, key: str, most: int) -> pd.DataFrame:
    """The newest posts of one account in the case: kind, posted_at (UTC, naive), text."""
    return store.frame(_NEWEST, {"key": key, "most": most})


_SEQUENCE = """
SELECT kind, posted_at, text FROM posts WHERE account_key = $key AND is_primary ORDER BY post_no DESC LIMIT 3200
"""


def own_posts(store: Store, key: str) -> pd.DataFrame:
    """The newest 3,200 posts of one account: kind, posted_at, text."""
    return store.frame(_SEQUENCE, {"key": key})


_OTHERS = """
SELECT tool, measure, value, strftime(captured_at, '%Y-%m-%d') AS captured_on FROM other_scores
WHERE account_key = $key OR (platform = $platform AND lower(handle) = lower($handle)) ORDER BY ALL
"""


def other_scores(store: Store, key: str, platform: str, handle: str) -> pd.DataFrame:
    """What other tools said of one account: tool, measure, value, captured_on."""
    return store.frame(_OTHERS, {"key": key, "platform": platform, "handle": handle})
