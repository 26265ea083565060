"""How to read the map: its communities in sentences, bridges between them, first movers, the innermost core."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any

import pandas as pd
import streamlit as st

from core.export.context import Context
from core.export.figures import spreaders as chart
from core.export.words import account_label, language_label
from core.i18n import _, moment, ngettext, number, percent
from pages.shared import filters
from pages.spreaders import kept, payload
from pages.spreaders.controls import Chosen

FIRST = 8


def draw(context: Context, chosen: Chosen, accounts: pd.DataFrame) -> None:
    """The reading aids, folded."""
    st.header(_("How to read the map"), anchor=False)
    _draw_communities(context, chosen)
    for title, words, rows in lists(accounts, context.filters.zone):
        with st.expander(title):
            st.text(words)
            st.markdown("\n".join(f"{place}. {filters.plain(line)}" for place, line in enumerate(rows, start=1)))


@st.fragment
def _draw_communities(context: Context, chosen: Chosen) -> None:
    """The largest communities; asked only when somebody opens them, as all posts of the view are read for it."""
    box = st.expander(_("Communities"), key="spreaders-communities", on_change="rerun")
    if not box.open:
        return
    with box:
        st.text(what_a_community_is())
        for row in kept.communities(context.case_id, context.filters, chosen.links).to_dict("records"):
            st.markdown(f"- {filters.plain(community_sentence(row, context.filters.zone))}")


def what_a_community_is() -> str:
    """The plain sentence above the list."""
    return _(
        "A community is a set of accounts linked more with each other than with the others (Leiden, over all links of "
        "the case). It says nothing about who the accounts are or whether they know each other."
    )


def community_sentence(row: Mapping[Any, Any], zone: str) -> str:
    """One community in words."""
    parts = [payload.closed_label(int(row["community"]), int(row["accounts"])) + "."]
    if isinstance(row["leaders"], list | tuple) or getattr(row["leaders"], "size", 0):
        names = ", ".join(f"{payload.label_of(one)} ({number(int(one['n']))})" for one in leaders(row["leaders"]))
        parts.append(_("Passed on most: {names}.").format(names=names))
    if isinstance(row["lang"], str):
        parts.append(
            _("Mostly {language} ({share}).").format(
                language=language_label(row["lang"]), share=percent(float(row["lang_share"]))
            )
        )
    if not pd.isna(row["first_at"]):
        first = account_label(row["first_handle"], row["first_name"], row["first_key"])
        at = moment(pd.Timestamp(row["first_at"]).tz_localize(UTC), zone)
        parts.append(_("Its first post here: {name}, {at}.").format(name=payload.short(first), at=at))
    inside, out = int(row["posts_inside"]), int(row["posts_out"])
    parts.append(
        _("{share} of the posts on its links stay inside.").format(share=percent(inside / max(inside + out, 1)))
    )
    parts.append(stability_text(float(row["stability"])))
    return " ".join(parts)


def leaders(found: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - a list of structs, as DuckDB hands it over
    """The accounts passed on most, as plain dicts."""
    return [{"handle": one["handle"], "name": one["name"], "account_key": one["key"], "n": one["n"]} for one in found]


def stability_text(stability: float) -> str:
    """How sure the community is."""
    share = percent(stability)
    if stability >= 0.9:
        return _("Sure: with other random starts {share} of it comes back.").format(share=share)
    if stability >= 0.6:
        return _("Rather sure: with other random starts {share} of it comes back.").format(share=share)
    return _("Not sure: with other random starts only {share} of it comes back.").format(share=share)


def lists(accounts: pd.DataFrame, zone: str) -> list[tuple[str, str, list[str]]]:
    """Title, meaning and lines of each list of accounts."""
    bridges = accounts.sort_values(["bridges", "rank"], ascending=False).head(FIRST)
    early = accounts.dropna(subset=["first_at"]).sort_values(["first_at", "account_key"]).head(FIRST)
    central = accounts.sort_values(["rank", "account_key"], ascending=[False, True]).head(FIRST)
    inner = accounts[accounts["core"] == accounts["core"].max()]
    return [
        (
            _("Passed on by those who are passed on"),
            _("Rank is high where accounts that are passed on a lot pass it on themselves; 1 is the mean (PageRank)."),
            [f"{payload.label_of(row)}: {number(float(row['rank']), 1)}" for row in central.to_dict("records")],
        ),
        (
            _("Bridge accounts"),
            _("Accounts linked with most communities other than their own: through them a story can cross."),
            [bridge_text(row) for row in bridges.to_dict("records") if row["bridges"]],
        ),
        (
            _("First movers"),
            _("The accounts whose first post in the view is the earliest in the collected data."),
            [
                f"{payload.label_of(row)}: {moment(pd.Timestamp(row['first_at']).tz_localize(UTC), zone)}"
                for row in early.to_dict("records")
            ],
        ),
        (
            _("The innermost core"),
            _("Every account of this set is linked with at least so many others of the set; whole case."),
            [core_text(inner), *(payload.label_of(row) for row in inner.head(FIRST).to_dict("records"))],
        ),
    ]


def bridge_text(row: Mapping[Any, Any]) -> str:
    """One bridge account."""
    many = int(row["bridges"])
    text = ngettext("{name}: linked with {n} other community", "{name}: linked with {n} other communities", many)
    own = chart.community_label(row["community"])
    return f"{text.format(name=payload.label_of(row), n=number(many))} ({own})"


def core_text(inner: pd.DataFrame) -> str:
    """How many accounts, with how many links each."""
    depth = int(inner["core"].max()) if len(inner) else 0
    text = ngettext(
        "{n} account with {k} links or more inside", "{n} accounts with {k} links or more inside", len(inner)
    )
    return text.format(n=number(len(inner)), k=number(depth))
