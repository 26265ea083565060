"""twscrape JSON of X posts: like snscrape's, with ``id_str``, ``links`` and sorted media."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from core.i18n import _
from core.importers.base import Match, Sample, Source
from core.importers.collector import Collector
from core.importers.documents import document_entries
from core.importers.jsonfile import BadRecordError, Entry, collect, parse
from core.importers.languages import language_code
from core.importers.moments import iso_us, snowflake_us
from core.importers.texts import client_name, count_of, id_text, unescaped
from core.model import Batch

NAME = "twscrape"
TITLE = "twscrape (X posts)"
Id = str | int | float | None
Number = int | str | float | None


class Account(msgspec.Struct):
    """The author of a post, or an account that is mentioned."""

    id_str: Id = None
    id: Id = None
    username: str | None = None
    displayname: str | None = None
    created: str | None = None
    followersCount: Number = None  # noqa: N815 - the file's own names, here and below
    friendsCount: Number = None  # noqa: N815
    statusesCount: Number = None  # noqa: N815
    favouritesCount: Number = None  # noqa: N815
    listedCount: Number = None  # noqa: N815
    verified: bool | None = None
    rawDescription: str | None = None  # noqa: N815
    location: str | None = None
    profileImageUrl: str | None = None  # noqa: N815


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


class Tweet(msgspec.Struct):
    """A post."""

    id_str: Id = None
    id: Id = None
    url: str | None = None
    date: str | None = None
    rawContent: str | None = None  # noqa: N815
    user: Account | None = None
    lang: str | None = None
    source: str | None = None
    sourceLabel: str | None = None  # noqa: N815
    replyCount: Number = None  # noqa: N815
    retweetCount: Number = None  # noqa: N815
    likeCount: Number = None  # noqa: N815
    quoteCount: Number = None  # noqa: N815
    viewCount: Number = None  # noqa: N815
    conversationIdStr: Id = None  # noqa: N815
    conversationId: Id = None  # noqa: N815
    inReplyToTweetIdStr: Id = None  # noqa: N815
    inReplyToTweetId: Id = None  # noqa: N815
    isQuoteStatus: bool | None = None  # noqa: N815
    retweetedTweet: Tweet | None = None  # noqa: N815
    quotedTweet: Tweet | None = None  # noqa: N815
    hashtags: list[str] | None = None
    mentionedUsers: list[Account] | None = None  # noqa: N815
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
    _take_post(tweet, entry, collector, primary=True)


def _take_post(tweet: Tweet, entry: Entry, collector: Collector, *, primary: bool) -> None:
    post_id = id_text(tweet.id_str, tweet.id)
    if not primary and (not post_id or collector.has_included(post_id)):
        return
    kept = collector.post(entry.line, entry.raw, is_primary=primary, **_columns(tweet, post_id))
    if kept:
        _take_details(tweet, kept, collector)
    for inner in (tweet.retweetedTweet, tweet.quotedTweet):
        if inner is not None:
            _take_post(inner, entry, collector, primary=False)


def _columns(tweet: Tweet, post_id: str | None) -> dict[str, object]:
    text = (tweet.retweetedTweet or tweet).rawContent
    posted_at, stated = iso_us(tweet.date)
    lang = language_code(tweet.lang)
    is_cut = tweet.retweetedTweet is None and (text or "").startswith("RT @") and (text or "").endswith("…")
    return _references(tweet) | {
        "post_id": post_id,
        "account_id": id_text(tweet.user.id_str, tweet.user.id) if tweet.user else None,
        "posted_at": posted_at,
        "time_quality": "stated offset" if stated else "assumed",
        "id_time": snowflake_us(post_id),
        "text": None if text is None else unescaped(text),
        "text_complete": None if text is None else not is_cut,
        "lang": lang,
        "lang_source": "platform" if lang else None,
        "client": tweet.sourceLabel or client_name(tweet.source),
        "url": tweet.url,
    }


def _references(tweet: Tweet) -> dict[str, object]:
    shared, quoted = tweet.retweetedTweet, tweet.quotedTweet
    if shared is not None:
        return {"kind": "share", "share_of": id_text(shared.id_str, shared.id)}
    reply_to = id_text(tweet.inReplyToTweetIdStr, tweet.inReplyToTweetId)
    quote_of = id_text(quoted.id_str, quoted.id) if quoted else None
    kind = "reply" if reply_to else "quote" if quote_of or tweet.isQuoteStatus else "original"
    root_id = id_text(tweet.conversationIdStr, tweet.conversationId)
    return {"kind": kind, "reply_to": reply_to, "quote_of": quote_of, "root_id": root_id}


def _take_details(tweet: Tweet, post_id: str, collector: Collector) -> None:
    if tweet.user is not None:
        _take_account(tweet.user, collector)
    if tweet.retweetedTweet is None:
        collector.metrics(
            post_id,
            likes=count_of(tweet.likeCount),
            shares=count_of(tweet.retweetCount),
            quotes=count_of(tweet.quoteCount),
            replies=count_of(tweet.replyCount),
            views=count_of(tweet.viewCount),
        )
    whole = tweet.retweetedTweet or tweet
    for link in whole.links or ():
        collector.link(post_id, link.tcourl, link.url)
    for tag in whole.hashtags or ():
        collector.tag(post_id, tag)
    for account in whole.mentionedUsers or ():
        collector.mention(post_id, id_text(account.id_str, account.id), account.username)
    _take_media(whole.media or Media(), post_id, collector)


def _take_media(media: Media, post_id: str, collector: Collector) -> None:
    sorted_media = (("photo", media.photos), ("video", media.videos), ("animated_gif", media.animated))
    for media_type, pictures in sorted_media:
        for picture in pictures or ():
            if picture is not None:
                collector.medium(post_id, media_type, picture.url or picture.videoUrl or picture.thumbnailUrl, None)


def _take_account(author: Account, collector: Collector) -> None:
    account_id, image = id_text(author.id_str, author.id), author.profileImageUrl
    if account_id is None:
        return
    collector.profile(
        account_id,
        handle=author.username,
        name=unescaped(author.displayname or "") or None,
        created_at=iso_us(author.created)[0],
        followers=count_of(author.followersCount),
        following=count_of(author.friendsCount),
        statuses=count_of(author.statusesCount),
        likes=count_of(author.favouritesCount),
        listed=count_of(author.listedCount),
        verified=author.verified,
        default_profile_image="default_profile_images" in image if image else None,
        description=unescaped(author.rawDescription or "") or None,
        location=author.location or None,
    )
