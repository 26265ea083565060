"""What exports of media monitoring services share: many platforms in one table, told apart by addresses."""

from __future__ import annotations

import pyarrow as pa

from core.importers.addresses import place_of
from core.importers.declared import column_list, with_column
from core.importers.mapping import PLATFORM_WORDS


def placed(table: pa.Table, url: str, source: str, native: str | None = None) -> pa.Table:
    """The table with platform, id, account and handle of each row (columns that begin with ``·``).

    ``source`` names the platform in words where the address does not tell; a page of the web is known by its address.
    """
    urls, words = column_list(table, url), column_list(table, source)
    ids = [cell.strip("\"'= ") for cell in column_list(table, native or "")]
    places = [place_of(cell) for cell in urls]
    platforms = [
        place.platform if place else PLATFORM_WORDS.get(word.strip().lower(), "web" if address else "other")
        for place, word, address in zip(places, words, urls, strict=True)
    ]
    made: dict[str, list[str | None]] = {"· platform": list(platforms)}
    made["· id"] = [
        place.post_id if place else (one or address or None)
        for place, one, address in zip(places, ids, urls, strict=True)
    ]
    made["· account"] = [place.account_id if place else None for place in places]
    made["· handle"] = [place.handle if place else None for place in places]
    for name, values in made.items():
        table = with_column(table, name, values)
    return table


def first_filled(table: pa.Table, *names: str) -> list[str | None]:
    """The first cell of each row, among the columns named, that says something."""
    columns = [column_list(table, name) for name in names]
    return [next((cell for cell in cells if cell.strip()), None) for cells in zip(*columns, strict=True)]
