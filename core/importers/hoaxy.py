"""Edges of Hoaxy: a row is a step of information from one account to another, not a post.

A post with three mentions has four rows. The author is the account that the step goes *to* where a post passes another
one on (retweet, quote), and the one it comes *from* everywhere else (origin, reply, mention). Hoaxy does not name the
post passed on, only its account and the article: that post stands here under an id made of the two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.i18n import _
from core.importers.base import Match, Sample, Source
from core.importers.cells import text_column
from core.importers.declared import column_list, matched, note, read_mapped, with_column
from core.importers.mapping import Mapping
from core.importers.texts import synthetic_id
from core.model import Batch

NAME = "hoaxy"
TITLE = "Hoaxy edges"
_NEEDED = ("from_user_id", "to_user_id", "tweet_id", "tweet_type", "tweet_created_at", "is_mention")
UNNAMED = "the post passed on is known only by its account and article"
_REFERENCE = {"retweet": "share_of", "quote": "quote_of", "reply": "reply_to"}
_MAPPING = Mapping.from_dict(
    {
        "post_id": "tweet_id", "posted_at": "tweet_created_at", "account_id": "· author", "handle": "· handle",
        "kind": "tweet_type", "links": "canonical_url", "mentions": "· mention", "mention_ids": "· mention id",
        "platform": "x",
    }
    | {field: f"· {field}" for field in _REFERENCE.values()}
    | {f"{field}_account": "· other" for field in _REFERENCE.values()}
    | {f"{field}_handle": "· other handle" for field in _REFERENCE.values()}
)  # fmt: skip


def sniff(sample: Sample) -> Match | None:
    """The match where a table joins two accounts through a post, as Hoaxy writes it."""
    why = _("The edges of Hoaxy: each row is a step from one account to another; a post may have several rows.")
    return matched(sample, NAME, _NEEDED, why)


def read(source: Source) -> Iterator[Batch]:
    """Batches with a post per row; rows of the same post are merged later."""
    return read_mapped(source, _MAPPING, prepare=_prepared)


def _prepared(table: pa.Table, lost: Counter[str]) -> pa.Table:
    types = [cell.lower() for cell in column_list(table, "tweet_type")]
    is_mention = [cell.lower() in ("true", "t", "1") for cell in column_list(table, "is_mention")]
    passes_on = np.array([kind in ("retweet", "quote") for kind in types]) & ~np.array(is_mention, bool)
    ends = [_end(table, side) for side in ("from", "to")]
    author = tuple(_chosen(passes_on, to, source) for source, to in zip(*ends, strict=True))
    other = tuple(_chosen(passes_on, source, to) for source, to in zip(*ends, strict=True))
    made = {"· author": author[0], "· handle": author[1], "· other": other[0], "· other handle": other[1]}
    mentioned = pa.array(is_mention)
    made |= {"· mention id": _only(mentioned, other[0]), "· mention": _only(mentioned, other[1])}
    made |= _references(table, types, np.array(is_mention, bool), other[0], lost)
    for name, values in made.items():
        table = with_column(table, name, values)
    return table


def _end(table: pa.Table, side: str) -> tuple[pa.Array, pa.Array]:
    return text_column(table, f"{side}_user_id"), text_column(table, f"{side}_user_screen_name")


def _chosen(flags: np.ndarray, yes: pa.Array, no: pa.Array) -> pa.Array:
    return pc.if_else(pa.array(flags), yes, no)


def _only(flags: pa.Array, values: pa.Array) -> pa.Array:
    return pc.if_else(flags, values, pa.scalar(None, pa.string()))


def _references(
    table: pa.Table, types: list[str], is_mention: np.ndarray, others: pa.Array, lost: Counter[str]
) -> dict[str, pa.Array]:
    articles = column_list(table, "canonical_url")
    ids = [synthetic_id(other, None, article) for other, article in zip(others.to_pylist(), articles, strict=True)]
    found = {}
    for kind, field in _REFERENCE.items():
        refers = np.array([one == kind for one in types]) & ~is_mention
        note(lost, UNNAMED, int(refers.sum()))
        found[f"· {field}"] = _only(pa.array(refers), pa.array(ids, pa.string()))
    return found
