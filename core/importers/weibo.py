"""Weibo reposts with their parents, and the post they spread, as the Chinese Rumor Dataset (CED) keeps them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from core.i18n import _
from core.importers.base import Match, Sample, Source
from core.importers.collector import Collector
from core.importers.documents import document_entries
from core.importers.jsonfile import BadRecordError, Entry, collect, parse
from core.importers.moments import SECOND_US, epoch_us, is_possible, iso_us
from core.importers.texts import count_of, id_text
from core.importers.zones import local_us
from core.model import Batch

NAME = "weibo"
TITLE = "Weibo reposts (CED)"
ZONE = "Asia/Shanghai"
Id = str | int | float | None
Number = int | str | float | None
_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_EPOCH_S = 515_483_463
#: The collection writes the id of the original and of its author only into the names of its files.
_NAMED = re.compile(r"(?:^|_)([0-9A-Za-z]{9})_(\d{5,12})\.json")
_MENTION = re.compile(r"@([\w\-·]{2,30})")
_TAG = re.compile(r"#([^#\s]{1,60})#")


class Account(msgspec.Struct):
    """The author of an original post; the file has neither number nor name."""

    id: Id = None
    verified: bool | None = None
    messages: Number = None
    followers: Number = None
    friends: Number = None
    location: str | None = None
    time: Number = None


class Post(msgspec.Struct):
    """A repost, or the original post with ``user`` and ``time``."""

    mid: str | None = None
    uid: Id = None
    parent: str | None = None
    date: str | None = None
    text: str | None = None
    user: Account | None = None
    time: Number = None
    likes: Number = None
    comments: Number = None
    reposts: Number = None
    source: str | None = None


_DECODER = msgspec.json.Decoder(Post, strict=False)


def sniff(sample: Sample) -> Match | None:
    """The match where reposts carry ``mid``, ``parent`` and ``uid``, or one post ``reposts``, ``time`` and ``user``."""
    for value in sample.objects:
        if {"mid", "parent", "uid", "date", "text"} <= value.keys():
            return Match(NAME, 0.95, _("Reposts with the keys mid, parent, uid, date, as the CED collection of Weibo."))
        author = value.get("user")
        if {"text", "time", "reposts", "comments", "likes"} <= value.keys() and isinstance(author, dict):
            if {"messages", "followers", "friends"} <= author.keys():
                return Match(
                    NAME, 0.95, _("One post with the keys text, time, reposts, as the CED collection of Weibo.")
                )
    return None


def read(source: Source) -> Iterator[Batch]:
    """Batches of the posts; a repost without a parent shares the original."""
    named = _NAMED.search(source.name)
    root = (named.group(1), named.group(2)) if named else (None, None)
    zone = source.zone or ZONE

    def take(entry: Entry, collector: Collector) -> None:
        _take(entry, root, zone, collector)

    return collect(document_entries(source), take, "weibo")


def _take(entry: Entry, root: tuple[str | None, str | None], zone: str, collector: Collector) -> None:
    post = parse(entry.raw, _DECODER, collector)
    if post.mid is None and post.user is None:
        raise BadRecordError("neither a repost nor an original: not a post of this format")
    columns = _repost(post, root[0], zone) if post.mid is not None else _original(post, root)
    kept = collector.post(entry.line, entry.raw, **columns)
    if kept is None:
        return
    if post.mid is not None and not columns["share_of"]:
        collector.degradations["repost of an original that the file does not name"] += 1
    if post.mid is None:
        _take_original(post, kept, columns["account_id"], collector)
    for handle in _MENTION.findall(post.text or ""):
        collector.mention(kept, None, handle)
    for tag in _TAG.findall(post.text or ""):
        collector.tag(kept, tag)


def _repost(post: Post, root_id: str | None, zone: str) -> dict[str, Any]:
    id_us = id_moment(post.mid)
    at_us, stated = iso_us(post.date)
    placed = at_us if stated or at_us is None else local_us(at_us, zone)
    agrees = placed is not None and id_us is not None and abs(placed - id_us) <= 90 * SECOND_US
    return {
        "post_id": post.mid,
        "account_id": id_text(post.uid),
        "posted_at": placed,
        # the file states no zone: that its clock is Beijing's is shown by the ids
        "time_quality": "stated offset" if stated else "inferred" if agrees else "assumed",
        "id_time": id_us,
        "text": post.text or "",
        "kind": "share",
        "share_of": post.parent or root_id,
        "root_id": root_id,
        "url": f"https://weibo.com/{id_text(post.uid)}/{post.mid}",
    }


def _original(post: Post, root: tuple[str | None, str | None]) -> dict[str, Any]:
    author = post.user or Account()
    registered = id_text(author.time)
    return {
        "post_id": post.mid or root[0],
        "account_id": root[1] or id_text(author.id) or (f"registered:{registered}" if registered else None),
        "posted_at": epoch_us(post.time),
        "time_quality": "epoch",
        "id_time": id_moment(root[0]),
        "text": post.text or "",
        "kind": "original",
        "client": post.source or None,
        "url": f"https://weibo.com/{root[1]}/{root[0]}" if root[0] else None,
    }


def _take_original(post: Post, post_id: str, account_id: str | None, collector: Collector) -> None:
    likes, shares, replies = (count_of(n) for n in (post.likes, post.reposts, post.comments))
    collector.metrics(post_id, likes=likes, shares=shares, replies=replies)
    author = post.user or Account()
    if account_id:
        collector.profile(
            account_id,
            created_at=epoch_us(author.time),
            followers=count_of(author.followers),
            following=count_of(author.friends),
            statuses=count_of(author.messages),
            verified=author.verified,
            location=author.location or None,
        )


def number_of_mid(mid: str | None) -> int | None:
    """The number that the letters of a Weibo id stand for, four letters for seven digits from the right.

    >>> number_of_mid("zkRPKancB")
    3549735002472473
    """
    if not mid or len(mid) != 9 or any(letter not in _LETTERS for letter in mid):
        return None
    number = 0
    for part in (mid[:1], mid[1:5], mid[5:]):
        value = 0
        for letter in part:
            value = value * 62 + _LETTERS.index(letter)
        number = number * 10_000_000 + value
    return number


def id_moment(mid: str | None) -> int | None:
    """The second that a Weibo id carries.

    >>> id_moment("zkRPKancB")
    1361806238000000
    """
    number = number_of_mid(mid)
    at_us = ((number >> 22) + _EPOCH_S) * SECOND_US if number else 0
    return at_us if is_possible(at_us) else None
