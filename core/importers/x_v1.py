"""X (Twitter) API v1.1: lines, an array, one object, or a search answer with ``statuses``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from core.i18n import _
from core.importers.base import Match, Sample, Source, take_sample
from core.importers.collector import Collector
from core.importers.jsonfile import BadRecordError, Entry, array_entries, collect, line_entries, parse
from core.importers.languages import language_code
from core.importers.moments import snowflake_us, v1_us
from core.importers.texts import client_name, id_text, unescaped
from core.model import Batch

NAME = "x-v1"
TITLE = "X (Twitter) API v1.1"
Id = str | int | float | None
_ABSENT = msgspec.Raw(b"")


class Account(msgspec.Struct):
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


class Tag(msgspec.Struct):
    """A hashtag."""

    text: str | None = None


class Link(msgspec.Struct):
    """A link, short and expanded."""

    url: str | None = None
    expanded_url: str | None = None


class Mention(msgspec.Struct):
    """A mentioned account."""

    id_str: Id = None
    id: Id = None
    screen_name: str | None = None


class Medium(msgspec.Struct):
    """A picture or video."""

    id_str: Id = None
    id: Id = None
    type: str | None = None
    media_url_https: str | None = None
    media_url: str | None = None


class Entities(msgspec.Struct):
    """What a text contains."""

    hashtags: list[Tag] | None = None
    urls: list[Link] | None = None
    user_mentions: list[Mention] | None = None
    media: list[Medium] | None = None


class Extended(msgspec.Struct):
    """The whole text beside a cut one."""

    full_text: str | None = None
    entities: Entities | None = None
    extended_entities: Entities | None = None


class Tweet(msgspec.Struct):
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
    retweeted_status: Tweet | None = None
    quoted_status: Tweet | None = None
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
    return collect(entries, _take, "x")


def _take(entry: Entry, collector: Collector) -> None:
    tweet = parse(entry.raw, _DECODER, collector)
    if tweet.statuses is not None:
        for raw in tweet.statuses:
            _take(Entry(entry.line, bytes(raw), entry.end), collector)
        return
    if tweet.delete or tweet.limit:
        raise BadRecordError("a notice of the stream, not a post")
    if tweet.text is None and tweet.full_text is None:
        raise BadRecordError("no text: not a post of this format")
    _take_post(tweet, entry, collector, primary=True)


def _take_post(tweet: Tweet, entry: Entry, collector: Collector, *, primary: bool) -> None:
    post_id = id_text(tweet.id_str, tweet.id)
    if not primary and (not post_id or collector.has_included(post_id)):
        return
    shared, quoted = tweet.retweeted_status, tweet.quoted_status
    kept = collector.post(entry.line, entry.raw, is_primary=primary, **_columns(tweet, post_id))
    if kept:
        _take_details(tweet, kept, collector)
    for inner in (shared, quoted):
        if inner is not None:
            _take_post(inner, entry, collector, primary=False)


def _columns(tweet: Tweet, post_id: str | None) -> dict[str, object]:
    author, shared = tweet.user, tweet.retweeted_status
    text, complete = _text(shared if shared is not None else tweet)
    handle = author.screen_name if author else None
    lang = language_code(tweet.lang)
    return _references(tweet) | {
        "post_id": post_id,
        "account_id": id_text(author.id_str, author.id) if author else None,
        "posted_at": v1_us(tweet.created_at),
        "time_quality": "stated offset",
        "id_time": snowflake_us(post_id),
        "text": text,
        "text_complete": complete,
        "lang": lang,
        "lang_source": "platform" if lang else None,
        "client": client_name(tweet.source),
        "url": f"https://twitter.com/{handle}/status/{post_id}" if handle and post_id else None,
    }


def _text(tweet: Tweet) -> tuple[str | None, bool]:
    if tweet.extended_tweet is not None and tweet.extended_tweet.full_text is not None:
        return unescaped(tweet.extended_tweet.full_text), True
    if tweet.full_text is not None:
        return unescaped(tweet.full_text), not tweet.full_text.startswith("RT @") or tweet.full_text[-1:] != "…"
    text = tweet.text or ""
    is_cut = bool(tweet.truncated) or (text.startswith("RT @") and text.endswith("…"))
    return unescaped(text), not is_cut


def _references(tweet: Tweet) -> dict[str, object]:
    shared, quoted = tweet.retweeted_status, tweet.quoted_status
    if shared is not None:
        return {"kind": "share", "share_of": id_text(shared.id_str, shared.id)}
    reply_to = id_text(tweet.in_reply_to_status_id_str, tweet.in_reply_to_status_id)
    quote_of = id_text(tweet.quoted_status_id_str, tweet.quoted_status_id)
    if quoted is not None and quote_of is None:
        quote_of = id_text(quoted.id_str, quoted.id)
    is_quote = quote_of is not None or tweet.is_quote_status
    kind = "reply" if reply_to else "quote" if is_quote else "original"
    return {"kind": kind, "reply_to": reply_to, "quote_of": quote_of}


def _take_details(tweet: Tweet, post_id: str, collector: Collector) -> None:
    if tweet.user is not None:
        _take_account(tweet.user, collector)
    if tweet.retweeted_status is None:
        likes, shares = tweet.favorite_count, tweet.retweet_count
        collector.metrics(post_id, likes=likes, shares=shares, quotes=tweet.quote_count, replies=tweet.reply_count)
    _take_entities(tweet.retweeted_status or tweet, post_id, collector)


def _take_account(author: Account, collector: Collector) -> None:
    account_id = id_text(author.id_str, author.id)
    if account_id is None:
        return
    collector.profile(account_id, **profile_of(author))


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


def _take_entities(tweet: Tweet, post_id: str, collector: Collector) -> None:
    extended = tweet.extended_tweet
    entities = extended.entities if extended and extended.entities else tweet.entities
    pictures = (extended.extended_entities if extended else None) or tweet.extended_entities or entities
    take_entities(entities, pictures, post_id, collector)


def take_entities(entities: Entities | None, pictures: Entities | None, post_id: str, collector: Collector) -> None:
    """Keep the links, tags and mentions of a text, and its pictures."""
    if entities is not None:
        for link in entities.urls or ():
            if "/i/web/status/" not in (link.expanded_url or ""):
                collector.link(post_id, link.url, link.expanded_url)
        for tag in entities.hashtags or ():
            collector.tag(post_id, tag.text)
        for mention in entities.user_mentions or ():
            collector.mention(post_id, id_text(mention.id_str, mention.id), mention.screen_name)
    for medium in (pictures.media if pictures else None) or ():
        url = medium.media_url_https or medium.media_url
        collector.medium(post_id, medium.type, url, id_text(medium.id_str, medium.id))
