"""When: counts per bin, first posts, rhythm."""

from __future__ import annotations

from typing import Any

import pandas as pd

from core.store.cube import MONTH, STEPS_H
from core.store.db import Store
from core.store.queries.groups import Members
from core.store.queries.view import View

SPLITS = ("lang", "platform", "kind", "band")
#: Names of bins that are an hour or longer, which the hourly cube can answer.
FROM_CUBE = (*STEPS_H, MONTH)

_FROM_POSTS = """
SELECT time_bucket($width::INTERVAL, posted_at AT TIME ZONE $zone) AS bin,
    CASE $split WHEN 'lang' THEN coalesce(lang, 'und') WHEN 'platform' THEN platform WHEN 'kind' THEN kind
        ELSE band_of(score_bin) END AS part,
    count(*) AS n
FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
WHERE posted_at IS NOT NULL
GROUP BY ALL ORDER BY ALL
"""
_ACCOUNTS_FROM_POSTS = """
SELECT time_bucket($width::INTERVAL, posted_at AT TIME ZONE $zone) AS bin,
    CASE $split WHEN 'lang' THEN coalesce(lang, 'und') WHEN 'platform' THEN platform WHEN 'kind' THEN kind
        ELSE band_of(score_bin) END AS part,
    count(DISTINCT account_no) AS n
FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
WHERE posted_at IS NOT NULL AND account_no IS NOT NULL
GROUP BY ALL ORDER BY ALL
"""


_BY_GROUP = """
SELECT time_bucket($width::INTERVAL, v.posted_at AT TIME ZONE $zone) AS bin, coalesce(g.part, 'none') AS part,
    CASE $unit WHEN 'accounts' THEN count(DISTINCT v.account_no) ELSE count(*) END AS n
FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words) v
    LEFT JOIN (SELECT unnest($numbers::INTEGER[]) AS account_no, unnest($names::VARCHAR[]) AS part) g USING (account_no)
WHERE v.posted_at IS NOT NULL AND ($unit <> 'accounts' OR v.account_no IS NOT NULL)
GROUP BY ALL ORDER BY ALL
"""


def timeline(
    store: Store, view: View, width: str, split: str, unit: str = "posts", groups: Members | None = None
) -> pd.DataFrame:
    """Counts per bin and part: bin (local time of the view's zone, no zone attached), part, n.

    ``width`` is an interval such as "1 hour", ``split`` one of SPLITS or "group", ``unit`` posts or accounts (distinct within
    a bin). ``groups`` has each account in one part (``groups.one_part_each``); it is asked for by the split "group".
    """
    if split not in (*SPLITS, "group"):
        raise ValueError(f"no such split: {split}")
    if split == "group":
        apart = groups or Members((), ())
        if unit == "posts" and view.fits_cube and width in FROM_CUBE:
            return _by_group(store, view, width, apart)
        return store.frame(_BY_GROUP, {**view.params, **apart.params, "width": width, "unit": unit})
    chosen = {"width": width, "split": split}
    if unit == "accounts":
        return store.frame(_ACCOUNTS_FROM_POSTS, {**view.params, **chosen})
    if view.fits_cube and width in FROM_CUBE:
        return store.cube.timeline(view, width, split)
    return store.frame(_FROM_POSTS, {**view.params, **chosen})


def _by_group(store: Store, view: View, width: str, groups: Members) -> pd.DataFrame:
    """As ``timeline`` from the cubes: the posts of the few that are in a group, and all others by subtraction."""
    inside = store.cube_of_groups(groups.numbers, groups.names).timeline(view, width, "group")
    whole = store.cube.per_step(view, width)
    others = whole.set_index("bin")["n"].sub(inside.groupby("bin")["n"].sum(), fill_value=0).astype("int64")
    rest = others[others > 0].rename_axis("bin").reset_index(name="n").assign(part="none")
    return pd.concat([inside, rest[["bin", "part", "n"]]]).sort_values(["bin", "part"], ignore_index=True)


_EXTENT = """
SELECT strftime(min(posted_at), '%Y-%m-%dT%H:%M:%S+00:00') AS first, strftime(max(posted_at), '%Y-%m-%dT%H:%M:%S+00:00') AS last
FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
"""


def extent(store: Store, view: View) -> dict[str, Any]:
    """First and last moment in the view, as ISO texts in UTC (hours, where the cube answers); null where empty."""
    if view.fits_cube:
        return store.cube.extent(view)
    return store.row(_EXTENT, view.params)


def exact_extent(store: Store, view: View) -> dict[str, Any]:
    """First and last moment in the view to the second, as ISO texts in UTC; null where empty. Reads the posts."""
    return store.row(_EXTENT, view.params)


_FIRSTS = """
WITH firsts AS (
    SELECT CASE $split WHEN 'lang' THEN coalesce(lang, 'und') WHEN 'platform' THEN platform WHEN 'kind' THEN kind
            ELSE band_of(score_bin) END AS part, min(post_no) AS post_no, count(*) AS posts
    FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
    WHERE posted_at IS NOT NULL GROUP BY part
)
SELECT f.part, p.posted_at AT TIME ZONE 'UTC' AS first_at, f.post_no, f.posts
FROM firsts f JOIN posts p USING (post_no) ORDER BY f.post_no
"""


def firsts(store: Store, view: View, split: str) -> pd.DataFrame:
    """First post per language, platform, kind or band, earliest first: part, first_at (UTC, naive), post_no, posts."""
    if view.fits_cube:
        return store.cube.firsts(view, split)
    return store.frame(_FIRSTS, {**view.params, "split": split})


_RHYTHM = """
SELECT isodow(posted_at AT TIME ZONE $zone) AS weekday, hour(posted_at AT TIME ZONE $zone) AS hour, count(*) AS n
FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
WHERE posted_at IS NOT NULL
GROUP BY ALL ORDER BY ALL
"""


def rhythm(store: Store, view: View) -> pd.DataFrame:
    """Posts by weekday (1 = Monday) and hour of the day in the view's zone: weekday, hour, n."""
    if view.fits_cube:
        return store.cube.rhythm(view)
    return store.frame(_RHYTHM, view.params)


_STEPS = """
SELECT time_bucket($width::INTERVAL, posted_at AT TIME ZONE 'UTC') AS at, count(*) AS n
FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
WHERE posted_at IS NOT NULL
GROUP BY ALL ORDER BY ALL
"""
_STORED_MINUTES = "SELECT minute AT TIME ZONE 'UTC' AS at, n FROM minutes ORDER BY minute"
_STORED_LANGUAGES = """
SELECT minute AT TIME ZONE 'UTC' AS at, sum(n)::BIGINT AS n FROM language_minutes
WHERE lang IN (SELECT unnest($languages)) GROUP BY minute ORDER BY minute
"""
_HAS_MINUTES = "SELECT count(*) AS n FROM minutes"


def counts_utc(store: Store, view: View, width: str) -> pd.DataFrame:
    """Posts per step in UTC, for the tests of bursts and silences: at (UTC, naive), n; empty steps are absent."""
    if width == "1 hour" and view.fits_cube:
        return store.cube.per_hour(view)
    if width == "1 minute" and view.filters.is_empty:
        return store.frame(_STORED_MINUTES)
    if width == "1 minute" and view.languages and store.fact(_HAS_MINUTES)["n"]:
        return store.frame(_STORED_LANGUAGES, {"languages": view.languages})
    return store.frame(_STEPS, {**view.params, "width": width})
