"""A table of posts as a forest; what it states wrongly is mended and counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from core.errors import CaseError
from core.i18n import _

from .forest import Forest, plant
from .trees import NO_TIME, NONE, Floats, Ints, without_cycles

NEEDED = ("cascade_id", "post_id", "created_at")
OPTIONAL = ("author_id", "parent_post_id", "root_post_id", "author_followers", "kind", "text")
#: What platforms put in place of a comment that nobody wrote.
FORMULAS = ("转发微博", "转发微博。", "轉發微博", "轉發微博。", "快转微博", "Repost", "repost")
#: Own words end where the passed-on chain begins.
CHAIN = r"\s*(//\s*@|\bRT\s+@).*$"


@dataclass(frozen=True)
class Mended:
    """How many statements could not be followed."""

    duplicates: int = 0
    without_id: int = 0
    missing_parents: int = 0
    late_parents: int = 0
    cycles: int = 0
    unseen_roots: int = 0


@dataclass(frozen=True)
class Table:
    """The posts in a forest with the frame it was made of; rows past its end are roots that are not in the data."""

    posts: pd.DataFrame
    forest: Forest
    authors: pd.Index
    names: pd.Index
    mended: Mended

    def ids(self) -> npt.NDArray[Any]:
        """Post ids in the order of the forest."""
        return np.asarray(self.posts["post_id"].to_numpy(dtype=object)[self.forest.row])


def forest_of(posts: pd.DataFrame) -> tuple[Forest, pd.Index, pd.Index]:
    """The forest, the authors by code and the cascade ids by place."""
    table = read(posts)
    return table.forest, table.authors, table.names


def read(posts: pd.DataFrame) -> Table:
    """The posts as a forest: every cascade gets one root, every contradiction is cut and counted."""
    posts, duplicates, without_id = _clean(posts)
    cascade, names = pd.factorize(posts["cascade_id"])
    is_root = _roots(posts, cascade, len(names))
    posts, cascade, is_root, unseen = _with_unseen_roots(posts, cascade, is_root, len(names))
    times = _microseconds(posts["created_at"])
    parent, missing = _parents(posts, cascade, is_root)
    parent, cycles = without_cycles(parent, times)
    parent = np.where(parent == np.arange(parent.size), NONE, parent)
    parent, times, late = _in_time(parent, times)
    author, authors = pd.factorize(posts["author_id"])
    forest = plant(cascade, is_root, times, parent, author, text_lengths(posts["text"]), posts["post_id"])
    forest = forest.with_said(follower_counts(posts["author_followers"]), formulas(posts["text"]))
    mended = Mended(duplicates, without_id, missing, late, cycles, unseen)
    return Table(posts, forest, pd.Index(authors), pd.Index(names), mended)


def _clean(posts: pd.DataFrame) -> tuple[pd.DataFrame, int, int]:
    lacking = [name for name in NEEDED if name not in posts]
    if lacking:
        raise CaseError(
            _("The table of posts lacks the column {names}.").format(names=", ".join(lacking)),
            remedy=_("It needs cascade_id, post_id and created_at; parent_post_id where a parent is known."),
        )
    absent = {
        name: pd.Series([None] * len(posts), dtype="str", index=posts.index) for name in OPTIONAL if name not in posts
    }
    posts = posts.assign(**absent) if absent else posts
    try:
        posts = posts.assign(created_at=pd.to_datetime(posts["created_at"], utc=True))
    except (ValueError, TypeError) as error:
        raise CaseError(
            _("The column created_at holds something that is not a time."),
            remedy=_("Write times as timestamps or as 2020-02-07T16:00:00Z; leave unknown ones empty."),
        ) from error
    whole = posts["post_id"].notna() & posts["cascade_id"].notna()
    kept = posts[whole]
    kept = kept[~kept.duplicated(["cascade_id", "post_id"])].reset_index(drop=True)
    return kept, int(whole.sum()) - len(kept), int((~whole).sum())


def _roots(posts: pd.DataFrame, cascade: Ints, cascades: int) -> npt.NDArray[np.bool_]:
    """The root of each cascade: the post that the others name, else the one of that kind, else the earliest without
    a parent where no root is named at all.
    """
    named = posts["root_post_id"]
    own = (posts["post_id"] == named).fillna(False).to_numpy(bool)
    kind = posts["kind"].isin(["root", "original"]).to_numpy(bool) & posts["parent_post_id"].isna().to_numpy(bool)
    earliest = posts["parent_post_id"].isna().to_numpy(bool) & named.isna().to_numpy(bool)
    order = np.lexsort((_microseconds(posts["created_at"], unknown_last=True), ~earliest, ~kind, ~own, cascade))
    first = order[np.flatnonzero(np.diff(cascade[order], prepend=-1))]
    first = first[(own | kind | earliest)[first]]
    out = np.zeros(len(posts), np.bool_)
    out[first] = True
    return out


def _with_unseen_roots(
    posts: pd.DataFrame, cascade: Ints, is_root: npt.NDArray[np.bool_], cascades: int
) -> tuple[pd.DataFrame, Ints, npt.NDArray[np.bool_], int]:
    """A root without time and author for each cascade whose root is not in the data."""
    rootless = np.setdiff1d(np.arange(cascades), cascade[is_root])
    if not rootless.size:
        return posts, cascade, is_root, 0
    first = pd.Series(np.arange(len(posts))).groupby(cascade).first().reindex(rootless).to_numpy()
    rows = posts.iloc[first][["cascade_id", "root_post_id"]].reset_index(drop=True)
    made = pd.Series([f"(root of {name})" for name in rows["cascade_id"]])
    added = rows.assign(post_id=rows["root_post_id"].where(rows["root_post_id"].notna(), made), kind="root")
    posts = pd.concat([posts, added.reindex(columns=posts.columns)], ignore_index=True)
    cascade = np.append(cascade, rootless)
    return posts, cascade, np.append(is_root, np.ones(rootless.size, np.bool_)), int(rootless.size)


def _parents(posts: pd.DataFrame, cascade: Ints, is_root: npt.NDArray[np.bool_]) -> tuple[Ints, int]:
    """Row of the stated parent in the same cascade, NONE where none is stated or it is not there."""
    stated = np.flatnonzero(posts["parent_post_id"].notna().to_numpy() & ~is_root)
    parent = np.full(len(posts), NONE)
    if not stated.size:
        return parent, 0
    ids = pc.dictionary_encode(strings(posts["post_id"]))
    code = ids.indices.to_numpy().astype(np.int64)
    wanted = pc.index_in(strings(posts["parent_post_id"].iloc[stated]), value_set=ids.dictionary)
    wanted = pc.fill_null(wanted, NONE).to_numpy(zero_copy_only=False).astype(np.int64)
    span = len(ids.dictionary) + 1
    keys = pd.Index(cascade * span + code)
    row = keys.get_indexer(cascade[stated] * span + wanted)
    found = (wanted >= 0) & (row >= 0)
    parent[stated[found]] = row[found]
    return parent, int((~found).sum())


#: A parent may be later than its child by at most this much: clocks of one platform agree to the second.
SKEW_US = 1_000_000


def _in_time(parent: Ints, times: Ints) -> tuple[Ints, Ints, int]:
    """Links whose parent is not later than its child; within SKEW_US the child is moved to its parent's time."""
    child = np.flatnonzero(parent != NONE)
    known = (times[child] != NO_TIME) & (times[parent[child]] != NO_TIME)
    gap = np.where(known, times[parent[child]] - times[child], 0)
    parent, times = parent.copy(), times.copy()
    late = child[gap > SKEW_US]
    parent[late] = NONE
    near = child[(gap > 0) & (gap <= SKEW_US)]
    times[near] = times[parent[near]]
    return parent, times, int(late.size)


def text_lengths(texts: pd.Series) -> Floats:
    """Characters of a post's own words: NaN where no text is known, 0 for none and for the platform's formula."""
    array = strings(texts)
    own = pc.utf8_trim_whitespace(pc.replace_substring_regex(array, CHAIN, ""))
    length = pc.if_else(pc.is_in(own, value_set=pa.array(FORMULAS)), 0, pc.utf8_length(own))
    length = pc.if_else(pc.is_null(array), None, length)
    return np.asarray(pc.fill_null(length.cast(pa.float64()), np.nan).to_numpy(zero_copy_only=False))


def formulas(texts: pd.Series) -> npt.NDArray[np.bool_]:
    """True where the whole text is the platform's formula: sharing a share would leave a chain behind it."""
    own = pc.utf8_trim_whitespace(strings(texts))
    return np.asarray(pc.fill_null(pc.is_in(own, value_set=pa.array(FORMULAS)), False).to_numpy(zero_copy_only=False))


def follower_counts(column: pd.Series) -> Floats:
    """Followers; NaN for what is no count."""
    count = pd.to_numeric(column, errors="coerce").to_numpy(float)
    return np.where(np.isfinite(count) & (count >= 0), count, np.nan)


def strings(column: pd.Series) -> pa.Array:
    """The column as an Arrow array of texts."""
    if not pd.api.types.is_string_dtype(column.dtype):
        column = column.astype("str").where(column.notna(), None)
    array = pa.array(column, type=pa.string(), from_pandas=True)
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def _microseconds(times: pd.Series, unknown_last: bool = False) -> Ints:
    stamps = pd.to_datetime(times, utc=True).dt.tz_localize(None)
    out = np.asarray(stamps.to_numpy().astype("datetime64[us]").astype(np.int64))
    return np.where(out == NO_TIME, np.iinfo(np.int64).max, out) if unknown_last else out
