"""Telegram Desktop's result.json: one chat, or all chats in one file."""

from __future__ import annotations

import json
import mmap
import re
from collections import deque
from collections.abc import Iterator

import msgspec

from core.i18n import _
from core.importers.base import Match, Sample, Source
from core.importers.collector import Collector
from core.importers.jsonfile import BadRecordError, Entry, collect, elements, parse
from core.importers.moments import epoch_us, iso_us
from core.importers.texts import id_text
from core.importers.zones import local_us
from core.model import Batch

NAME = "telegram-desktop"
TITLE = "Telegram Desktop export"
_MESSAGES = re.compile(rb'(?<!\\)"messages"\s*:\s*\[')
_FIELD = re.compile(rb'(?<!\\)"(name|type|id)"\s*:\s*("(?:[^"\\]|\\.)*"|-?\d+)')
_HEADER_BYTES = 4_000


class Chat(msgspec.Struct):
    """The chat that messages belong to."""

    id: str = ""
    name: str | None = None
    type: str | None = None

    @property
    def account_id(self) -> str | None:
        """The account that posts in a channel; None in a group."""
        return f"channel{self.id}" if self.type and "channel" in self.type else None

    def url_of(self, message_id: str) -> str | None:
        """The address of a message, for members where the chat is private."""
        has_links = self.type in ("public_channel", "public_supergroup", "private_channel", "private_supergroup")
        return f"https://t.me/c/{self.id}/{message_id}" if has_links else None


class Piece(msgspec.Struct):
    """A stretch of text with a meaning, such as a link or a hashtag."""

    type: str | None = None
    text: str | None = None
    href: str | None = None
    user_id: int | None = None


class Reaction(msgspec.Struct):
    """How often one sign was given."""

    count: int | None = None


class Message(msgspec.Struct):
    """A message, or a service message such as a change of the title."""

    id: str | int | None = None
    type: str | None = None
    date: str | None = None
    date_unixtime: str | int | None = None
    sender: str | None = msgspec.field(default=None, name="from")
    from_id: str | int | None = None
    text: str | list[str | Piece] | None = None
    text_entities: list[Piece] | None = None
    forwarded_from: str | None | msgspec.UnsetType = msgspec.UNSET  # null: from an account that is gone
    saved_from: str | None = None
    reply_to_message_id: int | None = None
    reply_to_peer_id: str | None = None
    photo: str | None = None
    file: str | None = None
    media_type: str | None = None
    via_bot: str | None = None
    reactions: list[Reaction] | None = None
    author: str | None = None


_DECODER = msgspec.json.Decoder(Message, strict=False)


def sniff(sample: Sample) -> Match | None:
    """The match where ``messages`` hold objects with ``id``, ``type`` and ``date``."""
    if sample.container != "messages":
        return None
    candidates = list(sample.objects)
    for value in sample.objects:
        inner = value.get("messages")
        candidates += [item for item in inner if isinstance(item, dict)][:5] if isinstance(inner, list) else []
    if any({"id", "type", "date"} <= value.keys() for value in candidates):
        return Match(NAME, 0.95, _("Messages with the keys id, type, date, as Telegram Desktop exports them."))
    return None


def read(source: Source) -> Iterator[Batch]:
    """Batches of the messages of every chat; service messages become rejects."""
    if not source.size:
        return
    with source.path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        # collect() asks for one entry at a time, so the chat of the entry in hand is the last one noted
        chats: deque[Chat] = deque([Chat()], maxlen=1)

        def take(entry: Entry, collector: Collector) -> None:
            _take(entry, chats[0], source.zone, collector)

        yield from collect(_entries(whole, chats), take, "telegram")


def _entries(whole: mmap.mmap, chats: deque[Chat]) -> Iterator[Entry]:
    place = 0
    for found in _MESSAGES.finditer(whole):
        chats.append(_chat(whole[max(0, found.start() - _HEADER_BYTES) : found.start()]))
        for entry in elements(whole, found.end()):
            place += 1
            entry.line = place
            yield entry


def _chat(header: bytes) -> Chat:
    """The chat whose fields stand last before its messages."""
    opening = header.rfind(b"{")
    fields: dict[str, str] = {}
    for name, value in _FIELD.findall(header[opening + 1 :]):
        fields[name.decode()] = _plain(value)
    return Chat(fields.get("id", ""), fields.get("name"), fields.get("type"))


def _plain(value: bytes) -> str:
    """The text or number of a field, also where its characters are broken."""
    try:
        return str(json.loads(value.decode("utf-8", "replace"), strict=False))
    except json.JSONDecodeError:
        return value.decode("utf-8", "replace").strip('"')


def _take(entry: Entry, chat: Chat, zone: str | None, collector: Collector) -> None:
    message = parse(entry.raw, _DECODER, collector)
    if message.type == "service":
        raise BadRecordError("service message, not a post")
    message_id = id_text(message.id)
    if message_id is None:
        raise BadRecordError("no message id: not a post of this format")
    kept = collector.post(entry.line, entry.raw, **_columns(message, message_id, chat, zone))
    if kept:
        _take_details(message, kept, chat, collector)


def _columns(message: Message, message_id: str, chat: Chat, zone: str | None) -> dict[str, object]:
    posted_at, quality = _time(message, zone)
    is_share = _is_forwarded(message)
    reply_to = _reply_to(message, chat)
    return {
        "post_id": f"{chat.id}:{message_id}",
        "account_id": id_text(message.from_id) or chat.account_id,
        "posted_at": posted_at,
        "time_quality": quality,
        "text": _text(message),
        "kind": "share" if is_share else "reply" if reply_to else "original",
        "reply_to": reply_to,
        "client": f"via @{message.via_bot.lstrip('@')}" if message.via_bot else None,
        "url": chat.url_of(message_id),
    }


def _is_forwarded(message: Message) -> bool:
    return message.forwarded_from is not msgspec.UNSET or bool(message.saved_from)


def _time(message: Message, zone: str | None) -> tuple[int | None, str]:
    at_us = epoch_us(message.date_unixtime)
    if at_us is not None:
        return at_us, "epoch"
    at_us, stated = iso_us(message.date)
    if stated or at_us is None:
        return at_us, "stated offset"
    return local_us(at_us, zone), "assumed"


def _text(message: Message) -> str:
    if isinstance(message.text, list):
        return "".join(piece if isinstance(piece, str) else piece.text or "" for piece in message.text)
    return message.text or ""


def _reply_to(message: Message, chat: Chat) -> str | None:
    if message.reply_to_message_id is None:
        return None
    peer = re.sub(r"\D", "", message.reply_to_peer_id or "") or chat.id
    return f"{peer}:{message.reply_to_message_id}"


def _take_details(message: Message, post_id: str, chat: Chat, collector: Collector) -> None:
    account_id = id_text(message.from_id) or chat.account_id
    if account_id:
        collector.profile(account_id, name=message.sender or chat.name)
    if _is_forwarded(message):
        collector.degradations["forwarded: only the name of the original author is known"] += 1
    elif message.reactions:
        collector.metrics(post_id, likes=sum(reaction.count or 0 for reaction in message.reactions))
    for piece in _pieces(message):
        _take_piece(piece, post_id, collector)
    media_type = message.media_type or ("photo" if message.photo else "file" if message.file else None)
    if media_type:
        collector.medium(post_id, media_type, None, None)


def _pieces(message: Message) -> list[Piece]:
    if message.text_entities:
        return message.text_entities
    found = message.text if isinstance(message.text, list) else []
    return [piece for piece in found if isinstance(piece, Piece)]


def _take_piece(piece: Piece, post_id: str, collector: Collector) -> None:
    if piece.type == "link" and piece.text:
        has_scheme = "://" in piece.text
        collector.link(post_id, piece.text, piece.text if has_scheme else f"https://{piece.text}")
    elif piece.type == "text_link":
        collector.link(post_id, piece.href, piece.href)
    elif piece.type == "hashtag":
        collector.tag(post_id, piece.text)
    elif piece.type in ("mention", "mention_name"):
        account_id = f"user{piece.user_id}" if piece.user_id else None
        handle = (piece.text or "").lstrip("@") if piece.type == "mention" else None
        collector.mention(post_id, account_id, handle)
