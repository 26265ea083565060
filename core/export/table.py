"""A table as CSV that a spreadsheet opens without changing it or running what a post says."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from typing import Any

import pandas as pd

# Spreadsheets run a cell that begins so, also after blanks and in the full-width forms of the signs.
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n]|[\t\r\n]")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


def csv_bytes(frame: pd.DataFrame, *, simulated: bool = False) -> bytes:
    """The table as CSV in UTF-8 with a byte order mark; times with offset, ids digit by digit, formulas disarmed.

    Rows of invented data say so in a last column: a row that is copied elsewhere takes the mark with it.
    """
    if simulated:
        frame = frame.assign(simulated="true")
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([disarmed(str(name)) for name in frame.columns])
    columns = [_cells(frame.iloc[:, place]) for place in range(frame.shape[1])]
    writer.writerows(zip(*columns, strict=True) if columns else ())
    return out.getvalue().encode("utf-8-sig")


def disarmed(text: str) -> str:
    """The text with an apostrophe before it if a spreadsheet would take it for a formula.

    >>> disarmed("=HYPERLINK(1)"), disarmed("-5"), disarmed("-5 and more")
    ("'=HYPERLINK(1)", '-5', "'-5 and more")
    """
    text = text.replace("\0", "")
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def written_cells(column: pd.Series[Any]) -> Iterator[str]:
    """The cells as text, times with their offset, empty where null; formulas are not disarmed."""
    return _each(column, _written)


def _cells(column: pd.Series[Any]) -> Iterator[Any]:
    dtype = column.dtype
    if pd.api.types.is_float_dtype(dtype):
        return _each(column, _number)
    if pd.api.types.is_numeric_dtype(dtype) or pd.api.types.is_bool_dtype(dtype):
        return _each(column, str)
    return (disarmed(text) for text in _each(column, _written))


def _each(values: Iterable[Any], write: Callable[[Any], str]) -> Iterator[str]:
    return ("" if _is_null(value) else write(value) for value in values)


def _is_null(value: Any) -> bool:  # noqa: ANN401 - any cell
    return (
        value is None or value is pd.NaT or value is pd.NA or value != value if pd.api.types.is_scalar(value) else False
    )


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))


def _written(value: Any) -> str:  # noqa: ANN401 - any cell
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    if isinstance(value, bool | int | float):
        return str(value)
    if isinstance(value, str):
        return value.replace("\0", "")
    listed = value.tolist() if hasattr(value, "tolist") else value
    return json.dumps(listed, ensure_ascii=False, default=str)
