"""The list of cascades and the words about one of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from core.analysis.findings import duration
from core.export.context import Context
from core.export.figures.cascade_words import tree_alt, whole_sizes
from core.export.figures.cascades import MOST_LINKS
from core.export.frame import Frame
from core.export.words import account_label, platform_label
from core.i18n import _, moment, ngettext, number, percent
from pages.shared import cached, filters
from pages.shared.export import table_block
from pages.shared.frames import frame_of
from pages.shared.tiles import tiles

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
        "size": st.column_config.NumberColumn(
            _("Posts"), format="localized", help=_("All posts of the cascade, the root included.")
        ),
        "accounts": st.column_config.NumberColumn(_("Accounts"), format="localized"),
        "depth": _("Depth"),
        "max_breadth": st.column_config.NumberColumn(_("Max breadth"), format="localized"),
        "duration": _("Duration"),
        "documented": st.column_config.NumberColumn(
            _("Stated links"), format="percent", help=_("Links whose parent a post states; others name only the root.")
        ),
    }
    about = whole_sizes(frame_of(context, _("Cascades by size"), "", method="cascades"), context)
    keys = [str(key) for key in listed["root_key"]]
    row = _open_row(keys)
    table_block(
        LIST, shown, about, lambda: listed, column_config=columns, on_select=partial(_choose, keys),
        selection_mode="single-row", height=300,
    )  # fmt: skip
    return keys[row]


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
