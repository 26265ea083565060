"""The accounts chosen on the map: make a group of them, filter everything to it, compare two choices."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from core.analysis.intervals import wilson
from core.errors import CaseError
from core.export.context import Context
from core.export.words import language_label
from core.i18n import _, moment, ngettext, number, percent
from core.store import notebook
from pages.shared import filters
from pages.spreaders import kept
from pages.spreaders.controls import Chosen
from pages.spreaders.kept import SetParams

CHOSEN, FIRST = "spreaders-chosen", "spreaders-chosen-first"
FORM, PROBLEM = "spreaders-group", "spreaders-group-problem"


def draw(context: Context, chosen: Chosen) -> None:
    """What can be done with the accounts chosen on the map; nothing where there are none."""
    keys: tuple[str, ...] = filters.recall(CHOSEN) or ()
    first: tuple[str, ...] = filters.recall(FIRST) or ()
    if not keys and not first:
        return
    st.subheader(
        ngettext("{n} account chosen", "{n} accounts chosen", len(keys)).format(n=number(len(keys))), anchor=False
    )
    with st.container(horizontal=True, gap="small"):
        if keys and st.button(_("Keep to compare with another choice"), key="spreaders-keep"):
            filters.remember(FIRST, keys)
            first = keys
        if first and st.button(_("Forget the one kept"), key="spreaders-forget"):
            filters.remember(FIRST, ())
            first = ()
    sets = {_("Kept"): first, _("Chosen now"): keys}
    seen = {name: members for name, members in sets.items() if members}
    if len(seen) == 2 and first == keys:
        seen = {_("Kept"): first}
    st.table(comparison(context, chosen, seen), border="horizontal")
    if keys:
        _draw_group(context, keys)


def comparison(context: Context, chosen: Chosen, sets: dict[str, tuple[str, ...]]) -> pd.DataFrame:
    """What can be said of each choice, side by side."""
    columns = {
        name: facts(
            kept.compared(context.case_id, context.filters, SetParams(keys, chosen.links)), context.filters.zone
        )
        for name, keys in sets.items()
    }
    return pd.DataFrame(columns)


def facts(found: dict[str, Any], zone: str) -> dict[str, str]:
    """One choice in words; a share with its interval."""
    none = _("none in the view")
    signs, scored = int(found["signs"] or 0), int(found["scored"] or 0)
    share = _("nobody scored")
    if scored:
        low, high = wilson(signs, scored)
        share = _("{n} of {all} scored ({low} to {high})").format(
            n=number(signs), all=number(scored), low=percent(float(low)), high=percent(float(high))
        )
    first = found["first_at"]
    return {
        _("Accounts"): number(int(found["accounts"])),
        _("with a post in the view"): number(int(found["active"])),
        _("Posts in the view"): number(int(found["posts"])),
        _("of them shares"): number(int(found["shares"])),
        _("First post"): moment(pd.Timestamp(first).tz_convert("UTC"), zone) if first else none,
        _("Most frequent language"): f"{language_label(found['lang'])} ({percent(float(found['lang_share']))})"
        if found["lang"]
        else none,
        _("Show signs of automation"): share,
        _("Followers, median"): _("not known") if found["followers"] is None else number(int(found["followers"])),
        _("Passed on each other (posts, whole case)"): number(int(found["inside"])),
        _("Passed on by others (posts, whole case)"): number(int(found["received"])),
    }


def _draw_group(context: Context, keys: tuple[str, ...]) -> None:
    problem = filters.recall(PROBLEM)
    with st.form("spreaders-group", border=True):
        st.text(_("Make a group of them. It can then filter and colour every page."))
        st.text_input(_("Name of the group"), max_chars=80, key=f"{FORM}-name")
        why = _("Why they belong together: a link, or what you saw.")
        st.text_input(_("Evidence"), max_chars=500, key=f"{FORM}-why", help=why)
        st.text_input(_("Your name"), max_chars=80, key=f"{FORM}-author")
        st.checkbox(_("Filter everything to this group"), key=f"{FORM}-filter")
        if problem:
            st.error(filters.plain(problem))
        st.form_submit_button(_("Make the group"), on_click=_make, args=(context, keys))


def _make(context: Context, keys: tuple[str, ...]) -> None:
    name, why, author = (str(filters.recall(f"{FORM}-{part}") or "").strip() for part in ("name", "why", "author"))
    filters.remember(PROBLEM, "")
    if not name or not why or not author:
        filters.remember(PROBLEM, _("A group needs a name, its evidence and your name."))
        return
    frame = pd.DataFrame({"account_key": keys}).assign(group=name, evidence=why, author=author)
    try:
        notebook.add_groups(context.case.notebook_path, frame)
    except CaseError as error:
        filters.remember(PROBLEM, str(error))
        return
    if filters.recall(f"{FORM}-filter"):
        filters.choose_group(name)
    filters.redraw_all()
