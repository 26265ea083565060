from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.core.importers.reading import Loaded

ORIGINAL, HOSTILE, SHARE, REPLY = (
    "1225811454981046273",
    "1225811459175350273",
    "1225811463369654273",
    "1225811467563958273",
)
Load = Callable[..., Loaded]


def posts_by_id(loaded: Loaded) -> dict[str, dict[str, Any]]:
    return {post["post_id"]: post for post in loaded.tables["posts"]}


def test_bad_lines_are_kept_with_line_and_reason(load: Load) -> None:
    loaded = load("x_v1.jsonl")
    assert loaded.rejects == [
        (5, "not valid JSON"),
        (6, "a notice of the stream, not a post"),
        (7, "impossible date: before 2004 or in the future"),
        (9, "the record is cut off"),
    ]
    assert loaded.tables["rejects"][0]["raw"] == "this line is not JSON"
    assert loaded.records == 8, "the blank line does not count"


def test_raw_text_of_a_reject_is_cut_at_2000_characters(load: Load, write: Callable[[str], Path]) -> None:
    good = {"id_str": "1", "created_at": "Fri Feb 07 16:00:00 +0000 2020", "text": "t", "user": {"screen_name": "s"}}
    loaded = load(write(json.dumps(good) + "\nя" + "x" * 9_000))
    assert len(loaded.tables["rejects"][0]["raw"]) == 2_000


def test_a_share_takes_the_whole_text_of_the_original(load: Load) -> None:
    post = posts_by_id(load("x_v1.jsonl"))[SHARE]
    assert post["kind"] == "share"
    assert post["share_of"] == ORIGINAL
    assert post["text"].startswith("The whole text, which is longer")
    assert post["text_complete"] is True


def test_an_embedded_post_is_not_primary_and_keeps_its_own_author(load: Load) -> None:
    loaded = load("x_v1.jsonl")
    post = posts_by_id(loaded)[ORIGINAL]
    assert (post["is_primary"], post["account_id"], post["lang"]) == (False, "11", "id")
    assert len(loaded.included) == 1, "embedded twice, kept once"
    assert loaded.metrics_of(ORIGINAL)[0]["shares"] == 2
    assert loaded.metrics_of(SHARE) == []


def test_hostile_text_is_kept_as_written(load: Load) -> None:
    text = posts_by_id(load("x_v1.jsonl"))[HOSTILE]["text"]
    assert "<script>alert('x')</script> [link](javascript:alert(1)) =cmd|' /C calc'!A0 \u202e" in text
    assert text.endswith("Q&A <b> &copy=1"), "only the three entities that X writes are undone"


def test_nineteen_digits_as_numbers_stay_exact(load: Load) -> None:
    post = posts_by_id(load("x_v1.jsonl"))[REPLY]
    assert (post["reply_to"], post["quote_of"], post["kind"]) == (ORIGINAL, ORIGINAL, "reply")
    assert post["account_id"] == "14"
    assert post["lang"] == "und"


def test_times_of_text_and_id(load: Load) -> None:
    post = posts_by_id(load("x_v1.jsonl"))[REPLY]
    assert post["posted_at"] == datetime(2020, 2, 7, 16, 0, 0, tzinfo=UTC)
    assert post["id_time"] == datetime(2020, 2, 7, 16, 0, 3, tzinfo=UTC)
    assert post["time_quality"] == "stated offset"


def test_half_surrogates_and_nuls_are_repaired_and_counted(load: Load) -> None:
    loaded = load("x_v1.jsonl")
    assert any(post["text"] == "half \ufffd surrogate and a NUL ." for post in loaded.primary)
    assert loaded.degradations["broken characters replaced"] == 1


def test_links_tags_mentions_media_and_client(load: Load) -> None:
    loaded = load("x_v1.jsonl")
    link = next(row for row in loaded.tables["links"] if row["post_id"] == ORIGINAL)
    assert (link["expanded"], link["domain"]) == ("https://www.example.org/story?a=1", "example.org")
    assert {row["tag"] for row in loaded.tables["tags"]} == {"sim"}
    assert {(row["account_id"], row["handle"]) for row in loaded.tables["mentions"]} == {("12", "sim_two")}
    assert {row["media_id"] for row in loaded.tables["media"]} == {"77"}
    assert {post["client"] for post in loaded.primary} == {"Made-up client"}


def test_the_profile_of_an_author(load: Load) -> None:
    profile = load("x_v1.jsonl").profile("12")
    assert (profile["followers"], profile["following"], profile["statuses"]) == (12, 34, 56)
    assert profile["description"] == "Made up & harmless <img src=x onerror=alert(1)>"
    assert profile["created_at"] == datetime(2012, 7, 10, 0, 41, 11, tzinfo=UTC)
    assert profile["captured_at"] is None


def test_deep_nesting_is_a_reject(load: Load, write: Callable[[str], Path]) -> None:
    good = {"id_str": "1", "created_at": "Fri Feb 07 16:00:00 +0000 2020", "text": "t", "user": {"screen_name": "s"}}
    deep = '{"id_str": "2", "text": "t", "x": ' + "[" * 100_000 + "]" * 100_000 + "}"
    loaded = load(write(json.dumps(good) + "\n" + deep))
    assert loaded.rejects == [(2, "nested too deeply")]


def test_a_line_over_16_megabytes_is_a_reject(load: Load, write: Callable[[str], Path]) -> None:
    good = {"id_str": "1", "created_at": "Fri Feb 07 16:00:00 +0000 2020", "text": "t", "user": {"screen_name": "s"}}
    long = json.dumps(good | {"id_str": "2", "padding": "x" * (17 << 20)})
    loaded = load(write("\n".join((json.dumps(good), long, json.dumps(good | {"id_str": "3"})))))
    assert loaded.rejects == [(2, "longer than 16 MB")]
    assert [post["post_id"] for post in loaded.primary] == ["1", "3"]


def test_an_array_that_breaks_off_loses_one_record(load: Load, write: Callable[[bytes], Path]) -> None:
    fixture = Path(__file__).resolve().parents[2] / "fixtures" / "importers" / "x_v1_search.json"
    loaded = load(write(fixture.read_bytes()[:-600]))
    assert len(loaded.primary) == 1
    assert loaded.rejects == [(2, "the record is cut off")]


def test_a_count_that_no_column_can_hold_is_unknown(load: Load, write: Callable[[str], Path]) -> None:
    good = {"id_str": "1", "created_at": "Fri Feb 07 16:00:00 +0000 2020", "text": "t", "user": {"screen_name": "s"}}
    loaded = load(write(json.dumps(good | {"favorite_count": 10**30, "retweet_count": 4})))
    assert [(row["likes"], row["shares"]) for row in loaded.tables["metrics"]] == [(None, 4)]


def test_a_first_line_longer_than_the_sample_is_recognised(load: Load, write: Callable[[str], Path]) -> None:
    good = {"id_str": "1", "created_at": "Fri Feb 07 16:00:00 +0000 2020", "text": "t", "user": {"screen_name": "s"}}
    loaded = load(write("\n" + json.dumps(good | {"padding": "x" * 400_000}) + "\n" + json.dumps(good)))
    assert len(loaded.primary) == 2


def test_entities_of_another_shape_are_a_reject_where_they_are_needed(load: Load, write: Callable[[str], Path]) -> None:
    good = {"id_str": "1", "created_at": "Fri Feb 07 16:00:00 +0000 2020", "text": "t", "user": {"screen_name": "s"}}
    bad = good | {"id_str": "2", "entities": {"hashtags": 7}}
    share = good | {"id_str": "3", "entities": {"hashtags": 7}, "retweeted_status": good | {"id_str": "9"}}
    loaded = load(write("\n".join(json.dumps(post) for post in (good, bad, share))))
    ((line, reason),) = loaded.rejects
    assert line == 2 and reason.startswith("not a post of this format")
    assert [post["post_id"] for post in loaded.primary] == ["1", "3"], "a share says what the shared post says"


def test_an_empty_embedded_post_is_none(load: Load, write: Callable[[str], Path]) -> None:
    good = {"id_str": "1", "created_at": "Fri Feb 07 16:00:00 +0000 2020", "text": "t", "user": {"screen_name": "s"}}
    loaded = load(write("\n".join(json.dumps(good | {"retweeted_status": value}) for value in ({}, None))))
    assert [post["kind"] for post in loaded.primary] == ["original", "original"]


def test_two_embedded_posts_that_begin_alike_stay_two(load: Load, write: Callable[[str], Path]) -> None:
    """X begins a post with its time and id: posts are told apart by them where the rest begins alike."""
    when = "Fri Feb 07 16:00:00 +0000 2020"
    inner = [
        {"created_at": when, "id": int(no), "id_str": no, "text": words, "user": {"id_str": "5", "screen_name": "s"}}
        for no, words in (("1225811454981046273", "one"), ("1225811454981046274", "two"))
    ]
    outer = [
        {
            "id_str": str(k),
            "created_at": when,
            "text": "RT",
            "user": {"screen_name": "s"},
            "retweeted_status": inner[k % 2],
        }
        for k in range(6)
    ]
    loaded = load(write("\n".join(json.dumps(post, separators=(",", ":")) for post in outer)))
    assert [post["text"] for post in loaded.primary] == ["one", "two"] * 3
    assert {post["share_of"] for post in loaded.primary} == {"1225811454981046273", "1225811454981046274"}
    assert len(loaded.included) == 2
