"""How a CSV file is written: its encoding, its delimiter, and where its header stands."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from dataclasses import dataclass, replace

DELIMITERS = ",;\t|"
#: Spreadsheet programs write and hide such a first line.
NAMED_DELIMITER = re.compile(r'"?sep=([,;\t|])"?\s*$')
_BOMS_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ROWS_SEEN = 40
#: Columns that a table has at least, below a title and facts of fewer cells.
WIDE = 5
#: A quote that a backslash escapes and that does not end its cell: a letter follows, or a comma and a space.
ESCAPED_QUOTE = re.compile(r'\\"(?=[^",;|\t\r\n]|[,;|] )')


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a CSV file is written; ``note`` says what had to be guessed.

    ``header_delimiter`` is set where the header is written with another one than the rows, ``preamble`` counts the
    records above the header, ``backslash`` means that quotes inside cells are escaped with a backslash.
    """

    delimiter: str
    encoding: str
    note: str = ""
    header_delimiter: str = ""
    preamble: int = 0
    backslash: bool = False


def sniff_dialect(head: bytes, size: int) -> Dialect:
    """The encoding (by byte order mark, then UTF-8, then Windows code pages), the delimiter and the header's place."""
    encoding, note = _encoding(head, is_whole=len(head) >= size)
    lines = _whole_lines(head.decode(encoding, "replace").lstrip("\ufeff"), len(head) >= size)
    named = NAMED_DELIMITER.match(lines[0]) if lines else None
    dialect = Dialect(named.group(1) if named else _delimiter_of(lines), encoding, note)
    return dialect if named else _refined(dialect, lines)


def _whole_lines(text: str, is_whole: bool) -> list[str]:
    lines = text.splitlines(keepends=True)
    while lines and not lines[0].strip():
        del lines[0]
    return lines if is_whole or len(lines) < 2 else lines[:-1]


def _delimiter_of(lines: list[str]) -> str:
    header = lines[0] if lines else ""
    return max(DELIMITERS, key=lambda sign: len(next(csv.reader([header], delimiter=sign), [])))


def records_of(lines: list[str], delimiter: str, most: int = _ROWS_SEEN) -> list[list[str]]:
    """The first records that are not blank, under a delimiter."""
    found: list[list[str]] = []
    try:
        for cells in csv.reader(lines, delimiter=delimiter):
            if any(cell.strip() for cell in cells):
                found.append(cells)
            if len(found) >= most:
                break
    except csv.Error:
        return found
    return found


def _refined(dialect: Dialect, lines: list[str]) -> Dialect:
    records = records_of(lines, dialect.delimiter)
    widths = [len(cells) for cells in records]
    if len(widths) > 1 and widths[0] > 1 and max(widths[1:]) == 1:
        return _with_other_rows(dialect, lines, widths[0])
    if widths and widths[0] < 4:
        return _below_preamble(dialect, lines)
    return _with_backslashes(dialect, lines, widths)


def _with_other_rows(dialect: Dialect, lines: list[str], width: int) -> Dialect:
    """The header says one delimiter, every row uses another (seen in published lists of post ids)."""
    for sign in DELIMITERS:
        rows = records_of(lines[1:], sign)
        if rows and all(len(cells) == width for cells in rows):
            return replace(dialect, delimiter=sign, header_delimiter=dialect.delimiter)
    return dialect


def _below_preamble(dialect: Dialect, lines: list[str]) -> Dialect:
    """A title and a few facts above the real header, as dashboards and spreadsheets write them."""
    best = (0, 0, dialect.delimiter)
    for sign in DELIMITERS:
        records = records_of(lines, sign)
        wide = Counter(len(cells) for cells in records if len(cells) >= WIDE)
        width, rows = wide.most_common(1)[0] if wide else (0, 0)
        if rows >= 2:
            place = next((n for n, cells in enumerate(records) if len(cells) == width and _is_header(cells)), 0)
            best = max(best, (rows, place, sign)) if place else best
    if not best[1]:
        return dialect
    return replace(dialect, delimiter=best[2], preamble=best[1])


def _is_header(cells: list[str]) -> bool:
    return sum(bool(cell.strip()) for cell in cells) > len(cells) / 2


def _with_backslashes(dialect: Dialect, lines: list[str], widths: list[int]) -> Dialect:
    if not any(ESCAPED_QUOTE.search(line) for line in lines[: _ROWS_SEEN * 5]):
        return dialect
    mended = records_of([ESCAPED_QUOTE.sub('""', line) for line in lines], dialect.delimiter)
    fitting, before = (sum(n == widths[0] for n in found) for found in ([len(cells) for cells in mended], widths))
    return replace(dialect, backslash=fitting / len(mended) > before / len(widths)) if mended else dialect


def _encoding(head: bytes, *, is_whole: bool) -> tuple[str, str]:
    if head.startswith(_BOMS_16):
        return "utf-16", "read as UTF-16"
    bare = bare_utf16(head)
    if bare:
        return bare, "read as UTF-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=is_whole)
    except UnicodeDecodeError:
        return _code_page(head)
    return "utf-8-sig", ""


def bare_utf16(head: bytes) -> str:
    """The name of UTF-16 in the byte order of a file that says none: every second byte of Latin text is zero."""
    pairs = max(1, len(head) // 2)
    low, high = head[1::2].count(0), head[0::2].count(0)
    if low > 0.3 * pairs and high < 0.05 * pairs:
        return "utf-16-le"
    return "utf-16-be" if high > 0.3 * pairs and low < 0.05 * pairs else ""


def _code_page(head: bytes) -> tuple[str, str]:
    """UTF-8 with some damage stays UTF-8; else letters beyond ASCII stand side by side in Cyrillic, alone in Latin."""
    beyond = sum(byte >= 0x80 for byte in head)
    if head.decode("utf-8", "replace").count("\ufffd") * 10 < beyond:
        return "utf-8-sig", "damaged characters, shown as \ufffd"
    beside = sum(a >= 0xC0 and b >= 0xC0 for a, b in zip(head, head[1:], strict=False))
    if beside * 3 < beyond:
        return "cp1252", "read as Windows-1252, because it is not UTF-8"
    return "cp1251", "read as Windows-1251, because it is not UTF-8"
