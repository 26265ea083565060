"""Bluesky: reposts with their true parent, impossible times, quotes of what is gone, all shapes of files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from core.importers.bluesky import IMPOSSIBLE, NO_ADDRESS
from tests.core.importers.reading import Loaded

Load = Callable[..., Loaded]


def test_a_repost_keeps_the_repost_that_led_to_it(load: Load) -> None:
    first, second = load("bluesky_reposts.json").primary
    assert first["share_of"] == first["root_id"], "without via the post itself is the parent"
    assert (second["share_of"], second["root_id"]) == (first["post_id"], first["root_id"])
    assert [post["kind"] for post in (first, second)] == ["share", "share"]


def test_the_address_of_a_parent_that_is_not_in_the_file_names_account_and_time(load: Load) -> None:
    loaded = load("bluesky_stream.jsonl")
    share = next(post for post in loaded.primary if post["kind"] == "share")
    via = next(post for post in loaded.included if post["post_id"] == share["share_of"])
    assert (via["kind"], via["account_id"], via["share_of"]) == ("share", "did:plc:inventedzoe", share["root_id"])
    assert via["posted_at"].isoformat() == "2024-02-08T06:00:00+00:00"


def test_a_feed_tells_reposts_by_their_own_address(load: Load) -> None:
    loaded = load("bluesky_feed.json")
    share = next(post for post in loaded.primary if post["kind"] == "share")
    assert share["account_id"] == "did:plc:inventedzoe"
    assert share["share_of"] in {post["post_id"] for post in loaded.included}
    assert loaded.metrics_of(share["post_id"]) == []


def test_a_repost_without_an_address_stands_beside_its_post(load: Load) -> None:
    loaded = load("bluesky_feed.json")
    noted = next(post for post in loaded.included if post["kind"] == "share")
    assert noted["share_of"] in {post["post_id"] for post in loaded.primary}
    assert loaded.degradations[NO_ADDRESS] == 1


def test_the_year_0000_gives_way_to_the_address(load: Load) -> None:
    loaded = load("bluesky_feed.json")
    post = next(post for post in loaded.primary if post["text"] == "The year 0000")
    assert (post["posted_at"].isoformat(), post["time_quality"]) == ("2024-02-08T05:20:00+00:00", "id")
    assert loaded.degradations[IMPOSSIBLE] == 1


def test_an_impossible_time_and_an_invented_address_leave_the_server(load: Load, write: Callable[[str], Path]) -> None:
    post = {
        "uri": "at://did:plc:a/app.bsky.feed.post/mine",
        "record": {"createdAt": "1970-01-01T00:00:00Z", "text": "x"},
        "indexedAt": "2024-02-08T05:00:00Z",
    }
    loaded = load(write(json.dumps(post)))
    assert loaded.primary[0]["posted_at"].isoformat() == "2024-02-08T05:00:00+00:00"
    assert (loaded.primary[0]["account_id"], loaded.degradations[IMPOSSIBLE]) == ("did:plc:a", 1)


def test_a_quote_of_a_deleted_post_keeps_its_trace(load: Load) -> None:
    loaded = load("bluesky_feed.json")
    quote = next(post for post in loaded.primary if post["text"] == "Қараңыз")
    gone = next(post for post in loaded.included if post["post_id"] == quote["quote_of"])
    assert (gone["deleted"], gone["account_id"]) == (True, "did:plc:inventedxan")


def test_a_thread_is_read_from_the_root_down(load: Load) -> None:
    loaded = load("bluesky_thread.json")
    assert [post["kind"] for post in loaded.primary] == ["original", "reply", "reply"]
    assert len({post["root_id"] for post in loaded.primary[1:]}) == 1
    assert loaded.rejects == [(1, "the post is deleted, blocked or not shown")]


def test_snake_case_of_4cat_is_the_same_post(load: Load) -> None:
    loaded = load("bluesky_posts.jsonl")
    post, known = loaded.primary[1], loaded.metrics_of(loaded.primary[1]["post_id"])[0]
    assert (post["kind"], post["lang"], known["likes"], known["shares"]) == ("reply", "kk", 9, 8)
    assert known["captured_at"] is not None
    assert loaded.profile("did:plc:inventedyan")["name"] == "Yan"


def test_likes_and_deletions_are_rejects(load: Load) -> None:
    assert load("bluesky_reposts.json").rejects == [(1, "a record of another kind (app.bsky.feed.like), not a post")]
    assert load("bluesky_stream.jsonl").rejects == [(3, "a notice that something was deleted, not a post")]
