"""The Internet Research Agency's posts as FiveThirtyEight published them, or cut anew by author (CSV and Parquet).

Account categories are somebody's labels and are not imported. A profile is kept for the first post of each account
and day in a batch, with the counts that the row gives, as of the post's own time.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.i18n import _
from core.importers.base import Match, Sample, Source, take_sample
from core.importers.columnar import TableReader
from core.importers.mapping import Mapping
from core.importers.table import read_table
from core.model import Batch

NAME = "ira"
TITLE = "Internet Research Agency (FiveThirtyEight)"
_NEEDED = {"content", "language", "publish_date", "harvested_date", "following", "followers", "updates"}
# The column "retweet" is 1 for quotes too: post_type alone tells them apart.
_MAPPING = Mapping(
    posted_at="publish_date",
    text="content",
    lang="language",
    kind="post_type",
    followers="followers",
    following="following",
    statuses="updates",
    platform="x",
    day_first=False,
)


def sniff(sample: Sample) -> Match | None:
    """The match where the columns of that publication are there."""
    if not set(sample.columns) >= _NEEDED or not _author_column(sample):
        return None
    form = _("with post ids") if "tweet_id" in sample.columns else _("without post ids")
    return Match(NAME, 0.95, _("The columns of FiveThirtyEight's Russian troll tweets ({form}).").format(form=form))


def _author_column(sample: Sample) -> str | None:
    return next((name for name in ("author", "author_id") if name in sample.columns), None)


def read(source: Source) -> Iterator[Batch]:
    """Batches of the posts; account ids are handles, because the published ids are rounded."""
    sample = take_sample(source.path, source.name)
    values = _MAPPING.to_dict() | {"zone": source.zone, "handle": _author_column(sample)}
    if "tweet_id" in sample.columns:
        values["post_id"] = "tweet_id"
    return read_table(source, sample, TableReader(Mapping.from_dict(values), daily_profiles=True))
