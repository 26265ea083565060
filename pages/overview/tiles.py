"""The four numbers of a case, each with what it means."""

from __future__ import annotations

import streamlit as st

from core.export.context import Context
from core.i18n import _, compact, ngettext, number
from pages.shared import cached
from pages.shared.tiles import tiles


def draw(context: Context) -> None:
    """Posts, accounts, potential reach and views of the view, with their definitions."""
    rows = [_posts(context), _accounts(context), _reach(context), _views(context)]
    st.html(tiles((name, value, note, exact) for name, value, exact, note in rows))


def _posts(context: Context) -> tuple[str, str, str, str]:
    note = _("Originals, shares, quotes and replies that were collected.")
    return _("Posts"), number(context.posts), number(context.posts), note


def _accounts(context: Context) -> tuple[str, str, str, str]:
    return _("Accounts"), number(context.accounts), number(context.accounts), _("Distinct authors of these posts.")


def _reach(context: Context) -> tuple[str, str, str, str]:
    found = cached.reach(context.case_id, context.filters)
    if not found["accounts"]:
        return _("Potential reach"), "–", "–", _("No account in this view.")
    note = _(
        "Followers of the distinct authors added up: possible deliveries, not readers. Known for {known} of {all}."
    )
    text = note.format(known=number(found["known"]), all=number(found["accounts"]))
    return _("Potential reach"), compact(found["reach"]), number(found["reach"]), text


def _views(context: Context) -> tuple[str, str, str, str]:
    found = cached.views(context.case_id, context.filters)
    if not found["posts"]:
        said = (
            _("No file gives a number of views.")
            if context.filters.is_empty
            else _("No post here has a number of views.")
        )
        return _("Views"), "–", "–", said if context.posts else _("No post in this view.")
    note = ngettext(
        "Newest count of each post, shares left out. Known for {n} post; the most seen has {most}.",
        "Newest count of each post, shares left out. Known for {n} posts; the most seen has {most}.",
        found["posts"],
    )
    text = note.format(n=number(found["posts"]), most=number(found["most"]))
    return _("Views"), compact(found["views"]), number(found["views"]), text
