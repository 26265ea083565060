"""Posts of X as twarc-csv flattens them: dotted names of API v2, lists as JSON in cells.

A row of a share carries the text and the counts of the *original*; those counts are not kept for the share.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.i18n import _
from core.importers.base import Match, Sample, Source
from core.importers.declared import matched, read_mapped
from core.importers.mapping import Mapping
from core.model import Batch

NAME = "twarc-csv"
TITLE = "X API v2 as CSV (twarc-csv)"
_NEEDED = ("id", "created_at", "text", "author_id", "referenced_tweets.retweeted.id", "public_metrics.retweet_count")
_MAPPING = Mapping(
    post_id="id",
    posted_at="created_at",
    text="text",
    account_id="author_id",
    handle="author.username",
    name="author.name",
    lang="lang",
    share_of="referenced_tweets.retweeted.id",
    share_of_account="retweeted_user_id",
    share_of_handle="retweeted_username",
    quote_of="referenced_tweets.quoted.id",
    quote_of_account="quoted_user_id",
    quote_of_handle="quoted_username",
    reply_to="referenced_tweets.replied_to.id",
    reply_to_account="in_reply_to_user_id",
    reply_to_handle="in_reply_to_username",
    root_id="conversation_id",
    client="source",
    likes="public_metrics.like_count",
    shares="public_metrics.retweet_count",
    quotes="public_metrics.quote_count",
    replies="public_metrics.reply_count",
    views="public_metrics.impression_count",
    followers="author.public_metrics.followers_count",
    following="author.public_metrics.following_count",
    statuses="author.public_metrics.tweet_count",
    listed="author.public_metrics.listed_count",
    verified="author.verified",
    account_created_at="author.created_at",
    account_url="author.url",
    description="author.description",
    location="author.location",
    captured_at="__twarc.retrieved_at",
    tags="entities.hashtags",
    links="entities.urls",
    mentions="entities.mentions",
    media="attachments.media",
    platform="x",
)


def sniff(sample: Sample) -> Match | None:
    """The match where the dotted columns of twarc-csv are there."""
    return matched(sample, NAME, _NEEDED, _("The dotted columns of twarc-csv (X API v2)."))


def read(source: Source) -> Iterator[Batch]:
    """Batches of the posts; authors of shared, quoted and answered posts are kept with them."""
    return read_mapped(source, _MAPPING)
