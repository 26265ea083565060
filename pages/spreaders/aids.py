"""How to read the map: its communities in sentences, bridges between them, first movers, the innermost core."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC
from typing import Any

import pandas as pd
import streamlit as st

from core.export.context import Context
from core.export.figures import map_words
from core.export.figures import spreaders as chart
from core.export.figures.whole_map import closed_label, short
from core.export.figures.whole_text import label_of
from core.export.words import account_label, language_label
from core.i18n import _, moment, ngettext, number, percent
from core.model import Filters
from pages.shared import filters
from pages.shared.explain import quiet
from pages.spreaders import kept
from pages.spreaders.controls import Chosen
from pages.spreaders.kept import RowParams

FIRST = 8
AIDS = "spreaders-aid"


def draw(context: Context, chosen: Chosen) -> None:
    """The reading aids, folded; all of them follow the filter and the slider."""
    st.header(_("How to read the map"), anchor=False)
    st.html(quiet(basis_text(chosen, context.filters.zone)))
    at = chosen.at(context.filters)
    asked = RowParams(chosen.links, chosen.params.least)
    if not kept.linked_accounts(context.case_id, at, asked):
        return
    st.fragment(_draw_communities, key=AIDS + "-communities")(context, asked, at)
    st.fragment(_draw_lists, key=AIDS + "-lists")(context, asked, at)


def _draw_communities(context: Context, asked: RowParams, at: Filters) -> None:
    """The largest communities; asked for only when somebody opens them, as all posts of the view are read."""
    box = st.expander(_("Communities"), key="spreaders-communities", on_change="rerun")
    if not box.open:
        return
    with box:
        st.text(what_a_community_is())
        for row in kept.communities(context.case_id, at, asked).to_dict("records"):
            st.markdown(f"- {filters.plain(community_sentence(row, context.filters.zone))}")


def _draw_lists(context: Context, asked: RowParams, at: Filters) -> None:
    """The lists of accounts; those that are open are asked for."""
    named = meanings()
    boxes = [
        st.expander(title, key=f"{AIDS}-{name}", on_change="rerun") for name, (title, _words) in meanings().items()
    ]
    if not any(box.open for box in boxes):
        return
    early = kept.rows(context.case_id, at, replace(asked, by="first_at", down=False)).head(FIRST)
    found = lists(kept.standing(context.case_id, at, asked, FIRST), early, context.filters.zone)
    for box, (name, (_title, words)) in zip(boxes, named.items(), strict=True):
        if box.open:
            with box:
                st.text(words)
                lines = enumerate(found[name], start=1)
                st.markdown("\n".join(f"{place}. {filters.plain(line)}" for place, line in lines))


def basis_text(chosen: Chosen, zone: str) -> str:
    """What follows the slider, and what is of the whole period."""
    until = map_words.until_text(chosen, zone)
    text = _(
        "The lists name accounts linked in the view. Community, core, rank, bridges and what stays inside a community "
        "are of the whole period."
    )
    return f"{until} {text}" if until else text


def what_a_community_is() -> str:
    """The plain sentence above the list."""
    return _(
        "A community is a set of accounts linked more with each other than with the others (Leiden, over all links of "
        "the case). It says nothing about who the accounts are or whether they know each other."
    )


def community_sentence(row: Mapping[Any, Any], zone: str) -> str:
    """One community in words."""
    parts = [closed_label(int(row["community"]), int(row["accounts"])) + "."]
    if isinstance(row["leaders"], list | tuple) or getattr(row["leaders"], "size", 0):
        names = ", ".join(f"{label_of(one)} ({number(int(one['n']))})" for one in leaders(row["leaders"]))
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
        parts.append(_("Its first post here: {name}, {at}.").format(name=short(first), at=at))
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


def meanings() -> dict[str, tuple[str, str]]:
    """Title and meaning of each list of accounts."""
    return {
        "rank": (
            _("Passed on by those who are passed on"),
            _("Rank is high where accounts that are passed on a lot pass it on themselves; 1 is the mean (PageRank)."),
        ),
        "bridges": (
            _("Bridge accounts"),
            _("Accounts linked with most communities other than their own: through them a story can cross."),
        ),
        "first": (
            _("First movers"),
            _("The accounts whose first post in the view is the earliest in the collected data."),
        ),
        "core": (
            _("The innermost core"),
            _("Every account of this set is linked with at least so many others of the set; whole case."),
        ),
    }


def lists(standing: pd.DataFrame, early: pd.DataFrame, zone: str) -> dict[str, list[str]]:
    """The lines of each list of accounts; ``early``: those with the earliest first post."""
    central, bridges, inner = (standing[standing["list"] == name] for name in ("rank", "bridges", "core"))
    first = early.dropna(subset=["first_at"]).to_dict("records")
    return {
        "rank": [f"{label_of(row)}: {number(float(row['rank']), 1)}" for row in central.to_dict("records")],
        "bridges": [bridge_text(row) for row in bridges.to_dict("records")],
        "first": [f"{label_of(row)}: {moment(pd.Timestamp(row['first_at']).tz_localize(UTC), zone)}" for row in first],
        "core": [core_text(inner), *(label_of(row) for row in inner.to_dict("records"))],
    }


def bridge_text(row: Mapping[Any, Any]) -> str:
    """One bridge account."""
    many = int(row["bridges"])
    text = ngettext("{name}: linked with {n} other community", "{name}: linked with {n} other communities", many)
    own = chart.community_label(row["community"])
    return f"{text.format(name=label_of(row), n=number(many))} ({own})"


def core_text(inner: pd.DataFrame) -> str:
    """How many accounts, with how many links each."""
    depth, many = (int(inner[name].max()) if len(inner) else 0 for name in ("core", "alike"))
    text = ngettext("{n} account with {k} links or more inside", "{n} accounts with {k} links or more inside", many)
    return text.format(n=number(many), k=number(depth))
