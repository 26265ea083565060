"""Videos and comments as YouTube Data Tools writes them, version 1 and 2. Times are UTC."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from core.i18n import _
from core.importers.base import Match, Sample, Source, take_sample
from core.importers.cells import text_column
from core.importers.declared import as_utc, column_list, matched, note, read_mapped, with_column
from core.importers.mapping import Mapping
from core.model import Batch

NAME = "youtube-data-tools"
TITLE = "YouTube Data Tools CSV"
_VIDEOS = ("videoId", "publishedAt", "channelId", "videoTitle")
_COMMENTS = ("id", "publishedAt", "authorName", "text", "isReply")
GONE = "video that was not found any more"
_VIDEO_MAPPING = Mapping(
    post_id="videoId",
    posted_at="publishedAt",
    text="· text",
    account_id="channelId",
    name="channelTitle",
    lang="defaultLanguage",
    url="· url",
    likes="likeCount",
    replies="commentCount",
    views="viewCount",
    tags="· tags",
    platform="youtube",
)
_COMMENT_MAPPING = Mapping(
    post_id="id",
    posted_at="· at",
    text="text",
    account_id="authorChannelId",
    name="authorName",
    likes="likeCount",
    replies="· replies",
    reply_to="· answered",
    root_id="videoId",
    url="· url",
    platform="youtube",
)


def sniff(sample: Sample) -> Match | None:
    """The match where the columns of its lists of videos or comments are there."""
    videos = matched(sample, NAME, _VIDEOS, _("The list of videos of YouTube Data Tools."))
    return videos or matched(sample, NAME, _COMMENTS, _("The list of comments of YouTube Data Tools."))


def read(source: Source) -> Iterator[Batch]:
    """Batches of the videos, or of the comments."""
    columns = take_sample(source.path, source.name).columns
    if "videoTitle" in columns:
        return read_mapped(source, _VIDEO_MAPPING, prepare=_prepared_videos)
    return read_mapped(source, _COMMENT_MAPPING, prepare=_prepared_comments)


def _prepared_videos(table: pa.Table, lost: Counter[str]) -> pa.Table:
    titles, about = column_list(table, "videoTitle"), column_list(table, "videoDescription")
    texts = [f"{title}\n\n{words}".strip() for title, words in zip(titles, about, strict=True)]
    note(lost, GONE, sum(title.startswith("[not found") for title in titles))
    stated = text_column(table, "videoUrl")
    urls = pc.binary_join_element_wise("https://www.youtube.com/watch?v=", text_column(table, "videoId"), "")
    # Tags of a video may hold spaces, and only commas part them.
    tags = [cell.replace(" ", "_").replace(",_", ",") for cell in column_list(table, "tags")]
    made = {"· text": pa.array(texts, pa.string()), "· url": pc.coalesce(stated, urls), "· tags": pa.array(tags)}
    for name, values in made.items():
        table = with_column(table, name, values)
    return table


def _prepared_comments(table: pa.Table, _lost: Counter[str]) -> pa.Table:
    is_reply = pa.array([cell.lower() in ("1", "true", "yes") for cell in column_list(table, "isReply")], pa.bool_())
    stated = (text_column(table, name) for name in ("isReplyToId", "isReplyTo", "threadId"))
    # An answer to an answer carries the id of its thread before a point.
    thread = pc.replace_substring_regex(text_column(table, "id"), r"\..*$", "")
    answered = pc.if_else(is_reply, pc.coalesce(*stated, thread), pa.scalar(None, pa.string()))
    replies = pc.coalesce(text_column(table, "totalReplyCount"), text_column(table, "replyCount"))
    video, comment = text_column(table, "videoId"), text_column(table, "id")
    base = pc.binary_join_element_wise("https://www.youtube.com/watch?v=", video, "")
    made = {"· at": pa.array(as_utc(column_list(table, "publishedAt")), pa.string())}
    made |= {"· answered": answered, "· replies": replies, "· url": pc.binary_join_element_wise(base, comment, "&lc=")}
    for name, values in made.items():
        table = with_column(table, name, values)
    return table
