"""Captures of X by Zeeschuimer, 4CAT's form of them, and bare GraphQL posts one per line."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from core.i18n import _
from core.importers.base import Match, Sample, Source
from core.importers.collector import Collector
from core.importers.documents import document_entries, inside
from core.importers.jsonfile import BadRecordError, Entry, collect, parse
from core.importers.x_web import ADVERTISEMENT, Tweet, take_tweet
from core.importers.zeeschuimer import contents, opened
from core.model import Batch

NAME = "zeeschuimer-x"
TITLE = "Zeeschuimer and 4CAT: X"
_DECODER = msgspec.json.Decoder(Tweet, strict=False)


def sniff(sample: Sample) -> Match | None:
    """The match where things carry ``legacy`` with ``full_text``, as the website of X writes posts."""
    values, _platform, program = contents(sample)
    for value in values:
        legacy = inside(value, "tweet", "legacy") or value.get("legacy")
        if isinstance(legacy, dict) and "full_text" in legacy and ("rest_id" in value or "id_str" in legacy):
            why = _("Posts of the website of X with the keys rest_id and legacy, one per record ({program}).")
            return Match(NAME, 0.95, why.format(program=program or _("no envelope")))
    return None


def read(source: Source) -> Iterator[Batch]:
    """Batches of the posts; advertisements and posts that are gone become rejects."""
    return collect(document_entries(source), _take, "x")


def _take(entry: Entry, collector: Collector) -> None:
    inner, captured_at = opened(entry, collector)
    tweet = parse(inner.raw, _DECODER, collector)
    if tweet.promoted:
        raise BadRecordError(ADVERTISEMENT)
    take_tweet(tweet, inner, collector, captured_at)
