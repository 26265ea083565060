"""A table on a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

LOCALIZED = "localized"


def draw_table(table: pd.DataFrame, **options: Any) -> Any:  # noqa: ANN401 - as st.dataframe has it
    """What ``st.dataframe`` returns for the table, without its index, with numbers in the manner of the language.

    Columns of numbers get the format "localized", which words.js answers in the language of the page, unless they have
    another one.
    """
    wanted = localized(table, options.pop("column_config", None))
    return st.dataframe(table, hide_index=True, column_config=wanted, **options)


def localized(table: pd.DataFrame, config: Mapping[str, Any] | None) -> dict[str, Any]:
    """The configuration of the columns with a format for every number."""
    wanted = dict(config or {})
    for name in table.columns:
        column = wanted.get(name)
        if not pd.api.types.is_numeric_dtype(table[name]) or pd.api.types.is_bool_dtype(table[name]):
            continue
        if column is None or isinstance(column, str):
            wanted[name] = st.column_config.NumberColumn(column, format=LOCALIZED)
        elif (kind := column.get("type_config") or {}).get("type") == "number" and not kind.get("format"):
            wanted[name] = {**column, "type_config": {**kind, "format": LOCALIZED}}
    return wanted
