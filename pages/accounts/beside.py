"""Up to four accounts side by side."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from core.export.context import Context
from core.export.figures.account_words import score_text
from core.export.figures.profile_words import posts_in_view
from core.export.words import account_label, kind_label, language_label, platform_label
from core.i18n import _, moment, number
from pages.accounts.facts import count
from pages.accounts.listing import MOST
from pages.shared import cached
from pages.shared.cached import ListParams, PageParams
from pages.shared.explain import method
from pages.shared.export import table_block
from pages.shared.frames import frame_of

OTHERS = 3
SHOWN = {"lang": 3, "kind": 4, "domain": 3, "client": 2}


def show(context: Context, account: dict[str, Any]) -> None:
    """Three others to choose, and the table."""
    own = str(account["account_key"])
    listed = cached.accounts_page(context.case_id, context.filters, ListParams(most=MOST))
    parts = zip(listed["handle"], listed["name"], listed["account_key"], strict=True)
    names = {key: account_label(handle, name, key) for handle, name, key in parts if key != own}
    chosen = st.multiselect(
        _("Compare it with (up to three)"), list(names), key="beside", format_func=lambda key: names.get(key, key),
        max_selections=OTHERS, placeholder=_("Choose, or type the key of an account"), accept_new_options=True,
    )  # fmt: skip
    found = [account, *(cached.account(context.case_id, PageParams(account=str(key))) for key in chosen)]
    if not all(found):
        st.warning(_("One of these keys belongs to no account of the case."))
    table = side_by_side(context, [one for one in found if one])
    frame = frame_of(context, _("Accounts side by side"), "", method="accounts", about_account=True)
    table_block("beside-table", table, frame, alt=_("Table with one column per account."))
    method(_("Languages, kinds, sites and clients are of the view; the other facts of the whole case."), "accounts")


def side_by_side(context: Context, accounts: list[dict[str, Any]]) -> pd.DataFrame:
    """One row per fact, one column per account."""
    facts = [_facts(context, account) for account in accounts]
    columns: dict[str, list[str]] = {_("Fact"): list(facts[0])}
    for account, told in zip(accounts, facts, strict=True):
        name = account_label(account["handle"], account["name"], account["account_key"])
        columns[name if name not in columns else str(account["account_key"])] = list(told.values())
    return pd.DataFrame(columns)


def _facts(context: Context, account: dict[str, Any]) -> dict[str, str]:
    parts = cached.account_parts(context.case_id, context.filters, PageParams(account=account["account_key"]))
    zone = context.filters.zone

    def day(text: str | None) -> str:
        return moment(pd.Timestamp(text), zone, "d MMM y, HH:mm") if text else _("not known")

    return {
        _("Platform"): platform_label(account["platform"]),
        _("Created"): day(account["created_at"]),
        _("Followers"): count(account["followers"]),
        _("Following"): count(account["following"]),
        _("Posts on the platform"): count(account["statuses"]),
        _("Posts in the case"): number(account["posts"]),
        _("Posts in the view"): number(posts_in_view(parts)),
        _("Shares received"): number(account["shares_received"]),
        _("First post in the case"): day(account["first_posted_at"]),
        _("Last post in the case"): day(account["last_posted_at"]),
        _("Languages"): _most(parts, "lang", language_label),
        _("Kinds of post"): _most(parts, "kind", kind_label),
        _("Linked sites"): _most(parts, "domain", str),
        _("Posted with"): _most(parts, "client", str),
        _("Bot score"): score_text(account["score"], account["status"]),
    }


def _most(parts: pd.DataFrame, facet: str, name: Any) -> str:  # noqa: ANN401 - a function from value to label
    own = parts[parts["facet"] == facet].head(SHOWN[facet])
    pairs = zip(own["value"], own["n"], strict=True)
    return ", ".join(f"{name(value)} {number(int(n))}" for value, n in pairs) or _("none known")
