"""twscrape: it calls itself snscrape, and keeps more."""

from __future__ import annotations

from collections.abc import Callable

from tests.core.importers.reading import Loaded

Load = Callable[..., Loaded]


def test_kinds_and_references(load: Load) -> None:
    posts = load("twscrape.jsonl").primary
    assert [post["kind"] for post in posts] == ["original", "share", "reply", "quote"]
    assert posts[1]["share_of"] == posts[2]["reply_to"] == posts[0]["post_id"]


def test_a_share_repeats_the_original_without_its_prefix_and_counts(load: Load) -> None:
    loaded = load("twscrape.jsonl")
    original, share = loaded.primary[:2]
    assert share["text"] == original["text"] == "Слух без имени"
    assert loaded.metrics_of(share["post_id"]) == []


def test_links_media_and_profiles(load: Load) -> None:
    loaded = load("twscrape.jsonl")
    assert loaded.tables["links"][0]["domain"] == "news.example"
    assert loaded.tables["media"][0]["media_type"] == "photo"
    assert loaded.profile("601")["default_profile_image"] is True
