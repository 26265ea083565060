"""X (Twitter) API v2: pages of twarc2, pages of a stream, and the flattened form."""

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
from core.importers.texts import unescaped
from core.model import Batch

NAME = "x-v2"
TITLE = "X (Twitter) API v2"
_ABSENT = msgspec.Raw(b"")


class AccountCounts(msgspec.Struct):
    """Counts of an account."""

    followers_count: int | None = None
    following_count: int | None = None
    tweet_count: int | None = None
    listed_count: int | None = None
    like_count: int | None = None


class Account(msgspec.Struct):
    """An account as it stands in ``includes.users`` or ``author``."""

    id: str | None = None
    username: str | None = None
    name: str | None = None
    created_at: str | None = None
    public_metrics: AccountCounts | None = None
    verified: bool | None = None
    description: str | None = None
    location: str | None = None
    url: str | None = None
    profile_image_url: str | None = None


class PostCounts(msgspec.Struct):
    """Counts of a post."""

    like_count: int | None = None
    retweet_count: int | None = None
    quote_count: int | None = None
    reply_count: int | None = None
    impression_count: int | None = None


class Link(msgspec.Struct):
    """A link, short, expanded and resolved."""

    url: str | None = None
    expanded_url: str | None = None
    unwound_url: str | None = None
    media_key: str | None = None


class Tag(msgspec.Struct):
    """A hashtag."""

    tag: str | None = None


class Mention(msgspec.Struct):
    """A mentioned account."""

    id: str | None = None
    username: str | None = None


class Entities(msgspec.Struct):
    """What a text contains."""

    urls: list[Link] | None = None
    hashtags: list[Tag] | None = None
    mentions: list[Mention] | None = None


class Medium(msgspec.Struct):
    """A picture or video."""

    media_key: str | None = None
    type: str | None = None
    url: str | None = None
    preview_image_url: str | None = None


class Attachments(msgspec.Struct):
    """Keys of the pictures, or the pictures themselves in the flattened forms of twarc2 and 4CAT."""

    media_keys: list[str | Medium] | None = None
    media: list[Medium] | None = None


class Note(msgspec.Struct):
    """The whole text of a post over 280 characters."""

    text: str | None = None
    entities: Entities | None = None


class Capture(msgspec.Struct):
    """What twarc2 says about its own call."""

    retrieved_at: str | None = None


class Tweet(msgspec.Struct):
    """A v2 post; ``type`` stands only where it is a reference."""

    id: str | None = None
    text: str | None = None
    type: str | None = None
    author_id: str | None = None
    author: Account | None = None
    author_user: Account | None = None  # the name that 4CAT gives it
    created_at: str | None = None
    lang: str | None = None
    source: str | None = None
    conversation_id: str | None = None
    referenced_tweets: list[Tweet] | None = None
    public_metrics: PostCounts | None = None
    entities: Entities | None = None
    attachments: Attachments | None = None
    note_tweet: Note | None = None
    capture: Capture | None = msgspec.field(default=None, name="__twarc")


class Includes(msgspec.Struct):
    """Objects that the posts of a page refer to."""

    tweets: list[msgspec.Raw] | None = None
    users: list[msgspec.Raw] | None = None
    media: list[Medium] | None = None


class Problem(msgspec.Struct):
    """An object that could not be had, and why."""

    resource_type: str | None = None
    resource_id: str | None = None
    value: str | None = None
    title: str | None = None


class Page(msgspec.Struct):
    """An answer of the API: ``data`` is a list, or one object in a stream."""

    data: msgspec.Raw = _ABSENT
    includes: Includes | None = None
    errors: list[Problem] | None = None
    capture: Capture | None = msgspec.field(default=None, name="__twarc")


class Context(msgspec.Struct):
    """What is known while the posts of one page are read."""

    entry: Entry
    captured_at: int | None
    posts: dict[str, Tweet]
    handles: dict[str, str]
    media: dict[str, Medium]


_PAGES = msgspec.json.Decoder(Page, strict=False)
_TWEETS = msgspec.json.Decoder(Tweet, strict=False)
_ACCOUNTS = msgspec.json.Decoder(Account, strict=False)
_LISTS = msgspec.json.Decoder(list[msgspec.Raw])


def sniff(sample: Sample) -> Match | None:
    """The match where ``data`` holds posts, or where posts carry ``author_id`` or ``author``."""
    for value in sample.objects:
        data = value.get("data")
        post = data[0] if isinstance(data, list) and data else data
        if isinstance(post, dict) and _is_post(post):
            shape = _("data is one post") if data is post else _("data is a list of posts")
            return Match(NAME, 0.95, _("Answers of API v2 ({shape}).").format(shape=shape))
        if data is None and _is_post(value) and _has_author(value):
            return Match(NAME, 0.9, _("Flattened posts of API v2 with the keys id, text, author_id."))
    return None


def _is_post(value: dict[str, object]) -> bool:
    return isinstance(value.get("id"), str) and isinstance(value.get("text"), str) and "screen_name" not in value


def _has_author(value: dict[str, object]) -> bool:
    """Whether the author stands there as v2 writes it; other programs write ``author`` too, with names of their own."""
    author = value.get("author")
    return "author_id" in value or (isinstance(author, dict) and "username" in author and "public_metrics" in author)


def read(source: Source) -> Iterator[Batch]:
    """Batches of the posts; included posts follow as not primary, posts that are gone as deleted."""
    return collect(document_entries(source), _take, "x")


def _take(entry: Entry, collector: Collector) -> None:
    page = parse(entry.raw, _PAGES, collector)
    raw = bytes(page.data).lstrip()
    if raw in (b"", b"null"):
        if page.errors or page.includes:
            _take_page(page, [], entry, collector)
            return
        _take_flat(entry, collector)
        return
    posts = [bytes(item) for item in _LISTS.decode(raw)] if raw.startswith(b"[") else [raw]
    _take_page(page, posts, entry, collector)


def _take_flat(entry: Entry, collector: Collector) -> None:
    tweet = parse(entry.raw, _TWEETS, collector)
    captured_at = iso_us(tweet.capture.retrieved_at)[0] if tweet.capture else None
    context = Context(entry, captured_at, {}, {}, {})
    _gather(tweet, context)
    _take_post(tweet, context, collector, primary=True)
    for included in context.posts.values():
        if included is not tweet:
            _take_post(included, context, collector, primary=False)


def _gather(tweet: Tweet, context: Context) -> None:
    tweet.author = tweet.author or tweet.author_user
    if tweet.id and tweet.text is not None:
        context.posts[tweet.id] = tweet
    if tweet.author is not None and tweet.author.id and tweet.author.username:
        context.handles[tweet.author.id] = tweet.author.username
    for inner in tweet.referenced_tweets or ():
        _gather(inner, context)


def _take_page(page: Page, posts: list[bytes], entry: Entry, collector: Collector) -> None:
    includes = page.includes or Includes()
    captured_at = iso_us(page.capture.retrieved_at)[0] if page.capture else None
    context = Context(entry, captured_at, {}, {}, {m.media_key: m for m in includes.media or () if m.media_key})
    for raw in includes.users or ():
        _take_account(parse(bytes(raw), _ACCOUNTS, collector), context, collector)
    included = [parse(bytes(raw), _TWEETS, collector) for raw in includes.tweets or ()]
    context.posts.update({tweet.id: tweet for tweet in included if tweet.id})
    for post in posts:
        try:
            _take_post(parse(post, _TWEETS, collector), context, collector, primary=True)
        except BadRecordError as error:
            collector.reject(entry.line, str(error), post)
    for tweet in included:
        _take_post(tweet, context, collector, primary=False)
    for problem in page.errors or ():
        _take_problem(problem, context, collector)


def _take_problem(problem: Problem, context: Context, collector: Collector) -> None:
    post_id = problem.resource_id or problem.value
    if problem.resource_type != "tweet" or not post_id or post_id in context.posts or collector.has_included(post_id):
        return
    gone = problem.title == "Not Found Error" or None
    collector.post(
        context.entry.line, b"", post_id=post_id, is_primary=False, deleted=gone, id_time=snowflake_us(post_id)
    )


def _take_post(tweet: Tweet, context: Context, collector: Collector, *, primary: bool) -> None:
    if not primary and (not tweet.id or collector.has_included(tweet.id)):
        return
    if primary and tweet.text is None:
        raise BadRecordError("no text: not a post of this format")
    raw = context.entry.raw if tweet.text is None else msgspec.json.encode({"id": tweet.id, "text": tweet.text})
    kept = collector.post(context.entry.line, raw, is_primary=primary, **_columns(tweet, context))
    if kept is None:
        return
    if tweet.author is not None:
        _take_account(tweet.author, context, collector)
    if not _reference(tweet, "retweeted"):
        _take_counts(tweet, kept, context, collector)
    shared = context.posts.get(_reference(tweet, "retweeted") or "")
    _take_entities(shared or tweet, kept, context, collector)


def _reference(tweet: Tweet, kind: str) -> str | None:
    return next((ref.id for ref in tweet.referenced_tweets or () if ref.type == kind), None)


def _columns(tweet: Tweet, context: Context) -> dict[str, object]:
    share_of = _reference(tweet, "retweeted")
    text, complete = _text(tweet, context.posts.get(share_of or ""))
    posted_at, stated = iso_us(tweet.created_at)
    account_id = tweet.author_id or (tweet.author.id if tweet.author else None)
    lang, handle = language_code(tweet.lang), context.handles.get(account_id or "")
    return _references(tweet, share_of) | {
        "post_id": tweet.id,
        "account_id": account_id,
        "posted_at": posted_at,
        "time_quality": "stated offset" if stated else "assumed",
        "id_time": snowflake_us(tweet.id),
        "text": text,
        "text_complete": complete,
        "lang": lang,
        "lang_source": "platform" if lang else None,
        "client": tweet.source,
        "url": f"https://twitter.com/{handle or 'i'}/status/{tweet.id}" if tweet.id else None,
    }


def _references(tweet: Tweet, share_of: str | None) -> dict[str, object]:
    if share_of:
        return {"kind": "share", "share_of": share_of}
    reply_to, quote_of = _reference(tweet, "replied_to"), _reference(tweet, "quoted")
    kind = "reply" if reply_to else "quote" if quote_of else "original"
    return {"kind": kind, "reply_to": reply_to, "quote_of": quote_of, "root_id": tweet.conversation_id}


def _text(tweet: Tweet, shared: Tweet | None) -> tuple[str | None, bool | None]:
    whole = shared or tweet
    text = whole.note_tweet.text if whole.note_tweet and whole.note_tweet.text else whole.text
    if text is None:
        return None, None
    is_cut = shared is None and text.startswith("RT @") and text.endswith("…")
    return unescaped(text), not is_cut


def _take_counts(tweet: Tweet, post_id: str, context: Context, collector: Collector) -> None:
    counts = tweet.public_metrics or PostCounts()
    collector.metrics(
        post_id,
        context.captured_at,
        likes=counts.like_count,
        shares=counts.retweet_count,
        quotes=counts.quote_count,
        replies=counts.reply_count,
        views=counts.impression_count,
    )


def _take_account(account: Account, context: Context, collector: Collector) -> None:
    if not account.id:
        return
    if account.username:
        context.handles[account.id] = account.username
    counts = account.public_metrics or AccountCounts()
    image = account.profile_image_url
    collector.profile(
        account.id,
        context.captured_at,
        handle=account.username,
        name=unescaped(account.name or "") or None,
        created_at=iso_us(account.created_at)[0],
        followers=counts.followers_count,
        following=counts.following_count,
        statuses=counts.tweet_count,
        likes=counts.like_count,
        listed=counts.listed_count,
        verified=account.verified,
        default_profile_image="default_profile_images" in image if image else None,
        description=unescaped(account.description or "") or None,
        location=account.location or None,
        url=account.url or None,
    )


def _take_entities(tweet: Tweet, post_id: str, context: Context, collector: Collector) -> None:
    note = tweet.note_tweet.entities if tweet.note_tweet else None
    entities = note or tweet.entities or Entities()
    for link in entities.urls or ():
        if not link.media_key:
            collector.link(post_id, link.url, link.unwound_url or link.expanded_url)
    for tag in entities.hashtags or ():
        collector.tag(post_id, tag.tag)
    for mention in entities.mentions or ():
        collector.mention(post_id, mention.id, mention.username)
    attached = tweet.attachments or Attachments()
    keyed = [context.media.get(key) if isinstance(key, str) else key for key in attached.media_keys or ()]
    for medium in attached.media or [found for found in keyed if found is not None]:
        collector.medium(post_id, medium.type, medium.url or medium.preview_image_url, medium.media_key)
