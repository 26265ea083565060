"""Importers: every format that Whence reads, how it is recognised, and how it is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from core.errors import NotPostsError
from core.i18n import _
from core.importers import by_hand, ira, snscrape, table, telegram, x_v1, x_v2
from core.importers.base import Importer, Match, Sample, Source, take_sample
from core.importers.mapping import Mapping, guess_mapping
from core.importers.refusals import refusal
from core.model import Batch

__all__ = ["IMPORTERS", "ColumnsPreview", "Importer", "Mapping", "Match", "detect", "preview_columns", "read"]

#: Every importer, each a module with NAME, TITLE, sniff and read.
IMPORTERS: tuple[Importer, ...] = tuple(
    cast(Importer, m) for m in (by_hand, x_v1, x_v2, snscrape, telegram, ira, table)
)

PREVIEW_ROWS = 20


@dataclass(frozen=True)
class ColumnsPreview:
    """The columns of a table, its first rows as text, and the mapping that Whence would use."""

    columns: list[str]
    rows: list[list[str]]
    mapping: Mapping


def importer_named(name: str) -> Importer:
    """The importer of that name."""
    found = next((importer for importer in IMPORTERS if importer.NAME == name), None)
    if found is None:
        names = ", ".join(importer.NAME for importer in IMPORTERS)
        raise NotPostsError(
            _("There is no importer called {name}.").format(name=name),
            remedy=_("Choose one of {names}.").format(names=names),
        )
    return found


def detect(path: Path, name: str | None = None) -> Match:
    """The importer that recognises the file by its content; a NotPostsError says what the file is otherwise."""
    return _best(take_sample(path, name))


def _best(sample: Sample) -> Match:
    matches = [match for importer in IMPORTERS if (match := importer.sniff(sample)) is not None]
    if not matches:
        raise refusal(sample)
    return max(matches, key=lambda match: match.confidence)


def read(
    path: Path,
    name: str | None = None,
    importer: str | None = None,
    mapping: Mapping | None = None,
    zone: str | None = None,
) -> Iterator[Batch]:
    """Batches of the file, by the importer that was named, or by the one that recognises it.

    A mapping without an importer means a table. ``zone`` is used where the file states none.
    """
    chosen = importer or (table.NAME if mapping is not None else detect(path, name).importer)
    yield from importer_named(chosen).read(Source(path, name or path.name, zone, mapping))


def preview_columns(path: Path, name: str | None = None) -> ColumnsPreview:
    """The columns of a CSV or Parquet file with their first rows and the guessed mapping."""
    sample = take_sample(path, name)
    if not sample.columns:
        raise refusal(sample)
    return ColumnsPreview(sample.columns, sample.rows[:PREVIEW_ROWS], guess_mapping(sample.columns, sample.rows))
