"""Posts of X as TAGS archives them in a Google sheet.

``created_at`` is UTC. The column ``time`` is the clock of the sheet with a false "Z", so it is never read as UTC.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from core.i18n import _
from core.importers.base import Match, Sample, Source
from core.importers.dates import NO_TIME, DateReader
from core.importers.declared import column_list, matched, note, read_mapped, with_column
from core.importers.mapping import Mapping
from core.importers.texts import client_name
from core.model import Batch

NAME = "tags"
TITLE = "TAGS (Google Sheets)"
_NEEDED = ("id_str", "from_user", "text", "created_at", "time", "from_user_id_str")
_LISTS = {"tags": "hashtags", "links": "urls", "mentions": "user_mentions", "media": "media"}
_MAPPING = Mapping(
    post_id="id_str",
    posted_at="created_at",
    text="text",
    account_id="from_user_id_str",
    handle="from_user",
    lang="lang",
    reply_to="in_reply_to_status_id_str",
    reply_to_account="in_reply_to_user_id_str",
    reply_to_handle="in_reply_to_screen_name",
    url="status_url",
    client="· client",
    followers="user_followers_count",
    following="user_friends_count",
    location="user_location",
    tags="· tags",
    links="· links",
    mentions="· mentions",
    media="· media",
    platform="x",
)
CLOCK = "the sheet's own time (column “time”) differs from UTC and was left aside"


def sniff(sample: Sample) -> Match | None:
    """The match where the columns of a TAGS archive sheet are there."""
    return matched(sample, NAME, _NEEDED, _("The columns of a TAGS archive sheet."))


def read(source: Source) -> Iterator[Batch]:
    """Batches of the posts."""
    return read_mapped(source, _MAPPING, prepare=_prepared)


def _prepared(table: pa.Table, lost: Counter[str]) -> pa.Table:
    stated = DateReader(None, None).read(table["created_at"]).us
    clock = DateReader(None, None).read(table["time"]).us
    both = (stated != NO_TIME) & (clock != NO_TIME)
    note(lost, CLOCK, int((np.abs(clock[both] - stated[both]) >= 60_000_000).sum()))
    table = with_column(table, "· client", [client_name(cell) for cell in column_list(table, "source")])
    if "entities_str" not in table.column_names:
        return table
    entities = [_entities(cell) for cell in column_list(table, "entities_str")]
    for field, key in _LISTS.items():
        table = with_column(table, f"· {field}", [json.dumps(value.get(key) or []) for value in entities])
    return table


def _entities(cell: str) -> dict[str, Any]:
    try:
        value = json.loads(cell) if cell.startswith("{") else {}
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
