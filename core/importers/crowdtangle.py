"""CrowdTangle API: posts of Facebook pages and groups, and of Instagram accounts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from core.i18n import _
from core.importers.base import Match, Sample, Source
from core.importers.collector import Collector
from core.importers.documents import dicts_in, document_entries, inside
from core.importers.jsonfile import BadRecordError, Entry, collect, parse, shaped
from core.importers.languages import language_code
from core.importers.moments import iso_us
from core.importers.texts import count_of, id_text
from core.model import Batch

NAME = "crowdtangle"
TITLE = "CrowdTangle API (Facebook, Instagram)"
Id = str | int | float | None
Number = int | str | float | None


class Account(msgspec.Struct):
    """A page, a group or an account."""

    id: Id = None
    platformId: Id = None  # noqa: N815 - the file's own names, here and below
    name: str | None = None
    handle: str | None = None
    subscriberCount: Number = None  # noqa: N815
    url: str | None = None
    verified: bool | None = None


class Link(msgspec.Struct):
    """A link as it was written and where it leads."""

    original: str | None = None
    expanded: str | None = None


class Medium(msgspec.Struct):
    """A picture or video."""

    type: str | None = None
    url: str | None = None


class Counts(msgspec.Struct):
    """Counts of a post; Instagram calls likes favourites."""

    likeCount: Number = None  # noqa: N815
    favoriteCount: Number = None  # noqa: N815
    shareCount: Number = None  # noqa: N815
    commentCount: Number = None  # noqa: N815
    viewCount: Number = None  # noqa: N815


class Statistics(msgspec.Struct):
    """Counts as they are; CrowdTangle adds what it expected."""

    actual: Counts | None = None


class Post(msgspec.Struct):
    """A post."""

    platformId: Id = None  # noqa: N815
    platform: str | None = None
    date: str | None = None
    updated: str | None = None
    message: str | None = None
    description: str | None = None
    title: str | None = None
    link: str | None = None
    expandedLinks: list[Link] | None = None  # noqa: N815
    postUrl: str | None = None  # noqa: N815
    media: list[Medium] | None = None
    statistics: Statistics | None = None
    account: Account | None = None
    languageCode: str | None = None  # noqa: N815
    subscriberCount: Number = None  # noqa: N815
    videoLengthMS: Number = None  # noqa: N815


_DOCUMENTS = msgspec.json.Decoder()
_POSTS = msgspec.json.Decoder(Post, strict=False)


def sniff(sample: Sample) -> Match | None:
    """The match where posts carry ``platformId``, ``postUrl`` and ``statistics.actual``."""
    for value in sample.objects:
        post = next(iter(_listed(value) or [value]), {})
        if {"platformId", "date", "account"} <= post.keys() and inside(post, "statistics", "actual") is not None:
            return Match(
                NAME, 0.97, _("Posts with the keys platformId, postUrl, statistics, as CrowdTangle sends them.")
            )
    return None


def _listed(value: Any) -> list[dict[str, Any]] | None:  # noqa: ANN401 - any JSON value
    posts = inside(value, "result", "posts") or inside(value, "posts")
    return dicts_in(posts) if isinstance(posts, list) else None


def read(source: Source) -> Iterator[Batch]:
    """Batches of the posts of every answer."""
    return collect(document_entries(source), _take, "facebook")


def _take(entry: Entry, collector: Collector) -> None:
    value = parse(entry.raw, _DOCUMENTS, collector)
    listed = _listed(value)
    if listed == []:
        raise BadRecordError("an answer without posts")
    for item in listed or [value]:
        own = Entry(entry.line, msgspec.json.encode(item), entry.end)
        try:
            _take_post(shaped(item, _POSTS), own, collector)
        except BadRecordError as error:
            collector.reject(entry.line, str(error), own.raw)


def _take_post(post: Post, entry: Entry, collector: Collector) -> None:
    if post.account is None and post.date is None:
        raise BadRecordError("no account and no date: not a post of this format")
    # Rows of both platforms may stand in one answer; everything that is kept next belongs to this post.
    collector.platform = "instagram" if (post.platform or "").lower() == "instagram" else "facebook"
    account = post.account or Account()
    account_id = id_text(account.platformId, account.id)
    posted_at, _stated = iso_us(post.date)
    lang = language_code(post.languageCode)
    kept = collector.post(
        entry.line,
        entry.raw,
        post_id=id_text(post.platformId),
        account_id=account_id,
        posted_at=posted_at,
        time_quality="stated offset",  # by its documentation every time of CrowdTangle is UTC
        text="\n\n".join(words for words in (post.message, post.title, post.description) if words),
        kind="original",
        lang=None if lang == "und" else lang,
        lang_source="platform" if lang not in (None, "und") else None,
        url=post.postUrl,
    )
    if kept:
        _take_details(post, kept, account, account_id, collector)


def _take_details(post: Post, post_id: str, account: Account, account_id: str | None, collector: Collector) -> None:
    captured_at = iso_us(post.updated)[0]
    if account_id:
        collector.profile(
            account_id,
            captured_at,
            handle=account.handle or None,
            name=account.name,
            followers=count_of(
                account.subscriberCount if account.subscriberCount is not None else post.subscriberCount
            ),
            verified=account.verified,
            url=account.url,
        )
    counts = (post.statistics.actual if post.statistics else None) or Counts()
    likes = counts.likeCount if counts.likeCount is not None else counts.favoriteCount
    shares, replies, views = (count_of(n) for n in (counts.shareCount, counts.commentCount, counts.viewCount))
    collector.metrics(post_id, captured_at, likes=count_of(likes), shares=shares, replies=replies, views=views)
    for link in post.expandedLinks or [Link(post.link, post.link)]:
        collector.link(post_id, link.original, link.expanded)
    for medium in post.media or ():
        collector.medium(post_id, medium.type, medium.url, None)
