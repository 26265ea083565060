"""Numbers of every table stand in the manner of the language, unless their column says otherwise."""

from __future__ import annotations

import ast
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st

from pages.shared.table import localized

PAGES = Path(__file__).resolve().parents[3] / "pages"
#: Tables of words only, and those of pages that are changed elsewhere.
WITHOUT_NUMBERS = {"imports/choose.py", "bot_scores/doubt.py"}


def form(column: object) -> object:
    return column["type_config"].get("format") if isinstance(column, dict) and "type_config" in column else None


def test_counts_and_shares_are_localized_and_other_columns_are_left_alone() -> None:
    table = pd.DataFrame({"n": [1234], "share": [0.5], "own": [2.5], "named": [1], "said": ["a"], "yes": [True]})
    own = {
        "own": st.column_config.NumberColumn("Own", format="%.1f"), "named": "Called so", "said": "Said",
        "share": st.column_config.NumberColumn("Share", help="of all"),
    }  # fmt: skip
    found = localized(table, own)
    assert [form(found[name]) for name in ("n", "share", "own", "named")] == [
        "localized",
        "localized",
        "%.1f",
        "localized",
    ]
    assert found["named"]["label"] == "Called so" and found["share"]["help"] == "of all"
    assert found["said"] == "Said" and "yes" not in found


@pytest.mark.parametrize("path", sorted(PAGES.rglob("*.py")), ids=lambda path: path.relative_to(PAGES).as_posix())
def test_no_page_draws_a_table_past_it(path: Path) -> None:
    if path.relative_to(PAGES).as_posix() in WITHOUT_NUMBERS | {"shared/table.py"}:
        return
    calls = [node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    past = [
        f
        for f in calls
        if isinstance(f, ast.Attribute) and f.attr == "dataframe" and getattr(f.value, "id", "") == "st"
    ]
    assert not past, "draw_table of pages.shared.table writes numbers as the reader does"
