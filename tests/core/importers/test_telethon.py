"""Telethon and 4CAT: forwards, albums, answers, both forms of time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.core.importers.reading import Loaded

Load = Callable[..., Loaded]


def test_a_forward_names_its_origin_and_takes_no_views_from_it(load: Load) -> None:
    loaded = load("telethon.json")
    forward = loaded.primary[1]
    origin = loaded.included[0]
    assert (forward["kind"], forward["share_of"]) == ("share", "1000000002:55")
    assert (origin["post_id"], origin["account_id"]) == ("1000000002:55", "channel1000000002")
    assert origin["posted_at"].isoformat() == "2020-02-08T04:00:00+00:00"
    assert loaded.metrics_of(forward["post_id"]) == []


def test_a_forward_of_a_hidden_person_is_a_share_of_nobody(load: Load) -> None:
    loaded = load("telethon.json")
    assert (loaded.primary[2]["kind"], loaded.primary[2]["share_of"]) == ("share", None)
    assert loaded.degradations["forwarded: the original message is not named"] == 1


def test_every_picture_of_an_album_is_kept(load: Load) -> None:
    loaded = load("telethon.json")
    assert [post["text"] for post in loaded.primary[3:5]] == ["", "Две фотографии"]
    assert [row["media_id"] for row in loaded.tables["media"]] == ["5550001", "5550002"]


def test_service_messages_are_rejects(load: Load) -> None:
    assert load("telethon.json").rejects == [(6, "service message, not a post")]


def test_an_answer_in_a_group_is_written_by_a_person(load: Load) -> None:
    answer = load("telethon.json").primary[-1]
    assert (answer["account_id"], answer["kind"]) == ("user9000000001", "reply")
    assert (answer["reply_to"], answer["root_id"], answer["url"]) == ("4000000001:6", "4000000001:2", None)


def test_places_in_the_text_count_in_utf_16(load: Load) -> None:
    loaded = load("telethon.json")
    links = [row["expanded"] for row in loaded.tables["links"]]
    assert links == ["https://news.example/x", "https://hidden.example/", "https://page.example/"]
    assert [row["tag"] for row in loaded.tables["tags"]] == ["кордай"]
    assert [row["handle"] for row in loaded.tables["mentions"]] == ["rus"]


def test_reactions_and_comments_are_counted(load: Load) -> None:
    first = load("telethon.json").tables["metrics"][0]
    assert (first["likes"], first["shares"], first["replies"], first["views"]) == (5, 4, 8, 1000)


def test_4cat_writes_seconds_and_looks_up_names(load: Load) -> None:
    loaded = load("fourcat_telegram.ndjson")
    post, comment = loaded.primary
    assert (post["posted_at"].isoformat(), post["time_quality"]) == ("2020-02-08T05:00:00+00:00", "epoch")
    assert post["url"] == "https://t.me/invented_news/11"
    assert (comment["account_id"], comment["reply_to"]) == ("user9000000002", "1000000003:11")
    assert loaded.profile("user9000000002")["name"] == "Sara T"
    assert loaded.profile("channel1000000003")["followers"] == 2500


def test_a_time_without_a_zone_is_placed_in_the_named_one(load: Load, write: Callable[[str], Path]) -> None:
    record = '{"_": "Message", "id": 1, "peer_id": {"channel_id": 5}, "date": "2020-02-08 11:00:00", "message": "x"}'
    post = load(write(record), zone="Asia/Almaty").primary[0]
    assert (post["posted_at"].isoformat(), post["time_quality"]) == ("2020-02-08T05:00:00+00:00", "assumed")
