"""The words around the whole map, and the table of its accounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import streamlit as st

from core.export.context import Context
from core.export.figures import map_words
from core.export.figures import spreaders as chart
from core.export.frame import Frame
from core.export.mask import OPEN, Masks
from core.i18n import _, ngettext, number
from pages.shared.export import table_block
from pages.shared.frames import frame_of
from pages.spreaders import controls, kept, payload, tables
from pages.spreaders.controls import Chosen
from pages.spreaders.kept import WholeParams

TABLE = "spreaders-all"
#: The list to find an account in holds so many; all of them are in the table.
MOST_NAMES = 2000


def names(accounts: pd.DataFrame) -> dict[str, str]:
    """The accounts passed on most, by key."""
    first = accounts.head(MOST_NAMES)
    return dict(zip(first["account_key"], map(payload.short, chart.labels(first)), strict=True))


def closed_label(community: int, accounts: int) -> str:
    """``Community 3: 214 accounts``."""
    return payload.closed_label(community, accounts)


def drawn_text(context: Context, chosen: Chosen, params: WholeParams) -> str:
    """How much of the graph is drawn."""
    totals = kept.totals(context.case_id, context.filters, params)
    links, closed = (
        len(kept.links(context.case_id, context.filters, params)),
        len(kept.closed(context.case_id, context.filters, params)),
    )
    one_by_one = len(kept.accounts(context.case_id, context.filters, params))
    text = _("{n} of {all} accounts are drawn one by one; {k} of {links} links between what is drawn.").format(
        n=number(one_by_one), all=number(totals["accounts"]), k=number(links), links=number(totals["drawable"])
    )
    if closed:
        text += " " + ngettext(
            "{n} community stands as one shape.", "{n} communities stand as one shape each.", closed
        ).format(n=number(closed))
    if one_by_one + closed < totals["units"]:
        text += " " + _("The least linked are left out.")
    if chosen.params.least > 1:
        text += " " + _("Links of fewer than {n} posts do not count.").format(n=number(chosen.params.least))
    return text


def frame(context: Context, chosen: Chosen, params: WholeParams, accounts: pd.DataFrame) -> Frame:
    """What the map says about itself, on screen and in the picture."""
    kinds = map_words.kinds_text(chosen.links)
    title = _("Who is linked with whom ({kinds})").format(kinds=kinds)
    when = map_words.until_text(chosen, context.filters.zone)
    notes = (when, drawn_text(context, chosen, params), map_words.root_text(chosen.links), inferred_text(chosen.links))
    about = frame_of(context, title, description(context, chosen, params, accounts), method="spreaders")
    return replace(about, notes=tuple(note for note in notes if note))


def inferred_text(kinds: tuple[str, ...]) -> str:
    """That likely paths are no statement of the platform."""
    return _("Likely paths are inferred from time and reach; see the method.") if "likely" in kinds else ""


def description(
    context: Context, chosen: Chosen, params: WholeParams, accounts: pd.DataFrame, masks: Masks = OPEN
) -> str:
    """What a reader who cannot see the map is told; in what leaves the program under ``masks``."""
    totals = kept.totals(context.case_id, context.filters, params)
    what = _("Map of {n} accounts joined by {k} links ({kinds}).").format(
        n=number(totals["accounts"]), k=number(totals["links"]), kinds=map_words.kinds_text(chosen.links)
    )
    top = masks.frame(accounts[accounts["received"] > 0].head(3))
    named = ", ".join(f"{payload.label_of(row)} ({number(int(row['received']))})" for row in top.to_dict("records"))
    most = _("Passed on most often: {names}.").format(names=named) if named else ""
    counts = Counter(chart.community_label(place) for place in accounts["community"])
    parts = ", ".join(f"{name} ({number(n)})" for name, n in counts.most_common(4))
    groups = _("Largest communities: {parts}.").format(parts=parts) if parts else ""
    size = _("Shapes by {what}, colours by {colour}.").format(
        what=map_words.size_phrase(chosen.size), colour=map_words.colours()[chosen.colour].lower()
    )
    return " ".join(text for text in (what, most, groups, size) if text)


def draw_table(context: Context, accounts: pd.DataFrame, groups: Mapping[str, list[str]], about: Frame) -> None:
    """The accounts of the map as a table that the browser asks for piece by piece; a click selects one."""
    keys = accounts["account_key"].tolist()
    table_block(
        TABLE,
        shown(accounts, groups, context.filters.zone),
        replace(about, title=_("Accounts on the map"), notes=about.notes[:1]),
        lambda: map_words.for_file(accounts.drop(columns=["unit"]), groups),
        column_config={**tables.columns(), **more_columns()},
        placeholder=_("not known"),
        height=min(520, 36 * (len(accounts) + 1) + 3),
        on_select=lambda: controls.select_row(TABLE, keys),
        selection_mode="single-cell",
        alt=_("Table of the accounts on the map."),
    )


def shown(accounts: pd.DataFrame, groups: Mapping[str, list[str]], zone: str) -> pd.DataFrame:
    """The rows as the reporter reads them, with the measures of the map."""
    rows = map_words.shown(accounts, groups, zone)
    return rows.assign(rank=accounts["rank"], bridges=accounts["bridges"], core=accounts["core"])


def more_columns() -> dict[str, object]:
    """Headers and help of the measures."""
    config = st.column_config
    return {
        "rank": config.NumberColumn(
            _("Rank"), format="%.1f", width=70,
            help=_("High where accounts that are passed on a lot pass it on themselves; 1 is the mean (PageRank)."),
        ),
        "bridges": config.NumberColumn(
            _("Bridges"), width=80, help=_("So many communities other than its own it is linked with; whole case.")
        ),
        "core": config.NumberColumn(
            _("Core"), width=70,
            help=_("In core k every account is linked with at least k others of the same core; whole case."),
        ),
    }  # fmt: skip
