"""Raw answers of the website of X (GraphQL), as a browser or a program saves them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from core.i18n import _
from core.importers.base import Match, Sample, Source
from core.importers.collector import Collector
from core.importers.documents import document_entries, inside
from core.importers.jsonfile import BadRecordError, Entry, collect, parse
from core.importers.moments import snowflake_us
from core.importers.x_web import ADVERTISEMENT, Tweet, take_tweet
from core.model import Batch

NAME = "x-graphql"
TITLE = "X website answers (GraphQL)"
_KEYS = ("tweet_results", "tweetResult", "tweetResults", "tweet_result")
_DOCUMENTS = msgspec.json.Decoder()


@dataclass(slots=True)
class Found:
    """One post of an answer as JSON, where it stood, and whether it is an advertisement."""

    value: Any
    place: str = ""
    promoted: bool = False


def sniff(sample: Sample) -> Match | None:
    """The match where answers hold ``tweet_results`` somewhere under ``data``."""
    for value in sample.objects:
        if "data" in value and any(True for _found in posts_in(value["data"])):
            parts = ", ".join(list(inside(value, "data") or ())[:2])
            return Match(NAME, 0.95, _("Answers of the website of X (GraphQL: data, {parts}).").format(parts=parts))
    return None


def read(source: Source) -> Iterator[Batch]:
    """Batches of the posts of every answer; advertisements and posts that are gone become rejects."""
    return collect(document_entries(source), _take, "x")


def posts_in(value: Any, place: str = "", promoted: bool = False) -> Iterator[Found]:  # noqa: ANN401
    """Every post that an answer lists, without the posts inside those posts."""
    if isinstance(value, list):
        for item in value:
            yield from posts_in(item, place, promoted)
    elif isinstance(value, dict):
        place = value["entryId"] if isinstance(value.get("entryId"), str) else place
        promoted = promoted or "promotedMetadata" in value
        key = next((name for name in _KEYS if name in value), None)
        if key is None:
            for item in value.values():
                yield from posts_in(item, place, promoted)
            return
        for wrapped in value[key] if isinstance(value[key], list) else [value[key]]:
            yield Found(inside(wrapped, "result"), place, promoted)


def _take(entry: Entry, collector: Collector) -> None:
    found = list(posts_in(parse(entry.raw, _DOCUMENTS, collector)))
    if not found:
        raise BadRecordError("an answer without posts")
    for post in found:
        try:
            _take_found(post, entry, collector)
        except BadRecordError as error:
            collector.reject(entry.line, str(error), msgspec.json.encode({"entryId": post.place, "result": post.value}))


def _take_found(post: Found, entry: Entry, collector: Collector) -> None:
    if post.promoted:
        raise BadRecordError(ADVERTISEMENT)
    own = Entry(entry.line, msgspec.json.encode(post.value), entry.end)
    try:
        take_tweet(msgspec.convert(post.value or {}, Tweet, strict=False), own, collector)
    except msgspec.ValidationError as error:
        raise BadRecordError(f"not a post of this format: {error}") from error
    except BadRecordError:
        _keep_trace(post, entry, collector)
        raise


def _keep_trace(post: Found, entry: Entry, collector: Collector) -> None:
    """Note the id of a post that is gone, where its place in the answer tells it: replies to it can still be read."""
    last = post.place.rpartition("-")[2]
    at_us = snowflake_us(last) if "tweet-" in post.place else None
    if at_us is not None and not collector.has_included(last):
        collector.post(entry.line, b"", is_primary=False, post_id=last, id_time=at_us, deleted=None)
