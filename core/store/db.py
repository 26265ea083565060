"""Opening a store and reading from it: one cursor per query, results fetched whole."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from core.errors import CaseError
from core.i18n import _

SCHEMA = Path(__file__).with_name("schema.sql")
#: DuckDB's default is 80 % of the machine; readers share it with the browser and the reporter's other work.
READER_MEMORY = "1GB"
WRITER_MEMORY = "6GB"


class Store:
    """A store opened for reading; safe to share between sessions because every read has its own cursor."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def frame(self, sql: str, params: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """The rows of one query as a frame; times come back as the query wrote them."""
        with self._con.cursor() as cursor:
            return cursor.execute(sql, dict(params or {})).df()

    def row(self, sql: str, params: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The only row of one query, as a dict; empty where there is none. Times must be cast to text."""
        with self._con.cursor() as cursor:
            cursor.execute(sql, dict(params or {}))
            names = [column[0] for column in cursor.description or []]
            rows = cursor.fetchall()
        return dict(zip(names, rows[0], strict=True)) if rows else {}

    def close(self) -> None:
        """Close the file."""
        self._con.close()


def open_store(path: Path) -> Store:
    """A store opened read-only; raises CaseError where the file is missing or damaged."""
    if not path.is_file():
        raise CaseError(_("The data of this case is missing."), file=path.name, remedy=_("Import its files once more."))
    try:
        con = duckdb.connect(str(path), read_only=True)
        con.execute("SET TimeZone = 'UTC'")
        con.execute("SET memory_limit = $limit", {"limit": READER_MEMORY})
    except duckdb.Error as error:
        raise CaseError(
            _("The data of this case cannot be opened: {error}.").format(error=error),
            file=path.name,
            remedy=_("Run “python -m core analyse” for this case to build it anew."),
        ) from error
    return Store(con)


def create_store(path: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A new, empty store with every table of schema.sql; in memory where no path is given."""
    con = duckdb.connect(str(path) if path else ":memory:")
    con.execute("SET TimeZone = 'UTC'")
    con.execute("SET memory_limit = $limit", {"limit": WRITER_MEMORY})
    con.execute("SET preserve_insertion_order = true")
    con.execute(SCHEMA.read_text(encoding="utf-8"))
    return con
