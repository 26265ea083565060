"""Evidence beside the score: type scores, people's answers, what other tools said; and the rhythm of the posts."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from core.analysis.behaviour import Behaviour, BehaviourParams
from core.analysis.botscore import TYPES
from core.export.context import Context
from core.i18n import _, moment, number, percent
from pages.shared import cached_scores, filters
from pages.shared.cached import PageParams
from pages.shared.table import draw_table
from pages.shared.tiles import tiles


def show(context: Context, account: dict[str, Any]) -> None:
    """Type scores, answers and other tools, each only where there is something to say."""
    if account["score"] is not None and account["status"] == "scored":
        with st.expander(_("Five type scores, by what each was trained on")):
            st.html(tiles(type_tiles(account)))
            st.caption(_("There is none for astroturf: too few political accounts are labelled to learn from."))
    draw_answers(context, str(account["account_key"]))
    draw_others(context, account)


def type_tiles(account: dict[str, Any]) -> list[tuple[str, str, str]]:
    """One tile per expert."""
    names = {
        "hand_checked": (_("Hand-checked"), _("mixed accounts that people checked one by one")),
        "financial": (_("Financial"), _("accounts that posted about shares in step")),
        "self_declared": (_("Self-declared"), _("bots that say so")),
        "spam": (_("Spam"), _("spam and fake followers")),
        "scam": (_("Scam"), _("scam accounts, against celebrities")),
    }
    return [(names[t][0], number(account[t], 1), names[t][1]) for t in TYPES if account[t] is not None]


def draw_answers(context: Context, key: str) -> None:
    """What people answered about this account."""
    given = cached_scores.answers(context.case_id)
    names = {"automated": _("automated"), "person": _("a person"), "unsure": _("can't say")}
    for row in given[given["account_key"] == key].itertuples(index=False):
        at = moment(pd.Timestamp(row.at), context.filters.zone, "d MMM y, HH:mm")
        text = _("Answer of {author}, {at}: {answer}. It beats the score once it is applied.")
        st.write(filters.plain(text.format(author=row.author, at=at, answer=names[str(row.answer)])))


def draw_rhythm(context: Context, key: str) -> None:
    """How the posts follow each other, apart from the score."""
    found = cached_scores.rhythm_of(context.case_id, PageParams(account=key))
    st.subheader(_("How do its posts follow each other?"), anchor=False)
    if found is None:
        text = _("Fewer than {n} posts in the data: nothing is said about a rhythm.")
        st.caption(text.format(n=number(BehaviourParams().least)))
        return
    st.html(tiles(rhythm_tiles(found)))
    st.caption(_("From {n} posts. Evidence of its own: it does not enter the score.").format(n=number(found.posts)))


def rhythm_tiles(found: Behaviour) -> list[tuple[str, str, str]]:
    """One tile per measure that can be told."""
    rows = [
        (_("Pattern of kinds"), found.compressed, 2, _("size after compression, 1 is chance, less is a pattern")),
        (_("Gaps between posts"), found.burstiness, 2, _("-1 a clockwork, 0 chance, 1 bursts")),
        (_("Hours of the day"), found.hours, 0, _("of 24 in which it posted")),
    ]
    shown = [(name, number(value, digits), note) for name, value, digits, note in rows if value is not None]
    shares = [
        (_("The same gap"), found.commonest_gap, _("of all gaps are equal to the second")),
        (_("Duplicates"), found.duplicates, _("of its own texts occur more than once")),
        (_("Shares"), found.shares, _("of its posts pass on another")),
    ]
    return shown + [(name, percent(value), note) for name, value, note in shares if value is not None]


def draw_others(context: Context, account: dict[str, Any]) -> None:
    """Scores of other tools side by side, never mixed with ours."""
    handle = str(account["handle"] or "")
    others = cached_scores.others(context.case_id, str(account["account_key"]), str(account["platform"]), handle)
    if others.empty:
        return
    st.subheader(_("What other tools said"), anchor=False)
    names = [_("Tool"), _("Measure"), _("Value"), _("Captured on")]
    draw_table(others.set_axis(names, axis=1))
    st.caption(_("Kept as imported; never mixed with the score above."))
