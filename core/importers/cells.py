"""Columns of a table as clean Arrow columns: texts, ids, counts, kinds."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.importers.mapping import KIND_WORDS, Mapping
from core.importers.texts import raw_text

NOTHING = pa.array(["", "NA", "N/A", "nan", "NaN", "None", "none", "null", "NULL", "-"])
_TRUE = pa.array(["true", "t", "yes", "y", "1", "1.0"])
_FALSE = pa.array(["false", "f", "no", "n", "0", "0.0"])
_DAMAGED = r"^\d(?:[.,]\d+)?[eE]\+?\d+$|^\d{16,}\.0$"
DAMAGED = "id damaged by a spreadsheet program"
_WHOLE_FLOAT = 2.0**53


def empty_column(rows: int, kind: pa.DataType | None = None) -> pa.Array:
    """Nulls, one per row."""
    return pa.nulls(rows, kind or pa.string())


def flat(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """The column in one piece."""
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def text_column(table: pa.Table, name: str | None, *, keep_words: bool = False) -> pa.Array:
    """The column as trimmed text, null where a cell says nothing; ``keep_words`` leaves texts as they are."""
    if name is None or name not in table.column_names:
        return empty_column(table.num_rows)
    column = flat(table[name])
    texts = column if column.type == pa.string() else column.cast(pa.string())
    if keep_words:
        return texts
    texts = pc.utf8_trim_whitespace(texts)
    blank = pc.is_in(texts, NOTHING)
    return pc.if_else(blank, pa.scalar(None, pa.string()), texts) if pc.any(blank).as_py() else texts


def id_column(table: pa.Table, name: str | None, degradations: Counter[str]) -> pa.Array:
    """Ids as text; those that a spreadsheet program or a float rounded become null and are counted."""
    if name is not None and name in table.column_names and pa.types.is_floating(table[name].type):
        return _ids_of_floats(flat(table[name]), degradations)
    texts = text_column(table, name)
    texts = pc.replace_substring_regex(texts, r"^(\d{1,15})\.0$", r"\1")
    damaged = pc.fill_null(pc.match_substring_regex(texts, _DAMAGED), False)
    return _without(texts, damaged, degradations)


def _ids_of_floats(column: pa.Array, degradations: Counter[str]) -> pa.Array:
    damaged = pc.fill_null(pc.greater_equal(column, _WHOLE_FLOAT), False)
    whole = pc.if_else(pc.is_nan(column), pa.scalar(None, column.type), column)
    return _without(whole.cast(pa.int64(), safe=False).cast(pa.string()), damaged, degradations)


def _without(ids: pa.Array, damaged: pa.Array, degradations: Counter[str]) -> pa.Array:
    count = pc.sum(damaged).as_py() or 0
    if not count:
        return ids
    degradations[DAMAGED] += count
    return pc.if_else(damaged, pa.scalar(None, pa.string()), ids)


def count_column(table: pa.Table, name: str | None) -> pa.Array:
    """Whole numbers, null where the cell is not one."""
    if name is None or name not in table.column_names:
        return empty_column(table.num_rows, pa.int64())
    column = flat(table[name])
    if pa.types.is_integer(column.type):
        return column.cast(pa.int64())
    texts = pc.replace_substring_regex(text_column(table, name), "[,\\s\u00a0']|\\.0+$", "")
    is_number = pc.fill_null(pc.match_substring_regex(texts, r"^\d{1,18}$"), False)
    return pc.if_else(is_number, texts, pa.scalar(None, pa.string())).cast(pa.int64())


def account_ids(table: pa.Table, mapping: Mapping, handles: pa.Array, degradations: Counter[str]) -> pa.Array:
    """The platform's account ids, else ``@handle`` in small letters, else ``name:`` and the name shown."""
    keys = pc.binary_join_element_wise("@", pc.utf8_lower(handles), "")
    names = pc.binary_join_element_wise("name:", text_column(table, mapping.name), "")
    return pc.coalesce(id_column(table, mapping.account_id, degradations), keys, names)


def account_keys(table: pa.Table, account: str | None, handle: str | None) -> tuple[pa.Array, pa.Array]:
    """Account ids, else ``@handle`` in small letters, of the columns named, and the handles."""
    handles = pc.utf8_ltrim(text_column(table, handle), "@")
    keys = pc.binary_join_element_wise("@", pc.utf8_lower(handles), "")
    return pc.coalesce(id_column(table, account, Counter()), keys), handles


def flag_column(table: pa.Table, name: str | None) -> pa.Array:
    """True or false, null where the cell says neither."""
    if name is not None and name in table.column_names and pa.types.is_boolean(table[name].type):
        return flat(table[name])
    texts = pc.utf8_lower(text_column(table, name))
    known = pc.or_(pc.is_in(texts, _TRUE), pc.is_in(texts, _FALSE))
    return pc.if_else(known, pc.is_in(texts, _TRUE), pa.scalar(None, pa.bool_()))


def kinds_of(table: pa.Table, mapping: Mapping, texts: pa.Array) -> np.ndarray:
    """The kind of each row: share, then reply, then quote, then original."""
    kinds = np.full(table.num_rows, "original", object)
    words = text_column(table, mapping.kind)
    stated = np.array([KIND_WORDS.get((word or "").lower()) for word in words.to_pylist()] if mapping.kind else [None])
    for kind, field in (("quote", mapping.quote_of), ("reply", mapping.reply_to), ("share", mapping.share_of)):
        if field is not None and field in table.column_names:
            kinds[text_column(table, field).is_valid().to_numpy(zero_copy_only=False)] = kind
        kinds[np.broadcast_to(stated == kind, kinds.shape)] = kind
    if mapping.is_share:
        kinds[pc.fill_null(flag_column(table, mapping.is_share), False).to_numpy(zero_copy_only=False)] = "share"
    if mapping.platform == "x" and not (mapping.kind or mapping.is_share or mapping.share_of):
        kinds[pc.fill_null(pc.starts_with(texts, "RT @"), False).to_numpy(zero_copy_only=False)] = "share"
    return kinds


def row_text(table: pa.Table, place: int) -> str:
    """One row as a line of CSV, for the rejects."""
    line = io.StringIO()
    values: list[Any] = [column[place].as_py() for column in table.columns]
    csv.writer(line, lineterminator="").writerow(["" if value is None else value for value in values])
    return raw_text(line.getvalue())
