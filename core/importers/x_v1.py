"""X (Twitter) API v1.1: lines, an array, one object, or a search answer with ``statuses``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import msgspec

from core.i18n import _
from core.importers.base import Match, Sample, Source
from core.importers.collector import Collector
from core.importers.documents import document_entries
from core.importers.jsonfile import BadRecordError, Entry, collect, parse
from core.importers.languages import language_code
from core.importers.moments import snowflake_us, v1_us
from core.importers.texts import client_name, id_text, unescaped
from core.importers.x_shapes import Account, Detail, Entities, Id, details_of, profile_of
from core.model import Batch

NAME = "x-v1"
TITLE = "X (Twitter) API v1.1"
_ABSENT = msgspec.Raw(b"")


class Extended(msgspec.Struct, gc=False):
    """The whole text beside a cut one."""

    full_text: str | None = None
    entities: Entities | None = None
    extended_entities: Entities | None = None


class Tweet(msgspec.Struct, gc=False):
    """A v1.1 post, or a notice of the stream; what only some posts need of it is decoded when it is asked for."""

    id_str: Id = None
    id: Id = None
    created_at: str | None = None
    text: str | None = None
    full_text: str | None = None
    truncated: bool | None = None
    extended_tweet: Extended | None = None
    entities: msgspec.Raw = _ABSENT
    extended_entities: msgspec.Raw = _ABSENT
    user: Account | None = None
    lang: str | None = None
    source: str | None = None
    in_reply_to_status_id_str: Id = None
    in_reply_to_status_id: Id = None
    retweeted_status: msgspec.Raw = _ABSENT
    quoted_status: msgspec.Raw = _ABSENT
    quoted_status_id_str: Id = None
    quoted_status_id: Id = None
    is_quote_status: bool | None = None
    favorite_count: int | None = None
    retweet_count: int | None = None
    quote_count: int | None = None
    reply_count: int | None = None
    delete: msgspec.Raw = _ABSENT
    limit: msgspec.Raw = _ABSENT
    statuses: list[msgspec.Raw] | None = None


#: How X itself begins a post; where a file keeps another order of keys, every post is decoded.
_OPENING = re.compile(rb'\{"created_at": ?"[^"\\]*", ?"id": ?(\d+),')
#: In so many bytes of it X has told the id.
_OPENING_BYTES = 96
_MOST_EMBEDDED = 4_000
_client = lru_cache(maxsize=4_096)(client_name)
_DECODER = msgspec.json.Decoder(Tweet, strict=False)
_ENTITIES = msgspec.json.Decoder(Entities | None, strict=False)


def sniff(sample: Sample) -> Match | None:
    """The match where posts carry ``id_str``, ``created_at``, a text and a ``user``."""
    if sample.container not in ("", "statuses"):
        return None
    for value in sample.objects:
        statuses = value.get("statuses")
        post = statuses[0] if isinstance(statuses, list) and statuses else value
        if isinstance(post, dict) and _is_post(post):
            keys = "created_at, id_str, user, " + ("full_text" if "full_text" in post else "text")
            return Match(NAME, 0.95, _("Posts with the keys {keys}, as API v1.1 writes them.").format(keys=keys))
    return None


def _is_post(value: dict[str, object]) -> bool:
    has_text = "text" in value or "full_text" in value
    author = value.get("user")
    return (
        has_text
        and isinstance(author, dict)
        and "screen_name" in author
        and v1_us(str(value.get("created_at"))) is not None
    )


def read(source: Source) -> Iterator[Batch]:
    """Batches of the posts; embedded posts follow as not primary."""
    return collect(document_entries(source, _DECODER), _Reader().take, "x")


class _Embedded:
    """A post inside others, with what is the same for each post that shares it."""

    __slots__ = ("complete", "details", "opening", "post_id", "text", "tweet")

    def __init__(self, tweet: Tweet, opening: bytes, collector: Collector) -> None:
        self.tweet, self.post_id, self.opening = tweet, _id(tweet.id_str, tweet.id), opening
        self.text, self.complete = _text(tweet)
        self.details = _details(tweet, collector)


class _Reader:
    """Takes in the posts of one file; posts that many others embed are decoded once."""

    def __init__(self) -> None:
        self._embedded: dict[bytes, _Embedded] = {}

    def take(self, entry: Entry, collector: Collector) -> None:
        tweet: Tweet = entry.made if entry.made is not None else parse(entry.raw, _DECODER, collector)
        if tweet.statuses is not None:
            for raw in tweet.statuses:
                self.take(Entry(entry.line, bytes(raw), entry.end), collector)
            return
        if tweet.delete or tweet.limit:
            raise BadRecordError("a notice of the stream, not a post")
        if tweet.text is None and tweet.full_text is None:
            raise BadRecordError("no text: not a post of this format")
        shared = self._embedded_in(tweet.retweeted_status, collector)
        quoted = self._embedded_in(tweet.quoted_status, collector)
        details = _details(tweet, collector) if shared is None else shared.details
        _take_post(tweet, entry, collector, shared, quoted, details, primary=True)
        for inner in (shared, quoted):
            if inner is not None:
                self._take_embedded(inner, entry, collector)

    def _take_embedded(self, inner: _Embedded, entry: Entry, collector: Collector) -> None:
        post_id = inner.post_id
        if not post_id or collector.has_included(post_id):
            return
        try:
            shared = self._embedded_in(inner.tweet.retweeted_status, collector)
            quoted = self._embedded_in(inner.tweet.quoted_status, collector)
        except BadRecordError as error:
            collector.degradations[f"included post left out: {error}"] += 1
            return
        details = inner.details if shared is None else shared.details
        _take_post(inner.tweet, entry, collector, shared, quoted, details, primary=False)
        self._remember(inner)
        for further in (shared, quoted):
            if further is not None:
                self._take_embedded(further, entry, collector)

    def _embedded_in(self, raw: msgspec.Raw, collector: Collector) -> _Embedded | None:
        if raw is _ABSENT:
            return None
        content = memoryview(raw)
        opening = bytes(content[:_OPENING_BYTES])
        known = self._embedded.get(opening)
        if known is not None and collector.has_included(known.post_id):  # type: ignore[arg-type]
            return known
        if len(opening) <= len(b"null"):
            return None
        return _Embedded(parse(bytes(content), _DECODER, collector), opening, collector)

    def _remember(self, inner: _Embedded) -> None:
        named = _OPENING.match(inner.opening)
        if named is None or named[1].decode() != inner.post_id:
            return
        if len(self._embedded) >= _MOST_EMBEDDED:
            self._embedded.clear()
        tweet = inner.tweet
        # they would keep the whole line in memory
        tweet.retweeted_status = tweet.quoted_status = tweet.entities = tweet.extended_entities = _ABSENT
        self._embedded[inner.opening] = inner


def _id(text: Id, number: Id) -> str | None:
    if type(text) is str and text.isdigit():
        return text
    return None if text is None and number is None else id_text(text, number)


def _take_post(
    tweet: Tweet,
    entry: Entry,
    collector: Collector,
    shared: _Embedded | None,
    quoted: _Embedded | None,
    details: list[Detail],
    *,
    primary: bool,
) -> None:
    author = tweet.user
    author_id = _id(author.id_str, author.id) if author is not None else None
    row = _row(tweet, author_id, shared, quoted, entry.line, primary)
    post_id = collector.take_row(entry.raw, row)
    if post_id is None:
        return
    if author_id is not None:
        collector.author(author_id, author, profile_of)
    if shared is None:
        likes, shares = tweet.favorite_count, tweet.retweet_count
        collector.metrics(post_id, likes=likes, shares=shares, quotes=tweet.quote_count, replies=tweet.reply_count)
    collector.details(post_id, details)


def _row(
    tweet: Tweet, author_id: str | None, shared: _Embedded | None, quoted: _Embedded | None, line: int, primary: bool
) -> tuple[Any, ...]:
    """The post in the order of the columns of a batch."""
    post_id = _id(tweet.id_str, tweet.id)
    handle = tweet.user.screen_name if tweet.user is not None else None
    text, complete = _text(tweet) if shared is None else (shared.text, shared.complete)
    lang = language_code(tweet.lang)
    kind, share_of, quote_of, reply_to = _references(tweet, shared, quoted)
    url = f"https://twitter.com/{handle}/status/{post_id}" if handle and post_id else None
    return (
        line, "x", post_id, author_id, v1_us(tweet.created_at), "stated offset", snowflake_us(post_id), text, complete,
        lang, "platform" if lang else None, kind, share_of, quote_of, reply_to, None, _client(tweet.source), url,
        primary, False, not post_id,
    )  # fmt: skip


def _text(tweet: Tweet) -> tuple[str | None, bool]:
    if tweet.extended_tweet is not None and tweet.extended_tweet.full_text is not None:
        return unescaped(tweet.extended_tweet.full_text), True
    if tweet.full_text is not None:
        return unescaped(tweet.full_text), not tweet.full_text.startswith("RT @") or tweet.full_text[-1:] != "…"
    text = tweet.text or ""
    is_cut = bool(tweet.truncated) or (text.startswith("RT @") and text.endswith("…"))
    return unescaped(text), not is_cut


def _references(
    tweet: Tweet, shared: _Embedded | None, quoted: _Embedded | None
) -> tuple[str, str | None, str | None, str | None]:
    """The kind of post, and the ids of the posts that it shares, quotes and replies to."""
    if shared is not None:
        return "share", shared.post_id, None, None
    reply_to = _id(tweet.in_reply_to_status_id_str, tweet.in_reply_to_status_id)
    quote_of = _id(tweet.quoted_status_id_str, tweet.quoted_status_id)
    if quoted is not None and quote_of is None:
        quote_of = quoted.post_id
    is_quote = quote_of is not None or tweet.is_quote_status
    return "reply" if reply_to else "quote" if is_quote else "original", None, quote_of, reply_to


def _details(tweet: Tweet, collector: Collector) -> list[Detail]:
    extended = tweet.extended_tweet
    entities = extended.entities if extended and extended.entities else _entities(tweet.entities, collector)
    pictures = (extended.extended_entities if extended else None) or _entities(tweet.extended_entities, collector)
    return details_of(entities, pictures or entities)


def _entities(raw: msgspec.Raw, collector: Collector) -> Entities | None:
    return None if raw is _ABSENT else parse(bytes(raw), _ENTITIES, collector)
