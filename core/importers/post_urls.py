"""What the address of a post says by itself: platform, id, account, and the time where the id carries one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from core.importers.moments import SECOND_US, is_possible, snowflake_us
from core.model import PLATFORMS


@dataclass(frozen=True)
class PostUrl:
    """The parts of an address; an empty part is not in it. ``id_us`` is the moment in the id, or None."""

    site: str
    post_id: str
    handle: str = ""
    id_us: int | None = None

    @property
    def platform(self) -> str:
        """The platform as the store names it."""
        return self.site if self.site in PLATFORMS else "other"


_NAME, _ID = r"(?P<handle>[^/?#]+)", r"(?P<id>\d+)"
#: Per site: which hosts, and the forms of the path (with the query) that name one post.
_SITES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "x",
        r"(?:m\.|mobile\.|www\.)?(?:twitter|x)\.com",
        (rf"/i/(?:web/)?status/{_ID}", rf"/{_NAME}/status(?:es)?/{_ID}"),
    ),
    ("telegram", r"(?:www\.)?(?:t|telegram)\.me", (rf"/c/{_NAME}/(?:\d+/)?{_ID}", rf"/(?:s/)?{_NAME}/(?:\d+/)?{_ID}")),
    (
        "youtube",
        r"(?:www\.|m\.)?youtube\.com",
        (r"/watch\?(?:.*&)?v=(?P<id>[\w-]{11})", r"/(?:shorts|live|embed)/(?P<id>[\w-]{11})"),
    ),
    ("youtube", r"youtu\.be", (r"/(?P<id>[\w-]{11})",)),
    ("tiktok", r"(?:www\.|m\.)?tiktok\.com", (rf"/@{_NAME}/(?:video|photo)/{_ID}",)),
    (
        "instagram",
        r"(?:www\.)?instagram\.com",
        (r"/(?:p|reel|reels|tv)/(?P<id>[\w-]+)", rf"/{_NAME}/(?:p|reel)/(?P<id>[\w-]+)"),
    ),
    (
        "facebook",
        r"(?:www\.|m\.|mbasic\.|web\.)?facebook\.com",
        (
            r"/(?:story|permalink)\.php\?(?=.*\bid=(?P<handle>\d+)).*story_fbid=(?P<id>\w+)",
            r"/groups/[^/]+/(?:posts|permalink)/(?P<id>\d+)",
            rf"/{_NAME}/(?:posts|videos|photos)/(?:[^/?#]+/)*(?P<id>pfbid\w+|\d+)",
            r"/(?:watch/?\?(?:.*&)?v=|reel/)(?P<id>\d+)",
        ),
    ),
    ("bluesky", r"bsky\.app", (rf"/profile/{_NAME}/post/(?P<id>\w+)",)),
    ("vk", r"(?:www\.|m\.)?vk\.(?:com|ru)", (r"/(?:.*[?&]w=)?wall(?P<handle>-?\d+)_(?P<id>\d+)",)),
    ("weibo", r"(?:www\.)?weibo\.com", (r"/(?P<handle>\d+)/(?P<id>\w+)",)),
    ("weibo", r"m\.weibo\.cn", (r"/(?:detail|status)/(?P<id>\w+)", r"/(?P<handle>\d+)/(?P<id>\w+)")),
    # Any host: the two forms of addresses that Mastodon makes.
    ("mastodon", r"[^/]+", (rf"/@{_NAME}/{_ID}", rf"/users/{_NAME}/statuses/{_ID}")),
)  # fmt: skip


def parsed(url: str) -> PostUrl | None:
    """What the address says, or None where it names no post that Whence knows.

    >>> parsed("https://x.com/ann/status/1405947374003015684?s=20")
    PostUrl(site='x', post_id='1405947374003015684', handle='ann', id_us=1624038949858000)
    >>> parsed("t.me/channel/123")
    PostUrl(site='telegram', post_id='channel/123', handle='channel', id_us=None)
    """
    address = url.strip()
    parts = _split(address if "://" in address else f"https://{address}")
    if parts is None:
        return None
    host, path = parts
    for site, hosts, forms in _SITES:
        if re.fullmatch(hosts, host):
            for form in forms:
                if found := re.match(rf"{form}(?:[/?#&].*)?$", path):
                    return _named(site, host, found)
    return None


def _split(address: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    return host.lower(), (f"{parts.path}?{parts.query}" if parts.query else parts.path)


def _named(site: str, host: str, found: re.Match[str]) -> PostUrl:
    values = found.groupdict()
    post_id, handle = str(values["id"]), str(values.get("handle") or "")
    if site == "telegram":
        return PostUrl(site, f"{handle}/{post_id}", "" if handle.isdigit() else handle)
    if site == "vk":
        return PostUrl(site, f"{handle}_{post_id}", handle)
    if site == "mastodon" and "@" not in handle:
        return PostUrl(site, post_id, f"{handle}@{host}")
    return PostUrl(site, post_id, handle, id_moment(site, post_id))


def id_moment(site: str, post_id: str) -> int | None:
    """The moment that the id carries (X, TikTok), in microseconds (UTC), or None."""
    if site == "x":
        return snowflake_us(post_id)
    if site == "tiktok" and post_id.isdigit() and len(post_id) >= 18:
        at_us = (int(post_id) >> 32) * SECOND_US
        return at_us if is_possible(at_us) else None
    return None
