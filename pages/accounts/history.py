"""How an account changed: handles, names and descriptions over the captures, followers, and clients over time."""

from __future__ import annotations

from html import escape
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from core.export import style
from core.export.context import Context
from core.export.text import plain
from core.export.words import account_label
from core.i18n import _, moment
from pages.shared import cached
from pages.shared.cached import PageParams
from pages.shared.explain import method
from pages.shared.export import figure_block
from pages.shared.frames import frame_of

DAY = "d MMM y"
MOST_CLIENTS = 6


def show(context: Context, account: dict[str, Any]) -> None:
    """What its profile said at each capture, where it changed, and the growth of its followers."""
    rows = cached.snapshots(context.case_id, PageParams(account=account["account_key"]))
    timed = rows[rows["captured_at"].notna()]
    changes = changed(timed)
    if changes.empty:
        st.caption(_("Its profile was captured at no known time."))
        return
    st.html(changes_html(changes, context.filters.zone))
    counted = timed[timed["followers"].notna()]
    if len(counted) > 1:
        who = account_label(account["handle"], account["name"], account["account_key"])
        title = _("Followers of {who}").format(who=who)
        frame = frame_of(context, title, _("Line of followers at each capture."), method="accounts", about_account=True)
        figure_block("followers", followers_figure(counted, context.dark), frame, counted, height=240)
    else:
        st.caption(_("Its followers are known at one moment only; growth needs a second capture."))
    method(_("As captured: what it was called between two captures is not known."), "accounts")


def changed(rows: pd.DataFrame) -> pd.DataFrame:
    """The captures at which handle, name or description differ from the one before; the first one, too."""
    told = rows[["handle", "name", "description"]].fillna("")
    return rows[(told != told.shift()).any(axis=1)] if len(rows) else rows


def changes_html(rows: pd.DataFrame, zone: str) -> str:
    """The changes as a list, escaped."""
    items = []
    for row in rows.itertuples(index=False):
        at = moment(row.captured_at.tz_localize("UTC"), zone, DAY)
        who = account_label(row.handle, row.name, _("name not known"))
        name = f" · {escape(row.name)}" if isinstance(row.name, str) and isinstance(row.handle, str) else ""
        bio = escape(row.description) if isinstance(row.description, str) else escape(_("No description known."))
        items.append(f"<li><strong>{escape(at)}</strong> <span dir='auto'>{escape(who)}{name}</span><br>{bio}</li>")
    return f'<ul class="wh-list">{"".join(items)}</ul>'


def followers_figure(rows: pd.DataFrame, dark: bool) -> dict[str, Any]:
    """Followers at each capture."""
    line = {
        "type": "scatter", "mode": "lines+markers", "line": {"color": style.PRIMARY.on(dark), "width": 2},
        "x": np.datetime_as_string(rows["captured_at"].to_numpy("datetime64[s]")).tolist(),
        "y": rows["followers"].astype(int).tolist(), "hovertemplate": "%{x|%-d %b %Y}<br>%{y:,}<extra></extra>",
    }  # fmt: skip
    layout = style.layout(dark, xaxis={"type": "date", "title": None}, yaxis={"title": {"text": _("Followers")}})
    return {"data": [line], "layout": layout}


def draw_clients(context: Context, times: pd.DataFrame) -> None:
    """Posts per month and client, where a client is known."""
    known = times[times["client"] != ""]
    if known.empty:
        st.caption(_("The clients that it posted with are not known."))
        return
    table = monthly(known)
    frame = frame_of(
        context, _("Clients over time"), _("Bars per month and client."), method="accounts", about_account=True
    )
    figure_block("clients", clients_figure(table, context.dark), frame, table.reset_index(), height=260)


def monthly(known: pd.DataFrame) -> pd.DataFrame:
    """Posts per month (rows) and client (columns); beyond the most frequent ones, the others together."""
    top = known["client"].value_counts().index[:MOST_CLIENTS].tolist()
    client = known["client"].where(known["client"].isin(top), _("Others"))
    return pd.crosstab(known["local_at"].dt.strftime("%Y-%m-01").rename("month"), client)


def clients_figure(table: pd.DataFrame, dark: bool) -> dict[str, Any]:
    """Stacked bars per month."""
    shades = list(style.GROUP_SHADES.values())
    bars = [
        {
            "type": "bar", "x": table.index.tolist(), "y": table[name].tolist(), "name": plain(name),
            "marker": {"color": shades[place % len(shades)].on(dark), "line": {"width": 0}},
        }
        for place, name in enumerate(table.columns)
    ]  # fmt: skip
    layout = style.layout(
        dark, barmode="stack", xaxis={"type": "date", "title": None}, yaxis={"title": {"text": _("Posts per month")}}
    )
    return {"data": bars, "layout": layout}
