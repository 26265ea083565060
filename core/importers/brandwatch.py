"""Brandwatch's tables of mentions: a few lines about the query above the header, many platforms in one table.

Dates stand in the zone set in the project. The text of X posts is withheld, so only address, time and author are there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

import pyarrow as pa
import pyarrow.compute as pc

from core.i18n import _
from core.importers.base import Match, Sample, Source, take_sample
from core.importers.cells import text_column
from core.importers.declared import first_present, matched, read_mapped, with_column
from core.importers.mapping import Mapping
from core.importers.monitors import first_filled, placed
from core.model import Batch

NAME = "brandwatch"
TITLE = "Brandwatch mentions"
_NEEDED = ("Query Name", "Date", "Url", "Page Type", "Author", "Snippet")
_CANDIDATES = {
    "name": ("Full Name", "Author"),
    "lang": ("Language",),
    "likes": ("Twitter Likes", "X Likes", "Likes", "Facebook Likes", "Instagram Likes"),
    "shares": ("Twitter Retweets", "X Reposts", "Shares", "Facebook Shares"),
    "replies": ("Twitter Reply Count", "X Replies", "Comments", "Facebook Comments", "Instagram Comments"),
    "views": ("Impressions",),
    "followers": ("Twitter Followers", "X Followers", "Instagram Followers"),
    "following": ("Twitter Following", "X Following", "Instagram Following"),
    "statuses": ("Twitter Tweets", "X Posts", "Instagram Posts"),
    "verified": ("Twitter Verified", "X Verified"),
    "tags": ("Hashtags",),
    "captured_at": ("Added",),
    "kind": ("Thread Entry Type", "Engagement Type"),
}


def sniff(sample: Sample) -> Match | None:
    """The match where the columns of Brandwatch's mentions are there."""
    return matched(sample, NAME, _NEEDED, _("The columns of Brandwatch (Query Name, Page Type, Snippet)."))


def read(source: Source) -> Iterator[Batch]:
    """Batches of the mentions."""
    columns = take_sample(source.path, source.name).columns
    return read_mapped(source, mapping_of(columns), prepare=_prepared)


def mapping_of(columns: Collection[str]) -> Mapping:
    """The mapping of such a table, by what it has."""
    found = {field: name for field, names in _CANDIDATES.items() if (name := first_present(columns, *names))}
    made = {"post_id": "· id", "posted_at": "Date", "text": "· text", "account_id": "· account", "handle": "· name"}
    made |= {"url": "Url", "links": "Expanded URLs", "platform_column": "· platform"}
    return Mapping.from_dict(made | found)


def _prepared(table: pa.Table, _lost: Counter[str]) -> pa.Table:
    native = first_present(table.column_names, "Mention Id", "Resource Id", "Resource ID")
    table = placed(table, "Url", "Page Type", native)
    social = pc.not_equal(table["· platform"].combine_chunks(), "web")
    author = pc.if_else(social, text_column(table, "Author"), pa.scalar(None, pa.string()))
    stated = first_present(table.column_names, "Twitter Author ID", "X Author ID")
    account = pc.coalesce(text_column(table, stated), text_column(table, "· account"))
    texts = first_filled(table, "Full Text", "Snippet", "Title")
    made = {"· name": pc.coalesce(text_column(table, "· handle"), author), "· account": account}
    made["· text"] = pa.array(texts, pa.string())
    for name, values in made.items():
        table = with_column(table, name, values)
    return table
