"""Who are the accounts?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st

from core.export.context import Context
from core.export.figures import profile_words
from core.i18n import _
from pages.accounts import closer, company, dossier, facts, labels, listing, naming, panel, scoring
from pages.shared import cached, filters
from pages.shared.cached import PageParams
from pages.shared.explain import draw_switch
from pages.shared.posts_panel import show as show_posts

STYLE = Path(__file__).with_name("profile.css")


def show(context: Context) -> None:
    """The list of accounts or, where the address names one, its profile."""
    st.html(STYLE)
    key = filters.in_address("account")
    params, place = listing.draw_bar(opened=bool(key))
    if not key:
        listing.show(context, params, place)
        return
    listing.draw_way_back(place)
    account = cached.account(context.case_id, PageParams(account=key))
    if account:
        show_profile(context, account)
    else:
        text = _("There is no account “{key}” in this case. Go back to the list and search for it.")
        st.warning(filters.plain(text.format(key=key)))


def show_profile(context: Context, account: dict[str, Any]) -> None:
    """Who the account says it is, what it posted, its company, its score, the reporter's notes and its posts."""
    own = PageParams(account=account["account_key"])
    parts = cached.account_parts(context.case_id, context.filters, own)
    in_view = profile_words.posts_in_view(parts)
    part = panel.part_chosen()
    some = replace(own, part=part)
    shown = cached.account_parts(context.case_id, context.filters, some) if part else parts
    draw_switch()
    st.html(facts.head(account, cached.snapshots(context.case_id, own), in_view, context))
    panel.show(context, account, shown, profile_words.posts_in_view(shown))
    company.show(context, account)
    closer.show(context, account)
    scoring.show(context, account)
    labels.show(context, account["account_key"])
    dossier.show(context, account["account_key"])
    naming.show(context, account["account_key"])
    st.subheader(_("Its posts in the view"), anchor=False)
    panel.draw_part(part, "posts")
    show_posts(context, some, "account-posts")
