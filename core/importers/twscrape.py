"""twscrape JSON of X posts: like snscrape's, with ``id_str``, ``links`` and sorted media."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from core.i18n import _
from core.importers import scraped
from core.importers.base import Match, Sample, Source
from core.importers.collector import Collector
from core.importers.documents import document_entries
from core.importers.jsonfile import BadRecordError, Entry, collect, parse
from core.model import Batch

NAME = "twscrape"
TITLE = "twscrape (X posts)"


class Link(msgspec.Struct):
    """A link, expanded and short."""

    url: str | None = None
    tcourl: str | None = None


class Picture(msgspec.Struct):
    """A picture or video."""

    url: str | None = None
    videoUrl: str | None = None  # noqa: N815
    thumbnailUrl: str | None = None  # noqa: N815


class Media(msgspec.Struct):
    """Pictures and videos, sorted by what they are."""

    photos: list[Picture] | None = None
    videos: list[Picture] | None = None
    animated: list[Picture | None] | None = None


class Tweet(scraped.Post):
    """A post."""

    retweetedTweet: Tweet | None = None  # noqa: N815 - the file's own names
    quotedTweet: Tweet | None = None  # noqa: N815
    links: list[Link] | None = None
    media: Media | None = None


_DECODER = msgspec.json.Decoder(Tweet, strict=False)


def sniff(sample: Sample) -> Match | None:
    """The match where posts carry ``id_str`` beside ``rawContent`` and ``user.username``."""
    for value in sample.objects:
        author = value.get("user")
        if isinstance(author, dict) and "username" in author and {"id_str", "rawContent", "date"} <= value.keys():
            return Match(NAME, 0.97, _("Posts as twscrape writes them, with the keys id_str, rawContent, links."))
    return None


def read(source: Source) -> Iterator[Batch]:
    """Batches of the posts; quoted and shared posts follow as not primary."""
    return collect(document_entries(source), _take, "x")


def _take(entry: Entry, collector: Collector) -> None:
    tweet = parse(entry.raw, _DECODER, collector)
    if tweet.rawContent is None:
        raise BadRecordError("no text: not a post of this format")
    scraped.take_post(tweet, entry, collector, _embedded, _take_rest)


def _embedded(tweet: Tweet) -> tuple[Tweet | None, Tweet | None]:
    return tweet.retweetedTweet, tweet.quotedTweet


def _take_rest(tweet: Tweet, post_id: str, collector: Collector) -> None:
    for link in tweet.links or ():
        collector.link(post_id, link.tcourl, link.url)
    _take_media(tweet.media or Media(), post_id, collector)


def _take_media(media: Media, post_id: str, collector: Collector) -> None:
    sorted_media = (("photo", media.photos), ("video", media.videos), ("animated_gif", media.animated))
    for media_type, pictures in sorted_media:
        for picture in pictures or ():
            if picture is not None:
                collector.medium(post_id, media_type, picture.url or picture.videoUrl or picture.thumbnailUrl, None)
