"""Telegram messages as Telethon and 4CAT write them: an array, lines, or a page with ``messages``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from core.i18n import _
from core.importers.base import Match, Sample, Source
from core.importers.collector import Collector
from core.importers.documents import document_entries, inside, text_of
from core.importers.jsonfile import BadRecordError, Entry, collect, parse
from core.importers.moments import epoch_us, iso_us
from core.importers.texts import count_of, id_text
from core.importers.zones import local_us
from core.model import Batch

NAME = "telethon"
TITLE = "Telethon and 4CAT: Telegram"
Id = str | int | float | None
Number = int | str | float | None


class Peer(msgspec.Struct):
    """A channel, a group or a person."""

    channel_id: Id = None
    chat_id: Id = None
    user_id: Id = None

    @property
    def number(self) -> str | None:
        """The number alone, which names a chat."""
        return id_text(self.channel_id, self.chat_id, self.user_id)

    @property
    def account_id(self) -> str | None:
        """The account that this peer is, in the form of Telegram Desktop; a plain group is none."""
        channel, user = id_text(self.channel_id), id_text(self.user_id)
        return f"channel{channel}" if channel else f"user{user}" if user else None


class Entity(msgspec.Struct):
    """A stretch of the text with a meaning; places count in UTF-16 units."""

    kind: str | None = msgspec.field(default=None, name="_")
    kind_4cat: str | None = msgspec.field(default=None, name="_type")
    offset: int = 0
    length: int = 0
    url: str | None = None
    user_id: Any = None


class Forward(msgspec.Struct):
    """Where a message was forwarded from."""

    from_id: Peer | int | None = None
    from_name: str | None = None
    channel_id: Id = None
    channel_post: Id = None
    date: Number = None


class Reply(msgspec.Struct):
    """What a message answers."""

    reply_to_msg_id: Id = None
    reply_to_peer_id: Peer | None = None
    reply_to_top_id: Id = None


class Answers(msgspec.Struct):
    """How many comments a message has."""

    replies: Number = None


class Reaction(msgspec.Struct):
    """How often one sign was given."""

    count: Number = None


class Reactions(msgspec.Struct):
    """All signs that were given."""

    results: list[Reaction] | None = None


class Who(msgspec.Struct):
    """A chat or a person, where the program looked them up."""

    id: Id = None
    username: str | None = None
    title: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    participants_count: Number = None
    verified: bool | None = None

    @property
    def name(self) -> str | None:
        """The title of a chat, or the names of a person."""
        return self.title or " ".join(part for part in (self.first_name, self.last_name) if part) or None


class Message(msgspec.Struct):
    """A message, or a notice such as a change of the title."""

    kind: str | None = msgspec.field(default=None, name="_")
    kind_4cat: str | None = msgspec.field(default=None, name="_type")
    id: Id = None
    peer_id: Peer | None = None
    to_id: Peer | None = None
    from_id: Peer | int | None = None
    date: Number = None
    message: str | None = None
    action: Any = None
    fwd_from: Forward | None = None
    reply_to: Reply | None = None
    reply_to_msg_id: Id = None
    views: Number = None
    forwards: Number = None
    replies: Answers | None = None
    reactions: Reactions | None = None
    entities: list[Entity] | None = None
    media: dict[str, Any] | None = None
    chat: Who | None = msgspec.field(default=None, name="_chat")
    sender: Who | None = msgspec.field(default=None, name="_sender")


_DECODER = msgspec.json.Decoder(Message, strict=False)


def sniff(sample: Sample) -> Match | None:
    """The match where messages carry ``message``, ``date`` and the chat they stand in."""
    if sample.container not in ("", "messages"):
        return None
    for value in sample.objects:
        program = "4CAT" if "_chat" in value else "Telethon"
        if {"id", "date", "message"} <= value.keys() and {"peer_id", "to_id", "_chat"} & value.keys():
            why = _("Messages with the keys message, date, peer_id, as {program} writes them.")
            return Match(NAME, 0.95, why.format(program=program))
    return None


def read(source: Source) -> Iterator[Batch]:
    """Batches of the messages; service messages become rejects."""
    return collect(document_entries(source), lambda entry, collector: _take(entry, source.zone, collector), "telegram")


def _take(entry: Entry, zone: str | None, collector: Collector) -> None:
    message = parse(entry.raw, _DECODER, collector)
    if message.action is not None or "Service" in (message.kind or message.kind_4cat or ""):
        raise BadRecordError("service message, not a post")
    chat, message_id = _chat(message), id_text(message.id)
    if message_id is None or chat is None or (message.message is None and message.media is None):
        raise BadRecordError("no message id or no chat: not a post of this format")
    kept = collector.post(entry.line, entry.raw, **_columns(message, f"{chat}:{message_id}", chat, zone))
    if kept:
        _take_details(message, kept, chat, collector)
        _take_source(message, entry, collector)


def _peer(message: Message) -> Peer:
    return message.peer_id or message.to_id or Peer()


def _chat(message: Message) -> str | None:
    return _peer(message).number or (id_text(message.chat.id) if message.chat else None)


def _account_id(message: Message) -> str | None:
    """The author; a message of a channel without one is written by the channel."""
    author = message.from_id
    if isinstance(author, int):
        return f"user{author}"
    known = author.account_id if author is not None else None
    if known:
        return known
    if message.sender is not None and message.sender.first_name and id_text(message.sender.id):
        return f"user{id_text(message.sender.id)}"
    channel = _peer(message).account_id
    return channel or (f"channel{id_text(message.chat.id)}" if message.chat and id_text(message.chat.id) else None)


def _columns(message: Message, post_id: str, chat: str, zone: str | None) -> dict[str, object]:
    posted_at, quality = moment(message.date, zone)
    reply_to, root_id = _reply_to(message, chat)
    is_share = message.fwd_from is not None
    return {
        "post_id": post_id,
        "account_id": _account_id(message),
        "posted_at": posted_at,
        "time_quality": quality,
        "text": message.message or "",
        "kind": "share" if is_share else "reply" if reply_to else "original",
        "share_of": _share_of(message),
        "reply_to": reply_to,
        "root_id": root_id,
        "url": _url(message, chat, post_id.partition(":")[2]),
    }


def _url(message: Message, chat: str, number: str) -> str | None:
    """The address of a message: by the name of the chat, or for members; small groups have none."""
    handle = message.chat.username if message.chat else None
    if handle:
        return f"https://t.me/{handle}/{number}"
    return f"https://t.me/c/{chat}/{number}" if _peer(message).channel_id is not None else None


def moment(date: Number, zone: str | None) -> tuple[int | None, str]:
    """The moment of a date that is a count of seconds or an ISO text, and how well it is known."""
    at_us = epoch_us(date)
    if at_us is not None:
        return at_us, "epoch"
    at_us, stated = iso_us(date if isinstance(date, str) else None)
    if stated or at_us is None:
        return at_us, "stated offset"
    return local_us(at_us, zone), "assumed"


def _reply_to(message: Message, chat: str) -> tuple[str | None, str | None]:
    answered = message.reply_to or Reply()
    number = id_text(answered.reply_to_msg_id, message.reply_to_msg_id)
    top = id_text(answered.reply_to_top_id)
    peer = (answered.reply_to_peer_id.number if answered.reply_to_peer_id else None) or chat
    return (f"{peer}:{number}" if number else None), (f"{peer}:{top}" if top else None)


def _origin(forward: Forward) -> Peer:
    if isinstance(forward.from_id, Peer):
        return forward.from_id
    return Peer(channel_id=forward.channel_id, user_id=forward.from_id)


def _share_of(message: Message) -> str | None:
    if message.fwd_from is None:
        return None
    channel, number = id_text(_origin(message.fwd_from).channel_id), id_text(message.fwd_from.channel_post)
    return f"{channel}:{number}" if channel and number else None


def _take_source(message: Message, entry: Entry, collector: Collector) -> None:
    """Note the message that was forwarded: its channel, number and time stand in the forward."""
    forward = message.fwd_from
    if forward is None:
        return
    origin, share_of = _origin(forward), _share_of(message)
    if share_of is None:
        collector.degradations["forwarded: the original message is not named"] += 1
        return
    if not collector.has_included(share_of):
        posted_at, quality = moment(forward.date, None)
        known = {"account_id": origin.account_id, "posted_at": posted_at, "time_quality": quality}
        collector.post(entry.line, b"", is_primary=False, post_id=share_of, text=message.message or "", **known)


def _take_details(message: Message, post_id: str, chat: str, collector: Collector) -> None:
    _take_account(message, chat, collector)
    if message.fwd_from is None:  # Telegram counts the views of a forwarded message at its origin
        given = (message.reactions.results if message.reactions else None) or []
        counts = [count_of(reaction.count) or 0 for reaction in given]
        collector.metrics(
            post_id,
            likes=sum(counts) if counts else None,
            shares=count_of(message.forwards),
            replies=count_of(message.replies.replies) if message.replies else None,
            views=count_of(message.views),
        )
    units = (message.message or "").encode("utf-16-le") if message.entities else b""
    for entity in message.entities or ():
        _take_entity(entity, units, post_id, collector)
    _take_media(message.media or {}, post_id, collector)


def _take_account(message: Message, chat: str, collector: Collector) -> None:
    account_id = _account_id(message)
    is_chat = account_id == f"channel{chat}"
    known = message.chat if is_chat and message.chat else message.sender
    if account_id and known is not None:
        followers = count_of(known.participants_count) if is_chat else None
        handle, name, verified = known.username, known.name, known.verified
        collector.profile(account_id, followers=followers, handle=handle, name=name, verified=verified)


def _take_entity(entity: Entity, units: bytes, post_id: str, collector: Collector) -> None:
    kind = (entity.kind or entity.kind_4cat or "").removeprefix("MessageEntity")
    words = units[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le", "replace")
    if kind == "TextUrl":
        collector.link(post_id, entity.url, entity.url)
    elif kind == "Url" and words:
        collector.link(post_id, words, words if "://" in words else f"https://{words}")
    elif kind == "Hashtag":
        collector.tag(post_id, words)
    elif kind == "Mention":
        collector.mention(post_id, None, words.lstrip("@"))
    elif kind in ("MentionName", "InputMessageEntityMentionName"):
        user = id_text(entity.user_id if isinstance(entity.user_id, int | str) else None)
        collector.mention(post_id, f"user{user}" if user else None, None)


def _take_media(media: dict[str, Any], post_id: str, collector: Collector) -> None:
    kind = str(media.get("_") or media.get("_type") or "").removeprefix("MessageMedia").lower()
    page = inside(media, "webpage", "url")
    if page:
        collector.link(post_id, text_of(page), text_of(page))
    elif kind and kind not in ("empty", "webpage"):
        part = inside(media, "photo", "id") or inside(media, "document", "id")
        collector.medium(post_id, kind, None, id_text(part if isinstance(part, int | str) else None))
