"""A table as a workbook for Excel and LibreOffice: ids stay text, nothing is run, times keep their offset."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pandas as pd

from core.export.frame import Frame, footer_lines, simulated_words
from core.export.table import written_cells
from core.export.text import clean
from core.i18n import _

#: What a cell of a workbook can hold.
LONGEST_CELL = 32_767
WIDEST = 60
_SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def xlsx_bytes(frame: pd.DataFrame, about: Frame) -> bytes:
    """The table on the first sheet, and on the second what it says about itself.

    Numbers are cells of numbers; everything else is text, digit by digit. Rows of invented data say so.
    """
    import xlsxwriter

    out = BytesIO()
    with xlsxwriter.Workbook(out, _SAFE) as book:
        book.set_properties({"created": datetime(1980, 1, 1, tzinfo=UTC)})  # the same table is the same file
        bold = book.add_format({"bold": True})
        table = book.add_worksheet(_("Data")[:31])
        shown = frame.assign(simulated="true") if about.simulated else frame
        for column, name in enumerate(shown.columns):
            table.write_string(0, column, clean(name), bold)
            cells = _cells(shown.iloc[:, column])
            for row, cell in enumerate(cells, start=1):
                if isinstance(cell, str):
                    table.write_string(row, column, cell)
                elif cell is not None:
                    table.write_number(row, column, cell)
            longest = max([len(str(name)), *(len(str(cell)) for cell in cells[:200])])
            table.set_column(column, column, min(WIDEST, longest + 2))
        table.freeze_panes(1, 0)
        _write_about(book.add_worksheet(_("About")[:31]), about)
    return out.getvalue()


def _cells(column: pd.Series) -> list[str | float | None]:
    """Numbers as numbers, the rest as text; a null is an empty cell."""
    if pd.api.types.is_numeric_dtype(column.dtype) and not pd.api.types.is_bool_dtype(column.dtype):
        return [None if pd.isna(value) else _exact(value) for value in column]
    return [text[:LONGEST_CELL] or None for text in written_cells(column)]


def _exact(value: float) -> float | str:
    """A number, or its digits where a workbook would round them (beyond fifteen)."""
    return str(value) if abs(value) >= 1e15 else float(value)


def _write_about(sheet: object, about: Frame) -> None:
    mark = [f"{simulated_words()}: {_('invented accounts and posts')}"] if about.simulated else []
    for row, line in enumerate([*mark, about.title, about.subtitle, about.alt, *footer_lines(about)]):
        sheet.write_string(row, 0, clean(line))  # type: ignore[attr-defined]
