"""Teach it: the reporter looks at accounts that the program draws, and the score is fitted to the case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from core import build
from core.errors import CaseError
from core.export.context import Context
from core.export.words import account_label, kind_label
from core.i18n import _, moment, ngettext, number
from core.scoring import taught_text
from core.store.answers import ANSWERS, add_answer, undo_answer
from pages.bot_scores import doubt
from pages.shared import cached, cached_scores, filters, labelling
from pages.shared.cached import PageParams
from pages.shared.tiles import tiles

STYLE = Path(__file__).with_name("teach.css")
#: So many posts of an account, and so many characters of each, stand on its card.
POSTS, CHARACTERS = 3, 280


def draw(context: Context) -> None:
    """The switch, and behind it the accounts to look at."""
    st.header(_("Teach it"), anchor=False)
    st.caption(
        _(
            "Look at up to 60 accounts that the program draws, doubtful ones among them, and say what you see. The"
            " score is then fitted to this case. Your answer always beats the score, and can be taken back."
        )
    )
    if st.toggle(_("Show me accounts"), key="teach", persist_state="session"):
        with st.container(key="teach-card"):
            draw_card(context)
    with st.container(key="teach-told"):
        draw_progress(context)


def draw_card(context: Context) -> None:
    """The next account without an answer, its score hidden so that it leads nobody."""
    st.html(STYLE)
    given = set(cached_scores.answers(context.case_id)["account_key"])
    drawn = cached_scores.drawn(context.case_id)["account_key"].tolist()
    waiting = [key for key in drawn if key not in given]
    if not drawn:
        st.info(_("No account of this case has a score, so there is none to ask about."))
        return
    if not waiting:
        st.info(_("Every account that was drawn has an answer."))
        return
    labelling.draw_author()
    st.caption("" if labelling.author() else _("Write your name first: it is kept with every answer."))
    text = _("Account {n} of {all}").format(n=number(len(drawn) - len(waiting) + 1), all=number(len(drawn)))
    st.progress((len(drawn) - len(waiting)) / len(drawn), text=text)
    account = cached.account(context.case_id, PageParams(account=waiting[0]))
    posts = cached_scores.newest_posts(context.case_id, waiting[0], POSTS)
    st.html(card_html(account, posts, context.filters.zone))
    if (chosen := draw_buttons(waiting[0])) is not None:
        author = labelling.author()
        _keep(lambda: add_answer(context.case.notebook_path, waiting[0], chosen, author=author))


def draw_buttons(key: str) -> str | None:
    """The answers; the one that was clicked. Each account has buttons of its own: a second click hits no other one."""
    names = {"automated": _("Automated"), "person": _("A person"), "unsure": _("Can't say")}
    chosen = None
    with st.container(horizontal=True, gap="small"):
        for answer in ANSWERS:
            if st.button(names[answer], key=f"teach-{answer}-{key}", disabled=not labelling.author()):
                chosen = answer
    return chosen


def draw_progress(context: Context) -> None:
    """How many answers there are, what they say, before and after, undo and apply."""
    given = cached_scores.answers(context.case_id)
    if given.empty:
        return
    counts = given["answer"].value_counts()
    text = ngettext(
        "{n} answer: {a} automated, {p} people, {u} can't say.",
        "{n} answers: {a} automated, {p} people, {u} can't say.",
        len(given),
    )
    a, p, u = (number(int(counts.get(name, 0))) for name in ANSWERS)
    st.caption(text.format(n=number(len(given)), a=a, p=p, u=u))
    if st.button(undo_label(context, given.iloc[-1]), key="teach-undo", type="tertiary"):
        author = labelling.author() or _("unnamed")
        _keep(lambda: undo_answer(context.case.notebook_path, author=author))
    if (found := cached_scores.answered(context.case_id)) is not None:
        st.html(tiles([doubt.answered_tile(found)]))
    try:
        st.write(filters.plain(taught_text(cached_scores.taught(context.case_id).held_back)))
    except CaseError as error:
        st.caption(filters.plain(str(error)))
    told = _("Every score of the case is computed anew with what your answers taught; yours stand in their own places.")
    if st.button(_("Apply to the whole case"), key="teach-apply", help=told):
        with st.spinner(_("Scoring the case anew")):
            build.reanalyse(context.case)
        st.rerun()


def undo_label(context: Context, newest: pd.Series) -> str:
    """The button that takes the newest answer back, with whose and what it was."""
    key = str(newest["account_key"])
    account = cached.account(context.case_id, PageParams(account=key))
    said = {"automated": _("automated"), "person": _("a person"), "unsure": _("can't say")}[str(newest["answer"])]
    name = account_label(account.get("handle"), account.get("name"), key)
    return filters.plain(_("Take back the newest answer ({account}: {answer})").format(account=name, answer=said))


def _keep(act: Callable[[], Any]) -> None:
    try:
        act()
    except CaseError as error:
        st.error(filters.plain(str(error)))
        return
    st.rerun()


def card_html(account: dict[str, Any], posts: pd.DataFrame, zone: str) -> str:
    """What a profile says of itself and its newest posts, without its score, escaped."""
    who = f"@{account['handle']}" if account["handle"] else str(account["account_key"])
    name = escape(str(account["name"] or who))
    told = "".join(f"<div><dt>{escape(n)}</dt><dd>{escape(value)}</dd></div>" for n, value in facts(account, zone))
    about = escape(account["description"]) if account["description"] else f"<i>{escape(_('(no description)'))}</i>"
    return (
        f'<section class="wh-asked"><h3><span dir="auto">{name}</span> <small>{escape(who)}</small></h3>'
        f'<p dir="auto">{about}</p><dl>{told}</dl>{posts_html(posts, zone)}</section>'
    )


def facts(account: dict[str, Any], zone: str) -> list[tuple[str, str]]:
    """The figures of a profile that are known, by name."""
    counts = (
        (_("Posts"), account["statuses"]), (_("Followers"), account["followers"]), (_("Follows"), account["following"]),
        (_("Likes"), account["likes"]), (_("Lists"), account["listed"]),
    )  # fmt: skip
    known = [(name, number(value)) for name, value in counts if value is not None]
    if account["created_at"]:
        known.append((_("Account since"), moment(pd.Timestamp(account["created_at"]), zone, "d MMM y")))
    return known


def posts_html(posts: pd.DataFrame, zone: str) -> str:
    """Its newest posts in the case, cut where they are long."""
    if posts.empty:
        return ""
    rows = []
    for row in posts.itertuples(index=False):
        when = _("Time not known") if pd.isna(row.posted_at) else moment(row.posted_at.tz_localize(UTC), zone)
        text = row.text if isinstance(row.text, str) and row.text else _("(no text)")
        cut = text if len(text) <= CHARACTERS else text[:CHARACTERS].rstrip() + "…"
        meta = escape(f"{when} · {kind_label(str(row.kind))}")
        rows.append(f'<li><span class="wh-quiet">{meta}</span><br><span dir="auto">{escape(cut)}</span></li>')
    return f"<h4>{escape(_('Its newest posts here'))}</h4><ul>{''.join(rows)}</ul>"
