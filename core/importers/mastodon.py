"""Mastodon statuses: lists, searches, contexts of a thread, and what its relatives write in the same form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from core.i18n import _
from core.importers.base import Match, Sample, Source
from core.importers.collector import Collector
from core.importers.documents import document_entries, inside
from core.importers.jsonfile import BadRecordError, Entry, collect, parse
from core.importers.languages import language_code
from core.importers.moments import is_possible, iso_us
from core.importers.texts import count_of, id_text, plain_text
from core.importers.zeeschuimer import contents, opened
from core.model import Batch

NAME = "mastodon"
TITLE = "Mastodon statuses"
Id = str | int | float | None
Number = int | str | float | None
_LINK = re.compile(r'<a\b([^>]{0,2000})\bhref="([^"<>]{1,4000})"([^>]{0,2000})>', re.IGNORECASE)


class Account(msgspec.Struct):
    """An account; ``acct`` has its server only where that is another one."""

    id: Id = None
    uri: str | None = None
    url: str | None = None
    acct: str | None = None
    username: str | None = None
    display_name: str | None = None
    created_at: str | None = None
    note: str | None = None
    followers_count: Number = None
    following_count: Number = None
    statuses_count: Number = None

    @property
    def key(self) -> str | None:
        """The address that names the account on every server."""
        return self.uri or self.url or (f"@{self.acct.lower()}" if self.acct else None)


class Tag(msgspec.Struct):
    """A hashtag."""

    name: str | None = None


class Mention(msgspec.Struct):
    """A mentioned account."""

    url: str | None = None
    acct: str | None = None


class Medium(msgspec.Struct):
    """A picture, video or sound."""

    id: Id = None
    type: str | None = None
    url: str | None = None
    remote_url: str | None = None


class Application(msgspec.Struct):
    """The program that the post was written with."""

    name: str | None = None


class Status(msgspec.Struct):
    """A post; with ``reblog`` it shares another one."""

    id: Id = None
    uri: str | None = None
    url: str | None = None
    created_at: str | None = None
    account: Account | None = None
    content: str | None = None
    spoiler_text: str | None = None
    language: str | None = None
    in_reply_to_id: Id = None
    reblog: Status | None = None
    quote: Quote | None = None
    favourites_count: Number = None
    reblogs_count: Number = None
    replies_count: Number = None
    quotes_count: Number = None
    media_attachments: list[Medium] | None = None
    mentions: list[Mention] | None = None
    tags: list[Tag] | None = None
    application: Application | None = None


class Quote(Status):
    """A quoted post: inside a state since Mastodon 4.4, itself in the relatives of Mastodon."""

    state: str | None = None
    quoted_status: Status | None = None
    quoted_status_id: Id = None


class Answer(Status):
    """One record: a status, the context of a thread, or a search result."""

    ancestors: list[Status] | None = None
    descendants: list[Status] | None = None
    statuses: list[Status] | None = None


class Known(msgspec.Struct):
    """Where a post stands on the server that was asked, and its address everywhere."""

    id: Id = None
    uri: str | None = None
    reblog: Known | None = None
    ancestors: list[Known] | None = None
    descendants: list[Known] | None = None
    statuses: list[Known] | None = None


_DECODER = msgspec.json.Decoder(Answer, strict=False)
_KNOWN = msgspec.json.Decoder(Known, strict=False)


def sniff(sample: Sample) -> Match | None:
    """The match where statuses carry ``uri``, ``content`` and ``account``."""
    values, _platform, _program = contents(sample)
    for value in values:
        lists = [value.get(name) for name in ("ancestors", "descendants", "statuses")]
        first = next((inside(found, 0) for found in lists if isinstance(found, list) and found), value)
        author = inside(first, "account")
        if isinstance(author, dict) and "acct" in author and {"uri", "content", "created_at"} <= first.keys():
            return Match(NAME, 0.95, _("Statuses with the keys uri, content, account, as Mastodon sends them."))
    return None


def read(source: Source) -> Iterator[Batch]:
    """Batches of the statuses; what they share and quote follows as not primary."""
    addresses = _addresses(source)

    def take(entry: Entry, collector: Collector) -> None:
        _take(entry, addresses, collector)

    return collect(document_entries(source), take, "mastodon")


def _addresses(source: Source) -> dict[str, str]:
    """The address of each post by its number: replies name the number alone, and the newest stand first."""
    found: dict[str, str] = {}
    ignored = Collector("mastodon")
    for entry in document_entries(source):
        try:
            inner, _captured = opened(entry, ignored)
            _note(parse(inner.raw, _KNOWN, ignored), found)
        except (BadRecordError, RecursionError):
            continue
    return found


def _note(known: Known, found: dict[str, str]) -> None:
    number = id_text(known.id)
    if number and known.uri:
        found[number] = known.uri
    inner = [known.reblog, *(known.ancestors or ()), *(known.descendants or ()), *(known.statuses or ())]
    for part in inner:
        if part is not None:
            _note(part, found)


def _take(entry: Entry, addresses: dict[str, str], collector: Collector) -> None:
    inner, captured_at = opened(entry, collector)
    answer = parse(inner.raw, _DECODER, collector)
    lists = [found for found in (answer.ancestors, answer.descendants, answer.statuses) if found is not None]
    if not lists:
        _take_record(answer, inner, addresses, collector, captured_at)
        return
    statuses = [status for found in lists for status in found]
    if not statuses:
        raise BadRecordError("an answer without posts")
    for status in statuses:
        own = Entry(entry.line, msgspec.json.encode({"uri": status.uri, "content": status.content}), entry.end)
        try:
            _take_record(status, own, addresses, collector, captured_at)
        except BadRecordError as error:
            collector.reject(entry.line, str(error), own.raw)


def _take_record(
    status: Status, entry: Entry, addresses: dict[str, str], collector: Collector, captured_at: int | None
) -> None:
    if status.content is None and status.reblog is None:
        raise BadRecordError("no content: not a post of this format")
    _take_status(status, entry, addresses, collector, captured_at, primary=True)


def _take_status(
    status: Status,
    entry: Entry,
    addresses: dict[str, str],
    collector: Collector,
    captured_at: int | None,
    *,
    primary: bool,
) -> None:
    post_id = _key(status)
    if not primary and (not post_id or collector.has_included(post_id)):
        return
    kept = collector.post(entry.line, entry.raw, is_primary=primary, **_columns(status, post_id, addresses))
    if kept:
        _take_details(status, kept, collector, captured_at)
    for inner in (status.reblog, _quoted(status)):
        if inner is not None and inner.content is not None:
            _take_status(inner, entry, addresses, collector, captured_at, primary=False)


def _key(status: Status) -> str | None:
    return status.uri or status.url or id_text(status.id)


def _quoted(status: Status) -> Status | None:
    quote = status.quote
    return None if quote is None else quote.quoted_status or (quote if quote.uri else None)


def _columns(status: Status, post_id: str | None, addresses: dict[str, str]) -> dict[str, Any]:
    whole = status.reblog or status
    lang = language_code(whole.language)
    posted_at, stated = iso_us(status.created_at)
    return _references(status, addresses) | {
        "post_id": post_id,
        "account_id": status.account.key if status.account else None,
        "posted_at": posted_at,
        "time_quality": "stated offset" if stated else "assumed",
        "id_time": id_moment(id_text(status.id)),
        "text": _text(whole),
        "lang": lang,
        "lang_source": "platform" if lang else None,
        "client": status.application.name if status.application else None,
        "url": status.url if status.reblog is None else None,
    }


def _text(status: Status) -> str | None:
    if status.content is None:
        return None
    parts = (status.spoiler_text, plain_text(status.content))
    return "\n\n".join(part for part in parts if part)


def _references(status: Status, addresses: dict[str, str]) -> dict[str, Any]:
    if status.reblog is not None:
        return {"kind": "share", "share_of": _key(status.reblog)}
    answered, quoted = id_text(status.in_reply_to_id), _quoted(status)
    reply_to = addresses.get(answered, answered) if answered else None
    number = id_text(status.quote.quoted_status_id) if status.quote else None
    quote_of = _key(quoted) if quoted is not None else addresses.get(number, number) if number else None
    kind = "reply" if reply_to else "quote" if quote_of or status.quote is not None else "original"
    return {"kind": kind, "reply_to": reply_to, "quote_of": quote_of}


def id_moment(number: str | None) -> int | None:
    """The moment at which a Mastodon server took a post in, which its number there carries.

    >>> id_moment("110446983178245440")
    1685287218906000
    """
    if not number or not number.isascii() or not number.isdigit() or not 17 <= len(number) <= 19:
        return None
    at_us = (int(number) >> 16) * 1000
    return at_us if is_possible(at_us) else None


def _take_details(status: Status, post_id: str, collector: Collector, captured_at: int | None) -> None:
    if status.account is not None:
        _take_account(status.account, collector, captured_at)
    if status.reblog is None:
        collector.metrics(
            post_id,
            captured_at,
            likes=count_of(status.favourites_count),
            shares=count_of(status.reblogs_count),
            quotes=count_of(status.quotes_count),
            replies=count_of(status.replies_count),
        )
    whole = status.reblog or status
    for before, url, behind in _LINK.findall(whole.content or ""):
        if not re.search(r"\b(mention|hashtag)\b", before + behind):
            target = plain_text(url)
            collector.link(post_id, target, target)
    for tag in whole.tags or ():
        collector.tag(post_id, tag.name)
    for mention in whole.mentions or ():
        collector.mention(post_id, None, mention.acct)
    for medium in whole.media_attachments or ():
        collector.medium(post_id, medium.type, medium.remote_url or medium.url, id_text(medium.id))


def _take_account(account: Account, collector: Collector, captured_at: int | None) -> None:
    if account.key is None:
        return
    collector.profile(
        account.key,
        captured_at,
        handle=account.acct or account.username,
        name=account.display_name or None,
        created_at=iso_us(account.created_at)[0],
        followers=count_of(account.followers_count),
        following=count_of(account.following_count),
        statuses=count_of(account.statuses_count),
        description=plain_text(account.note or "") or None,
        url=account.url,
    )
