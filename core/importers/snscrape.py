"""snscrape JSONL of X posts: the early form without ``_type`` and the late one."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from core.i18n import _
from core.importers import scraped
from core.importers.base import Match, Sample, Source, take_sample
from core.importers.collector import Collector
from core.importers.jsonfile import BadRecordError, Entry, array_entries, collect, line_entries, parse
from core.model import Batch

NAME = "snscrape"
TITLE = "snscrape (X posts)"


class Variant(msgspec.Struct):
    """One rendering of a video."""

    url: str | None = None


class Medium(msgspec.Struct):
    """A picture or video."""

    type: str | None = msgspec.field(default=None, name="_type")
    fullUrl: str | None = None  # noqa: N815
    previewUrl: str | None = None  # noqa: N815
    thumbnailUrl: str | None = None  # noqa: N815
    variants: list[Variant] | None = None


class Tweet(scraped.Post):
    """A post."""

    retweetedTweet: Tweet | None = None  # noqa: N815 - the file's own names
    quotedTweet: Tweet | None = None  # noqa: N815
    outlinks: list[str] | None = None
    tcooutlinks: list[str] | None = None
    media: list[Medium] | None = None


_DECODER = msgspec.json.Decoder(Tweet, strict=False)


def sniff(sample: Sample) -> Match | None:
    """The match where posts carry ``content`` or ``rawContent`` beside ``user.username`` and ``likeCount``."""
    for value in sample.objects:
        author = value.get("user")
        if isinstance(author, dict) and "username" in author and {"date", "likeCount"} <= value.keys():
            if "id_str" in value:  # twscrape says that it is snscrape
                continue
            form = _("late form with _type") if "_type" in value else _("early form without _type")
            return Match(NAME, 0.95, _("Posts as snscrape writes them ({form}).").format(form=form))
    return None


def read(source: Source) -> Iterator[Batch]:
    """Batches of the posts; quoted and shared posts follow as not primary."""
    is_array = take_sample(source.path).layout == "array"
    entries = array_entries(source.path) if is_array else line_entries(source.path)
    return collect(entries, _take, "x")


def _take(entry: Entry, collector: Collector) -> None:
    tweet = parse(entry.raw, _DECODER, collector)
    if scraped.text_of(tweet) is None:
        raise BadRecordError("no text: not a post of this format")
    scraped.take_post(tweet, entry, collector, _embedded, _take_rest)


def _embedded(tweet: Tweet) -> tuple[Tweet | None, Tweet | None]:
    return tweet.retweetedTweet, tweet.quotedTweet


def _take_rest(tweet: Tweet, post_id: str, collector: Collector) -> None:
    _take_links(tweet, post_id, collector)
    for medium in tweet.media or ():
        _take_medium(medium, post_id, collector)


def _take_links(tweet: Tweet, post_id: str, collector: Collector) -> None:
    expanded, short = tweet.outlinks or [], tweet.tcooutlinks or []
    pairs = zip(short, expanded, strict=True) if len(short) == len(expanded) else zip(expanded, expanded, strict=True)
    for raw, target in pairs:
        collector.link(post_id, raw, target)


def _take_medium(medium: Medium, post_id: str, collector: Collector) -> None:
    media_type = (medium.type or "").rpartition(".")[2].lower() or None
    first = medium.variants[0].url if medium.variants else None
    url = medium.fullUrl or first or medium.thumbnailUrl or medium.previewUrl
    collector.medium(post_id, media_type, url, None)
