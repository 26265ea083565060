"""A table as a picture: columns as wide as their words, long words folded."""

from __future__ import annotations

from typing import Any

from core.export import style
from core.export.drawing import ink
from core.export.text import plain, text_width, wrap
from core.i18n import ngettext, number

SIZE, PAD = 13.0, 10.0
MOST_LINES = 2


def row_height(lines: int = 1) -> float:
    """The height of a row of so many lines, in px."""
    return lines * SIZE * ink.LINE + PAD


def _widths(trace: dict[str, Any], width: float) -> list[float]:
    header, columns = trace["header"]["values"], trace["cells"]["values"]
    wanted = []
    for name, cells in zip(header, columns, strict=True):
        longest = max((text_width(str(cell), SIZE) for cell in cells), default=0.0)
        wanted.append(max(longest, text_width(str(name), SIZE, bold=True)) + 2 * PAD)
    over = sum(wanted) - width
    if over <= 0:
        return [w + (-over) / len(wanted) for w in wanted]
    # What is missing is taken from the widest columns: short ones stay whole, and so does every word of a heading.
    least = [_longest_word(str(name)) + 2 * PAD for name in header]
    if sum(least) > width:
        least = [0.0] * len(wanted)
    return _levelled(wanted, least, width)


def _longest_word(words: str) -> float:
    return max((text_width(word, SIZE, bold=True) for word in words.split(" ")), default=0.0)


def _levelled(wanted: list[float], least: list[float], width: float) -> list[float]:
    low, high = 0.0, max(wanted)
    for _step in range(40):
        middle = (low + high) / 2
        told = [max(floor, min(w, middle)) for w, floor in zip(wanted, least, strict=True)]
        low, high = (middle, high) if sum(told) < width else (low, middle)
    return [max(floor, min(w, low)) for w, floor in zip(wanted, least, strict=True)]


def _folded(trace: dict[str, Any], width: float) -> tuple[list[float], list[list[list[str]]]]:
    widths = _widths(trace, width)
    columns = [[str(name), *map(str, cells)] for name, cells in
               zip(trace["header"]["values"], trace["cells"]["values"], strict=True)]  # fmt: skip
    folded = [[_fold(cell, room - 2 * PAD, place == 0) for place, cell in enumerate(column)]
              for column, room in zip(columns, widths, strict=True)]  # fmt: skip
    return widths, [list(row) for row in zip(*folded, strict=True)]


def _fold(words: str, width: float, bold: bool) -> list[str]:
    lines = wrap(words, width, SIZE, bold=bold) or [""]
    return lines if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 1], lines[MOST_LINES - 1][:-1].rstrip() + "…"]


def draw_table(
    trace: dict[str, Any], layout: dict[str, Any], area: tuple[float, float, float, float], dark: bool
) -> str:
    """The header and as many rows as fit into the area, with a line that says how many rows are missing."""
    left, top, right, bottom = area
    widths, rows = _folded(trace, right - left)
    align = trace["cells"]["align"]
    parts, y, drawn = [], top, 0
    for place, row in enumerate(rows):
        tall = row_height(max(map(len, row)))
        if y + tall > bottom - SIZE * ink.LINE and place < len(rows) - 1:
            break
        parts.append(_row(row, widths, align, left, y, dark, place == 0))
        y += tall
        parts.append(ink.line(left, y, right, y, (style.QUIET if place == 0 else style.GRID).on(dark)))
        drawn = place
    missing = len(rows) - 1 - drawn + int((layout.get("meta") or {}).get("rows_left_out") or 0)
    if missing:
        text = ngettext("and {n} more row, see the table file", "and {n} more rows, see the table file", missing)
        parts.append(ink.text(plain(text.format(n=number(missing))), left, y + 12, 12, style.QUIET.on(dark)))
    return "".join(parts)


def _row(
    row: list[list[str]], widths: list[float], align: list[str], left: float, y: float, dark: bool, header: bool
) -> str:
    colour = (style.QUIET if header else style.INK).on(dark)
    parts, x = [], left
    for lines, width, side in zip(row, widths, align, strict=True):
        right = side == "right"
        at = x + width - PAD if right else x + (PAD if x > left else 0)
        words = "<br>".join(map(plain, lines))
        parts.append(ink.text(words, at, y + PAD / 2 + SIZE * ink.LINE / 2, SIZE, colour,
                              anchor="end" if right else None, weight=600 if header else None))  # fmt: skip
        x += width
    return "".join(parts)
