from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tests.core.importers.reading import FIXTURES, Loaded

Load = Callable[..., Loaded]


def test_service_messages_are_rejects(load: Load) -> None:
    assert load("telegram_chat.json").rejects == [(1, "service message, not a post")]


def test_ids_name_the_chat_and_the_message(load: Load) -> None:
    loaded = load("telegram_all.json")
    assert [post["post_id"] for post in loaded.primary] == ["5:2", "5:3", "5:4", "5:5", "6:2"]
    assert {post["account_id"] for post in loaded.primary} == {"channel5", "user11"}
    assert loaded.primary[1]["reply_to"] == "5:2"


def test_text_in_pieces_is_joined(load: Load) -> None:
    loaded = load("telegram_chat.json")
    assert loaded.primary[0]["text"] == "Look: example.org/a and here #sim @sim_one"
    assert [row["expanded"] for row in loaded.tables["links"]] == ["https://example.org/a", "https://example.org/b"]
    assert loaded.tables["tags"][0]["tag"] == "sim"
    assert loaded.tables["mentions"][0]["handle"] == "sim_one"


def test_text_is_kept_as_written(load: Load) -> None:
    assert "Q&amp;A &lt;b&gt;" in load("telegram_chat.json").primary[1]["text"], "Telegram escapes nothing"


def test_a_forwarded_message_is_a_share_without_counts(load: Load) -> None:
    loaded = load("telegram_chat.json")
    share = loaded.primary[2]
    assert (share["kind"], share["share_of"]) == ("share", None)
    assert loaded.metrics_of("5:4") == []
    assert loaded.metrics_of("5:2")[0]["likes"] == 15
    assert loaded.degradations["forwarded: only the name of the original author is known"] == 1


def test_a_local_time_without_epoch_is_placed_in_the_zone(load: Load) -> None:
    assumed = load("telegram_chat.json").primary[3]
    placed = load("telegram_chat.json", zone="Asia/Almaty").primary[3]
    assert (assumed["time_quality"], assumed["posted_at"].hour) == ("assumed", 22)
    assert placed["posted_at"] == datetime(2020, 2, 7, 16, tzinfo=UTC)
    assert load("telegram_chat.json", zone="Asia/Almaty").primary[0]["posted_at"].hour == 16, "the epoch wins"


def test_languages_are_unknown(load: Load) -> None:
    assert {(post["lang"], post["lang_source"]) for post in load("telegram_chat.json").primary} == {(None, None)}


def test_an_export_that_breaks_off_loses_one_message(load: Load, write: Callable[[bytes], Path]) -> None:
    content = (FIXTURES / "telegram_chat.json").read_bytes()
    loaded = load(write(content[: content.index(b"Old export")]))
    assert loaded.rejects[-1] == (5, "the record is cut off")
    assert len(loaded.primary) == 3


def test_a_broken_name_of_the_chat_loses_no_message(load: Load, write: Callable[[bytes], Path]) -> None:
    content = (FIXTURES / "telegram_chat.json").read_bytes()
    loaded = load(write(content.replace(b"{channel}", b"{\xff\x01}")))
    assert [post["post_id"] for post in loaded.primary] == ["5:2", "5:3", "5:4", "5:5"]
