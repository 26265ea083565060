"""Any CSV or Parquet table and any flat JSON records, through a mapping of their columns."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from core.errors import NotPostsError
from core.i18n import _
from core.importers.base import Match, Sample, Source, take_sample
from core.importers.collector import Collector
from core.importers.columnar import TableReader
from core.importers.documents import document_entries
from core.importers.jsonfile import BadRecordError
from core.importers.mapping import guess_mapping, is_edge_list, is_precise
from core.importers.nonposts import known_kind
from core.importers.records import readers_of, record_cells, record_columns
from core.importers.tabular import Dialect, Row, Stretch, TableError, TableFile, uncollected
from core.importers.texts import raw_text
from core.model import BATCH_SCHEMAS, Batch

NAME = "table"
TITLE = "Table (CSV, Parquet, JSON records)"
ROWS_PER_BATCH = 50_000
SHORT = "row shorter than the header"
CUT = "the file ends inside quotes: its last row may be cut"


def sniff(sample: Sample) -> Match | None:
    """The match where a table has a column with dates, or one with X post ids; of JSON no other kind may be known."""
    columns, rows = columns_of(sample)
    if not columns or is_edge_list(columns) or known_kind(sample) is not None:
        return None
    mapping = guess_mapping(columns, rows)
    if not mapping.is_usable or (sample.objects and not is_precise(mapping, columns, rows)):
        return None
    pairs = ", ".join(f"{field} = {column}" for field, column in list(mapping.columns().items())[:4])
    what = _("A table with {n} columns ({pairs}).") if sample.columns else _("JSON records with {n} columns ({pairs}).")
    return Match(NAME, 0.5 if sample.columns else 0.4, what.format(n=len(columns), pairs=pairs))


def columns_of(sample: Sample) -> tuple[list[str], list[list[str]]]:
    """The columns and first rows of a table, or of JSON records taken as one."""
    return (sample.columns, sample.rows) if sample.columns else record_columns(sample.objects)


def read(source: Source) -> Iterator[Batch]:
    """Batches of the rows, through the reporter's mapping or the guessed one."""
    sample = take_sample(source.path, source.name)
    mapping = source.mapping or guess_mapping(*columns_of(sample))
    if not mapping.is_usable:
        raise NotPostsError(
            _("No column is chosen for the date of the posts."), remedy=_("Choose the column."), file=source.name
        )
    return read_table(source, sample, TableReader(mapping, source.zone))


def read_table(source: Source, sample: Sample, reader: TableReader) -> Iterator[Batch]:
    """Batches of a CSV, Parquet or JSON file."""
    if sample.layout == "parquet":
        return _parquet_batches(source, reader)
    if sample.objects and not sample.columns:
        return _record_batches(source, reader)
    return _csv_batches(source, sample.dialect or Dialect(",", "utf-8-sig"), reader)


def _parquet_batches(source: Source, reader: TableReader) -> Iterator[Batch]:
    file = pq.ParquetFile(source.path)
    named = file.schema_arrow.names
    wanted = named if reader.prepare else [name for name in set(reader.mapping.columns().values()) if name in named]
    first, total = 1, max(1, file.metadata.num_rows)
    for stretch in _stretches(file, wanted, source.name):
        numbers = np.arange(first, first + stretch.num_rows)
        first += stretch.num_rows
        yield reader.batch(pa.Table.from_batches([stretch]), numbers, source.size * (first - 1) // total)
    if first == 1:
        yield empty_batch(0)


def _stretches(file: pq.ParquetFile, wanted: list[str], name: str) -> Iterator[pa.RecordBatch]:
    try:
        yield from file.iter_batches(batch_size=ROWS_PER_BATCH, columns=wanted)
    except (pa.ArrowException, OSError) as error:  # damaged inside: its footer alone was whole
        what = _("This Parquet file is damaged: {problem}.").format(problem=str(error).splitlines()[0].rstrip("."))
        raise NotPostsError(what, remedy=_("Export it again."), file=name) from error


def _record_batches(source: Source, reader: TableReader) -> Iterator[Batch]:
    """Batches of JSON records; only the columns that the mapping reads are taken out of them."""
    columns = list(dict.fromkeys(reader.mapping.columns().values()))
    readers, pending, bad = readers_of(columns), [], []
    ignored, end = Collector(""), 0  # counts repaired characters
    for entry in document_entries(source):
        end = entry.end
        try:
            pending += [(entry.line, cells) for cells in record_cells(entry, readers, ignored)]
        except BadRecordError as error:
            bad.append(Row(entry.line, [raw_text(entry.raw)], str(error)))
        if len(pending) >= ROWS_PER_BATCH:
            yield _batch_of_records(pending, bad, columns, reader, ignored, end)
            pending, bad = [], []
    yield _batch_of_records(pending, bad, columns, reader, ignored, end)


def _batch_of_records(
    rows: list[tuple[int, list[str | None]]],
    bad: list[Row],
    columns: list[str],
    reader: TableReader,
    ignored: Collector,
    end: int,
) -> Batch:
    cells = zip(*(row for _line, row in rows), strict=True) if rows else ([] for _name in columns)
    arrays = [pa.array(column, pa.string()) for column in cells]
    numbers = np.array([line for line, _row in rows], np.int64)
    batch = reader.batch(pa.Table.from_arrays(arrays, names=columns), numbers, end) if rows else empty_batch(end)
    _add_rejects(batch, bad, ",")
    batch.degradations += ignored.degradations
    ignored.degradations.clear()
    return batch


def _csv_batches(source: Source, dialect: Dialect, reader: TableReader) -> Iterator[Batch]:
    try:
        file = TableFile(source.path, dialect)
    except TableError:
        yield empty_batch(source.size)
        return
    try:
        for stretch in file.stretches(ROWS_PER_BATCH):
            yield _batch_of(stretch, file.columns, dialect, reader)
    finally:
        file.close()


def _batch_of(stretch: Stretch, columns: list[str], dialect: Dialect, reader: TableReader) -> Batch:
    rows = len(stretch.rows)
    if rows:
        with uncollected():
            arrays = [pa.array(column, pa.string()) for column in zip(*stretch.rows, strict=True)]
            stretch.rows = []
        batch = reader.batch(pa.Table.from_arrays(arrays, names=columns), np.array(stretch.numbers), stretch.end)
    else:
        batch = empty_batch(stretch.end)
    _add_rejects(batch, stretch.bad, dialect.delimiter)
    for name, count in ((SHORT, stretch.short), (dialect.note, rows), (CUT, int(stretch.is_cut))):
        if name and count:
            batch.degradations[name] += count
    return batch


def _add_rejects(batch: Batch, bad: list[Row], delimiter: str) -> None:
    if not bad:
        return
    rows = {
        "line": [row.number for row in bad],
        "reason": [row.fault for row in bad],
        "raw": [raw_text(delimiter.join(row.cells)) for row in bad],
    }
    more = pa.table(rows, schema=BATCH_SCHEMAS["rejects"])
    batch.tables["rejects"] = pa.concat_tables([batch.tables["rejects"], more])
    batch.records += len(bad)


def empty_batch(bytes_read: int) -> Batch:
    """A batch without records."""
    return Batch({name: schema.empty_table() for name, schema in BATCH_SCHEMAS.items()}, 0, bytes_read=bytes_read)
