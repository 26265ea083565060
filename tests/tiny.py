"""A case small enough to count by hand.

Times are UTC on 7–8 February 2020; Almaty is six hours ahead, so post 1 is at 22:00 on Friday there.

    post  at (UTC)   account  kind      lang  of    platform
    1     16:00 Fri  ann      original  ru    -     telegram (chat 10)
    2     22:56 Fri  bob      original  en    -     x
    3     22:58 Fri  cyd      share     en    2     x
    4     22:59 Fri  dee      share     en    2     x
    5     23:10 Fri  eve      reply     en    3     x
    6     23:20 Fri  bob      quote     fr    5     x
    7     23:30 Fri  fay      share     fr    6     x
    8     01:00 Sat  cyd      original  fr    -     x     (deleted)
    9     02:00 Sat  gus      share     zh    900   x     (900 is not in the data)
    10    03:00 Sat  ann      original  null  -     telegram

The cascade of post 2:   2 <- 3 <- 5 <- 6 <- 7      size 6 with the root, 5 accounts (bob twice)
                         2 <- 4                     depth 4, max breadth 2
"""

from __future__ import annotations

from datetime import UTC, datetime

import pyarrow as pa

from core.model import BATCH_SCHEMAS, Batch

FOLLOWERS = {"bob": 1000, "cyd": 200, "dee": 30, "eve": 4, "fay": None, "gus": 50_000, "ann": None}


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2020, 2, day, hour, minute, tzinfo=UTC)


def post(no: int, when: datetime, account: str, kind: str, lang: str | None, **more: object) -> dict[str, object]:
    base = {
        "line": no, "platform": "x", "post_id": str(no), "account_id": account, "posted_at": when,
        "time_quality": "epoch", "text": f"text of post {no}", "text_complete": True, "lang": lang,
        "lang_source": "platform" if lang else None, "kind": kind, "is_primary": True, "deleted": False,
        "synthetic_id": False,
    }  # fmt: skip
    return {**base, **more}


POSTS = [
    post(1, at(7, 16), "ann", "original", "ru", platform="telegram", post_id="10:1"),
    post(2, at(7, 22, 56), "bob", "original", "en", text="Restaurants <b>burn</b> in Kazakhstan"),
    post(3, at(7, 22, 58), "cyd", "share", "en", share_of="2"),
    post(4, at(7, 22, 59), "dee", "share", "en", share_of="2"),
    post(5, at(7, 23, 10), "eve", "reply", "en", reply_to="3"),
    post(6, at(7, 23, 20), "bob", "quote", "fr", quote_of="5"),
    post(7, at(7, 23, 30), "fay", "share", "fr", share_of="6"),
    post(8, at(8, 1), "cyd", "original", "fr", deleted=True),
    post(9, at(8, 2), "gus", "share", "zh", share_of="900"),
    post(10, at(8, 3), "ann", "original", None, platform="telegram", post_id="10:2"),
]


def profile(account: str, followers: int | None) -> dict[str, object]:
    return {
        "platform": "telegram" if account == "ann" else "x", "account_id": account, "handle": f"sim_{account}",
        "name": account.title(), "captured_at": at(17, 0), "created_at": datetime(2015, 1, 1, tzinfo=UTC),
        "followers": followers, "following": 100, "statuses": 500, "likes": 50, "listed": 1, "verified": False,
        "default_profile": False, "description": "<img src=x onerror=alert(1)>" if account == "eve" else "plain",
    }  # fmt: skip


def metric(post_id: str, day: int, views: int | None, shares: int) -> dict[str, object]:
    return {"platform": "x", "post_id": post_id, "captured_at": at(day, 0), "views": views, "shares": shares}


def batch(posts: list[dict[str, object]] = POSTS, rejects: list[dict[str, object]] | None = None) -> Batch:
    rows = {
        "posts": posts,
        "profiles": [profile(name, n) for name, n in FOLLOWERS.items()],
        "metrics": [metric("2", 9, 160_000, 900), metric("2", 10, 170_000, 1000), metric("8", 10, 50, 0)],
        "links": [{"platform": "x", "post_id": "2", "raw": "https://t.example/1", "expanded": "https://news.example/a",
                   "domain": "news.example"}],
        "tags": [{"platform": "x", "post_id": "2", "tag": "kazakhstan"}],
        "rejects": rejects or [],
    }  # fmt: skip
    tables = {name: pa.Table.from_pylist(rows.get(name, []), schema=schema) for name, schema in BATCH_SCHEMAS.items()}
    return Batch(tables, records=len(posts) + len(rows["rejects"]))
