"""Posts of X in the form of many data sets on Kaggle: a display name, no handle, no post id, texts often cut.

A post is told apart by the name shown, its time and its text; rows alike in all three are counted once.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.i18n import _
from core.importers.base import Match, Sample, Source
from core.importers.declared import matched, read_mapped
from core.importers.mapping import Mapping
from core.model import Batch

NAME = "kaggle-tweets"
TITLE = "Kaggle tweets CSV"
_NEEDED = ("user_name", "user_created", "user_followers", "user_verified", "date", "text")
_MAPPING = Mapping(
    post_id="id",
    posted_at="date",
    text="text",
    name="user_name",
    client="source",
    is_share="is_retweet",
    likes="favorites",
    shares="retweets",
    followers="user_followers",
    following="user_friends",
    account_likes="user_favourites",
    verified="user_verified",
    account_created_at="user_created",
    description="user_description",
    location="user_location",
    tags="hashtags",
    platform="x",
)


def sniff(sample: Sample) -> Match | None:
    """The match where the columns of those data sets are there."""
    why = _("The columns of tweet collections as published on Kaggle: no handles, mostly no post ids.")
    return matched(sample, NAME, _NEEDED, why)


def read(source: Source) -> Iterator[Batch]:
    """Batches of the posts; accounts are known by the name they show."""
    return read_mapped(source, _MAPPING)
