"""Importers: every format that Whence reads, how it is recognised, and how it is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from core.errors import NotPostsError
from core.i18n import _
from core.importers import (
    bluesky,
    by_hand,
    crowdtangle,
    instagram,
    mastodon,
    snscrape,
    table,
    telegram,
    telethon,
    tiktok,
    twscrape,
    weibo,
    workbook,
    x_graphql,
    x_v1,
    x_v2,
    youtube,
    zeeschuimer_x,
)
from core.importers.base import Importer, Match, Sample, Source, take_sample
from core.importers.mapping import Mapping, guess_mapping, is_precise
from core.importers.nonposts import known_kind
from core.importers.refusals import refusal
from core.importers.sheets import is_workbook
from core.importers.tables import TABLES
from core.model import Batch

__all__ = ["IMPORTERS", "ColumnsPreview", "Importer", "Mapping", "Match", "detect", "preview_columns", "read"]

_MODULES = (
    *(by_hand, x_v1, x_v2, x_graphql, zeeschuimer_x, snscrape, twscrape),
    *(telegram, telethon, youtube, tiktok, instagram, mastodon, bluesky, weibo, crowdtangle),
)
#: Every importer, each a module with NAME, TITLE, sniff and read.
IMPORTERS: tuple[Importer, ...] = (
    *(cast(Importer, module) for module in _MODULES),
    *TABLES,
    cast(Importer, workbook),
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
    known = (importer for importer in IMPORTERS if importer.NAME != table.NAME)
    matches = [match for importer in known if (match := importer.sniff(sample)) is not None]
    if not matches and (match := table.sniff(sample)) is not None:  # last: it looks through every column
        return match
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
    source = Source(path, name or path.name, zone, mapping)
    if is_workbook(path):
        by_itself = importer in (None, workbook.NAME, table.NAME)
        yield from workbook.read(source, None if by_itself else importer_named(str(importer)))
        return
    chosen = importer or (table.NAME if mapping is not None else detect(path, name).importer)
    yield from importer_named(chosen).read(source)


def is_read_by_mapping(path: Path, name: str | None = None) -> bool:
    """True for a table, or a workbook, that no format of its own claims: one that a reporter may map."""
    sample = take_sample(path, name)
    if sample.layout == "workbook":
        first, match = workbook.first_table(path, sample.name)
        return first is not None and (match is None or match.importer == table.NAME)
    if not table.columns_of(sample)[0] or known_kind(sample) is not None:
        return False
    matches = [match for importer in IMPORTERS if (match := importer.sniff(sample)) is not None]
    best = max(matches, key=lambda match: match.confidence, default=None)
    return best is None or best.importer == table.NAME


def preview_columns(path: Path, name: str | None = None) -> ColumnsPreview:
    """The columns of a table, of a sheet or of JSON records with their first rows and the guessed mapping."""
    sample = take_sample(path, name)
    if sample.layout == "workbook":
        sample = workbook.first_table(path, sample.name)[0] or sample
    columns, rows = table.columns_of(sample)
    if not columns or known_kind(sample) is not None:
        raise refusal(sample)
    mapping = guess_mapping(columns, rows)
    if sample.objects and not is_precise(mapping, columns, rows):
        mapping = replace(mapping, posted_at=None)  # days alone are read only when the reporter says so
    return ColumnsPreview(columns, rows[:PREVIEW_ROWS], mapping)
