"""Instagram posts as its website writes them: Zeeschuimer, 4CAT or bare, in the item form and the graph form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from core.i18n import _
from core.importers.base import Match, Sample, Source
from core.importers.collector import Collector
from core.importers.documents import dicts_in, document_entries, inside, text_of
from core.importers.jsonfile import BadRecordError, Entry, collect, parse
from core.importers.moments import epoch_us, is_possible
from core.importers.texts import count_of, id_text
from core.importers.zeeschuimer import contents, opened
from core.model import Batch

NAME = "instagram"
TITLE = "Instagram (Zeeschuimer, 4CAT, website JSON)"
Id = str | int | float | None
Number = int | str | float | None
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_EPOCH_MS = 1_314_220_021_721
_TAG = re.compile(r"(?:^|[^\w&/])#(\w*[^\W\d]\w*)")
_MENTION = re.compile(r"(?:^|[^\w/@.])@([\w.]{2,30}\w)")
_TYPES = {1: "photo", 2: "video", 8: "carousel"}


class Account(msgspec.Struct):
    """The author of a post."""

    pk: Id = None
    id: Id = None
    username: str | None = None
    full_name: str | None = None
    is_verified: bool | None = None
    follower_count: Number = None
    following_count: Number = None
    media_count: Number = None
    biography: str | None = None


class Caption(msgspec.Struct):
    """The text of a post."""

    text: str | None = None


class Counted(msgspec.Struct):
    """A count in the graph form."""

    count: Number = None


class Post(msgspec.Struct):
    """A post in either form."""

    pk: Id = None
    id: Id = None
    code: str | None = None
    shortcode: str | None = None
    user: Account | None = None
    owner: Account | None = None
    taken_at: Number = None
    taken_at_timestamp: Number = None
    caption: Caption | str | None = None
    edge_media_to_caption: dict[str, Any] | None = None
    product_type: str | None = None
    link: str | None = None
    ad_id: Id = None
    media_type: Number = None
    kind: str | None = msgspec.field(default=None, name="__typename")
    is_video: bool | None = None
    image_versions2: dict[str, Any] | None = None
    display_url: str | None = None
    like_count: Number = None
    comment_count: Number = None
    play_count: Number = None
    view_count: Number = None
    video_view_count: Number = None
    like_and_view_counts_disabled: bool | None = None
    edge_media_preview_like: Counted | None = None
    edge_liked_by: Counted | None = None
    edge_media_to_comment: Counted | None = None
    edge_media_preview_comment: Counted | None = None
    coauthor_producers: list[Account] | None = None


_DECODER = msgspec.json.Decoder(Post, strict=False)


def sniff(sample: Sample) -> Match | None:
    """The match where things carry ``code`` and ``taken_at``, or ``shortcode`` and ``taken_at_timestamp``."""
    values, _platform, program = contents(sample)
    for value in values:
        keys = [
            pair for pair in (("code", "taken_at"), ("shortcode", "taken_at_timestamp")) if set(pair) <= value.keys()
        ]
        if keys and ({"user", "owner"} & value.keys()):
            why = _("Posts with the keys {keys}, as Instagram writes them ({program}).")
            return Match(NAME, 0.95, why.format(keys=", ".join(keys[0]), program=program or _("no envelope")))
    return None


def read(source: Source) -> Iterator[Batch]:
    """Batches of the posts; advertisements become rejects."""
    return collect(document_entries(source), _take, "instagram")


def _take(entry: Entry, collector: Collector) -> None:
    inner, captured_at = opened(entry, collector)
    post = parse(inner.raw, _DECODER, collector)
    if post.product_type == "ad" or post.ad_id or (post.link or "").startswith("https://www.facebook.com/ads/"):
        raise BadRecordError("an advertisement, not part of what was looked for")
    if post.taken_at is None and post.taken_at_timestamp is None and _code(post) is None:
        raise BadRecordError("no date and no code: not a post of this format")
    kept = collector.post(inner.line, inner.raw, **_columns(post))
    if kept:
        _take_details(post, kept, collector, captured_at)


def _columns(post: Post) -> dict[str, object]:
    post_id, code = _post_id(post), _code(post)
    return {
        "post_id": post_id,
        "account_id": _account_id(post),
        "posted_at": epoch_us(post.taken_at if post.taken_at is not None else post.taken_at_timestamp),
        "time_quality": "epoch",
        "id_time": id_moment(post_id),
        "text": _text(post),
        "kind": "original",
        "url": f"https://www.instagram.com/p/{code}/" if code else None,
    }


def _code(post: Post) -> str | None:
    return post.code or post.shortcode or None


def _post_id(post: Post) -> str | None:
    """The number of the post: every form has it, or the code that is this number in other letters."""
    known = id_text(post.pk, post.id)
    return known.partition("_")[0] if known else number_of_code(_code(post))


def number_of_code(code: str | None) -> str | None:
    """The number that the code in the address of a post stands for.

    >>> number_of_code("DUgjOD7D0br")
    '3828214581177566955'
    """
    if not code or any(letter not in _LETTERS for letter in code[:11]):
        return None
    number = 0
    for letter in code[:11]:  # what follows is the secret of a private account
        number = number * 64 + _LETTERS.index(letter)
    return str(number)


def id_moment(post_id: str | None) -> int | None:
    """The moment that the number of a post carries, near to its upload.

    >>> id_moment("3828214581177566955")
    1770578762191000
    """
    if not post_id or not post_id.isascii() or not post_id.isdigit() or not 15 <= len(post_id) <= 20:
        return None
    at_us = ((int(post_id) >> 23) + _EPOCH_MS) * 1000
    return at_us if is_possible(at_us) else None


def _author(post: Post) -> Account:
    return post.user or post.owner or Account()


def _account_id(post: Post) -> str | None:
    author = _author(post)
    known = id_text(author.pk, author.id, post.owner.id if post.owner else None)
    return known or (f"@{author.username.lower()}" if author.username else None)


def _text(post: Post) -> str | None:
    if isinstance(post.caption, Caption):
        return post.caption.text
    first = inside(post.edge_media_to_caption, "edges", 0, "node", "text")
    return post.caption if post.caption is not None else text_of(first)


def _take_details(post: Post, post_id: str, collector: Collector, captured_at: int | None) -> None:
    account_id = _account_id(post)
    if account_id:
        _take_author(_author(post), account_id, collector, captured_at)
    likes = _first(post.like_count, post.edge_media_preview_like, post.edge_liked_by)
    replies = _first(post.comment_count, post.edge_media_to_comment, post.edge_media_preview_comment)
    views = _first(post.play_count, post.view_count, post.video_view_count)
    hidden = post.like_and_view_counts_disabled
    shown = {"likes": None if hidden else likes, "replies": replies, "views": None if hidden else views}
    collector.metrics(post_id, captured_at, **shown)
    text = _text(post) or ""
    for tag in _TAG.findall(text):
        collector.tag(post_id, tag)
    for handle in _MENTION.findall(text):
        collector.mention(post_id, None, handle)
    for other in post.coauthor_producers or ():
        collector.mention(post_id, id_text(other.pk, other.id), other.username)
    candidates = dicts_in(inside(post.image_versions2, "candidates"))
    url = text_of(candidates[0].get("url")) if candidates else post.display_url
    collector.medium(post_id, _media_type(post), url, post_id)


def _first(*candidates: Number | Counted) -> int | None:
    counts = (count_of(one.count if isinstance(one, Counted) else one) for one in candidates)
    return next((count for count in counts if count is not None), None)


def _media_type(post: Post) -> str:
    graph = {"GraphVideo": "video", "GraphSidecar": "carousel", "GraphImage": "photo"}
    number = count_of(post.media_type)
    return _TYPES.get(number or 0) or graph.get(post.kind or "") or ("video" if post.is_video else "photo")


def _take_author(author: Account, account_id: str, collector: Collector, captured_at: int | None) -> None:
    collector.profile(
        account_id,
        captured_at,
        handle=author.username,
        name=author.full_name or None,
        followers=count_of(author.follower_count),
        following=count_of(author.following_count),
        statuses=count_of(author.media_count),
        verified=author.is_verified,
        description=author.biography or None,
    )
