"""Teach it: the reporter looks at accounts that the program draws, and the score is fitted to the case."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from core import build
from core.errors import CaseError
from core.export.context import Context
from core.i18n import _, moment, number
from core.scoring import taught_text
from core.store.answers import ANSWERS, add_answer, undo_answer
from pages.shared import cached, cached_scores, filters
from pages.shared.cached import PageParams

AUTHOR = "teach-author"


def draw(context: Context) -> None:
    """The switch, and behind it the accounts to look at."""
    st.header(_("Teach it"), anchor=False)
    st.caption(
        _(
            "Look at up to 60 accounts that the program draws, doubtful ones among them, and say what you see. The"
            " score is then fitted to this case. Your answer always beats the score, and can be taken back."
        )
    )
    if st.toggle(_("Show me accounts"), key="teach"):
        draw_card(context)
        draw_progress(context)


def draw_card(context: Context) -> None:
    """The next account without an answer, its score hidden so that it leads nobody."""
    given = set(cached_scores.answers(context.case_id)["account_key"])
    waiting = [key for key in cached_scores.drawn(context.case_id)["account_key"] if key not in given]
    author = st.text_input(_("Your name"), key=AUTHOR, max_chars=80, width=360)
    if not waiting:
        st.info(_("Every account that was drawn has an answer."))
        return
    st.html(card_html(cached.account(context.case_id, PageParams(account=waiting[0])), context.filters.zone))
    names = {"automated": _("Automated"), "person": _("A person"), "unsure": _("Can't say")}
    with st.container(horizontal=True, gap="small"):
        for answer in ANSWERS:
            if st.button(names[answer], key=f"teach-{answer}-{waiting[0]}"):
                _keep(
                    lambda chosen=answer: add_answer(
                        context.case.notebook_path, waiting[0], chosen, author=author or ""
                    )
                )


def draw_progress(context: Context) -> None:
    """How many answers there are, before and after, undo and apply."""
    given = cached_scores.answers(context.case_id)
    counts = given["answer"].value_counts()
    text = _("{n} answers: {a} automated, {p} people, {u} can't say.")
    a, p, u = (number(int(counts.get(name, 0))) for name in ANSWERS)
    st.caption(text.format(n=number(len(given)), a=a, p=p, u=u))
    if given.empty:
        return
    if st.button(_("Take back the newest answer"), key="teach-undo", type="tertiary"):
        author = str(filters.recall(AUTHOR, "") or "")
        _keep(lambda: undo_answer(context.case.notebook_path, author=author or _("unnamed")))
    try:
        st.write(filters.plain(taught_text(cached_scores.taught(context.case_id).held_back)))
    except CaseError as error:
        st.caption(filters.plain(str(error)))
    if st.button(_("Apply to the whole case"), key="teach-apply"):
        with st.spinner(_("Scoring the case anew")):
            build.reanalyse(context.case)
        st.rerun()


def _keep(act: Any) -> None:  # noqa: ANN401 - a function that changes the notebook
    try:
        act()
    except CaseError as error:
        st.error(filters.plain(str(error)))
        return
    st.rerun()


def card_html(account: dict[str, Any], zone: str) -> str:
    """What a profile says of itself, without its score, escaped."""
    counts = (
        (_("Posts"), account["statuses"]), (_("Followers"), account["followers"]), (_("Follows"), account["following"]),
        (_("Likes"), account["likes"]), (_("Lists"), account["listed"]),
    )  # fmt: skip
    facts = " · ".join(f"{name}: {number(value)}" for name, value in counts if value is not None)
    made = account["created_at"]
    since = _("Since {day}").format(day=moment(pd.Timestamp(made), zone, "d MMM y")) if made else ""
    who = f"@{account['handle']}" if account["handle"] else account["account_key"]
    name = escape(str(account["name"] or who))
    return (
        f'<section class="wh-score"><p class="wh-answer"><strong dir="auto">{name}</strong>'
        f' {escape(who)}</p><p dir="auto">{escape(account["description"] or "")}</p>'
        f'<p class="wh-meta">{escape(facts)} {escape(since)}</p></section>'
    )
