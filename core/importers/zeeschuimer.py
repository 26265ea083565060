"""The envelope that Zeeschuimer puts around each thing that it saw, and the form that 4CAT makes of it."""

from __future__ import annotations

import msgspec

from core.importers.base import Sample
from core.importers.collector import Collector
from core.importers.documents import inside
from core.importers.jsonfile import BadRecordError, Entry, parse
from core.importers.moments import epoch_us

Number = int | str | float | None
_ABSENT = msgspec.Raw(b"")


class Meta(msgspec.Struct):
    """What 4CAT keeps of the envelope under ``__import_meta``."""

    timestamp_collected: Number = None
    source_platform: str | None = None


class Envelope(msgspec.Struct):
    """One line of a capture; without ``data`` the line is the thing itself."""

    data: msgspec.Raw = _ABSENT
    timestamp_collected: Number = None
    source_platform: str | None = None
    nav_index: msgspec.Raw = _ABSENT
    meta: Meta | None = msgspec.field(default=None, name="__import_meta")


_DECODER = msgspec.json.Decoder(Envelope, strict=False)


def opened(entry: Entry, collector: Collector) -> tuple[Entry, int | None]:
    """The thing inside the envelope, and when it was seen."""
    envelope = parse(entry.raw, _DECODER, collector)
    if envelope.data and (envelope.nav_index or envelope.source_platform):
        raw = bytes(envelope.data).strip()
        if not raw.startswith(b"{"):
            raise BadRecordError("an envelope without a post")
        return Entry(entry.line, raw, entry.end), epoch_us(envelope.timestamp_collected)
    return entry, epoch_us(envelope.meta.timestamp_collected) if envelope.meta else None


def contents(sample: Sample) -> tuple[list[dict[str, object]], str, str]:
    """The first things of a capture, the platform that the envelope names, and the program that wrote it."""
    first = sample.objects[0] if sample.objects else {}
    if isinstance(first.get("data"), dict) and "source_platform" in first:
        values = [value["data"] for value in sample.objects if isinstance(value.get("data"), dict)]
        return values, str(first["source_platform"]), "Zeeschuimer"
    platform = inside(first, "__import_meta", "source_platform")
    return list(sample.objects), str(platform or ""), "4CAT" if "__import_meta" in first else ""
