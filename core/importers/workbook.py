"""Workbooks: every sheet that one of the table formats recognises is read by it; the others are counted."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from core.errors import NotPostsError
from core.i18n import _, ngettext
from core.importers import table
from core.importers.base import Importer, Match, Sample, Source, take_sample
from core.importers.mapping import Mapping
from core.importers.sheets import sheet_files
from core.importers.tables import TABLES
from core.model import Batch

NAME = "workbook"
TITLE = "Workbook (Excel, OpenDocument)"
SAMPLE_ROWS = 200
OTHER_SHEET = "row of the sheet “{title}”, which holds no posts"


def sniff(sample: Sample) -> Match | None:
    """The match where at least one sheet is a table that Whence can read."""
    if sample.layout != "workbook":
        return None
    with sheet_files(sample.path, sample.name, SAMPLE_ROWS) as sheets:
        found = [(title, match) for title, path in sheets if (match := best_of(take_sample(path)))]
    if not found:
        return None
    title, match = max(found, key=lambda pair: pair[1].confidence)
    n = len(found) - 1
    why = _("A workbook; its sheet “{title}”: {why}").format(title=title, why=match.why)
    more = ngettext("{n} more sheet is read too.", "{n} more sheets are read too.", n).format(n=n) if n else ""
    return Match(NAME, 0.9, f"{why} {more}".strip())


def best_of(sample: Sample) -> Match | None:
    """The surest match among the formats that are tables."""
    matches = [match for importer in TABLES if (match := importer.sniff(sample)) is not None]
    return max(matches, key=lambda match: match.confidence, default=None)


def first_table(path: Path, name: str) -> tuple[Sample | None, Match | None]:
    """The sheet that a reporter would map, with its match: the surest one, else the first with several columns."""
    with sheet_files(path, name, SAMPLE_ROWS) as sheets:
        samples = [take_sample(sheet, name) for _title, sheet in sheets]
        found = [(sample, best_of(sample)) for sample in samples if sample.columns]
    return max(found, key=lambda pair: pair[1].confidence if pair[1] else 0.0, default=(None, None))


def read(source: Source, forced: Importer | None = None) -> Iterator[Batch]:
    """Batches of each sheet that holds posts, by its own format, by the importer forced on it, or by the mapping."""
    with sheet_files(source.path, source.name) as sheets:
        chosen = [(title, path, _reader_of(path, source.mapping, forced)) for title, path in sheets]
        if not any(reader for _title, _path, reader in chosen):
            raise NotPostsError(
                _("No sheet of this workbook holds posts in a form that Whence knows."),
                remedy=_("Choose which column is what, or save the sheet as CSV (UTF-8)."),
                file=source.name,
            )
        for done, (title, path, reader) in enumerate(chosen, 1):
            end = source.size * done // len(chosen)
            if reader is None:
                yield _left_out(title, path, end)
                continue
            several = sum(one is not None for _title, _path, one in chosen) > 1
            for batch in reader.read(replace(source, path=path)):
                yield replace(_named(batch, title) if several else batch, bytes_read=end)


def _reader_of(path: Path, mapping: Mapping | None, forced: Importer | None) -> Importer | None:
    sample = take_sample(path)
    if forced is not None:
        return forced if sample.columns else None
    if mapping is not None:
        needed = {name for name in (mapping.posted_at, mapping.post_id, mapping.url) if name}
        return table_importer() if needed & set(sample.columns) and needed else None  # type: ignore[return-value]
    match = best_of(sample)
    return next((one for one in TABLES if match and one.NAME == match.importer), None)


def table_importer() -> Importer:
    """The importer of tables through a mapping."""
    return next(importer for importer in TABLES if importer.NAME == table.NAME)


def _left_out(title: str, path: Path, end: int) -> Batch:
    batch = table.empty_batch(end)
    with path.open(encoding="utf-8", newline="") as file:
        rows = sum(1 for _row in csv.reader(file))
    return replace(batch, degradations=Counter({OTHER_SHEET.format(title=title): rows}))


def _named(batch: Batch, title: str) -> Batch:
    """Rejects of a workbook with several sheets name theirs."""
    rejects = batch.tables["rejects"]
    reasons = [f"{reason} (sheet “{title}”)" for reason in rejects["reason"].to_pylist()]
    place = rejects.column_names.index("reason")
    batch.tables["rejects"] = rejects.set_column(place, "reason", pa.array(reasons, pa.string()))
    return batch
