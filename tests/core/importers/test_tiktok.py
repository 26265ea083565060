"""TikTok: numbers as texts, two forms of author, duets, and what is no video."""

from __future__ import annotations

from collections.abc import Callable

from tests.core.importers.reading import Loaded

Load = Callable[..., Loaded]


def test_counts_as_texts_beat_rounded_ones(load: Load) -> None:
    loaded = load("tiktok_zeeschuimer.ndjson")
    plain, duet = (loaded.metrics_of(post["post_id"])[0] for post in loaded.primary)
    assert (plain["likes"], plain["views"]) == (5, 100)
    assert (duet["likes"], duet["shares"], duet["views"]) == (1_204_567, 12, 90_000_000)


def test_a_duet_quotes_the_video_beside_it(load: Load) -> None:
    video, duet = load("tiktok_zeeschuimer.ndjson").primary
    assert (duet["kind"], duet["quote_of"]) == ("quote", video["post_id"])
    assert (video["kind"], video["quote_of"]) == ("original", None)


def test_the_author_is_an_object_or_a_handle(load: Load) -> None:
    loaded = load("tiktok_zeeschuimer.ndjson")
    assert [post["account_id"] for post in loaded.primary] == ["7000000000000000001", "7000000000000000003"]
    assert [loaded.profile(post["account_id"])["handle"] for post in loaded.primary] == ["jas", "lea"]


def test_the_id_carries_the_upload(load: Load) -> None:
    assert all(post["id_time"] == post["posted_at"] for post in load("tiktok_zeeschuimer.ndjson").primary)


def test_advertisements_and_live_rooms_are_rejects(load: Load) -> None:
    assert [line for line, _reason in load("tiktok_zeeschuimer.ndjson").rejects] == [3, 4]


def test_a_video_without_an_author_is_kept(load: Load) -> None:
    assert load("tiktok_items.json").primary[0]["account_id"] is None
