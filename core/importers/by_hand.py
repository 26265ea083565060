"""One post that a reporter added by hand, from its address or a screenshot: a small source file of our own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from core.errors import NotPostsError
from core.i18n import _
from core.importers.base import Collector, Match, Sample, Source
from core.importers.documents import object_of
from core.importers.moments import iso_us
from core.importers.post_urls import id_moment, parsed
from core.importers.texts import cleaned
from core.importers.zones import local_us
from core.model import KINDS, PLATFORMS, Batch

NAME = "by-hand"
TITLE = "Added by hand"
MARK = "whence_by_hand"
ADDED = "added by hand"


@dataclass(frozen=True)
class HandPost:
    """What the reporter wrote down of one post; ``stated_at`` is ISO 8601, on the clock of ``zone`` without an offset.

    ``seen_by`` is who saw it; ``picture_sha256`` and ``picture_name`` name the screenshot kept as exhibit.
    """

    platform: str = ""
    post_id: str = ""
    account: str = ""
    stated_at: str = ""
    zone: str = ""
    text: str = ""
    url: str = ""
    lang: str = ""
    kind: str = "original"
    seen_by: str = ""
    note: str = ""
    picture_sha256: str = ""
    picture_name: str = ""
    added_at: str = ""


def source_bytes(post: HandPost) -> bytes:
    """The source file of the post, which every later build reads again."""
    return (json.dumps({MARK: 1, **post.__dict__}, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def sniff(sample: Sample) -> Match | None:
    """The match where the only object carries our mark."""
    if sample.objects and MARK in sample.objects[0]:
        return Match(NAME, 1.0, _("A post that was written down by hand in Whence."))
    return None


def read(source: Source) -> Iterator[Batch]:
    """One batch of the one post."""
    raw = source.path.read_bytes()
    try:
        found = object_of(cleaned(json.loads(raw.decode("utf-8"))))
    except (ValueError, RecursionError) as error:
        raise NotPostsError(
            _("This file is damaged."), remedy=_("Add the post by hand again."), file=source.name
        ) from error
    names = HandPost.__dataclass_fields__
    post = HandPost(**{name: value for name, value in found.items() if name in names and isinstance(value, str)})
    collector = Collector(post.platform if post.platform in PLATFORMS else "other")
    _take(post, raw, source.zone, collector)
    yield collector.batch(len(raw))


def _take(post: HandPost, raw: bytes, zone: str | None, collector: Collector) -> None:
    account = post.account.lstrip("@")
    account_id = f"@{account.lower()}" if account else None
    post_id = collector.post(
        1, raw, post_id=post.post_id or None, account_id=account_id, text=post.text or None,
        url=post.url or None, lang=post.lang or None, lang_source="file" if post.lang else None,
        kind=post.kind if post.kind in KINDS else "original", **_times(post, zone),
    )  # fmt: skip
    if post_id is None:
        return
    collector.degradations[ADDED] += 1
    if account_id:
        collector.profile(account_id, handle=account)
    exhibit = (post.seen_by, _stated(post), post.note, post.picture_sha256, post.picture_name)
    collector.exhibit(post_id, *(value or None for value in exhibit), iso_us(post.added_at)[0])


def _times(post: HandPost, zone: str | None) -> dict[str, Any]:
    found = parsed(post.url) if post.url else None
    id_us = found.id_us if found and found.post_id == post.post_id else id_moment(post.platform, post.post_id)
    at_us, has_offset = iso_us(post.stated_at)
    if at_us is None:
        return {"id_time": id_us}
    clock_zone = post.zone or zone
    stated = at_us if has_offset else local_us(at_us, clock_zone)
    return {
        "posted_at": stated,
        "id_time": id_us,
        "time_quality": "stated offset" if has_offset or post.zone else "assumed",
    }


def _stated(post: HandPost) -> str:
    return f"{post.stated_at} {post.zone}".strip()
