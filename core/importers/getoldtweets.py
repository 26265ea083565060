"""Posts of X as GetOldTweets wrote them: with commas (GetOldTweets3, UTC) or semicolons (older, the collector's clock).

The older dialect loses the author's name and writes whole minutes of a local time: the address gives the author, the id
the time. It breaks hashtags into "# word", so tags are read from the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from core.i18n import _
from core.importers.base import Match, Sample, Source
from core.importers.cells import text_column
from core.importers.declared import matched, read_mapped, with_column
from core.importers.mapping import Mapping
from core.model import Batch

NAME = "getoldtweets"
TITLE = "GetOldTweets CSV"
_NEEDED = ("username", "date", "retweets", "favorites", "text", "geo", "mentions", "hashtags", "id", "permalink")
_MAPPING = Mapping(
    post_id="id",
    posted_at="date",
    text="text",
    handle="username",
    url="permalink",
    kind="· kind",
    likes="favorites",
    shares="retweets",
    replies="replies",
    platform="x",
    day_first=False,
)


def sniff(sample: Sample) -> Match | None:
    """The match where the columns of GetOldTweets are there, in either dialect."""
    late = "replies" in sample.columns
    why = _("The columns of GetOldTweets3.") if late else _("The columns of the older GetOldTweets, without replies.")
    return matched(sample, NAME, _NEEDED, why)


def read(source: Source) -> Iterator[Batch]:
    """Batches of the posts; a post to somebody is a reply."""
    return read_mapped(source, _MAPPING, prepare=_prepared)


def _prepared(table: pa.Table, _lost: Counter[str]) -> pa.Table:
    ids = pc.utf8_trim(text_column(table, "id"), characters="\"'")
    kinds = pc.if_else(text_column(table, "to").is_valid(), "reply", pa.scalar(None, pa.string()))
    return with_column(with_column(table, "id", ids), "· kind", kinds)
