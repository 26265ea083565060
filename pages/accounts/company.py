"""Whom the account passes on, and who passes it on: two small tables; a click opens the other account."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from core.export.context import Context
from core.export.words import account_label
from core.i18n import _, ngettext, number
from pages.accounts.listing import open_selected
from pages.shared import cached_profiles, filters
from pages.shared.cached import PageParams
from pages.shared.explain import method
from pages.shared.export import table_block
from pages.shared.frames import frame_of

ROW_PX = 36
MOST_PX = 290


def show(context: Context, account: dict[str, Any]) -> None:
    """Both tables side by side, and the way to the spreader graph."""
    found = cached_profiles.company(context.case_id, context.filters, PageParams(account=account["account_key"]))
    st.subheader(_("Its company"), anchor=False)
    left, right = st.columns(2, gap="large")
    with left:
        _draw(context, found[found["direction"] == "shares"], "shares", _("Whom it passes on"))
    with right:
        _draw(context, found[found["direction"] == "shared by"], "shared-by", _("Who passes it on"))
    method(
        _(
            "Counted from shares, quotes and replies in the view; where a platform names only the first author, those"
            " in between are missing."
        ),
        "spreaders",
    )
    _draw_link(account["account_key"])


def _draw(context: Context, rows: pd.DataFrame, name: str, title: str) -> None:
    if rows.empty:
        st.caption(f"**{title}** – {_('nobody in the view')}")
        return
    n, whole = len(rows), int(rows["accounts"].iloc[0])
    count = ngettext("{n} of {all} account", "{n} of {all} accounts", whole).format(n=number(n), all=number(whole))
    st.caption(f"**{title}** – {count}")
    keys = rows["account_key"].tolist()
    names = dict(zip(keys, shown(rows)["account"], strict=True))
    st.selectbox(
        _("Open an account: {title}").format(title=title), keys, index=None, key=f"open-{name}",
        format_func=names.get, placeholder=_("Open one of them"), label_visibility="collapsed",
        on_change=lambda: filters.put_in_address("account", str(filters.recall(f"open-{name}") or "")),
    )  # fmt: skip
    table_block(
        f"company-{name}",
        shown(rows),
        frame_of(context, title, "", method="spreaders", about_account=True),
        rows.drop(columns=["direction", "accounts"]),
        column_config=_columns(),
        height=min(MOST_PX, ROW_PX * (n + 1) + 3),
        on_select=lambda: open_selected(f"company-{name}", keys),
        opens=True,
        selection_mode="single-cell",
        alt=title,
        figure="company",
    )


def shown(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of one table as the reporter reads them."""
    named = zip(rows["handle"], rows["name"], rows["account_key"], strict=True)
    return pd.DataFrame(
        {
            "account": [account_label(*parts) for parts in named],
            "shares": rows["shares"].to_numpy(),
            "quotes": rows["quotes"].to_numpy(),
            "replies": rows["replies"].to_numpy(),
        }
    )


def _columns() -> dict[str, object]:
    counts = {"shares": _("Shares"), "quotes": _("Quotes"), "replies": _("Replies")}
    numbers = {k: st.column_config.NumberColumn(v, format="localized", width=72) for k, v in counts.items()}
    return {"account": st.column_config.TextColumn(_("Account")), **numbers}


def _draw_link(key: str) -> None:
    menu = filters.recall("menu") or {}
    if "spreaders" in menu:
        kept = {name: value for name, value in filters.address(spreader=key).items() if name != "account"}
        st.page_link(menu["spreaders"], label=_("Show it in the spreader graph"), query_params=kept)
