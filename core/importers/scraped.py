"""X posts as snscrape and its heir twscrape write them: what both forms share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import msgspec

from core.importers.collector import Collector
from core.importers.jsonfile import Entry
from core.importers.languages import language_code
from core.importers.moments import iso_us, snowflake_us
from core.importers.texts import client_name, count_of, id_text, unescaped

Id = str | int | float | None
Number = int | str | float | None


class Account(msgspec.Struct):
    """The author of a post, or an account that is mentioned."""

    id_str: Id = None
    id: Id = None
    username: str | None = None
    displayname: str | None = None
    created: str | None = None
    followersCount: Number = None  # noqa: N815 - the files' own names, here and below
    friendsCount: Number = None  # noqa: N815
    statusesCount: Number = None  # noqa: N815
    favouritesCount: Number = None  # noqa: N815
    listedCount: Number = None  # noqa: N815
    verified: bool | None = None
    rawDescription: str | None = None  # noqa: N815
    description: str | None = None
    location: str | None = None
    linkUrl: str | None = None  # noqa: N815
    profileImageUrl: str | None = None  # noqa: N815


class Post(msgspec.Struct):
    """A post without what it embeds, which each form writes in its own way."""

    id_str: Id = None
    id: Id = None
    url: str | None = None
    date: str | None = None
    content: str | None = None
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
    mentionedUsers: list[Account] | None = None  # noqa: N815
    hashtags: list[str] | None = None


Form = TypeVar("Form", bound=Post)
#: The posts that one embeds: the shared one, the quoted one.
Embedded = Callable[[Form], tuple[Form | None, Form | None]]
#: Keeps the links and media of a post under an id.
TakeRest = Callable[[Form, str, Collector], None]


def text_of(post: Post) -> str | None:
    """The words of a post, under the name that the version of the program gave them."""
    return post.rawContent if post.rawContent is not None else post.content


def take_post(
    post: Form,
    entry: Entry,
    collector: Collector,
    embedded: Embedded[Form],
    take_rest: TakeRest[Form],
    *,
    primary: bool = True,
) -> None:
    """Keep a post, then those that it embeds as not primary."""
    post_id = id_text(post.id_str, post.id)
    if not primary and (not post_id or collector.has_included(post_id)):
        return
    shared, quoted = embedded(post)
    columns = _columns(post, post_id, shared or post) | _references(post, post_id, shared, quoted)
    kept = collector.post(entry.line, entry.raw, is_primary=primary, **columns)
    if kept:
        _take_details(post, kept, collector, shared)
        take_rest(shared or post, kept, collector)
    for inner in (shared, quoted):
        if inner is not None:
            take_post(inner, entry, collector, embedded, take_rest, primary=False)


def _columns(post: Post, post_id: str | None, whole: Post) -> dict[str, object]:
    text = text_of(whole)
    posted_at, stated = iso_us(post.date)
    lang = language_code(post.lang)
    is_cut = whole is post and (text or "").startswith("RT @") and (text or "").endswith("…")
    return {
        "post_id": post_id,
        "account_id": id_text(post.user.id_str, post.user.id) if post.user else None,
        "posted_at": posted_at,
        "time_quality": "stated offset" if stated else "assumed",
        "id_time": snowflake_us(post_id),
        "text": None if text is None else unescaped(text),
        "text_complete": None if text is None else not is_cut,
        "lang": lang,
        "lang_source": "platform" if lang else None,
        "client": post.sourceLabel or client_name(post.source),
        "url": post.url,
    }


def _references(post: Post, post_id: str | None, shared: Post | None, quoted: Post | None) -> dict[str, object]:
    if shared is not None:
        return {"kind": "share", "share_of": id_text(shared.id_str, shared.id)}
    reply_to = id_text(post.inReplyToTweetIdStr, post.inReplyToTweetId)
    quote_of = id_text(quoted.id_str, quoted.id) if quoted else None
    kind = "reply" if reply_to else "quote" if quote_of or post.isQuoteStatus else "original"
    root_id = id_text(post.conversationIdStr, post.conversationId) or (None if reply_to else post_id)
    return {"kind": kind, "reply_to": reply_to, "quote_of": quote_of, "root_id": root_id}


def _take_details(post: Post, post_id: str, collector: Collector, shared: Post | None) -> None:
    if post.user is not None:
        _take_account(post.user, collector)
    if shared is None:
        collector.metrics(
            post_id,
            likes=count_of(post.likeCount),
            shares=count_of(post.retweetCount),
            quotes=count_of(post.quoteCount),
            replies=count_of(post.replyCount),
            views=count_of(post.viewCount),
        )
    whole = shared or post
    for tag in whole.hashtags or ():
        collector.tag(post_id, tag)
    for account in whole.mentionedUsers or ():
        collector.mention(post_id, id_text(account.id_str, account.id), account.username)


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
        description=unescaped(author.rawDescription or author.description or "") or None,
        location=author.location or None,
        url=author.linkUrl or None,
    )
