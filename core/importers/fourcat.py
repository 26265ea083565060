"""Tables as 4CAT maps them: id, thread_id, timestamp, body, author, and columns of the platform's own.

For X ``timestamp`` is UTC and ``unix_timestamp`` may be off by the zone of the server; for every other platform it is
the other way round. 4CAT does not name the post that was shared, and writes counts that are missing as 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

import pyarrow as pa
import pyarrow.compute as pc

from core.i18n import _
from core.importers.base import Match, Sample, Source, take_sample
from core.importers.cells import text_column
from core.importers.declared import column_list, first_present, matched, note, read_mapped, with_column
from core.importers.mapping import Mapping
from core.model import Batch

NAME = "4cat"
TITLE = "4CAT CSV"
_NEEDED = ("id", "thread_id", "timestamp", "body", "author")
_SURE = ("unix_timestamp", "subject", "author_fullname", "author_full", "author_name")
UNNAMED = "4CAT does not name the post that was shared, quoted or answered"
#: Columns that only one platform has.
_SIGNS = {
    "x": ("retweeted_user", "is_quote_tweet", "quoted_user", "long_lat"),
    "tiktok": ("tiktok_url", "is_duet", "plays"),
    "telegram": ("author_forwarded_from_name", "author_is_bot", "chat"),
    "instagram": ("num_media", "likes_hidden", "post_source_domain", "num_likes"),
    "bluesky": ("author_did", "repost_count", "replied_to_uri"),
    "reddit": ("subreddit", "author_flair"),
    "youtube": ("video_views", "channel_id", "video_duration"),
    "facebook": ("page_id", "reactions_love"),
}
_CANDIDATES = {
    "account_id": ("author_id", "author_did", "chat_id"),
    "name": ("author_fullname", "author_full", "author_display_name", "author_name"),
    "lang": ("language_guess", "lang", "language", "languages"),
    "url": ("link", "tiktok_url", "url", "post_url", "permalink"),
    "likes": ("like_count", "likes", "num_likes", "likes_count", "score"),
    "shares": ("retweet_count", "repost_count", "shares", "forwards", "reblogs"),
    "quotes": ("quote_count",),
    "replies": ("reply_count", "comments", "num_comments", "replies", "num_replies"),
    "views": ("impression_count", "plays", "views", "view_count", "num_views"),
    "followers": ("author_followers",),
    "account_likes": ("author_likes",),
    "client": ("source",),
    "tags": ("hashtags",),
    "links": ("urls", "all_links", "entities_linked"),
    "media": ("images", "image_urls", "image_url", "video_url"),
    "mentions": ("mentions", "entities_mentioned"),
}


def sniff(sample: Sample) -> Match | None:
    """The match where the columns are there that 4CAT writes for every platform."""
    if not first_present(sample.columns, *_SURE):
        return None
    why = _("The columns that 4CAT writes for every platform (id, thread_id, timestamp, body, author).")
    return matched(sample, NAME, _NEEDED, why, 0.9)


def read(source: Source) -> Iterator[Batch]:
    """Batches of the posts of that platform."""
    columns = take_sample(source.path, source.name).columns
    return read_mapped(source, mapping_of(columns), prepare=_prepared)


def platform_of(columns: Collection[str]) -> str:
    """The platform that the columns speak of, ``other`` where they do not say.

    >>> platform_of(["id", "tiktok_url"]), platform_of(["id", "body"])
    ('tiktok', 'other')
    """
    there = set(columns)
    return next((platform for platform, signs in _SIGNS.items() if there & set(signs)), "other")


def mapping_of(columns: Collection[str]) -> Mapping:
    """The mapping of such a table, by what it has."""
    platform = platform_of(columns)
    found = {field: name for field, names in _CANDIDATES.items() if (name := first_present(columns, *names))}
    at = "unix_timestamp" if platform != "x" and "unix_timestamp" in columns else "timestamp"
    made = {"post_id": "· id", "posted_at": at, "text": "· text", "handle": "author", "platform": platform}
    made |= {"kind": "· kind", "reply_to": "· answered", "root_id": "thread_id" if platform == "x" else ""}
    return Mapping.from_dict(made | found)


def _prepared(table: pa.Table, lost: Counter[str]) -> pa.Table:
    platform = platform_of(table.column_names)
    flags = {name: column_list(table, name) for name in ("is_retweet", "is_reply", "is_quote_tweet")}
    words = {"is_retweet": "share", "is_reply": "reply", "is_quote_tweet": "quote"}
    rows = range(table.num_rows)
    kinds = [next((words[f] for f, cells in flags.items() if cells[n].lower() in _YES), None) for n in rows]
    if "author_forwarded_from_name" in table.column_names:
        forwarded = column_list(table, "author_forwarded_from_name")
        kinds = ["share" if name else kind for name, kind in zip(forwarded, kinds, strict=True)]
    note(lost, UNNAMED, sum(kind is not None for kind in kinds))
    table = with_column(with_column(table, "· kind", kinds), "· text", _texts(table))
    return _with_ids(table, platform)


_YES = ("yes", "true", "1")


def _texts(table: pa.Table) -> pa.Array:
    body, subject = (text_column(table, name, keep_words=True) for name in ("body", "subject"))
    return pc.if_else(pc.greater(pc.utf8_length(pc.fill_null(subject, "")), 0), _both(subject, body), body)


def _both(subject: pa.Array, body: pa.Array) -> pa.Array:
    return pc.utf8_rtrim_whitespace(pc.binary_join_element_wise(subject, pc.fill_null(body, ""), "\n\n"))


def _with_ids(table: pa.Table, platform: str) -> pa.Table:
    """Telegram's ids are chat and number, as in the other Telegram formats of Whence."""
    ids, answered = text_column(table, "id"), text_column(table, None)
    if platform == "telegram":
        ids = pc.replace_substring_regex(ids, r"^(.*)-(\d+)$", r"\1:\2")
        chats = pc.replace_substring_regex(ids, r":\d+$", "")
        answered = pc.binary_join_element_wise(chats, text_column(table, "reply_to"), ":")
    return with_column(with_column(table, "· id", ids), "· answered", answered)
