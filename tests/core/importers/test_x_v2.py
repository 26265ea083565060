from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from core.importers import detect
from tests.core.importers.reading import FIXTURES, Loaded

ORIGINAL, GONE, SHARE, REPLY = (
    "1225811454981046273",
    "1225811459175350273",
    "1225811463369654273",
    "1225811467563958273",
)
Load = Callable[..., Loaded]


def test_each_element_of_a_page_is_a_record(load: Load) -> None:
    loaded = load("x_v2_pages.jsonl")
    assert loaded.records == 3
    assert [(post["line"], post["post_id"]) for post in loaded.primary] == [(1, SHARE), (1, REPLY), (2, ORIGINAL)]


def test_a_share_takes_text_and_links_of_the_included_original(load: Load) -> None:
    loaded = load("x_v2_pages.jsonl")
    share = next(post for post in loaded.primary if post["post_id"] == SHARE)
    assert (share["kind"], share["share_of"], share["root_id"]) == ("share", ORIGINAL, None)
    assert share["text"].endswith("more words than the cut one")
    assert {row["expanded"] for row in loaded.tables["links"] if row["post_id"] == SHARE} == {
        "https://example.org/story"
    }
    assert loaded.metrics_of(SHARE) == []


def test_a_reply_that_also_quotes_is_a_reply(load: Load) -> None:
    reply = next(post for post in load("x_v2_pages.jsonl").primary if post["post_id"] == REPLY)
    assert (reply["kind"], reply["reply_to"], reply["quote_of"], reply["root_id"]) == ("reply", *[ORIGINAL] * 3)


def test_a_post_that_is_gone_is_kept_as_deleted(load: Load) -> None:
    gone = next(post for post in load("x_v2_pages.jsonl").included if post["post_id"] == GONE)
    assert (gone["deleted"], gone["text"], gone["kind"]) == (True, None, None)
    assert (gone["time_quality"], gone["posted_at"]) == ("id", datetime(2020, 2, 7, 16, 0, 1, tzinfo=UTC))


def test_counts_and_profiles_carry_the_capture_time(load: Load) -> None:
    loaded = load("x_v2_pages.jsonl")
    captured = [row["captured_at"] for row in loaded.metrics_of(ORIGINAL)]
    assert captured == [datetime(2020, 2, 8, 10, 0, second, tzinfo=UTC) for second in (0, 5)] or captured == [
        datetime(2020, 2, 8, 10, 0, second, tzinfo=UTC) for second in (5, 0)
    ]
    profile = loaded.profile("11")
    assert (profile["handle"], profile["followers"], profile["default_profile_image"]) == ("sim_one", 12, True)


def test_stream_with_one_post_a_page_and_a_cut_line(load: Load) -> None:
    loaded = load("x_v2_stream.jsonl")
    assert [post["text"] for post in loaded.primary] == ["Alone"]
    assert loaded.rejects == [(2, "the record is cut off")]


def test_flattened_posts_bring_their_references(load: Load) -> None:
    loaded = load("x_v2_flat.jsonl")
    assert [(post["post_id"], post["reply_to"]) for post in loaded.primary] == [(REPLY, ORIGINAL), (SHARE, "99")]
    assert [(post["post_id"], post["account_id"]) for post in loaded.included] == [(ORIGINAL, "11")]
    assert loaded.profile("11")["handle"] == "sim_one"


def test_a_later_error_does_not_wipe_an_included_text(load: Load, write: Callable[[str], Path]) -> None:
    cut = {"id": GONE, "text": "RT @sim_one: cut…", "author_id": "12", "created_at": "2020-02-07T16:00:01.000Z"}
    page = {"data": [cut | {"id": REPLY, "text": "whole"}], "includes": {"tweets": [cut]}}
    problem = {"resource_type": "tweet", "resource_id": GONE, "title": "Not Found Error"}
    later = {"data": [cut | {"id": SHARE, "text": "later"}], "errors": [problem]}
    loaded = load(write(json.dumps(page) + "\n" + json.dumps(later)))
    assert [post["text"] for post in loaded.included] == ["RT @sim_one: cut…"]


def test_posts_of_another_program_are_not_taken_for_flattened_ones(write: Callable[[str | bytes], Path]) -> None:
    record = {
        "id": "1225992648913846272",
        "text": "words",
        "createdAt": "Sat Feb 08 04:00:00 +0000 2020",
        "isRetweet": False,
    }
    path = write(json.dumps([record | {"author": {"userName": "a", "id": "11"}, "url": "https://x.com/a/status/1"}]))
    assert detect(path).importer == "table"


def test_4cat_writes_the_author_under_another_name(load: Callable[..., Loaded]) -> None:
    loaded = load("fourcat_x_v2.ndjson")
    assert loaded.profile("11")["handle"] == "al"
    assert loaded.primary[0]["text"] == "The whole text is in the post that was shared."
    assert loaded.metrics_of(loaded.primary[0]["post_id"]) == []


def test_a_broken_character_does_not_cost_the_page(load: Callable[..., Loaded], write: Callable[[bytes], Path]) -> None:
    raw = (FIXTURES / "x_v2_pages.jsonl").read_bytes()
    posts = load("x_v2_pages.jsonl").primary
    broken = write(raw.replace(b'"text": "', b'"text": "\\u0000').replace(b'"text":"', b'"text":"\\u0000'))
    assert [post["post_id"] for post in load(broken).primary] == [post["post_id"] for post in posts]
