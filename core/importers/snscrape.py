"""snscrape JSONL of X posts: the early form without ``_type`` and the late one."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from core.i18n import _
from core.importers.base import Match, Sample, Source, take_sample
from core.importers.collector import Collector
from core.importers.jsonfile import BadRecordError, Entry, array_entries, collect, line_entries, parse
from core.importers.languages import language_code
from core.importers.moments import iso_us, snowflake_us
from core.importers.texts import client_name, id_text, unescaped
from core.model import Batch

NAME = "snscrape"
TITLE = "snscrape (X posts)"
Id = str | int | float | None


class Account(msgspec.Struct):
    """The ``user`` of a post."""

    id: Id = None
    username: str | None = None
    displayname: str | None = None
    created: str | None = None
    followersCount: int | None = None  # noqa: N815 - the file's own names, here and below
    friendsCount: int | None = None  # noqa: N815
    statusesCount: int | None = None  # noqa: N815
    favouritesCount: int | None = None  # noqa: N815
    listedCount: int | None = None  # noqa: N815
    verified: bool | None = None
    rawDescription: str | None = None  # noqa: N815
    description: str | None = None
    location: str | None = None
    linkUrl: str | None = None  # noqa: N815
    profileImageUrl: str | None = None  # noqa: N815


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


class Tweet(msgspec.Struct):
    """A post."""

    id: Id = None
    url: str | None = None
    date: str | None = None
    content: str | None = None
    rawContent: str | None = None  # noqa: N815
    user: Account | None = None
    lang: str | None = None
    source: str | None = None
    sourceLabel: str | None = None  # noqa: N815
    replyCount: int | None = None  # noqa: N815
    retweetCount: int | None = None  # noqa: N815
    likeCount: int | None = None  # noqa: N815
    quoteCount: int | None = None  # noqa: N815
    viewCount: int | None = None  # noqa: N815
    conversationId: Id = None  # noqa: N815
    inReplyToTweetId: Id = None  # noqa: N815
    retweetedTweet: Tweet | None = None  # noqa: N815
    quotedTweet: Tweet | None = None  # noqa: N815
    mentionedUsers: list[Account] | None = None  # noqa: N815
    hashtags: list[str] | None = None
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
    if tweet.content is None and tweet.rawContent is None:
        raise BadRecordError("no text: not a post of this format")
    _take_post(tweet, entry, collector, primary=True)


def _take_post(tweet: Tweet, entry: Entry, collector: Collector, *, primary: bool) -> None:
    post_id = id_text(tweet.id)
    if not primary and (not post_id or collector.has_included(post_id)):
        return
    kept = collector.post(entry.line, entry.raw, is_primary=primary, **_columns(tweet, post_id))
    if kept:
        _take_details(tweet, kept, collector)
    for inner in (tweet.retweetedTweet, tweet.quotedTweet):
        if inner is not None:
            _take_post(inner, entry, collector, primary=False)


def _columns(tweet: Tweet, post_id: str | None) -> dict[str, object]:
    whole = tweet.retweetedTweet or tweet
    text = whole.rawContent if whole.rawContent is not None else whole.content
    posted_at, stated = iso_us(tweet.date)
    lang = language_code(tweet.lang)
    return _references(tweet) | {
        "post_id": post_id,
        "account_id": id_text(tweet.user.id) if tweet.user else None,
        "posted_at": posted_at,
        "time_quality": "stated offset" if stated else "assumed",
        "id_time": snowflake_us(post_id),
        "text": None if text is None else unescaped(text),
        "lang": lang,
        "lang_source": "platform" if lang else None,
        "client": tweet.sourceLabel or client_name(tweet.source),
        "url": tweet.url,
    }


def _references(tweet: Tweet) -> dict[str, object]:
    if tweet.retweetedTweet is not None:
        return {"kind": "share", "share_of": id_text(tweet.retweetedTweet.id)}
    post_id, root_id = id_text(tweet.id), id_text(tweet.conversationId)
    quote_of = id_text(tweet.quotedTweet.id) if tweet.quotedTweet else None
    reply_to = id_text(tweet.inReplyToTweetId)
    is_reply = bool(reply_to)
    kind = "reply" if is_reply else "quote" if quote_of else "original"
    return {"kind": kind, "reply_to": reply_to, "quote_of": quote_of, "root_id": root_id or post_id}


def _take_details(tweet: Tweet, post_id: str, collector: Collector) -> None:
    if tweet.user is not None:
        _take_account(tweet.user, collector)
    if tweet.retweetedTweet is None:
        collector.metrics(
            post_id,
            likes=tweet.likeCount,
            shares=tweet.retweetCount,
            quotes=tweet.quoteCount,
            replies=tweet.replyCount,
            views=tweet.viewCount,
        )
    whole = tweet.retweetedTweet or tweet
    _take_links(whole, post_id, collector)
    for tag in whole.hashtags or ():
        collector.tag(post_id, tag)
    for account in whole.mentionedUsers or ():
        collector.mention(post_id, id_text(account.id), account.username)
    for medium in whole.media or ():
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


def _take_account(author: Account, collector: Collector) -> None:
    account_id = id_text(author.id)
    if account_id is None:
        return
    image = author.profileImageUrl
    collector.profile(
        account_id,
        handle=author.username,
        name=unescaped(author.displayname or "") or None,
        created_at=iso_us(author.created)[0],
        followers=author.followersCount,
        following=author.friendsCount,
        statuses=author.statusesCount,
        likes=author.favouritesCount,
        listed=author.listedCount,
        verified=author.verified,
        default_profile_image="default_profile_images" in image if image else None,
        description=unescaped(author.rawDescription or author.description or "") or None,
        location=author.location or None,
        url=author.linkUrl or None,
    )
