"""Tables as pictures: no word is broken to save room; what does not fit is left out, and said to be."""

from __future__ import annotations

import re

import pandas as pd

from core.export.drawing.table import _fitting, _widths, draw_table
from core.export.figures.table import table_figure
from core.export.text import text_width
from core.i18n import speaking

WIDE = pd.DataFrame(
    {"Корневой пост": ["Video: Chinese restaurants are on fire after a panic"], "Платформа": ["X"],
     "Начат": ["8 февр."], "Посты": [1644], "Указанные связи": ["31 %"], "Аккаунты": [12345]}
)  # fmt: skip


def drawn(width: float) -> str:
    spec = table_figure(WIDE, dark=False)
    return draw_table(spec["data"][0], spec["layout"], (0, 0, width, 400), dark=False)


def words(svg: str) -> list[str]:
    return [text for text in re.split(r"<[^>]*>", svg) if text.strip()]


def test_a_wide_picture_holds_every_column():
    assert "column" not in drawn(900) and {"Платформа", "Аккаунты"} <= set(words(drawn(900)))


def test_a_narrow_one_leaves_the_last_columns_out_and_says_how_many():
    with speaking("ru"):
        told = words(drawn(300))
    assert "Платформа" in told and "Аккаунты" not in told
    assert any("ещё 3 столбца" in text or "ещё 4 столбца" in text for text in told)


def test_no_word_of_a_heading_is_broken_at_any_width():
    trace = table_figure(WIDE, dark=False)["data"][0]
    for width in range(260, 1000, 20):
        kept, _left_out = _fitting(trace, width)
        for name, room in zip(kept["header"]["values"], _widths(kept, width), strict=True):
            assert max(text_width(word, 13, bold=True) for word in name.split()) <= room - 20
