"""The list of cascades and the words about one of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from core.analysis.findings import duration
from core.export.frame import Frame
from core.i18n import _, moment, ngettext, number, percent
from core.model import band_of_bin
from pages.cascades.chart import MOST_LINKS
from pages.shared import cached, filters
from pages.shared.context import Context
from pages.shared.export import table_block
from pages.shared.frames import frame_of
from pages.shared.tiles import tiles
from pages.shared.words import account_label, kind_label, language_label, platform_label

TEXT_CUT = 120
#: The key of the list, where its marked row is kept.
LIST = "cascades"


def draw_list(context: Context, listed: pd.DataFrame) -> str:
    """The cascades, largest first; the key of the root that was chosen, the largest where none was."""
    shown = pd.DataFrame([_row(row, context) for row in listed.to_dict("records")])
    columns = {
        "root": st.column_config.TextColumn(_("Root post"), width="large"),
        "author": _("Author"),
        "platform": _("Platform"),
        "started": _("Started"),
        "size": st.column_config.NumberColumn(_("Posts"), help=_("All posts of the cascade, the root included.")),
        "accounts": _("Accounts"),
        "depth": _("Depth"),
        "max_breadth": _("Max breadth"),
        "duration": _("Duration"),
        "documented": st.column_config.NumberColumn(
            _("Stated links"), format="percent", help=_("Links whose parent a post states; others name only the root.")
        ),
    }
    about = _whole_sizes(frame_of(context, _("Cascades by size"), "", method="cascades"), context)
    keys = [str(key) for key in listed["root_key"]]
    row = _open_row(keys)
    table_block(
        LIST, shown, about, lambda: listed, column_config=columns, on_select=partial(_choose, keys),
        selection_mode="single-row", height=300,
    )  # fmt: skip
    return keys[row]


def _whole_sizes(frame: Frame, context: Context) -> Frame:
    """The frame of the list: under a filter, which cascades it holds and that they are counted whole."""
    if context.filters.is_empty:
        return frame
    text = _("{filter}: cascades with at least one post here, each counted whole")
    return replace(frame, filter_text=text.format(filter=frame.filter_text))


def frame_of_cascade(context: Context, title: str, cascade: dict[str, Any], tree: pd.DataFrame) -> Frame:
    """The frame of a figure of one cascade: the numbers of that cascade, which no filter cuts."""
    frame = frame_of(context, title, tree_alt(cascade, tree), method="cascades")
    posts = ngettext("{n} post", "{n} posts", int(cascade["size"])).format(n=number(cascade["size"]))
    accounts = ngettext("{n} account", "{n} accounts", int(cascade["accounts"])).format(n=number(cascade["accounts"]))
    filter_text = frame.filter_text if context.filters.is_empty else _("Whole cascade, the filter is not applied")
    return replace(frame, filter_text=filter_text, n_text=f"{posts}, {accounts}")


def _open_row(keys: list[str]) -> int:
    """The row of the cascade in the address, else the first; that row is marked in the list, too."""
    wanted = filters.in_address("root")
    row = keys.index(wanted) if wanted in keys else 0
    if _marked() != [row]:
        filters.remember(LIST, {"selection": {"rows": [row]}})
    return row


def _marked() -> list[int]:
    return list((filters.recall(LIST) or {}).get("selection", {}).get("rows", []))


def _choose(keys: list[str]) -> None:
    # Only a click writes the address: a mark that is left over must not win over a link.
    rows = _marked()
    if rows and rows[0] < len(keys):
        filters.put_in_address("root", keys[rows[0]])


def _row(row: dict[str, Any], context: Context) -> dict[str, Any]:
    text = row["text"] if isinstance(row["text"], str) else _("(the root is not in the data)")
    return {
        "root": text if len(text) <= TEXT_CUT else text[:TEXT_CUT] + "…",
        "author": account_label(row["handle"], row["name"], row["account_key"]),
        "platform": platform_label(row["platform"]),
        "started": moment(row["started_at"].tz_localize(UTC), context.filters.zone, "d MMM HH:mm"),
        "size": row["size"],
        "accounts": row["accounts"],
        "depth": row["depth"],
        "max_breadth": row["max_breadth"],
        "duration": duration(row["duration_s"]) if row["duration_s"] == row["duration_s"] else "–",
        "documented": row["documented_share"],
    }


def draw_facts(cascade: dict[str, Any], context: Context) -> None:
    """The numbers of one cascade, with what they rest on."""
    documented = percent(cascade["documented_share"])
    rows = [
        (_("Posts"), number(cascade["size"]), _("root, shares, quotes and replies")),
        (_("Accounts"), number(cascade["accounts"]), _("distinct authors")),
        (_("Duration"), duration(cascade["duration_s"]), _("root to last post")),
        (_("Depth"), number(cascade["depth"]), _interval(cascade, "depth", 0)),
        (_("Max breadth"), number(cascade["max_breadth"]), _interval(cascade, "max_breadth", 0)),
        (
            _("Structural virality"),
            number(cascade["structural_virality"], 2),
            _interval(cascade, "structural_virality", 2),
        ),
        (_("Stated links"), documented, _("the rest hang on the root, as the platform gives them")),
    ]
    st.html(tiles(rows))


def _interval(cascade: dict[str, Any], name: str, digits: int) -> str:
    """What the evidence allows beside the number that the stated links and the star give."""
    low, high = cascade[f"{name}_low"], cascade[f"{name}_high"]
    if pd.isna(low) or round(low, digits) == round(high, digits):
        return _("by stated links")
    ends = (number(round(low, digits), digits), number(round(high, digits), digits))
    return _("as linked; may be {low} to {high} (90 %)").format(low=ends[0], high=ends[1])


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


def choice(context: Context) -> pd.DataFrame:
    """The cascades of the view."""
    return cached.cascade_list(context.case_id, context.filters)


def say_what_is_left_out(drawn: int, posts: int) -> None:
    """The visible limits of the drawing."""
    if drawn < posts:
        text = _("Drawn: {n} of {all} posts, all that were passed on further and an even sample of the others.")
        st.caption(text.format(n=number(drawn), all=number(posts)))
    elif drawn > MOST_LINKS:
        st.caption(_("Links are left out above {n} posts.").format(n=number(MOST_LINKS)))


def draw_look() -> tuple[str, bool, bool]:
    """What gives the colour, whether the axis is the time since the root, whether unlikely links are drawn, too."""
    parts = {"lang": _("Language"), "band": _("Bot score")}
    axes = {"since": _("Since the root"), "clock": _("Clock")}
    with st.container(horizontal=True, gap="medium"):
        part = st.segmented_control(
            _("Colour by"), list(parts), default="lang", key="tree-part", format_func=parts.get, required=True
        )
        axis = st.segmented_control(
            _("Time"), list(axes), default="since", key="tree-axis", format_func=axes.get, required=True
        )
        unlikely = st.toggle(
            _("Links below 50 %"), key="tree-unlikely", help=_("Likeliest parents that are less likely than not.")
        )
    return str(part or "lang"), axis != "clock", unlikely
