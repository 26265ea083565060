"""JSON records as a table: nested names, numbers of databases, lists inside documents, what is no post."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import NotPostsError
from core.importers import Mapping, detect, preview_columns
from tests.core.importers.reading import FIXTURES, Loaded

Load = Callable[..., Loaded]
Write = Callable[[str | bytes], Path]


def test_nested_names_become_columns() -> None:
    shown = preview_columns(FIXTURES / "records_flat.jsonl")
    assert shown.columns == [
        *("id", "created_at", "text", "user.id", "user.screen_name", "user.followers_count", "retweet_count")
    ]
    assert shown.rows[0][0] == "1225811454981046273"
    assert (shown.mapping.handle, shown.mapping.followers) == ("user.screen_name", "user.followers_count")


def test_types_of_a_database_are_read(load: Load) -> None:
    loaded = load("records_flat.jsonl")
    assert [post["post_id"] for post in loaded.primary] == ["1225811454981046273", "1225811454981046274"]
    assert [post["time_quality"] for post in loaded.primary] == ["stated offset", "epoch"]
    assert loaded.profile("12")["handle"] == "rea"


def test_a_list_inside_a_document(load: Load) -> None:
    loaded = load("records_array.json")
    assert loaded.primary[0]["posted_at"].isoformat() == "2020-02-07T10:00:00+00:00"
    assert loaded.rejects == [(1, "no date that can be read")]


def test_the_reporter_chooses_the_columns(load: Load, write: Write) -> None:
    path = write('[{"wann": "2020-02-07 10:00", "was": "ein Text", "wer": "uli", "x": 1}]')
    loaded = load(path, mapping=Mapping(posted_at="wann", text="was", handle="wer"), zone="Europe/Berlin")
    assert loaded.primary[0]["posted_at"].isoformat() == "2020-02-07T09:00:00+00:00"
    assert loaded.primary[0]["account_id"] == "@uli"


def test_a_damaged_line_and_a_number_too_long_for_a_float(load: Load, write: Write) -> None:
    good = {"tweet_id": 1225811454981046273, "created_at": "2020-02-07T16:00:00Z", "text": "ok", "likes": "7"}
    rounded = json.dumps(good).replace("1225811454981046273", "1.225811454981046e18")
    loaded = load(write(f'{json.dumps(good)}\n{rounded}\n["no object"]\n{{"tweet_id": 12'))
    assert [post["post_id"] for post in loaded.primary][0] == "1225811454981046273"
    assert loaded.primary[1]["synthetic_id"] is True
    assert loaded.degradations["id damaged by a spreadsheet program"] == 1
    assert [line for line, _reason in loaded.rejects] == [3, 4]


def test_nuls_are_stripped(load: Load, write: Write) -> None:
    record = {
        "tweet_id": "1225811454981046273",
        "created_at": "2020-02-07T16:00:00Z",
        "text": "a\x00b",
        "lang": "e\x00n",
    }
    assert load(write(json.dumps(record))).primary[0]["text"] == "ab"


def test_days_alone_are_read_only_when_the_reporter_says_so(load: Load, write: Write) -> None:
    path = write('[{"name": "ana", "tweet": "words", "created": "22-Jul-2020"}]')
    with pytest.raises(NotPostsError, match="no time of day and no id"):
        detect(path)
    guessed = preview_columns(path).mapping
    assert not guessed.is_usable, "the Import page asks for the column"
    loaded = load(path, mapping=replace(guessed, posted_at="created"))
    assert loaded.primary[0]["time_quality"] == "day only"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('[{"did": "did:plc:a", "handle": "a", "createdAt": "2020-01-01T00:00:00Z", "description": "b"}]', "profiles"),
        ('{"users": [{"screen_name": "a", "followers_count": 3, "created_at": "2020-01-01"}]}', "account profiles"),
        ('[{"acct": "a", "username": "a", "note": "", "created_at": "2020-01-01T00:00:00Z"}]', "account profiles"),
        ('{"cap": {"english": 0.5}, "raw_scores": {}, "user": {}}', "Botometer"),
        ('{"kind": "youtube#channelListResponse", "items": [{"kind": "youtube#channel", "id": "UC"}]}', "no videos"),
        ('{"nav_index": "1", "source_platform": "threads.net", "data": {"pk": "1"}}', "threads.net"),
        ('{"data": {"user": {"result": {"rest_id": "1"}}}}', "lists no posts"),
        ('{"log": {"version": "1.2", "entries": []}}', "HAR"),
        ('{"about": "Here", "personal_information": {"user_id": 1}}', "without messages"),
    ],
)
def test_kinds_that_hold_no_posts_are_named(content: str, words: str, write: Write) -> None:
    with pytest.raises(NotPostsError) as caught:
        detect(write(content))
    assert words in caught.value.what
    assert caught.value.remedy.endswith(".")
    with pytest.raises(NotPostsError):
        preview_columns(write(content))


@pytest.mark.parametrize(
    ("file", "cut", "whole"),
    [("bluesky_feed.json", 3_000, 5), ("youtube_videos.json", 200, 2), ("crowdtangle_posts.json", 600, 2)],
)
def test_an_answer_that_is_cut_off_gives_what_is_whole(
    file: str, cut: int, whole: int, load: Load, write: Write
) -> None:
    raw = (FIXTURES / file).read_bytes()
    path = write(raw[:-cut])
    assert detect(path).importer == detect(FIXTURES / file).importer
    loaded = load(path)
    assert 0 < len(loaded.primary) < whole
    assert loaded.rejects[-1][1] == "the record is cut off"
