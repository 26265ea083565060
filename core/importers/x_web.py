"""Posts as the website of X writes them (GraphQL), whoever saved them: one shape through all its changes."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

import msgspec

from core.importers import x_shapes
from core.importers.collector import Collector
from core.importers.jsonfile import BadRecordError, Entry
from core.importers.languages import language_code
from core.importers.moments import snowflake_us, v1_us
from core.importers.texts import client_name, count_of, id_text, unescaped

Id = str | int | float | None
Number = int | str | float | None
Held = TypeVar("Held")
GONE = "the post is not available any more"
ADVERTISEMENT = "an advertisement, not part of what was looked for"


class Result(msgspec.Struct, Generic[Held]):
    """The wrapping that X puts around accounts and posts; empty where there is nothing to see."""

    result: Held | None = None


class Names(msgspec.Struct):
    """``core`` of an account since 2025."""

    screen_name: str | None = None
    name: str | None = None
    created_at: str | None = None


class Relations(msgspec.Struct):
    """``relationship_counts`` of an account since 2025."""

    followers: Number = None
    following: Number = None


class Written(msgspec.Struct):
    """``tweet_counts`` of an account since 2025."""

    tweets: Number = None


class Place(msgspec.Struct):
    """``location`` of an account since 2025."""

    location: str | None = None


class Biography(msgspec.Struct):
    """``profile_bio`` of an account since 2025."""

    description: str | None = None


class Verification(msgspec.Struct):
    """``verification`` of an account since 2025."""

    verified: bool | None = None


class Actions(msgspec.Struct):
    """``action_counts`` of an account since 2025."""

    favorites_count: Number = None


class Avatar(msgspec.Struct):
    """``avatar`` of an account since 2025."""

    image_url: str | None = None


class Person(msgspec.Struct):
    """An account: everything in ``legacy`` until 2024, in many small parts since."""

    rest_id: Id = None
    legacy: x_shapes.Account | None = None
    core: Names | None = None
    relationship_counts: Relations | None = None
    tweet_counts: Written | None = None
    action_counts: Actions | None = None
    location: Place | None = None
    profile_bio: Biography | None = None
    verification: Verification | None = None
    avatar: Avatar | None = None


class Core(msgspec.Struct):
    """The author of a post."""

    user_results: Result[Person] | None = None


class Views(msgspec.Struct):
    """How often a post was seen."""

    count: Number = None


class Note(msgspec.Struct):
    """The whole text of a post over 280 characters."""

    text: str | None = None
    entity_set: x_shapes.Entities | None = None


class Notes(msgspec.Struct):
    """The wrapping of that text."""

    note_tweet_results: Result[Note] | None = None


class Legacy(msgspec.Struct):
    """The fields that API v1.1 had."""

    id_str: Id = None
    created_at: str | None = None
    full_text: str | None = None
    text: str | None = None
    lang: str | None = None
    user_id_str: Id = None
    source: str | None = None
    conversation_id_str: Id = None
    in_reply_to_status_id_str: Id = None
    is_quote_status: bool | None = None
    quoted_status_id_str: Id = None
    retweeted_status_id_str: Id = None
    favorite_count: Number = None
    retweet_count: Number = None
    quote_count: Number = None
    reply_count: Number = None
    entities: x_shapes.Entities | None = None
    extended_entities: x_shapes.Entities | None = None
    retweeted_status_result: Result[Tweet] | None = None


class Tombstone(msgspec.Struct):
    """What X shows in the place of a post; the text is an object with a text."""

    text: Any = None


class Tweet(msgspec.Struct):
    """A post, or what stands in its place."""

    kind: str | None = msgspec.field(default=None, name="__typename")
    rest_id: Id = None
    tweet: Tweet | None = None
    core: Core | None = None
    legacy: Legacy | None = None
    views: Views | None = None
    ext_views: Views | None = None
    source: str | None = None
    note_tweet: Notes | None = None
    quoted_status_result: Result[Tweet] | None = None
    retweeted_status_result: Result[Tweet] | None = None
    tombstone: Tombstone | None = None
    reason: str | None = None
    promoted: bool | None = None
    type: str | None = None
    user: x_shapes.Account | None = None


def take_tweet(tweet: Tweet, entry: Entry, collector: Collector, captured_at: int | None = None) -> None:
    """Take in the post with the posts inside it; what is no post any more is a bad record."""
    post = unwrapped(tweet)
    if post.legacy is None:
        raise BadRecordError(absence(post))
    _take_post(post, entry, collector, captured_at, primary=True)


def unwrapped(tweet: Tweet) -> Tweet:
    """The post itself: some are wrapped once more, with the limits on who may see or answer them."""
    while tweet.tweet is not None:
        tweet = tweet.tweet
    return tweet


def absence(tweet: Tweet) -> str:
    """Why there is no post, in the words of X where it gives any."""
    words = tweet.tombstone.text if tweet.tombstone else tweet.reason
    said = words.get("text") if isinstance(words, dict) else words
    return f"{GONE}: {said}" if isinstance(said, str) and said else GONE


def _take_post(tweet: Tweet, entry: Entry, collector: Collector, captured_at: int | None, *, primary: bool) -> None:
    legacy, post_id = tweet.legacy or Legacy(), _id_of(tweet)
    if not primary and (not post_id or collector.has_included(post_id)):
        return
    shared, quoted = _shared(tweet), _held(tweet.quoted_status_result)
    columns = _columns(tweet, legacy, shared, quoted) | {"post_id": post_id, "id_time": snowflake_us(post_id)}
    kept = collector.post(entry.line, entry.raw, is_primary=primary, **columns)
    if kept:
        _take_details(tweet, legacy, shared, kept, collector, captured_at)
    for inner, inner_id in ((shared, columns.get("share_of")), (quoted, columns.get("quote_of"))):
        _take_inner(inner, inner_id, entry, collector, captured_at)


def _take_inner(
    inner: Tweet | None, inner_id: object, entry: Entry, collector: Collector, captured_at: int | None
) -> None:
    if inner is not None and inner.legacy is not None:
        _take_post(inner, entry, collector, captured_at, primary=False)
    elif isinstance(inner_id, str) and inner is not None and (inner.tombstone or inner.reason):
        deleted = "deleted" in absence(inner).lower() or None
        stub = {"post_id": inner_id, "id_time": snowflake_us(inner_id), "deleted": deleted}
        collector.post(entry.line, b"", is_primary=False, **stub)


def _held(wrapped: Result[Tweet] | None) -> Tweet | None:
    return unwrapped(wrapped.result) if wrapped is not None and wrapped.result is not None else None


def _shared(tweet: Tweet) -> Tweet | None:
    legacy = tweet.legacy or Legacy()
    return _held(legacy.retweeted_status_result) or _held(tweet.retweeted_status_result)


def _is_share(tweet: Tweet, legacy: Legacy) -> bool:
    wrapped = (legacy.retweeted_status_result, tweet.retweeted_status_result, legacy.retweeted_status_id_str)
    return any(part is not None for part in wrapped)


def _columns(tweet: Tweet, legacy: Legacy, shared: Tweet | None, quoted: Tweet | None) -> dict[str, Any]:
    text, complete = _text(tweet, legacy, shared)
    lang, handle = language_code(legacy.lang), _handle(tweet)
    post_id = _id_of(tweet)
    return _references(tweet, legacy, shared, quoted) | {
        "account_id": _account_id(tweet, legacy),
        "posted_at": v1_us(legacy.created_at),
        "time_quality": "stated offset",
        "text": text,
        "text_complete": complete,
        "lang": lang,
        "lang_source": "platform" if lang else None,
        "client": client_name(tweet.source or legacy.source),
        "url": f"https://twitter.com/{handle or 'i'}/status/{post_id}" if post_id else None,
    }


def _references(tweet: Tweet, legacy: Legacy, shared: Tweet | None, quoted: Tweet | None) -> dict[str, Any]:
    if _is_share(tweet, legacy):
        return {"kind": "share", "share_of": id_text(legacy.retweeted_status_id_str) or _id_of(shared)}
    reply_to = id_text(legacy.in_reply_to_status_id_str)
    quote_of = id_text(legacy.quoted_status_id_str) or _id_of(quoted)
    kind = "reply" if reply_to else "quote" if quote_of or legacy.is_quote_status else "original"
    root_id = id_text(legacy.conversation_id_str)
    return {"kind": kind, "reply_to": reply_to, "quote_of": quote_of, "root_id": root_id}


def _id_of(tweet: Tweet | None) -> str | None:
    if tweet is None:
        return None
    return id_text(tweet.rest_id, tweet.legacy.id_str if tweet.legacy else None)


def _text(tweet: Tweet, legacy: Legacy, shared: Tweet | None) -> tuple[str | None, bool]:
    whole = shared if shared is not None and shared.legacy is not None else tweet
    note, fields = _note(whole), whole.legacy or legacy
    text = note.text if note and note.text else fields.full_text if fields.full_text is not None else fields.text
    if text is None:
        return None, False
    is_cut = whole is tweet and text.startswith("RT @") and text.endswith("…")
    return unescaped(text), not is_cut


def _note(tweet: Tweet) -> Note | None:
    wrapped = tweet.note_tweet.note_tweet_results if tweet.note_tweet else None
    return wrapped.result if wrapped else None


def _person(tweet: Tweet) -> Person | None:
    wrapped = tweet.core.user_results if tweet.core else None
    return wrapped.result if wrapped else None


def _account_id(tweet: Tweet, legacy: Legacy) -> str | None:
    person = _person(tweet)
    old = id_text(tweet.user.id_str, tweet.user.id) if tweet.user else None
    return id_text(person.rest_id if person else None, legacy.user_id_str) or old


def _handle(tweet: Tweet) -> str | None:
    person = _person(tweet)
    if person is None:
        return tweet.user.screen_name if tweet.user else None
    core = person.core.screen_name if person.core else None
    return core or (person.legacy.screen_name if person.legacy else None)


def _take_details(
    tweet: Tweet, legacy: Legacy, shared: Tweet | None, post_id: str, collector: Collector, captured_at: int | None
) -> None:
    _take_author(tweet, legacy, collector, captured_at)
    if not _is_share(tweet, legacy):
        views = tweet.views or tweet.ext_views or Views()
        collector.metrics(
            post_id,
            captured_at,
            likes=count_of(legacy.favorite_count),
            shares=count_of(legacy.retweet_count),
            quotes=count_of(legacy.quote_count),
            replies=count_of(legacy.reply_count),
            views=count_of(views.count),
        )
    whole = shared if shared is not None and shared.legacy is not None else tweet
    fields, note = whole.legacy or legacy, _note(whole)
    named = note.entity_set if note and note.entity_set else fields.entities
    collector.details(post_id, x_shapes.details_of(named, fields.extended_entities or fields.entities))


def _take_author(tweet: Tweet, legacy: Legacy, collector: Collector, captured_at: int | None) -> None:
    account_id, person = _account_id(tweet, legacy), _person(tweet)
    if account_id is None:
        return
    old = person.legacy if person is not None else tweet.user
    known = x_shapes.profile_of(old) if old is not None else {}
    if person is not None:
        known |= {name: value for name, value in _profile(person).items() if value is not None}
    if known:
        collector.profile(account_id, captured_at, **known)


def _profile(person: Person) -> dict[str, Any]:
    core, relations = person.core or Names(), person.relationship_counts or Relations()
    image = person.avatar.image_url if person.avatar else None
    return {
        "handle": core.screen_name,
        "name": unescaped(core.name or "") or None,
        "created_at": v1_us(core.created_at),
        "followers": count_of(relations.followers),
        "following": count_of(relations.following),
        "statuses": count_of(person.tweet_counts.tweets) if person.tweet_counts else None,
        "likes": count_of(person.action_counts.favorites_count) if person.action_counts else None,
        "verified": person.verification.verified if person.verification else None,
        "default_profile_image": "default_profile_images" in image if image else None,
        "description": unescaped((person.profile_bio and person.profile_bio.description) or "") or None,
        "location": (person.location.location if person.location else None) or None,
    }
