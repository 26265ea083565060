"""A list of post addresses or ids alone: a text file, or a table without dates and texts.

The id of an X post carries its time to the millisecond, so a timeline can be drawn. Addresses of other platforms give
platform, id and account, and no time: such posts are kept and say so.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.i18n import _
from core.importers.addresses import Place, place_of
from core.importers.base import Match, Sample, Source, take_sample
from core.importers.collector import Collector
from core.importers.dialects import Dialect
from core.importers.mapping import guess_mapping
from core.importers.tabular import Row, TableFile
from core.importers.texts import is_damaged_id
from core.model import Batch

NAME = "post-list"
TITLE = "List of post addresses or ids"
NO_TIME_KNOWN = "no time: the address of this platform carries none"
NOT_AN_ADDRESS = "neither the address of a post nor an id"
DAMAGED = "id damaged by a spreadsheet program"
_LEAST = 0.7


def sniff(sample: Sample) -> Match | None:
    """The match where one column, or the only one, holds addresses or ids of posts and nothing tells a time or text."""
    if sample.columns:
        return _sniff_table(sample)
    cells = first_cells(sample)
    found = [place for cell in cells if (place := place_of(cell))]
    dated = sum(place.platform != "x" or place.id_us is not None for place in found)
    if not cells or not dated or len(found) < _LEAST * len(cells[1:] or cells):
        return None
    return Match(NAME, 0.8, _("One address or id of a post per line, and nothing else."))


def _sniff_table(sample: Sample) -> Match | None:
    mapping = guess_mapping(sample.columns, sample.rows)
    column = address_column(sample.columns, sample.rows)
    if column is None or mapping.posted_at or mapping.text:
        return None
    why = _("The column “{name}” holds addresses or ids of posts; no column holds their dates or texts.")
    return Match(NAME, 0.8, why.format(name=sample.columns[column]))


def first_cells(sample: Sample) -> list[str]:
    """The first lines of a file that has one column only."""
    if sample.layout or b"\x00" in sample.head:
        return []
    text = sample.head.decode("utf-8-sig", "replace")
    lines = text.splitlines() if len(sample.head) >= sample.size else text.splitlines()[:-1]
    return [line.strip().strip('"') for line in lines if line.strip()][:200]


def address_column(columns: list[str], rows: list[list[str]]) -> int | None:
    """The place of the column that holds addresses or ids of posts, addresses first; None where there is none."""
    best: tuple[float, int] | None = None
    for place in range(len(columns)):
        cells = [row[place] for row in rows if row[place].strip()]
        found = [spot for cell in cells if (spot := place_of(cell)) and _is_telling(spot)]
        damaged = sum(is_damaged_id(cell) for cell in cells)
        share = (len(found) + damaged) / len(cells) if found else 0.0
        if share >= _LEAST and (best is None or share > best[0]):
            best = (share, place)
    return best[1] if best else None


def _is_telling(place: Place) -> bool:
    return place.platform != "x" or place.id_us is not None


def read(source: Source) -> Iterator[Batch]:
    """Batches of the posts."""
    sample = take_sample(source.path, source.name)
    collector, end = Collector("x"), 0
    for number, cell, raw, end in _cells(source, sample):
        _take(collector, number, cell, raw)
        if collector.is_full:
            yield collector.batch(end)
    yield collector.batch(end)


def _cells(source: Source, sample: Sample) -> Iterator[tuple[int, str, str, int]]:
    """Row, cell, whole row, and how far into the file; rows that could not be read have no cell."""
    column = (address_column(sample.columns, sample.rows) or 0) if sample.columns else 0
    dialect = sample.dialect or Dialect(",", "utf-8-sig")
    file = TableFile(source.path, dialect)
    try:
        if not sample.columns and place_of(file.columns[0]):
            yield 1, file.columns[0], file.columns[0], 0
        for stretch in file.stretches(20_000):
            bad: list[Row] = stretch.bad
            whole = [(row.number, row.cells) for row in bad]
            whole += list(zip(stretch.numbers, stretch.rows, strict=True))
            for number, cells in sorted(whole, key=lambda row: row[0]):
                yield number, cells[column] if column < len(cells) else "", dialect.delimiter.join(cells), stretch.end
    finally:
        file.close()


def _take(collector: Collector, number: int, cell: str, raw: str) -> None:
    place = place_of(cell)
    if place is None:
        collector.reject(number, DAMAGED if is_damaged_id(cell) else NOT_AN_ADDRESS, raw)
        return
    if place.platform == "x" and place.id_us is None:
        collector.reject(number, "an id that carries no time", raw)
        return
    account_id = place.account_id or (f"@{place.handle.lower()}" if place.handle else None)
    on_x = place.platform == "x"
    url = cell.strip() if "://" in cell else None
    post_id = collector.undated(
        number, platform=place.platform, post_id=place.post_id, account_id=account_id, url=url, id_time=place.id_us,
        posted_at=place.id_us if on_x else None, time_quality="id" if on_x else "none", kind="original",
    )  # fmt: skip
    if not on_x:
        collector.degradations[NO_TIME_KNOWN] += 1
    if post_id and account_id and place.handle:
        collector.profile_on(place.platform, account_id, handle=place.handle)
