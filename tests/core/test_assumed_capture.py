"""When a profile is taken to have been captured where its file does not say so: the score needs rates per day."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from core.build import Incoming, import_files
from core.model import Case
from core.store.db import open_store
from core.store.queries.accounts import account

SHARED_AT = "2020-02-08T04:56:00+00:00"


def person(number: int) -> dict[str, Any]:
    return {
        "id_str": str(number), "screen_name": f"sim_{number}", "name": "Sim", "description": "Made up",
        "created_at": "Tue Jul 10 00:41:11 +0000 2012", "followers_count": 120, "friends_count": 340,
        "statuses_count": 5600, "favourites_count": 70, "listed_count": 1, "verified": False,
        "default_profile": True, "default_profile_image": False,
    }  # fmt: skip


def tweet(number: int, by: int, at: str, **more: Any) -> dict[str, Any]:
    return {"id_str": str(number), "created_at": at, "text": "A sentence", "user": person(by), **more}


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case("fire", "Fire", "It burns", "Asia/Almaty", 0, tmp_path / "cases" / "fire")


@pytest.fixture
def live(tmp_path: Path) -> Path:
    """2 shares an old post of 1, whose own post of the day before is in the file too."""
    old = tweet(565000000000000001, 1, "Tue Feb 10 04:00:00 +0000 2015")
    posts = [
        tweet(1225700000000000001, 1, "Fri Feb 07 08:00:00 +0000 2020"),
        tweet(1225990000000000002, 2, "Sat Feb 08 04:56:00 +0000 2020", retweeted_status=old),
        tweet(1226100000000000003, 3, "Sat Feb 08 09:00:00 +0000 2020"),
    ]
    path = tmp_path / "live.jsonl"
    path.write_text("\n".join(json.dumps(post) for post in posts), encoding="utf-8")
    return path


def scraped(folder: Path) -> Path:
    """A post as snscrape writes it, long after it was made."""
    user = {
        "username": "sim_9", "id": 9, "displayname": "Sim", "description": "Made up", "rawDescription": "Made up",
        "created": "2012-07-10T00:41:11+00:00", "followersCount": 12, "friendsCount": 34, "statusesCount": 560,
        "favouritesCount": 7, "listedCount": 1, "mediaCount": 0, "location": "", "protected": False, "verified": False,
    }  # fmt: skip
    post = {
        "_type": "snscrape.modules.twitter.Tweet", "url": "https://twitter.com/sim_9/status/1226100000000000009",
        "date": "2020-02-08T09:00:00+00:00", "content": "A sentence", "id": 1226100000000000009, "user": user,
        "lang": "en", "retweetedTweet": None, "quotedTweet": None, "inReplyToTweetId": None,
    }  # fmt: skip
    path = folder / "scraped.jsonl"
    path.write_text(json.dumps(post), encoding="utf-8")
    return path


def seen(case: Case, number: int) -> tuple[str | None, str | None, str]:
    store = open_store(case.store_path)
    try:
        found = account(store, f"x:{number}")
    finally:
        store.close()
    return found["captured_at"], found["assumed_at"], found["status"]


def test_profiles_of_x_v1_stand_at_the_newest_post_that_carries_them(case: Case, live: Path) -> None:
    case = import_files(case, [Incoming(live)]).case
    assert seen(case, 1) == (None, SHARED_AT, "scored"), "not 2015, and not its own post of the day before"
    assert seen(case, 2) == (None, SHARED_AT, "scored")
    assert seen(case, 3) == (None, "2020-02-08T09:00:00+00:00", "scored")


def test_a_scraped_profile_has_no_score_until_the_day_of_the_collection_is_told(case: Case, tmp_path: Path) -> None:
    path = scraped(tmp_path)
    assert seen(import_files(case, [Incoming(path, importer="snscrape")]).case, 9) == (None, None, "not enough data")
    told = Case("told", "Told", "It burns", "Asia/Almaty", 0, tmp_path / "cases" / "told")
    told = import_files(told, [Incoming(path, importer="snscrape", collected_on="2021-03-20")]).case
    assert seen(told, 9) == (None, "2021-03-20T12:00:00+00:00", "scored")


def test_a_day_before_the_newest_post_gives_way_to_it(case: Case, live: Path) -> None:
    case = import_files(case, [Incoming(live, collected_on="2020-02-07")]).case
    assert seen(case, 3)[1] == "2020-02-08T09:00:00+00:00"


def test_the_next_import_keeps_what_was_assumed(case: Case, live: Path, tmp_path: Path) -> None:
    case = import_files(case, [Incoming(live, collected_on="2020-02-20")]).case
    case = import_files(case, [Incoming(scraped(tmp_path), importer="snscrape")]).case
    assert seen(case, 1) == (None, "2020-02-20T12:00:00+00:00", "scored")
    assert seen(case, 9) == (None, None, "not enough data")
