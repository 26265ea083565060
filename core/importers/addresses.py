"""What the address of a post says by itself: platform, id of the post, account."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.importers.moments import epoch_us, is_possible, snowflake_us

_S = r"(?:https?://)?(?:www\.|m\.|mobile\.|old\.|web\.)?"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (platform, re.compile(_S + pattern, re.IGNORECASE))
    for platform, pattern in (
        ("x", r"(?:(?:fx|vx)?twitter\.com|x\.com|nitter\.net)/(?P<handle>\w{1,20})/status(?:es)?/(?P<id>\d+)"),
        ("x", r"(?:twitter|x)\.com/i/(?:web/)?status/(?P<id>\d+)"),
        ("telegram", r"(?:t|telegram)\.me/(?:s/)?(?P<handle>[A-Za-z]\w{3,})/(?P<id>\d+)"),
        ("telegram", r"t\.me/c/(?P<account>\d+)/(?:\d+/)?(?P<id>\d+)"),
        ("youtube", r"youtube\.com/watch\?(?:[^#\s]*&)?v=(?P<id>[\w-]{11})"),
        ("youtube", r"(?:youtu\.be|youtube\.com/(?:shorts|live|embed|v))/(?P<id>[\w-]{11})"),
        ("tiktok", r"tiktok\.com/@(?P<handle>[\w.]+)/(?:video|photo)/(?P<id>\d+)"),
        ("instagram", r"instagram\.com/(?:(?P<handle>[\w.]+)/)?(?:p|reel|tv)/(?P<id>[\w-]+)"),
        ("facebook", r"facebook\.com/groups/(?P<account>[\w.]+)/(?:posts|permalink)/(?P<id>\d+)"),
        ("facebook", r"facebook\.com/(?P<account>[\w.%-]+)/posts/(?:[^/?#]*[:/])?(?P<id>pfbid\w+|\d+)"),
        ("facebook", r"facebook\.com/(?P<account>[\w.%-]+)/(?:videos|photos)/(?:[^/?#]*/)?(?P<id>\d+)"),
        ("facebook", r"facebook\.com/(?:permalink|story)\.php\?story_fbid=(?P<id>\w+)&id=(?P<account>\d+)"),
        ("facebook", r"facebook\.com/(?:photo(?:\.php)?/?\?fbid=|watch/?\?v=|reel/)(?P<id>\d+)"),
        ("bluesky", r"bsky\.app/profile/(?P<handle>[^/\s]+)/post/(?P<id>\w+)"),
        ("reddit", r"reddit\.com/r/\w+/comments/(?P<id>\w+)"),
        ("vk", r"vk\.(?:com|ru)/(?:[^\s?]*\?(?:[^\s]*&)?w=)?wall(?P<account>-?\d+)_(?P<id>\d+)"),
        ("mastodon", r"(?P<host>[\w-]+(?:\.[\w-]+)+)/@(?P<handle>[\w.]+(?:@[\w.-]+)?)/(?P<id>\d{15,})"),
    )
)  # fmt: skip
_BARE_ID = re.compile(r"^[\"']?(\d{6,20})[\"']?$")
_AT_URI = re.compile(r"^at://(?P<account>did:[\w:.%-]+)/app\.bsky\.feed\.post/\w+$")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a post is: platform, native id, account as far as the address has it, and the time that the id carries."""

    platform: str
    post_id: str
    handle: str | None = None
    account_id: str | None = None
    id_us: int | None = None


def place_of(text: str) -> Place | None:
    """What an address says, or a bare number, which is taken for the id of an X post; None for anything else.

    >>> place_of("https://t.me/durov/123")
    Place(platform='telegram', post_id='durov:123', handle='durov', account_id=None, id_us=None)
    >>> place_of("not an address") is None
    True
    """
    text = text.strip()
    bare = _BARE_ID.match(text)
    if bare:
        return Place("x", bare.group(1), id_us=snowflake_us(bare.group(1)))
    at_uri = _AT_URI.match(text)
    if at_uri:
        return Place("bluesky", text, account_id=at_uri.group("account"))
    for platform, pattern in _PATTERNS:
        found = pattern.match(text)
        if found:
            return _place(platform, {"handle": None, "account": None, **found.groupdict()}, text)
    return None


def _place(platform: str, found: dict[str, str | None], text: str) -> Place:
    native, handle, account = str(found["id"]), found["handle"], found["account"]
    if platform == "x":
        is_nobody = (handle or "").lower() == "i"
        return Place(platform, native, None if is_nobody else handle, id_us=snowflake_us(native))
    if platform == "tiktok":
        return Place(platform, native, handle, id_us=_tiktok_us(native))
    if platform == "facebook":
        return Place(platform, f"{account}_{native}" if account and account.isdigit() else native, account_id=account)
    if platform == "telegram":
        return Place(platform, f"{handle or account}:{native}", handle, account)
    if platform == "vk":
        return Place(platform, f"{account}_{native}", account_id=account)
    if platform == "bluesky":
        return _bluesky(native, str(handle))
    if platform == "mastodon":
        return Place(platform, text.split("?")[0], handle, id_us=_possible(epoch_us(int(native) >> 16)))
    return Place(platform, native, handle)


def _bluesky(native: str, handle: str) -> Place:
    if handle.startswith("did:"):
        return Place("bluesky", f"at://{handle}/app.bsky.feed.post/{native}", account_id=handle)
    return Place("bluesky", f"{handle}/{native}", handle)


def _tiktok_us(native: str) -> int | None:
    return _possible(epoch_us(int(native) >> 32)) if len(native) >= 18 else None


def _possible(at_us: int | None) -> int | None:
    return at_us if at_us is not None and is_possible(at_us) else None
