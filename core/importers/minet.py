"""Posts as minet (gazouilloire, twitwi) writes them: X and Bluesky, with lists joined by ``|``.

Posts that others quote or share have rows of their own. On Bluesky a row with ``repost_by_…`` is a repost: the share is
taken as a post of the account that shared, and the original is kept with it. ``local_time`` is the collector's clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.i18n import _
from core.importers.base import Match, Sample, Source, take_sample
from core.importers.cells import text_column
from core.importers.declared import column_list, matched, note, read_mapped, with_column
from core.importers.mapping import Mapping
from core.model import Batch

NAME = "minet"
TITLE = "minet CSV (X, Bluesky)"
_X = ("id", "timestamp_utc", "local_time", "user_screen_name", "text", "to_tweetid", "retweeted_id", "collected_via")
_BLUESKY = ("uri", "cid", "timestamp_utc", "user_did", "user_handle", "text", "repost_by_user_did")
ADDED = "row that the tool added because another post refers to it"
_COMMON = Mapping(
    posted_at="timestamp_utc",
    lang="lang",
    replies="reply_count",
    likes="like_count",
    account_created_at="user_timestamp_utc",
    url="url",
    captured_at="collection_time",
    tags="hashtags",
    links="links",
    media="media_urls",
)
_X_MAPPING = Mapping.from_dict(
    _COMMON.columns()
    | {
        "post_id": "id", "text": "· text", "account_id": "user_id", "handle": "user_screen_name", "name": "user_name",
        "client": "source_name", "shares": "retweet_count", "views": "impression_count", "share_of": "retweeted_id",
        "share_of_account": "retweeted_user_id", "share_of_handle": "retweeted_user", "quote_of": "quoted_id",
        "quote_of_account": "quoted_user_id", "quote_of_handle": "quoted_user", "reply_to": "to_tweetid",
        "reply_to_account": "to_userid", "reply_to_handle": "to_username", "followers": "user_followers",
        "following": "user_friends", "statuses": "user_tweets", "account_likes": "user_likes", "listed": "user_lists",
        "verified": "user_verified", "description": "user_description", "location": "user_location",
        "account_url": "user_url", "mentions": "mentioned_names", "mention_ids": "mentioned_ids",
        "platform": "x",
    }
)  # fmt: skip
_BLUESKY_MAPPING = Mapping.from_dict(
    _COMMON.columns()
    | {
        "post_id": "· id", "text": "· text", "account_id": "· account", "handle": "· handle", "name": "· name",
        "posted_at": "· at", "lang": "· lang", "shares": "repost_count", "quotes": "quote_count",
        "share_of": "· share of", "share_of_account": "user_did", "share_of_handle": "user_handle",
        "quote_of": "· quoted", "quote_of_account": "quoted_user_did", "quote_of_handle": "quoted_user_handle",
        "reply_to": "· answered", "reply_to_account": "to_user_did", "root_id": "· root",
        "account_created_at": "· created", "mentions": "mentioned_user_handles", "mention_ids": "mentioned_user_dids",
        "platform": "bluesky",
    }
)  # fmt: skip


def sniff(sample: Sample) -> Match | None:
    """The match where the columns of minet's exports of X or Bluesky are there."""
    on_x = matched(sample, NAME, _X, _("The columns of minet for posts of X."))
    return on_x or matched(sample, NAME, _BLUESKY, _("The columns of minet for posts of Bluesky."))


def read(source: Source) -> Iterator[Batch]:
    """Batches of the posts of either platform."""
    if "user_did" in take_sample(source.path, source.name).columns:
        return read_mapped(source, _BLUESKY_MAPPING, prepare=_prepared_bluesky, include=_reposted)
    return read_mapped(source, _X_MAPPING, prepare=_prepared_x)


def _note_added(table: pa.Table, lost: Counter[str]) -> None:
    ways = [set(cell.split("|")) - {""} for cell in column_list(table, "collected_via")]
    note(lost, ADDED, sum(bool(way) and way <= {"quote", "retweet", "thread", "repost"} for way in ways))


def _prepared_x(table: pa.Table, lost: Counter[str]) -> pa.Table:
    _note_added(table, lost)
    texts = text_column(table, "text", keep_words=True)
    shared = text_column(table, "retweeted_id").is_valid()
    whole = pc.replace_substring_regex(texts, r"^RT @\w+: ", "")
    return with_column(table, "· text", pc.if_else(shared, whole, texts))


def _prepared_bluesky(table: pa.Table, lost: Counter[str]) -> pa.Table:
    _note_added(table, lost)
    langs = [cell.partition("|")[0] or None for cell in column_list(table, "user_langs")]
    texts = text_column(table, "original_text" if "original_text" in table.column_names else "text", keep_words=True)
    table = with_column(with_column(table, "· lang", langs), "· text", texts)
    return _seen(table, text_column(table, "repost_by_user_did").is_valid())


def _seen(table: pa.Table, reposted: pa.Array) -> pa.Table:
    """The table with the columns that differ where a row tells of a repost rather than of the post itself."""
    nothing = pa.scalar(None, pa.string())
    pairs = {
        "· id": (None, "uri"), "· account": ("repost_by_user_did", "user_did"), "· name": (None, "user_display_name"),
        "· handle": ("repost_by_user_handle", "user_handle"), "· at": ("repost_timestamp_utc", "timestamp_utc"),
        "· share of": ("uri", None), "· quoted": (None, "quoted_uri"), "· answered": (None, "to_post_uri"),
        "· root": (None, "to_root_post_uri"), "· created": (None, "user_timestamp_utc"),
    }  # fmt: skip
    for name, (as_repost, as_post) in pairs.items():
        one, other = (text_column(table, column) if column else nothing for column in (as_repost, as_post))
        table = with_column(table, name, pc.if_else(reposted, one, other))
    return table


def _reposted(table: pa.Table) -> tuple[np.ndarray, pa.Table]:
    flags = text_column(table, "repost_by_user_did").is_valid()
    originals = table.filter(flags)
    places = np.flatnonzero(flags.to_numpy(zero_copy_only=False))
    return places, _seen(originals, pa.array([False] * originals.num_rows, pa.bool_()))
