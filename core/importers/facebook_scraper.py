"""Posts of Facebook as facebook-scraper writes them: ``timestamp`` is true, ``time`` is the collector's own clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from core.i18n import _
from core.importers.base import Match, Sample, Source
from core.importers.dates import NO_TIME, DateReader
from core.importers.declared import column_list, matched, note, read_mapped, with_column
from core.importers.mapping import Mapping
from core.model import Batch

NAME = "facebook-scraper"
TITLE = "facebook-scraper CSV"
_NEEDED = ("post_id", "post_text", "shared_text", "time", "timestamp", "post_url", "user_id", "username")
CLOCK = "the collector's own time (column “time”) differs from UTC and was left aside"
_MAPPING = Mapping(
    post_id="· id",
    posted_at="· at",
    text="· text",
    account_id="user_id",
    name="username",
    share_of="· shared",
    share_of_account="shared_user_id",
    url="post_url",
    account_url="user_url",
    likes="likes",
    shares="shares",
    replies="comments",
    views="video_watches",
    links="· links",
    media="· media",
    platform="facebook",
)


def sniff(sample: Sample) -> Match | None:
    """The match where the columns of facebook-scraper are there."""
    return matched(sample, NAME, _NEEDED, _("The columns of facebook-scraper."))


def read(source: Source) -> Iterator[Batch]:
    """Batches of the posts."""
    return read_mapped(source, _MAPPING, prepare=_prepared)


def _prepared(table: pa.Table, lost: Counter[str]) -> pa.Table:
    true, clock = (DateReader(None, None).read(table[name]).us for name in ("timestamp", "time"))
    both = (true != NO_TIME) & (clock != NO_TIME)
    note(lost, CLOCK, int((np.abs(clock[both] - true[both]) >= 60_000_000).sum()))
    cells = {name: column_list(table, name) for name in table.column_names}
    rows = [dict(zip(cells, values, strict=True)) for values in zip(*cells.values(), strict=True)]
    # Without the true time the collector's clock is all there is: it counts as a time without a zone.
    made = {"· at": [row["timestamp"] or row["time"] for row in rows]}
    made["· id"] = [_joined(row.get("page_id") or row["user_id"], row["post_id"]) for row in rows]
    made["· shared"] = [_joined(row.get("shared_user_id", ""), row.get("shared_post_id", "")) for row in rows]
    made["· text"] = [row.get("text", "") or row.get("post_text", "") for row in rows]
    made["· links"] = [row.get("link", "") for row in rows]
    made["· media"] = [row.get("images", "") or row.get("image", "") for row in rows]
    for name, values in made.items():
        table = with_column(table, name, values)
    return table


def _joined(page: str, post: str) -> str:
    """Page and post, as CrowdTangle and Facebook's interface write it."""
    return f"{page}_{post}" if post and page.isdigit() and "_" not in post else post
