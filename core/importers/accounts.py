"""Tables of accounts without posts: each record is a profile."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from core.importers.base import Source
from core.importers.declared import read_mapped, with_column
from core.importers.mapping import Mapping
from core.model import BATCH_SCHEMAS, Batch

NO_ACCOUNT = "no id and no name of an account"
#: Any moment will do: the row is read as a post first, and only its profile is kept.
_ANY_TIME = "2020-01-01T00:00:00Z"


def read_accounts(source: Source, mapping: Mapping) -> Iterator[Batch]:
    """Batches of profiles; a row without an account is a reject."""
    values = mapping.to_dict() | {"posted_at": "· time"}
    for field in ("post_id", "kind", "is_share", "share_of", "quote_of", "reply_to"):
        values.pop(field, None)
    for batch in read_mapped(source, Mapping.from_dict(values), prepare=lambda table, _lost: _timed(table)):
        yield _profiles_only(batch)


def _timed(table: pa.Table) -> pa.Table:
    return with_column(table, "· time", [_ANY_TIME] * table.num_rows)


def _profiles_only(batch: Batch) -> Batch:
    posts, rejects = batch.tables["posts"], batch.tables["rejects"]
    nobody = posts.filter(pc.is_null(posts["account_id"]))["line"]
    fresh = [nobody, pa.array([NO_ACCOUNT] * len(nobody), pa.string()), pa.nulls(len(nobody), pa.string())]
    tables = {name: schema.empty_table() for name, schema in BATCH_SCHEMAS.items()}
    tables["profiles"] = batch.tables["profiles"]
    tables["rejects"] = pa.concat_tables([rejects, pa.table(fresh, schema=BATCH_SCHEMAS["rejects"])])
    kept = {
        name: n for name, n in batch.degradations.items() if name.startswith(("id damaged", "row shorter", "read as"))
    }
    return Batch(tables, batch.records, type(batch.degradations)(kept), batch.bytes_read)
