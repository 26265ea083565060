"""What X says of accounts and of the contents of a text, the same in API v1.1 and on its web site."""

from __future__ import annotations

from typing import Any

import msgspec

from core.importers.moments import v1_us
from core.importers.texts import domain, id_text, unescaped

Id = str | int | float | None
#: A table of the batch and its columns behind the post id.
Detail = tuple[str, tuple[str | None, ...]]


class Account(msgspec.Struct, gc=False):
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


class Tag(msgspec.Struct, gc=False):
    """A hashtag."""

    text: str | None = None


class Link(msgspec.Struct, gc=False):
    """A link, short and expanded."""

    url: str | None = None
    expanded_url: str | None = None


class Mention(msgspec.Struct, gc=False):
    """A mentioned account."""

    id_str: Id = None
    id: Id = None
    screen_name: str | None = None


class Medium(msgspec.Struct, gc=False):
    """A picture or video."""

    id_str: Id = None
    id: Id = None
    type: str | None = None
    media_url_https: str | None = None
    media_url: str | None = None


class Entities(msgspec.Struct, gc=False):
    """What a text contains."""

    hashtags: list[Tag] | None = None
    urls: list[Link] | None = None
    user_mentions: list[Mention] | None = None
    media: list[Medium] | None = None


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


def details_of(entities: Entities | None, pictures: Entities | None) -> list[Detail]:
    """The links, tags and mentions of a text, and its pictures, as rows for ``Collector.details``."""
    found: list[Detail] = []
    if entities is not None:
        for link in entities.urls or ():
            url, target = link.url, link.expanded_url or link.url
            if target and "/i/web/status/" not in target:
                found.append(("links", (url, target, domain(target))))
        for tag in entities.hashtags or ():
            if tag.text:
                found.append(("tags", (tag.text.lstrip("#"),)))
        for mention in entities.user_mentions or ():
            mentioned = (id_text(mention.id_str, mention.id), mention.screen_name)
            if any(mentioned):
                found.append(("mentions", mentioned))
    for medium in (pictures.media if pictures else None) or ():
        url = medium.media_url_https or medium.media_url
        found.append(("media", (medium.type, url, id_text(medium.id_str, medium.id))))
    return found
