"""Stories of the media as Media Cloud lists them: pick-up by newsrooms, not posts of accounts.

``publish_date`` names no zone; a midnight to the second means that only the day is known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

import pyarrow as pa

from core.i18n import _
from core.importers.base import Match, Sample, Source, take_sample
from core.importers.declared import column_list, first_present, matched, read_mapped, with_column
from core.importers.mapping import Mapping
from core.model import Batch

NAME = "mediacloud"
TITLE = "Media Cloud stories CSV"
_TOPIC = ("stories_id", "title", "url", "publish_date")
_SEARCH = ("id", "indexed_date", "media_name", "publish_date", "title", "url")


def sniff(sample: Sample) -> Match | None:
    """The match where the columns of Media Cloud's lists of stories are there."""
    topic = matched(sample, NAME, _TOPIC, _("The list of stories of a Media Cloud topic."))
    return topic or matched(sample, NAME, _SEARCH, _("The list of stories of a Media Cloud search."))


def read(source: Source) -> Iterator[Batch]:
    """Batches with a post per story."""
    columns = take_sample(source.path, source.name).columns
    return read_mapped(source, mapping_of(columns), prepare=_prepared)


def mapping_of(columns: Collection[str]) -> Mapping:
    """The mapping of such a table, by what it has."""
    return Mapping(
        post_id=first_present(columns, "stories_id", "id"),
        posted_at="· at",
        text="title",
        account_id=first_present(columns, "media_id", "media_name"),
        name="media_name",
        lang="language",
        url="url",
        links="url",
        account_url="media_url",
        shares="facebook_share_count",
        captured_at=first_present(columns, "collect_date", "indexed_date"),
        platform="web",
    )


def _prepared(table: pa.Table, _lost: Counter[str]) -> pa.Table:
    dates = [cell.strip().removesuffix(" 00:00:00") for cell in column_list(table, "publish_date")]
    return with_column(table, "· at", dates)
