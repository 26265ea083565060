"""YouTube Data API: videos, search results, playlist items, and comments with their replies."""

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
from core.importers.texts import count_of, plain_text
from core.model import Batch

NAME = "youtube"
TITLE = "YouTube API (videos, search, comments)"
Number = int | str | float | None
_KINDS = ("video", "searchResult", "playlistItem", "commentThread", "comment")


class Channel(msgspec.Struct):
    """The channel of a comment's author."""

    value: str | None = None


class Place(msgspec.Struct):
    """Where a playlist item or a search result leads."""

    kind: str | None = None
    videoId: str | None = None  # noqa: N815 - the file's own names, here and below


class Snippet(msgspec.Struct):
    """The words of a video or a comment."""

    publishedAt: str | None = None  # noqa: N815
    channelId: str | None = None  # noqa: N815
    channelTitle: str | None = None  # noqa: N815
    title: str | None = None
    description: str | None = None
    tags: list[str] | None = None
    defaultAudioLanguage: str | None = None  # noqa: N815
    defaultLanguage: str | None = None  # noqa: N815
    resourceId: Place | None = None  # noqa: N815
    videoOwnerChannelId: str | None = None  # noqa: N815
    videoOwnerChannelTitle: str | None = None  # noqa: N815
    authorDisplayName: str | None = None  # noqa: N815
    authorChannelId: Channel | str | None = None  # noqa: N815
    textOriginal: str | None = None  # noqa: N815
    textDisplay: str | None = None  # noqa: N815
    likeCount: Number = None  # noqa: N815
    videoId: str | None = None  # noqa: N815
    parentId: str | None = None  # noqa: N815
    topLevelComment: Item | None = None  # noqa: N815
    totalReplyCount: Number = None  # noqa: N815


class Counts(msgspec.Struct):
    """Counts of a video, written as texts."""

    viewCount: Number = None  # noqa: N815
    likeCount: Number = None  # noqa: N815
    commentCount: Number = None  # noqa: N815


class Details(msgspec.Struct):
    """The video behind a playlist item."""

    videoId: str | None = None  # noqa: N815
    videoPublishedAt: str | None = None  # noqa: N815


class Answers(msgspec.Struct):
    """The first five answers to a comment, at most."""

    comments: list[Item] | None = None


class Item(msgspec.Struct):
    """A video, a search result, a thread or a comment."""

    kind: str | None = None
    id: str | Place | None = None
    snippet: Snippet | None = None
    statistics: Counts | None = None
    contentDetails: Details | None = None  # noqa: N815
    replies: Answers | None = None


_DOCUMENTS = msgspec.json.Decoder()
_ITEMS = msgspec.json.Decoder(Item, strict=False)


def sniff(sample: Sample) -> Match | None:
    """The match where ``kind`` says ``youtube#`` and a kind of answer that lists posts."""
    for value in sample.objects:
        items = dicts_in(value.get("items")) or [value]
        kind = _kind(items[0].get("kind")) if items else ""
        if kind in _KINDS and ("snippet" in items[0] or kind == "searchResult"):
            return Match(NAME, 0.97, _("Answers of the YouTube API (kind: youtube#{kind}).").format(kind=kind))
    return None


def _kind(words: Any) -> str:  # noqa: ANN401 - any JSON value
    return words.removeprefix("youtube#") if isinstance(words, str) and words.startswith("youtube#") else ""


def read(source: Source) -> Iterator[Batch]:
    """Batches of the videos and comments; channels and playlists become rejects."""
    return collect(document_entries(source), _take, "youtube")


def _take(entry: Entry, collector: Collector) -> None:
    value = parse(entry.raw, _DOCUMENTS, collector)
    listed = inside(value, "items")
    if isinstance(listed, list) and not listed:
        raise BadRecordError("an answer without posts")
    for item in listed if isinstance(listed, list) else [value]:
        own = Entry(entry.line, msgspec.json.encode(item), entry.end)
        try:
            _take_item(shaped(item, _ITEMS), own, collector)
        except BadRecordError as error:
            collector.reject(entry.line, str(error), own.raw)


def _take_item(item: Item, entry: Entry, collector: Collector) -> None:
    kind, snippet = _kind(item.kind), item.snippet
    if snippet is None:
        raise BadRecordError("no snippet: ask the interface for part=snippet")
    if kind == "commentThread" and snippet.topLevelComment is not None:
        _take_thread(item, snippet, entry, collector)
    elif kind == "comment":
        _take_comment(item, snippet, entry, collector, video_id=snippet.videoId)
    elif kind in _KINDS and _video_id(item, snippet):
        _take_video(item, snippet, kind, entry, collector)
    else:
        what = _kind(item.id.kind) if isinstance(item.id, Place) else kind
        raise BadRecordError(f"a {what or 'thing of an unknown kind'}, not a post")


def _video_id(item: Item, snippet: Snippet) -> str | None:
    if isinstance(item.id, Place):
        return item.id.videoId
    behind = item.contentDetails.videoId if item.contentDetails else None
    listed = snippet.resourceId.videoId if snippet.resourceId else None
    return behind or listed or (item.id if _kind(item.kind) == "video" else None)


def _take_video(item: Item, snippet: Snippet, kind: str, entry: Entry, collector: Collector) -> None:
    video_id, details = _video_id(item, snippet), item.contentDetails or Details()
    is_listed = kind == "playlistItem"
    posted_at, _stated = iso_us(details.videoPublishedAt or (None if is_listed else snippet.publishedAt))
    lang = language_code(snippet.defaultAudioLanguage or snippet.defaultLanguage)
    channel = snippet.videoOwnerChannelId if is_listed else snippet.channelId
    kept = collector.post(
        entry.line,
        entry.raw,
        post_id=video_id,
        account_id=channel,
        posted_at=posted_at,
        time_quality="stated offset",
        text="\n\n".join(words for words in (snippet.title, snippet.description) if words),
        text_complete=kind != "searchResult" or not (snippet.description or "").endswith("..."),
        kind="original",
        lang=lang,
        lang_source="platform" if lang else None,
        url=f"https://www.youtube.com/watch?v={video_id}",
    )
    if kept:
        name = snippet.videoOwnerChannelTitle if is_listed else snippet.channelTitle
        _take_details(item, snippet, kept, collector, channel, name)


def _take_details(
    item: Item, snippet: Snippet, post_id: str, collector: Collector, channel: str | None, name: str | None
) -> None:
    if channel:
        collector.profile(channel, name=name, url=f"https://www.youtube.com/channel/{channel}")
    counts = item.statistics or Counts()
    likes, replies, views = (count_of(n) for n in (counts.likeCount, counts.commentCount, counts.viewCount))
    collector.metrics(post_id, likes=likes, replies=replies, views=views)
    for tag in snippet.tags or ():
        collector.tag(post_id, tag)
    collector.medium(post_id, "video", f"https://www.youtube.com/watch?v={post_id}", post_id)


def _take_thread(item: Item, snippet: Snippet, entry: Entry, collector: Collector) -> None:
    top = snippet.topLevelComment or Item()
    words, answers = top.snippet or Snippet(), (item.replies.comments if item.replies else None) or []
    video_id = snippet.videoId or words.videoId
    _take_comment(top, words, entry, collector, video_id=video_id, answers=count_of(snippet.totalReplyCount))
    for answer in answers:
        told = answer.snippet or Snippet()
        told.parentId = told.parentId or (top.id if isinstance(top.id, str) else None)
        raw = Entry(entry.line, msgspec.json.encode(answer), entry.end)
        _take_comment(answer, told, raw, collector, video_id=video_id)


def _take_comment(
    comment: Item,
    snippet: Snippet,
    entry: Entry,
    collector: Collector,
    *,
    video_id: str | None,
    answers: int | None = None,
) -> None:
    comment_id = comment.id if isinstance(comment.id, str) else None
    channel = _author(snippet)
    posted_at, _stated = iso_us(snippet.publishedAt)
    text = snippet.textOriginal if snippet.textOriginal is not None else plain_text(snippet.textDisplay or "")
    kept = collector.post(
        entry.line,
        entry.raw,
        post_id=comment_id,
        account_id=channel,
        posted_at=posted_at,
        time_quality="stated offset",
        text=text,
        kind="reply" if snippet.parentId else "original",
        reply_to=snippet.parentId,
        root_id=video_id,
        url=f"https://www.youtube.com/watch?v={video_id}&lc={comment_id}" if video_id and comment_id else None,
    )
    if kept:
        if channel:
            collector.profile(channel, name=snippet.authorDisplayName)
        collector.metrics(kept, likes=count_of(snippet.likeCount), replies=answers)


def _author(snippet: Snippet) -> str | None:
    """The channel of the author; without one the name that is shown, as for tables."""
    told = snippet.authorChannelId
    channel = told.value if isinstance(told, Channel) else told
    return channel or (f"name:{snippet.authorDisplayName}" if snippet.authorDisplayName else None)
