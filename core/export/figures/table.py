"""A table as a figure: what a picture, a PDF or a page of it is drawn from."""

from __future__ import annotations

from typing import Any

import pandas as pd

from core.export import style
from core.i18n import number

#: Rows of a picture; files hold all of them.
MOST_ROWS = 25


def table_figure(shown: pd.DataFrame, dark: bool, most: int = MOST_ROWS) -> dict[str, Any]:
    """The first rows as Plotly's trace ``table``; columns of numbers stand right, with the marks of the language."""
    head = shown.head(most)
    columns = [head.iloc[:, place] for place in range(head.shape[1])]
    numeric = [pd.api.types.is_numeric_dtype(column) for column in columns]
    cells = [
        [number(value) if right and not _is_null(value) else _word(value) for value in column]
        for column, right in zip(columns, numeric, strict=True)
    ]
    align = ["right" if right else "left" for right in numeric]
    ink, line = style.INK.on(dark), style.RULE.on(dark)
    look = {"align": align, "fill": {"color": style.PAPER.on(dark)}, "line": {"color": line, "width": 1}}
    table = {
        "type": "table",
        "header": {"values": [str(name) for name in shown.columns], **look, "font": {"color": style.QUIET.on(dark)}},
        "cells": {"values": cells, **look, "font": {"color": ink}},
    }
    return {"data": [table], "layout": style.layout(dark, meta={"rows_left_out": max(0, len(shown) - most)})}


def _word(value: object) -> str:
    return "–" if _is_null(value) else str(value)


def _is_null(value: object) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or value != value
