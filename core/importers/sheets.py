"""The sheets of a workbook (XLSX, XLSB, XLS, ODS) as CSV files, each cell as the text it stands for.

Numbers of sixteen digits and more have lost digits in a spreadsheet program; they are written as 1.32E+18, so that no
reader takes them for ids. Dates come out as ISO 8601; one without a date format stays the serial number it is.
"""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import python_calamine as calamine

from core.errors import NotPostsError
from core.i18n import _

UNPACKED_LIMIT = 4 << 30
_OLE = b"\xd0\xcf\x11\xe0"
_EXACT = 2.0**53
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"


def is_workbook(path: Path) -> bool:
    """True for a spreadsheet file, whatever its name says."""
    with path.open("rb") as file:
        head = file.read(4)
    if head == _OLE:
        return True
    if head != b"PK\x03\x04":
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            return "xl/workbook.xml" in names or "xl/workbook.bin" in names or _is_ods(archive, names)
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        return False


def _is_ods(archive: zipfile.ZipFile, names: list[str]) -> bool:
    return (
        "mimetype" in names
        and archive.getinfo("mimetype").file_size < 200
        and archive.read("mimetype").startswith(_ODS)
    )


@contextmanager
def sheet_files(path: Path, name: str, most_rows: int | None = None) -> Iterator[list[tuple[str, Path]]]:
    """The title of each sheet that is not empty, with a CSV file of its rows, until the block ends."""
    _check_size(path, name)
    with TemporaryDirectory(prefix="whence-") as folder:
        try:
            book = calamine.CalamineWorkbook.from_path(str(path))
            found = [_written(book, n, Path(folder), most_rows) for n in range(len(book.sheet_names))]
        except calamine.PasswordError as error:
            remedy = _("Open it with its password and save it without one.")
            raise NotPostsError(_("This workbook is locked with a password."), remedy=remedy, file=name) from error
        except calamine.CalamineError as error:
            what = _("This looks like a workbook, but it cannot be opened: {problem}.")
            problem = (str(error).splitlines() or ["?"])[0].rstrip(".")
            remedy = _("Open it in a spreadsheet program and save the sheet as CSV (UTF-8).")
            raise NotPostsError(what.format(problem=problem), remedy=remedy, file=name) from error
        yield [sheet for sheet in found if sheet]


def _check_size(path: Path, name: str) -> None:
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile:
        return
    if unpacked > UNPACKED_LIMIT:
        raise NotPostsError(
            _("This workbook would take more than 4 GB unpacked."), remedy=_("Save its sheets as CSV."), file=name
        )


def _written(
    book: calamine.CalamineWorkbook, place: int, folder: Path, most_rows: int | None
) -> tuple[str, Path] | None:
    title = book.sheet_names[place]
    try:
        sheet = book.get_sheet_by_index(place)
    except calamine.WorksheetNotFound:  # a chart on a page of its own
        return None
    target, rows = folder / f"{place}.csv", 0
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for cells in sheet.iter_rows():
            texts = [cell_text(cell) for cell in cells]
            writer.writerow(texts if any(texts) else [])  # a blank row keeps the numbers of those below
            rows += any(texts)
            if most_rows is not None and rows >= most_rows:
                break
    return (title, target) if rows else None


def cell_text(value: Any) -> str:  # noqa: ANN401 - whatever a cell holds
    """The text that a cell stands for.

    >>> cell_text(1.32e18), cell_text(12.0), cell_text(datetime(2020, 2, 7, 16, 0))
    ('1.32E+18', '12', '2020-02-07 16:00:00')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, int) and abs(value) >= _EXACT:
        return _number_text(float(value))
    if isinstance(value, datetime):
        return str(_rounded(value))
    if isinstance(value, date | time | timedelta | int):
        return str(value)
    return str(value).encode("utf-8", "replace").decode("utf-8") if value is not None else ""


def _number_text(value: float) -> str:
    if value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    return f"{value:.15g}".upper()


def _rounded(at: datetime) -> datetime:
    """Dates are fractions of days in a workbook: the last microseconds are noise."""
    near = at + timedelta(microseconds=500)
    return near.replace(microsecond=near.microsecond // 1000 * 1000)
