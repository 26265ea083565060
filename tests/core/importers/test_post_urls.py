"""What addresses of posts say by themselves."""

from __future__ import annotations

import pytest

from core.importers.post_urls import id_moment, parsed


@pytest.mark.parametrize(
    ("url", "site", "post_id", "handle"),
    [
        ("https://twitter.com/Ann_1/status/1226000000000000001?s=20", "x", "1226000000000000001", "Ann_1"),
        ("x.com/i/web/status/1226000000000000001", "x", "1226000000000000001", ""),
        ("https://mobile.twitter.com/ann/statuses/1226000000000000001/photo/1", "x", "1226000000000000001", "ann"),
        ("https://t.me/channel/123", "telegram", "channel/123", "channel"),
        ("https://t.me/s/channel/123?single", "telegram", "channel/123", "channel"),
        ("https://t.me/c/1234567/89", "telegram", "1234567/89", ""),
        ("https://www.youtube.com/watch?t=3&v=abcdefghij1", "youtube", "abcdefghij1", ""),
        ("https://youtu.be/abcdefghij1?t=3", "youtube", "abcdefghij1", ""),
        ("https://www.youtube.com/shorts/abcdefghij1", "youtube", "abcdefghij1", ""),
        ("https://www.tiktok.com/@ann.b/video/6790000000000000000", "tiktok", "6790000000000000000", "ann.b"),
        ("https://www.instagram.com/p/B8abc-_12/", "instagram", "B8abc-_12", ""),
        ("https://www.instagram.com/ann/reel/B8abc12/", "instagram", "B8abc12", "ann"),
        ("https://www.facebook.com/ann.page/posts/1234567890", "facebook", "1234567890", "ann.page"),
        ("https://m.facebook.com/story.php?story_fbid=12345&id=678", "facebook", "12345", "678"),
        ("https://www.facebook.com/groups/77/permalink/88/", "facebook", "88", ""),
        ("https://bsky.app/profile/ann.example/post/3kabcdefghi2a", "bluesky", "3kabcdefghi2a", "ann.example"),
        ("https://vk.com/wall-123_456", "vk", "-123_456", "-123"),
        ("https://vk.com/ann?w=wall12_34", "vk", "12_34", "12"),
        ("https://weibo.com/1234567890/IsAbC1d2e", "weibo", "IsAbC1d2e", "1234567890"),
        ("https://m.weibo.cn/detail/4471234567890123", "weibo", "4471234567890123", ""),
        ("https://social.example/@ann/103600000000000001", "mastodon", "103600000000000001", "ann@social.example"),
    ],
)  # fmt: skip
def test_an_address_gives_site_id_and_account(url: str, site: str, post_id: str, handle: str) -> None:
    found = parsed(url)
    assert found is not None
    assert (found.site, found.post_id, found.handle) == (site, post_id, handle)


@pytest.mark.parametrize(
    "url",
    ["", "no address", "https://x.com/ann", "https://example.org/a/1", "javascript:alert(1)", "http://[::1", "ftp://x.com/a/status/1",
     "https://x.com.evil.example/ann/status/1"],
)  # fmt: skip
def test_what_names_no_post_is_none(url: str) -> None:
    assert parsed(url) is None


def test_ids_carry_their_time() -> None:
    assert id_moment("x", "1405947374003015684") == 1_624_038_949_858_000
    assert id_moment("tiktok", str(1_581_120_000 << 32)) == 1_581_120_000_000_000
    assert id_moment("youtube", "abcdefghij1") is None
