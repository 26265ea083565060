"""YouTube: counts as texts, cut descriptions, comments with answers, things that are no videos."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.core.importers.reading import Loaded

Load = Callable[..., Loaded]


def test_videos_with_counts(load: Load) -> None:
    loaded = load("youtube_videos.json")
    first, second = loaded.primary
    assert (first["text"], first["account_id"], first["lang"]) == ("What burned?\n\nNothing did.", "UCnews", "kk")
    counts = loaded.metrics_of(first["post_id"])[0]
    assert (counts["views"], counts["likes"], counts["replies"]) == (12345, 67, 8)
    assert loaded.metrics_of(second["post_id"])[0]["likes"] is None, "hidden counts are unknown, not 0"


def test_a_search_cuts_descriptions_and_finds_channels(load: Load) -> None:
    loaded = load("youtube_search.jsonl")
    assert loaded.primary[0]["text_complete"] is False
    assert loaded.rejects == [(1, "a channel, not a post"), (2, "an answer without posts")]


def test_comments_and_their_answers(load: Load) -> None:
    top, answer, gone = load("youtube_comments.json").primary
    assert (top["kind"], top["root_id"], top["text"]) == ("original", "vidAAAAAAA1", "First")
    assert (answer["kind"], answer["reply_to"]) == ("reply", "UgxTop")
    assert gone["account_id"] == "name:cut", "an author without a channel is known by the name shown"


def test_a_comment_in_html_alone_becomes_plain(load: Load, write: Callable[[str], Path]) -> None:
    comment = '{"kind": "youtube#comment", "id": "Ugx", "snippet": {"textDisplay": "a &amp; b<br>c", "likeCount": 1, '
    path = write(comment + '"publishedAt": "2020-02-08T06:00:00Z", "authorChannelId": {"value": "UCx"}}}')
    assert load(path).primary[0]["text"] == "a & b\nc"


def test_a_playlist_item_is_dated_by_its_video(load: Load, write: Callable[[str], Path]) -> None:
    item = (
        '{"kind": "youtube#playlistItemListResponse", "items": [{"kind": "youtube#playlistItem", "id": "PLx", '
        '"snippet": {"publishedAt": "2021-01-01T00:00:00Z", "channelId": "UClist", "title": "T", '
        '"videoOwnerChannelId": "UCown"}, '
        '"contentDetails": {"videoId": "vidAAAAAAA4", "videoPublishedAt": "2020-02-08T06:00:00Z"}}]}'
    )
    post = load(write(item)).primary[0]
    assert (post["post_id"], post["account_id"], post["posted_at"].year) == ("vidAAAAAAA4", "UCown", 2020)
