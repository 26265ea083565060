"""TikTok videos as its website and its interface write them: Zeeschuimer, 4CAT, or one JSON object per video."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from core.i18n import _
from core.importers.base import Match, Sample, Source
from core.importers.collector import Collector
from core.importers.documents import document_entries
from core.importers.jsonfile import BadRecordError, Entry, collect, parse
from core.importers.languages import language_code
from core.importers.moments import SECOND_US, epoch_us, is_possible
from core.importers.texts import count_of, id_text
from core.importers.zeeschuimer import contents, opened
from core.model import Batch

NAME = "tiktok"
TITLE = "TikTok (Zeeschuimer, 4CAT, website JSON)"
Id = str | int | float | None
Number = int | str | float | None


class Account(msgspec.Struct):
    """The author of a video."""

    id: Id = None
    uniqueId: str | None = None  # noqa: N815 - the file's own names, here and below
    nickname: str | None = None
    signature: str | None = None
    verified: bool | None = None
    createTime: Number = None  # noqa: N815


class AccountCounts(msgspec.Struct):
    """Counts of the author."""

    followerCount: Number = None  # noqa: N815
    followingCount: Number = None  # noqa: N815
    videoCount: Number = None  # noqa: N815
    diggCount: Number = None  # noqa: N815


class Counts(msgspec.Struct):
    """Counts of a video, as numbers or as texts."""

    diggCount: Number = None  # noqa: N815
    shareCount: Number = None  # noqa: N815
    commentCount: Number = None  # noqa: N815
    playCount: Number = None  # noqa: N815


class Challenge(msgspec.Struct):
    """A hashtag."""

    title: str | None = None


class Extra(msgspec.Struct):
    """A hashtag or a mention in the text."""

    hashtagName: str | None = None  # noqa: N815
    userId: Id = None  # noqa: N815
    userUniqueId: str | None = None  # noqa: N815


class Film(msgspec.Struct):
    """The video itself."""

    id: Id = None
    cover: str | None = None


class Duet(msgspec.Struct):
    """The video that this one stands beside; "0" for none."""

    duetFromId: Id = None  # noqa: N815


class Video(msgspec.Struct):
    """A post."""

    id: Id = None
    desc: str | None = None
    createTime: Number = None  # noqa: N815
    author: Account | str | None = None
    nickname: str | None = None
    authorId: Id = None  # noqa: N815
    authorStats: AccountCounts | None = None  # noqa: N815
    authorStatsV2: AccountCounts | None = None  # noqa: N815
    stats: Counts | None = None
    statsV2: Counts | None = None  # noqa: N815
    challenges: list[Challenge] | None = None
    textExtra: list[Extra] | None = None  # noqa: N815
    textLanguage: str | None = None  # noqa: N815
    video: Film | None = None
    imagePost: msgspec.Raw = msgspec.Raw(b"")  # noqa: N815
    duetInfo: Duet | None = None  # noqa: N815
    isAd: bool | None = None  # noqa: N815
    liveRoom: msgspec.Raw = msgspec.Raw(b"")  # noqa: N815


_DECODER = msgspec.json.Decoder(Video, strict=False)


def sniff(sample: Sample) -> Match | None:
    """The match where things carry ``createTime``, ``desc`` and ``author`` beside counts or a video."""
    values, platform, program = contents(sample)
    for value in values:
        if {"createTime", "desc", "author"} <= value.keys() and ({"stats", "statsV2", "video"} & value.keys()):
            why = _("Videos with the keys createTime, desc, author, stats, as TikTok writes them ({program}).")
            return Match(NAME, 0.95, why.format(program=program or platform or _("no envelope")))
    return None


def read(source: Source) -> Iterator[Batch]:
    """Batches of the videos; advertisements and live rooms become rejects."""
    return collect(document_entries(source), _take, "tiktok")


def _take(entry: Entry, collector: Collector) -> None:
    inner, captured_at = opened(entry, collector)
    video = parse(inner.raw, _DECODER, collector)
    if video.isAd:
        raise BadRecordError("an advertisement, not part of what was looked for")
    if video.desc is None and (video.liveRoom or video.createTime is None):
        raise BadRecordError("a live room or another thing that is no video")
    post_id = id_text(video.id)
    kept = collector.post(inner.line, inner.raw, **_columns(video, post_id))
    if kept:
        _take_details(video, kept, collector, captured_at)


def _columns(video: Video, post_id: str | None) -> dict[str, object]:
    handle, duet = _handle(video), id_text(video.duetInfo.duetFromId) if video.duetInfo else None
    quote_of = duet if duet and duet != "0" else None
    lang = language_code(video.textLanguage)
    return {
        "post_id": post_id,
        "account_id": _account_id(video),
        "posted_at": epoch_us(video.createTime),
        "time_quality": "epoch",
        "id_time": id_moment(post_id),
        "text": video.desc,
        "kind": "quote" if quote_of else "original",
        "quote_of": quote_of,
        "lang": lang,
        "lang_source": "platform" if lang else None,
        "url": f"https://www.tiktok.com/@{handle}/video/{post_id}" if handle and post_id else None,
    }


def id_moment(video_id: str | None) -> int | None:
    """The moment at which a video was uploaded, which its id carries; scheduled videos are shown later.

    >>> id_moment("7288995634328177926")
    1697101545000000
    """
    if not video_id or not video_id.isascii() or not video_id.isdigit() or not 18 <= len(video_id) <= 20:
        return None
    at_us = (int(video_id) >> 32) * SECOND_US
    return at_us if is_possible(at_us) else None


def _handle(video: Video) -> str | None:
    return video.author.uniqueId if isinstance(video.author, Account) else video.author


def _account_id(video: Video) -> str | None:
    """The number of the author, else the handle: the website's own form has both, other programs keep the handle."""
    known = id_text(video.author.id if isinstance(video.author, Account) else None, video.authorId)
    handle = _handle(video)
    return known or (f"@{handle.lower()}" if handle else None)


def _take_details(video: Video, post_id: str, collector: Collector, captured_at: int | None) -> None:
    _take_author(video, collector, captured_at)
    counts, texts = video.stats or Counts(), video.statsV2 or Counts()

    def count(name: str) -> int | None:
        exact = count_of(getattr(texts, name))
        return exact if exact is not None else count_of(getattr(counts, name))

    likes, shares = count("diggCount"), count("shareCount")
    replies, views = count("commentCount"), count("playCount")
    collector.metrics(post_id, captured_at, likes=likes, shares=shares, replies=replies, views=views)
    for challenge in video.challenges or ():
        collector.tag(post_id, challenge.title)
    for extra in video.textExtra or ():
        collector.tag(post_id, extra.hashtagName)
        collector.mention(post_id, id_text(extra.userId), extra.userUniqueId or None)
    film = video.video or Film()
    collector.medium(post_id, "photo" if video.imagePost else "video", film.cover or None, id_text(film.id))


def _take_author(video: Video, collector: Collector, captured_at: int | None) -> None:
    account_id = _account_id(video)
    if account_id is None:
        return
    author = video.author if isinstance(video.author, Account) else Account()
    counts = video.authorStats or video.authorStatsV2 or AccountCounts()
    collector.profile(
        account_id,
        captured_at,
        handle=_handle(video),
        name=author.nickname or video.nickname or None,
        created_at=epoch_us(author.createTime) if author.createTime else None,
        followers=count_of(counts.followerCount),
        following=count_of(counts.followingCount),
        statuses=count_of(counts.videoCount),
        likes=count_of(counts.diggCount),
        verified=author.verified,
        description=author.signature or None,
    )
