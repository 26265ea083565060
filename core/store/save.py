"""Writing one store: stage batches, merge them, fill the derived tables."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from core.model import Batch
from core.process import give_back
from core.store.db import create_store, merging_mb, most_mb
from core.store.staging import Staging

#: DuckDB lets go of what it kept when its limit falls below it, for a moment.
NEXT_TO_NOTHING_MB, LATER_MB = 64, 200
_FOLDER = Path(__file__).parent
_INSERT_FILE = """
INSERT INTO files (file_no, name, sha256, bytes, format, why, zone_rule, imported_at, records, rejected, degradations, mapping,
    packed_in, query, collected_on, accepted, merged, posts, accounts)
VALUES ($file_no, $name, $sha256, $bytes, $format, $why, $zone_rule, $imported_at, 0, 0, '{}', $mapping, $packed_in, $query, $collected_on, 0, 0, 0, 0)
"""
_FILE_TOTALS = (
    "UPDATE files SET records = $records, rejected = $rejected, degradations = $lost WHERE file_no = $file_no"
)
_INSERT_REJECTS = "INSERT INTO rejects SELECT $file_no, line, reason, raw FROM incoming"
_SCORE_INPUT = """
SELECT a.* REPLACE (coalesce(a.captured_at, n.assumed_at) AS captured_at)
FROM stage.accounts a LEFT JOIN stage.assumed n USING (account_no) ORDER BY account_no
"""
_INSERT_SCORES = "INSERT INTO bot_scores BY NAME SELECT * FROM incoming"
# A text is read only where a share of the same post carries a chain: "//@name:", or "RT @" twice.
_CASCADE_INPUT = r"""
WITH chained AS MATERIALIZED (
    SELECT DISTINCT share_of FROM posts
    WHERE kind = 'share' AND share_of IS NOT NULL
    AND (contains(text, '//') AND regexp_matches(text, '//\s*@')
        OR contains(text, 'RT @') AND regexp_matches(text, 'RT @.*RT @'))
)
SELECT p.post_no, p.post_key, p.platform, p.account_no, p.posted_at, p.kind, p.share_of, p.quote_of, p.reply_to, p.lang,
    CASE WHEN c.share_of IS NOT NULL THEN p.text END AS text,
    CASE WHEN c.share_of IS NOT NULL THEN a.handle END AS handle,
    CASE WHEN c.share_of IS NOT NULL THEN a.name END AS name,
    a.followers AS author_followers
FROM posts AS p
LEFT JOIN chained AS c ON c.share_of = coalesce(p.share_of, p.post_key)
LEFT JOIN accounts AS a ON a.account_no = p.account_no
WHERE kind <> 'original' OR post_key IN (SELECT coalesce(share_of, quote_of, reply_to) FROM posts WHERE kind <> 'original')
ORDER BY p.post_no
"""
_DROP_FILE = (
    "DELETE FROM files WHERE file_no = $file_no",
    "DELETE FROM rejects WHERE file_no = $file_no",
)
# Likely parents repeat shares, and pairs with links in common would drown them: they place only who has no other link.
_GRAPH_INPUT = """
WITH spread AS (SELECT * FROM graph_links WHERE kind IN ('share', 'quote', 'reply', 'mention')),
placed AS (SELECT source_no AS account_no FROM spread UNION SELECT target_no FROM spread)
FROM spread
UNION ALL
SELECT * FROM graph_links
WHERE kind IN ('same_link', 'tie') AND NOT (source_no IN (FROM placed) AND target_no IN (FROM placed))
ORDER BY ALL
"""


def statements(path: Path) -> dict[str, str]:
    """The statements of a ``.sql`` file by the names in their ``-- name:`` lines, in order."""
    parts = re.split(r"^-- name: (\w+)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


MERGE = statements(_FOLDER / "merge.sql")
CARRY = statements(_FOLDER / "carry.sql")
#: Steps that come before the scores; the others fill the tables.
_MERGING = ("keys", "united", "merged", "accounts", "assumed")
GRAPH = statements(_FOLDER / "graph.sql")


@dataclass
class FileEntry:
    """What is known of a file before its first record is read."""

    name: str
    sha256: str
    bytes: int
    format: str
    why: str
    zone_rule: str = ""
    mapping: str = ""
    packed_in: str = ""
    query: str = ""
    collected_on: str = ""
    records: int = 0
    rejected: int = 0
    degradations: Counter[str] = field(default_factory=Counter)


class StoreWriter:
    """A store under construction at ``path``; what is staged lies in memory, and on disk where that ends."""

    def __init__(self, path: Path) -> None:
        self._path, self._staged_bytes, self._memory_mb = path, 0, most_mb()
        self.con = create_store(path)
        self._staging = Staging(self.con)
        self._next_file = 1

    def carry_over(self, old: Path) -> None:
        """Stage everything that the build before held."""
        _attach(self.con, old, "old", read_only=True)
        self._staged_bytes += old.stat().st_size * 3  # a store on disk is packed about so much
        for sql in CARRY.values():
            self.con.execute(sql)
        self.con.execute("DETACH old")
        self._next_file = _scalar(self.con, "SELECT coalesce(max(file_no), 0) + 1 FROM files")

    def start_file(self, entry: FileEntry) -> int:
        """Enter a file into the accounting; returns its number in this store."""
        file_no, self._next_file = self._next_file, self._next_file + 1
        names = (
            "name",
            "sha256",
            "bytes",
            "format",
            "why",
            "zone_rule",
            "mapping",
            "packed_in",
            "query",
            "collected_on",
        )
        about = {name: getattr(entry, name) for name in names}
        self.con.execute(_INSERT_FILE, {"file_no": file_no, "imported_at": datetime.now(UTC), **about})
        return file_no

    def add(self, file_no: int, batch: Batch, entry: FileEntry) -> None:
        """Stage one batch of a file and add it to the file's accounting."""
        for name, table in batch.tables.items():
            if not table.num_rows:
                continue
            self._staged_bytes += table.nbytes
            if name == "rejects":
                with _incoming(self.con, table):
                    self.con.execute(_INSERT_REJECTS, {"file_no": file_no})
                entry.rejected += table.num_rows
            else:
                self._staging.add(name, table, file_no)
        entry.records += batch.records
        entry.degradations.update(batch.degradations)

    def end_file(self, file_no: int, entry: FileEntry) -> None:
        """Write the file's totals."""
        lost = json.dumps(dict(entry.degradations), ensure_ascii=False)
        values = {"records": entry.records, "rejected": entry.rejected, "lost": lost, "file_no": file_no}
        self.con.execute(_FILE_TOTALS, values)

    def drop_file(self, file_no: int) -> None:
        """Take back a file that could not be read to its end."""
        self._staging.drop_file(file_no)
        for sql in _DROP_FILE:
            self.con.execute(sql, {"file_no": file_no})

    def merge(self) -> pd.DataFrame:
        """Merge what was staged; returns the accounts with their newest profile, for scoring."""
        self._memory_mb = merging_mb(self._staged_bytes)
        self._limit(self._memory_mb)
        self._staging.show()
        for name in _MERGING:
            self._step(name)
        return self.con.execute(_SCORE_INPUT).df()

    def save_scores(self, scores: pd.DataFrame) -> None:
        """Store the scores (columns of bot_scores); must come before ``save_posts``."""
        with _incoming(self.con, pa.Table.from_pandas(scores, preserve_index=False)):
            self.con.execute(_INSERT_SCORES)

    def save_posts(self) -> Iterator[float]:
        """Fill posts, their details, the accounting and the cube, yielding the share done after each step."""
        steps = [name for name in MERGE if name not in _MERGING]
        for done, name in enumerate(steps, start=1):
            self._step(name)
            yield done / len(steps)
        self._staging.close()
        self._give_back_memory()

    def _step(self, name: str) -> None:
        """One statement of merge.sql, with more memory where it cannot be done with so little."""
        while True:
            try:
                self.con.execute(MERGE[name])
                return
            except duckdb.OutOfMemoryException:  # the statement changed nothing
                if self._memory_mb >= most_mb():
                    raise
                self._memory_mb = min(1.5 * self._memory_mb, most_mb())
                self._limit(self._memory_mb)

    def _limit(self, megabytes: float) -> None:
        self.con.execute("SET memory_limit = $limit", {"limit": f"{megabytes:.0f}MB"})

    def _give_back_memory(self) -> None:
        """Keep in memory neither what was staged nor blocks that are on the disk: the cascades need the room."""
        self.con.execute("CHECKPOINT")
        with suppress(duckdb.OutOfMemoryException):  # it cannot let go of that much: then it keeps all
            self._limit(NEXT_TO_NOTHING_MB)
        self._limit(max(self._memory_mb, LATER_MB))
        give_back()

    def cascade_input(self) -> pd.DataFrame:
        """Posts that stand in a cascade, in the columns that core.analysis.cascades wants."""
        found = self.con.sql(_CASCADE_INPUT).to_arrow_table()
        self._give_back_memory()
        return found.to_pandas(split_blocks=True, self_destruct=True)

    def graph_input(self) -> pd.DataFrame:
        """The links that place accounts on the map, after all kinds of link were found; needs the cascades."""
        for sql in GRAPH.values():
            self.con.execute(sql)
        return self.con.execute(_GRAPH_INPUT).df()

    def save(self, table: str, frame: pd.DataFrame) -> None:
        """Fill one derived table from a frame with its columns."""
        if frame.empty:
            return
        with _incoming(self.con, pa.Table.from_pandas(frame, preserve_index=False)):
            self.con.execute(_DERIVED_INSERTS[table])

    def note(self, key: str, value: str) -> None:
        """Remember a fact about this build (table meta)."""
        self.con.execute("INSERT OR REPLACE INTO meta VALUES ($key, $value)", {"key": key, "value": value})

    def finish(self) -> None:
        """Close the store."""
        self.con.execute("CHECKPOINT")
        self.con.close()

    def abandon(self) -> None:
        """Close and delete the unfinished store; the one before stays as it was."""
        self.con.close()
        self._path.unlink(missing_ok=True)


_DERIVED_INSERTS = {
    "cascades": "INSERT INTO cascades BY NAME SELECT * FROM incoming",
    "cascade_links": "INSERT INTO cascade_links BY NAME SELECT * FROM incoming",
    "cascade_breadth": "INSERT INTO cascade_breadth BY NAME SELECT * FROM incoming",
    "cascade_influence": "INSERT INTO cascade_influence BY NAME SELECT * FROM incoming",
    # The maximum of structs is a fifth of the cost of arg_max over them.
    "graph_nodes": """
INSERT INTO graph_nodes BY NAME
WITH spoken AS (SELECT account_no, lang, sum(n) AS n FROM account_cube GROUP BY ALL),
main AS (SELECT account_no, max({'n': n, 'lang': lang}) AS top FROM spoken GROUP BY account_no)
SELECT incoming.*, main.top.lang AS lang FROM incoming LEFT JOIN main USING (account_no) ORDER BY account_no
""",
    "graph_communities": "INSERT INTO graph_communities BY NAME SELECT * FROM incoming",
}


@contextmanager
def _incoming(con: duckdb.DuckDBPyConnection, table: pa.Table) -> Iterator[None]:
    con.register("incoming", table)
    try:
        yield
    finally:
        con.unregister("incoming")


def _attach(con: duckdb.DuckDBPyConnection, path: Path, alias: str, *, read_only: bool = False) -> None:
    # NOTE: ATTACH takes no bound parameters; the alias is ours and the path is quoted as a SQL text.
    quoted = "'" + str(path).replace("'", "''") + "'"
    con.execute(f"ATTACH {quoted} AS {alias}" + (" (READ_ONLY)" if read_only else ""))


def _scalar(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = con.execute(sql).fetchone()
    return int(row[0]) if row else 0
