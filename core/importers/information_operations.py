"""Twitter's archive of information operations: posts (hashed or whole), and the table of accounts.

Times are UTC to the minute. Accounts with fewer than 5,000 followers have a hash in place of their id and name.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.i18n import _
from core.importers.accounts import read_accounts
from core.importers.base import Match, Sample, Source, take_sample
from core.importers.declared import matched, read_mapped
from core.importers.mapping import Mapping
from core.model import Batch

NAME = "information-operations"
TITLE = "X information operations archive"
_ACCOUNT = ("userid", "user_display_name", "user_screen_name", "follower_count", "account_creation_date")
_POST = ("tweetid", "tweet_text", "tweet_time", "is_retweet")
_MAPPING = Mapping(
    post_id="tweetid",
    posted_at="tweet_time",
    text="tweet_text",
    account_id="userid",
    handle="user_screen_name",
    name="user_display_name",
    lang="tweet_language",
    is_share="is_retweet",
    share_of="retweet_tweetid",
    share_of_account="retweet_userid",
    quote_of="quoted_tweet_tweetid",
    reply_to="in_reply_to_tweetid",
    reply_to_account="in_reply_to_userid",
    client="tweet_client_name",
    likes="like_count",
    quotes="quote_count",
    replies="reply_count",
    shares="retweet_count",
    followers="follower_count",
    following="following_count",
    account_created_at="account_creation_date",
    account_url="user_profile_url",
    description="user_profile_description",
    location="user_reported_location",
    tags="hashtags",
    links="urls",
    mention_ids="user_mentions",
    platform="x",
    day_first=False,
)


def sniff(sample: Sample) -> Match | None:
    """The match where the columns of that archive are there."""
    posts = matched(sample, NAME, (*_ACCOUNT[:1], *_POST), _("The columns of X's information operations archive."))
    return posts or matched(
        sample, NAME, _ACCOUNT, _("The table of accounts of X's information operations archive; it holds no posts.")
    )


def read(source: Source) -> Iterator[Batch]:
    """Batches of the posts, or of the accounts where the file is the table of accounts."""
    if set(_POST) <= set(take_sample(source.path, source.name).columns):
        return read_mapped(source, _MAPPING)
    return read_accounts(source, _MAPPING)
