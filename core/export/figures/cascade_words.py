"""One cascade in words and as a table."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import Any

import pandas as pd

from core.analysis.findings import duration
from core.export.context import Context
from core.export.frame import Frame
from core.export.words import kind_label, language_label
from core.i18n import _, number, percent
from core.model import band_of_bin


def whole_sizes(frame: Frame, context: Context) -> Frame:
    """The frame of the list: under a filter, which cascades it holds and that they are counted whole."""
    if context.filters.is_empty:
        return frame
    text = _("{filter}: cascades with at least one post here, each counted whole")
    return replace(frame, filter_text=text.format(filter=frame.filter_text))


def as_drawn(tree: pd.DataFrame, context: Context) -> pd.DataFrame:
    """The tree with its times on the clock of the view and the columns that the figure names."""
    at = tree["posted_at"].dt.tz_localize(UTC).dt.tz_convert(context.filters.zone).dt.tz_localize(None)
    bands = [band_of_bin(None if pd.isna(b) else int(b)) for b in tree["score_bin"]]
    return tree.assign(at=at, band=bands, kind_name=[kind_label(k) for k in tree["kind"]])


def tree_alt(cascade: dict[str, Any], tree: pd.DataFrame) -> str:
    """What a reader who cannot see the tree is told."""
    text = _(
        "Cascade of {n} posts over {length}, depth {depth}; most frequent language: {lang}; {share} of links stated."
    )
    top = language_label(str(tree["lang"].mode().iloc[0])) if len(tree) else "–"
    return text.format(
        n=number(cascade["size"]), length=duration(cascade["duration_s"]), depth=number(cascade["depth"]), lang=top,
        share=percent(cascade["documented_share"]),
    )  # fmt: skip


def tree_table(tree: pd.DataFrame) -> pd.DataFrame:
    """The links behind the tree: post_no, parent_no, depth, source, posted_at, kind, lang, account_key."""
    columns = ["post_no", "parent_no", "depth", "source", "posted_at", "kind", "lang", "account_key"]
    return tree[columns].assign(posted_at=tree["posted_at"].dt.tz_localize(UTC))


def interval(low: float, high: float, digits: int = 0) -> str:
    """An interval in words of numbers; a dash where it is not known."""
    if pd.isna(low) or pd.isna(high):
        return "–"
    if round(low, digits) == round(high, digits):
        return number(round(low, digits), digits)
    return f"{number(round(low, digits), digits)} – {number(round(high, digits), digits)}"
