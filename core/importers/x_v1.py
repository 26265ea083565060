"""X (Twitter) API v1.1: lines, an array, one object, or a search answer with ``statuses``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import msgspec

from core.i18n import _
from core.importers.base import Match, Sample, Source, take_sample
from core.importers.collector import Collector
from core.importers.jsonfile import BadRecordError, Entry, array_entries, collect, line_entries, parse
from core.importers.languages import language_code
from core.importers.moments import snowflake_us, v1_us
from core.importers.texts import client_name, domain, id_text, unescaped
from core.model import Batch

NAME = "x-v1"
TITLE = "X (Twitter) API v1.1"
Id = str | int | float | None
#: A table of the batch and its columns behind the post id.
Detail = tuple[str, tuple[str | None, ...]]
_ABSENT = msgspec.Raw(b"")


class Account(msgspec.Struct, gc=False):
    """The ``user`` of a v1.1 post."""

    id_str: Id = None
    id: Id = None
    screen_name: str | None = None
    name: str | None = None
    created_at: str | None = None
    followers_count: int | None = None
    friends_count: int | None = None
    statuses_count: int | None = None
    favourites_count: int | None = None
    listed_count: int | None = None
    verified: bool | None = None
    default_profile: bool | None = None
    default_profile_image: bool | None = None
    description: str | None = None
    location: str | None = None
    url: str | None = None


class Tag(msgspec.Struct, gc=False):
    """A hashtag."""

    text: str | None = None


class Link(msgspec.Struct, gc=False):
    """A link, short and expanded."""

    url: str | None = None
    expanded_url: str | None = None


class Mention(msgspec.Struct, gc=False):
    """A mentioned account."""

    id_str: Id = None
    id: Id = None
    screen_name: str | None = None


class Medium(msgspec.Struct, gc=False):
    """A picture or video."""

    id_str: Id = None
    id: Id = None
    type: str | None = None
    media_url_https: str | None = None
    media_url: str | None = None


class Entities(msgspec.Struct, gc=False):
    """What a text contains."""

    hashtags: list[Tag] | None = None
    urls: list[Link] | None = None
    user_mentions: list[Mention] | None = None
    media: list[Medium] | None = None


class Extended(msgspec.Struct, gc=False):
    """The whole text beside a cut one."""

    full_text: str | None = None
    entities: Entities | None = None
    extended_entities: Entities | None = None


class Tweet(msgspec.Struct, gc=False):
    """A v1.1 post, or a notice of the stream."""

    id_str: Id = None
    id: Id = None
    created_at: str | None = None
    text: str | None = None
    full_text: str | None = None
    truncated: bool | None = None
    extended_tweet: Extended | None = None
    entities: Entities | None = None
    extended_entities: Entities | None = None
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
_MOST_EMBEDDED = 4_000
_client = lru_cache(maxsize=4_096)(client_name)
_DECODER = msgspec.json.Decoder(Tweet, strict=False)


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
    sample = take_sample(source.path)
    if sample.layout == "array":
        entries = array_entries(source.path)
    elif sample.container:
        entries = array_entries(source.path, sample.container)
    elif sample.layout == "document":
        entries = iter([Entry(1, source.path.read_bytes().strip(), source.size)])
    else:
        entries = line_entries(source.path)
    return collect(entries, _Reader().take, "x")


class _Embedded:
    """A post inside others, with what is the same for each post that shares it."""

    __slots__ = ("complete", "details", "post_id", "text", "tweet")

    def __init__(self, tweet: Tweet) -> None:
        self.tweet, self.post_id = tweet, _post_id(tweet)
        self.text, self.complete = _text(tweet)
        self.details = _details(tweet)


class _Reader:
    """Takes in the posts of one file; posts that many others embed are decoded once."""

    def __init__(self) -> None:
        self._embedded: dict[str, _Embedded] = {}

    def take(self, entry: Entry, collector: Collector) -> None:
        tweet = parse(entry.raw, _DECODER, collector)
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
        kept = collector.take(entry.line, entry.raw, _columns(tweet, _post_id(tweet), shared, quoted))
        if kept:
            _take_details(tweet, kept, collector, shared)
        self._take_embedded(shared, entry, collector)
        self._take_embedded(quoted, entry, collector)

    def _take_embedded(self, inner: _Embedded | None, entry: Entry, collector: Collector) -> None:
        post_id = inner.post_id if inner is not None else None
        if inner is None or not post_id or collector.has_included(post_id):
            return
        try:
            shared = self._embedded_in(inner.tweet.retweeted_status, collector)
            quoted = self._embedded_in(inner.tweet.quoted_status, collector)
        except BadRecordError as error:
            collector.degradations[f"included post left out: {error}"] += 1
            return
        columns = _columns(inner.tweet, post_id, shared, quoted)
        columns["is_primary"] = False
        if collector.take(entry.line, entry.raw, columns):
            _take_details(inner.tweet, post_id, collector, shared)
        self._remember(post_id, inner)
        self._take_embedded(shared, entry, collector)
        self._take_embedded(quoted, entry, collector)

    def _embedded_in(self, raw: msgspec.Raw, collector: Collector) -> _Embedded | None:
        content = memoryview(raw)
        if len(content) <= len(b"null"):
            return None
        opening = _OPENING.match(content)
        known = self._embedded.get(opening[1].decode()) if opening else None
        if known is not None and collector.has_included(known.tweet.id_str or ""):  # type: ignore[arg-type]
            return known
        return _Embedded(parse(bytes(content), _DECODER, collector))

    def _remember(self, post_id: str, inner: _Embedded) -> None:
        tweet = inner.tweet
        if tweet.id_str != post_id:
            return
        if len(self._embedded) >= _MOST_EMBEDDED:
            self._embedded.clear()
        tweet.retweeted_status = tweet.quoted_status = _ABSENT  # they would keep the whole line in memory
        self._embedded[post_id] = inner


def _post_id(tweet: Tweet) -> str | None:
    return tweet.id_str if type(tweet.id_str) is str and tweet.id_str.isdigit() else id_text(tweet.id_str, tweet.id)


def _account_id(author: Account) -> str | None:
    one = author.id_str
    return one if type(one) is str and one.isdigit() else id_text(one, author.id)


def _columns(tweet: Tweet, post_id: str | None, shared: _Embedded | None, quoted: _Embedded | None) -> dict[str, Any]:
    author = tweet.user
    text, complete = _text(tweet) if shared is None else (shared.text, shared.complete)
    handle = author.screen_name if author else None
    lang = language_code(tweet.lang)
    columns = {
        "is_primary": True,
        "post_id": post_id,
        "account_id": _account_id(author) if author else None,
        "posted_at": v1_us(tweet.created_at),
        "time_quality": "stated offset",
        "id_time": snowflake_us(post_id),
        "text": text,
        "text_complete": complete,
        "lang": lang,
        "lang_source": "platform" if lang else None,
        "client": _client(tweet.source),
        "url": f"https://twitter.com/{handle}/status/{post_id}" if handle and post_id else None,
    }
    _add_references(columns, tweet, shared, quoted)
    return columns


def _text(tweet: Tweet) -> tuple[str | None, bool]:
    if tweet.extended_tweet is not None and tweet.extended_tweet.full_text is not None:
        return unescaped(tweet.extended_tweet.full_text), True
    if tweet.full_text is not None:
        return unescaped(tweet.full_text), not tweet.full_text.startswith("RT @") or tweet.full_text[-1:] != "…"
    text = tweet.text or ""
    is_cut = bool(tweet.truncated) or (text.startswith("RT @") and text.endswith("…"))
    return unescaped(text), not is_cut


def _add_references(columns: dict[str, Any], tweet: Tweet, shared: _Embedded | None, quoted: _Embedded | None) -> None:
    if shared is not None:
        columns["kind"], columns["share_of"] = "share", shared.post_id
        return
    reply_to = id_text(tweet.in_reply_to_status_id_str, tweet.in_reply_to_status_id)
    quote_of = id_text(tweet.quoted_status_id_str, tweet.quoted_status_id)
    if quoted is not None and quote_of is None:
        quote_of = quoted.post_id
    is_quote = quote_of is not None or tweet.is_quote_status
    columns["kind"] = "reply" if reply_to else "quote" if is_quote else "original"
    columns["reply_to"], columns["quote_of"] = reply_to, quote_of


def _take_details(tweet: Tweet, post_id: str, collector: Collector, shared: _Embedded | None) -> None:
    author_id = _account_id(tweet.user) if tweet.user is not None else None
    if author_id is not None:
        collector.author(author_id, tweet.user, profile_of)
    if shared is None:
        likes, shares = tweet.favorite_count, tweet.retweet_count
        collector.metrics(post_id, likes=likes, shares=shares, quotes=tweet.quote_count, replies=tweet.reply_count)
    for name, about in _details(tweet) if shared is None else shared.details:
        collector.detail(post_id, name, about)


def profile_of(author: Account) -> dict[str, Any]:
    """What the file says of an account, as columns of a profile."""
    return {
        "handle": author.screen_name,
        "name": unescaped(author.name or "") or None,
        "created_at": v1_us(author.created_at),
        "followers": author.followers_count,
        "following": author.friends_count,
        "statuses": author.statuses_count,
        "likes": author.favourites_count,
        "listed": author.listed_count,
        "verified": author.verified,
        "default_profile": author.default_profile,
        "default_profile_image": author.default_profile_image,
        "description": unescaped(author.description or "") or None,
        "location": author.location or None,
        "url": author.url or None,
    }


def _details(tweet: Tweet) -> list[Detail]:
    extended = tweet.extended_tweet
    entities = extended.entities if extended and extended.entities else tweet.entities
    pictures = (extended.extended_entities if extended else None) or tweet.extended_entities or entities
    return details_of(entities, pictures)


def details_of(entities: Entities | None, pictures: Entities | None) -> list[Detail]:
    """The links, tags and mentions of a text, and its pictures, as rows for ``Collector.detail``."""
    found: list[Detail] = []
    if entities is not None:
        for link in entities.urls or ():
            url, target = link.url, link.expanded_url or link.url
            if target and "/i/web/status/" not in target:
                found.append(("links", (url, target, domain(target))))
        for tag in entities.hashtags or ():
            if tag.text:
                found.append(("tags", (tag.text.lstrip("#"),)))
        for mention in entities.user_mentions or ():
            mentioned = (id_text(mention.id_str, mention.id), mention.screen_name)
            if any(mentioned):
                found.append(("mentions", mentioned))
    for medium in (pictures.media if pictures else None) or ():
        url = medium.media_url_https or medium.media_url
        found.append(("media", (medium.type, url, id_text(medium.id_str, medium.id))))
    return found
