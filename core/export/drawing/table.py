"""A table as a picture: columns as wide as their words, long words folded."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate
from typing import Any

from core.export import style
from core.export.drawing import ink
from core.export.text import joined, plain, text_width, wrap
from core.i18n import ngettext, number

SIZE, PAD = 13.0, 10.0
#: Lines of a cell; in a narrow picture columns are few and narrow, and a date needs three.
MOST_LINES, MOST_LINES_NARROW, NARROW = 2, 3, 620
#: A longer word of a text may be broken, so that it does not push other columns out.
LONG_WORD = 90.0
FEWEST_COLUMNS = 2


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
    # What is missing is taken from the widest columns: short ones stay whole, and so does every word.
    return _levelled(wanted, _least(trace), width)


def _least(trace: dict[str, Any]) -> list[float]:
    """The width below which a word of each column would be broken; of texts, only very long words may be."""
    return [
        max(_longest_word([name], bold=True), min(LONG_WORD, _longest_word(cells))) + 2 * PAD + 1
        for name, cells in zip(trace["header"]["values"], trace["cells"]["values"], strict=True)
    ]


def _longest_word(cells: Iterable[object], *, bold: bool = False) -> float:
    return max((text_width(word, SIZE, bold=bold) for cell in cells for word in str(cell).split(" ")), default=0.0)


def _fitting(trace: dict[str, Any], width: float) -> tuple[dict[str, Any], int]:
    """The table with as many of its first columns as have room for their words, and how many were left out."""
    least = _least(trace)
    kept = max(FEWEST_COLUMNS, sum(1 for total in accumulate(least) if total <= width))
    if kept >= len(least):
        return trace, 0
    header, cells = trace["header"], trace["cells"]
    header = {**header, "values": header["values"][:kept]}
    cells = {**cells, "values": cells["values"][:kept], "align": cells["align"][:kept]}
    return {**trace, "header": header, "cells": cells}, len(least) - kept


def _levelled(wanted: list[float], least: list[float], width: float) -> list[float]:
    if sum(least) > width:
        least = [width / len(wanted)] * len(wanted)
    low, high = 0.0, max(wanted)
    for _step in range(40):
        middle = (low + high) / 2
        told = [max(floor, min(w, middle)) for w, floor in zip(wanted, least, strict=True)]
        low, high = (middle, high) if sum(told) < width else (low, middle)
    return [max(floor, min(w, low)) for w, floor in zip(wanted, least, strict=True)]


def _folded(trace: dict[str, Any], width: float) -> tuple[list[float], list[list[list[str]]]]:
    widths = _widths(trace, width)
    most = MOST_LINES_NARROW if width < NARROW else MOST_LINES
    columns = [[str(name), *map(str, cells)] for name, cells in
               zip(trace["header"]["values"], trace["cells"]["values"], strict=True)]  # fmt: skip
    folded = [[_fold(cell, room - 2 * PAD, most, place == 0) for place, cell in enumerate(column)]
              for column, room in zip(columns, widths, strict=True)]  # fmt: skip
    return widths, [list(row) for row in zip(*folded, strict=True)]


def _fold(words: str, width: float, most: int, bold: bool) -> list[str]:
    lines = wrap(words, width, SIZE, bold=bold) or [""]
    return lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1][:-1].rstrip() + "…"]


def draw_table(
    trace: dict[str, Any], layout: dict[str, Any], area: tuple[float, float, float, float], dark: bool
) -> str:
    """The header and as many rows as fit into the area, with a line that says how many rows are missing."""
    left, top, right, bottom = area
    trace, columns_left_out = _fitting(trace, right - left)
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
    told = joined(_left_out(missing, columns_left_out), right - left, 12)
    parts += [
        ink.text(plain(line), left, y + 12 + place * 12 * ink.LINE, 12, style.QUIET.on(dark))
        for place, line in enumerate(told)
    ]
    return "".join(parts)


def _left_out(rows: int, columns: int) -> list[str]:
    told = []
    if rows:
        text = ngettext("and {n} more row, see the table file", "and {n} more rows, see the table file", rows)
        told.append(text.format(n=number(rows)))
    if columns:
        text = ngettext("{n} more column in the table file", "{n} more columns in the table file", columns)
        told.append(text.format(n=number(columns)))
    return told


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
