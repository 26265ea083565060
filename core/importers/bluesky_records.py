"""Bluesky objects as plain JSON: how a post, its references and its time are read from them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.importers.documents import dicts_in, inside, text_of, texts_in
from core.importers.languages import language_code
from core.importers.moments import is_possible, iso_us

REPOST = "app.bsky.feed.repost"
POST = "app.bsky.feed.post"
_LETTERS = "234567abcdefghijklmnopqrstuvwxyz"
Json = dict[str, Any]


def field(value: Any, name: str) -> Any:  # noqa: ANN401 - any JSON value
    """A field by its name in the protocol, also where a program wrote it in snake case (``created_at``)."""
    if not isinstance(value, dict):
        return None
    if name in value:
        return value[name]
    return value.get("".join(f"_{sign.lower()}" if sign.isupper() else sign for sign in name))


def type_of(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """The type that an object states, or nothing."""
    return str(inside(value, "$type") or inside(value, "py_type") or "")


def did_of(uri: str | None) -> str | None:
    """The account that an address belongs to.

    >>> did_of("at://did:plc:abc/app.bsky.feed.post/3k")
    'did:plc:abc'
    """
    parts = (uri or "").split("/")
    return parts[2] if len(parts) > 3 and parts[0] == "at:" and parts[2].startswith("did:") else None


def key_moment(uri: str | None) -> int | None:
    """The moment that the last part of an address carries, if it carries one; clients may make it up.

    >>> key_moment("at://did:plc:abc/app.bsky.feed.post/3kbpuogc6fz2o")
    1697296597389695
    """
    key = (uri or "").rpartition("/")[2]
    if len(key) != 13 or any(letter not in _LETTERS for letter in key):
        return None
    number = 0
    for letter in key:
        number = number * 32 + _LETTERS.index(letter)
    at_us = number >> 10
    return at_us if is_possible(at_us) else None


def moment(claimed: Any, uri: str | None, indexed: Any) -> tuple[int | None, str, bool]:  # noqa: ANN401
    """When a post was made, how well that is known, and whether the time that its client claims is impossible.

    The client may claim anything, even the year 0; then the address tells, or the server that took the post in.
    """
    at_us, stated = iso_us(text_of(claimed))
    if at_us is not None and is_possible(at_us):
        return at_us, "stated offset" if stated else "assumed", False
    carried = key_moment(uri)
    if carried is not None:
        return carried, "id", claimed is not None
    taken, _stated = iso_us(text_of(indexed))
    possible = taken if taken is not None and is_possible(taken) else None
    return possible, "stated offset", claimed is not None


def language_of(record: Any) -> str | None:  # noqa: ANN401 - any JSON value
    """The first language that the author's program states."""
    stated = texts_in(field(record, "langs"))
    return language_code(stated[0]) if stated else None


def quoted_uri(record: Any) -> str | None:  # noqa: ANN401 - any JSON value
    """The address of the post that a record quotes; lists, feeds and profiles are no posts."""
    embedded = inside(field(record, "embed"), "record")
    uri = text_of(inside(embedded, "uri")) or text_of(inside(embedded, "record", "uri"))
    return uri if uri and f"/{POST}/" in uri else None


def has_quote(record: Any) -> bool:  # noqa: ANN401 - any JSON value
    """Whether a record embeds another record."""
    return type_of(field(record, "embed")).partition("#")[0].startswith("app.bsky.embed.record")


def quoted_view(post: Any) -> Json | None:  # noqa: ANN401 - any JSON value
    """The quoted post where it is shown, or what stands in its place."""
    shown = inside(field(post, "embed"), "record")
    view = inside(shown, "record") if inside(shown, "record") is not None and "uri" not in shown else shown
    return view if isinstance(view, dict) and f"/{POST}/" in str(view.get("uri")) else None


def is_missing(view: Any) -> bool:  # noqa: ANN401 - any JSON value
    """Whether an object only says that a post is gone, blocked or detached."""
    return any(inside(view, name) for name in ("notFound", "not_found", "blocked", "detached"))


def features(record: Any) -> Iterator[Json]:  # noqa: ANN401 - any JSON value
    """The links, tags and mentions that a record marks in its text."""
    for facet in dicts_in(field(record, "facets")):
        yield from dicts_in(facet.get("features"))


def media_of(post: Any) -> Iterator[tuple[str, str | None]]:  # noqa: ANN401 - any JSON value
    """Kind and address of the pictures and videos that a post shows."""
    embed = field(post, "embed")
    shown = inside(embed, "media") if inside(embed, "media") is not None else embed
    for picture in dicts_in(inside(shown, "images")):
        yield "photo", text_of(picture.get("fullsize")) or text_of(picture.get("thumb"))
    if "video" in type_of(shown):
        yield "video", text_of(inside(shown, "playlist")) or text_of(inside(shown, "thumbnail"))


def external_link(record: Any) -> str | None:  # noqa: ANN401 - any JSON value
    """The address of the page that a record shows as a card."""
    embed = field(record, "embed")
    return text_of(inside(embed, "external", "uri")) or text_of(inside(embed, "media", "external", "uri"))
