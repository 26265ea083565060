"""What was read and is not merged yet: as Arrow, where nothing is copied; what is more in DuckDB, which spills to disk."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from core.model import BATCH_SCHEMAS

#: Taking Arrow over into DuckDB costs as much as reading a table does, so that only large imports pay it.
MOST_ARRIVED_BYTES = 400_000_000
_ARROW_TO_SQL = {
    "string": "VARCHAR",
    "bool": "BOOLEAN",
    "int32": "INTEGER",
    "int64": "BIGINT",
    "timestamp[us, tz=UTC]": "TIMESTAMPTZ",
    "double": "DOUBLE",
}
_WITH_FILE = ("posts", "metrics", "profiles", "other_scores")
_WITH_CARRIED = ("posts", "other_scores")
_SIGHTINGS = """
CREATE TABLE stage.sightings (platform VARCHAR, post_id VARCHAR, file_no INTEGER, line BIGINT, is_primary BOOLEAN)
"""
# Constant statements per table: names of tables are never taken from input.
_NAMES = tuple(name for name in BATCH_SCHEMAS if name != "rejects")
_POUR = {name: f"INSERT INTO stage.{name} BY NAME SELECT * FROM arrived_{name}" for name in _NAMES}  # noqa: S608
_DROP = tuple(f"DELETE FROM stage.{name} WHERE file_no = $file_no" for name in _WITH_FILE)  # noqa: S608
_VIEWS = {
    name: f"""
CREATE OR REPLACE TEMP VIEW staged_{name} AS SELECT * FROM stage.{name} UNION ALL BY NAME SELECT * FROM arrived_{name}
"""  # noqa: S608
    for name in _NAMES
}

#: Columns with few different words.
_FEW_WORDS = {
    "posts": ("platform", "kind", "lang", "lang_source", "time_quality", "client", "text"),  # shares repeat a text
    "tags": ("tag",),
    "links": ("domain",),
    "media": ("media_type",),
}


class Staging:
    """Batches on their way into a store; SQL reads them as ``staged_posts``, ``staged_links`` … after ``show``."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con
        # Not a file: what is staged would be written and packed only to be read once. It spills where memory ends.
        con.execute("ATTACH ':memory:' AS stage")
        self._schemas = {name: _schema(name) for name in _NAMES}
        for name, schema in self._schemas.items():
            con.execute(_create_table(name, schema))
        con.execute(_SIGHTINGS)
        self._arrived: dict[str, list[tuple[int, pa.Table]]] = {name: [] for name in _NAMES}
        self._arrived_bytes = 0

    def add(self, name: str, table: pa.Table, file_no: int) -> None:
        """Stage one table of a batch of a file."""
        if name in _WITH_FILE:
            table = table.append_column("file_no", pa.repeat(pa.scalar(file_no, pa.int32()), table.num_rows))
        if name in _WITH_CARRIED:
            table = table.append_column("carried", pa.repeat(False, table.num_rows))
        table = _packed(table, _FEW_WORDS.get(name, ()))
        self._arrived[name].append((file_no, table))
        self._arrived_bytes += table.nbytes
        if self._arrived_bytes > MOST_ARRIVED_BYTES:
            self._pour()

    def _pour(self) -> None:
        self._register()
        for name, sql in _POUR.items():
            self._con.execute(sql)
            self._arrived[name].clear()
        self._register()
        self._arrived_bytes = 0

    def _register(self) -> None:
        for name, found in self._arrived.items():
            tables = [table for _file_no, table in found] or [self._schemas[name].empty_table()]
            self._con.register(f"arrived_{name}", pa.concat_tables(tables))

    def drop_file(self, file_no: int) -> None:
        """Take back a file."""
        for name, found in self._arrived.items():
            self._arrived[name] = [(number, table) for number, table in found if number != file_no]
        for sql in _DROP:
            self._con.execute(sql, {"file_no": file_no})

    def show(self) -> None:
        """Let SQL see all that was staged."""
        self._register()
        for sql in _VIEWS.values():
            self._con.execute(sql)

    def close(self) -> None:
        """Give back the memory and the disk that it took."""
        for found in self._arrived.values():
            found.clear()
        self._register()
        self._con.execute("DETACH stage")


def _packed(table: pa.Table, columns: tuple[str, ...]) -> pa.Table:
    """The same table, each word of these columns held once: a tenth of what is staged."""
    for name in columns:
        place = table.schema.get_field_index(name)
        table = table.set_column(place, name, table.column(place).dictionary_encode())
    return table


def _schema(name: str) -> pa.Schema:
    schema = BATCH_SCHEMAS[name]
    if name in _WITH_FILE:
        schema = schema.append(pa.field("file_no", pa.int32()))
    return schema.append(pa.field("carried", pa.bool_())) if name in _WITH_CARRIED else schema


def _create_table(name: str, schema: pa.Schema) -> str:
    columns = ", ".join(f"{field.name} {_ARROW_TO_SQL[str(field.type)]}" for field in schema)
    return f"CREATE TABLE stage.{name} ({columns})"
