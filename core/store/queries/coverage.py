"""What the collected posts cover: hours without any post, and posts that were added by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd

from core.store.db import Store

# Hours of a case with a post, each beside the one after it; what lies between is empty.
_GAPS = """
WITH hours AS (SELECT DISTINCT hour FROM cube WHERE hour IS NOT NULL),
pairs AS (SELECT hour, lead(hour) OVER (ORDER BY hour) AS next_hour FROM hours)
SELECT (hour + INTERVAL 1 HOUR) AT TIME ZONE 'UTC' AS start, next_hour AT TIME ZONE 'UTC' AS end,
    (epoch(next_hour - hour) / 3600 - 1)::BIGINT AS hours
FROM pairs WHERE next_hour > hour + INTERVAL 1 HOUR ORDER BY hours DESC, start LIMIT $most
"""
_HOURS = """
SELECT count(DISTINCT hour) AS with_posts, coalesce(epoch(max(hour) - min(hour)) / 3600 + 1, 0)::BIGINT AS hours,
    (SELECT count(DISTINCT post_no) FROM exhibits) AS by_hand
FROM cube
"""
_EXHIBITS = """
SELECT p.post_key, p.platform, p.posted_at AT TIME ZONE 'UTC' AS posted_at, p.text, p.url, e.seen_by, e.stated_at, e.note,
    e.picture_sha256, e.picture_name
FROM exhibits e JOIN posts p USING (post_no) ORDER BY p.post_no LIMIT $most
"""


def gaps(store: Store, most: int = 5) -> pd.DataFrame:
    """The longest stretches of whole hours without any post: start and end (UTC, naive), hours."""
    return store.frame(_GAPS, {"most": most})


def hours(store: Store) -> dict[str, Any]:
    """Hours between the first and the last post (``hours``), of these ``with_posts``; posts added ``by_hand``."""
    return store.row(_HOURS)


def exhibits(store: Store, most: int = 500) -> pd.DataFrame:
    """Posts added by hand: post_key, platform, posted_at, text, url, seen_by, stated_at, note, picture_*."""
    return store.frame(_EXHIBITS, {"most": most})
