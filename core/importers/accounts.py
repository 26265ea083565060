"""Tables of accounts without posts: each record is a profile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from core.importers.base import Source
from core.importers.cells import text_column
from core.importers.columnar import NO_DATE
from core.importers.declared import read_mapped, with_column
from core.importers.mapping import Mapping
from core.model import BATCH_SCHEMAS, Batch

NO_ACCOUNT = "no id and no name of an account"
#: Any moment will do: the row is read as a post first, and only its profile is kept.
_ANY_TIME = "2020-01-01T00:00:01Z"


def read_accounts(source: Source, mapping: Mapping) -> Iterator[Batch]:
    """Batches of profiles; a row without an account is a reject."""
    values = mapping.to_dict() | {"posted_at": "· time"}
    for field in ("post_id", "kind", "is_share", "share_of", "quote_of", "reply_to"):
        values.pop(field, None)

    def timed(table: pa.Table, _lost: Counter[str]) -> pa.Table:
        named = pc.coalesce(*(text_column(table, name) for name in (mapping.account_id, mapping.handle, mapping.name)))
        return with_column(table, "· time", pc.if_else(named.is_valid(), _ANY_TIME, ""))

    for batch in read_mapped(source, Mapping.from_dict(values), prepare=timed):
        yield _profiles_only(batch)


def _profiles_only(batch: Batch) -> Batch:
    tables = {name: schema.empty_table() for name, schema in BATCH_SCHEMAS.items()}
    tables["profiles"] = batch.tables["profiles"]
    rejects = batch.tables["rejects"]
    reasons = [NO_ACCOUNT if reason == NO_DATE else reason for reason in rejects["reason"].to_pylist()]
    place = rejects.column_names.index("reason")
    tables["rejects"] = rejects.set_column(place, "reason", pa.array(reasons, pa.string()))
    kept = {name: n for name, n in batch.degradations.items() if not name.startswith("no post id")}
    return Batch(tables, batch.records, Counter(kept), batch.bytes_read)
