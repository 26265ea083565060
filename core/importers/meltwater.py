"""Meltwater's tables (tabs, UTF-16), in the older and the newer set of columns.

The address of each row says the platform; date and clock may stand in two columns. The zone is the one set in the
account, which the file does not name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

import pyarrow as pa
import pyarrow.compute as pc

from core.i18n import _
from core.importers.base import Match, Sample, Source, take_sample
from core.importers.cells import text_column
from core.importers.declared import column_list, first_present, matched, read_mapped, with_column
from core.importers.mapping import Mapping
from core.importers.monitors import first_filled, placed
from core.model import Batch

NAME = "meltwater"
TITLE = "Meltwater"
_NEEDED = ("Date", "URL", "Hit Sentence", "Opening Text")
_CANDIDATES = {
    "name": ("Author Name", "Influencer", "Source Name", "Source"),
    "lang": ("Language",),
    "likes": ("Likes",),
    "shares": ("Reposts", "Retweets", "Shares"),
    "quotes": ("Quotes",),
    "replies": ("Replies", "Comments"),
    "views": ("Views",),
    "followers": ("Twitter Followers", "X Followers", "Followers"),
    "following": ("Twitter Following", "X Following"),
    "description": ("Twitter Bio", "X Bio"),
    "client": ("Twitter Client",),
    "account_url": ("User Profile Url",),
    "verified": ("Is Verified",),
    "tags": ("Hashtags",),
    "links": ("Links",),
}


def sniff(sample: Sample) -> Match | None:
    """The match where the columns of Meltwater's exports are there."""
    return matched(sample, NAME, _NEEDED, _("The columns of Meltwater (Hit Sentence, Opening Text)."))


def read(source: Source) -> Iterator[Batch]:
    """Batches of the posts and articles."""
    columns = take_sample(source.path, source.name).columns
    return read_mapped(source, mapping_of(columns), prepare=_prepared)


def mapping_of(columns: Collection[str]) -> Mapping:
    """The mapping of such a table, by what it has."""
    found = {field: name for field, names in _CANDIDATES.items() if (name := first_present(columns, *names))}
    made = {"post_id": "· id", "posted_at": "· at", "text": "· text", "account_id": "· account", "handle": "· name"}
    made |= {"url": "URL", "kind": "Content Type", "platform_column": "· platform"}
    return Mapping.from_dict(made | found)


def _prepared(table: pa.Table, _lost: Counter[str]) -> pa.Table:
    native = first_present(table.column_names, "Tweet Id", "Document ID")
    source = first_present(table.column_names, "Source Type", "Source") or ""
    table = placed(table, "URL", source, native)
    stated = first_present(table.column_names, "Author Handle", "Twitter Screen Name", "X Screen Name")
    handles = pc.coalesce(text_column(table, stated), text_column(table, "· handle"))
    texts = first_filled(table, "Hit Sentence", "Opening Text", "Title", "Headline")
    clocks = zip(column_list(table, "Date"), column_list(table, "Time"), strict=True)
    at = [date if ":" in date or ":" not in clock else f"{date} {clock}" for date, clock in clocks]
    made = {"· name": handles, "· text": pa.array(texts, pa.string()), "· at": pa.array(at, pa.string())}
    for name, values in made.items():
        table = with_column(table, name, values)
    return table
