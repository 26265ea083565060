"""Groups, or communities of the graph, beside each other: who they are, who passes on whom, whose audiences overlap."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.analysis.comparison import ComparisonParams
from core.analysis.series import BINS, bin_for
from core.export import style
from core.export.context import Context
from core.export.words import language_label
from core.i18n import _, moment, number, percent
from pages.groups.chart import lanes_figure, matrix_figure
from pages.shared import cached, cached_groups
from pages.shared.cached_groups import SideParams
from pages.shared.explain import heading, method, quiet
from pages.shared.export import figure_block, table_block
from pages.shared.frames import frame_of

MOST_PARTS = 10
MOST_BINS = 400


def show(context: Context) -> None:
    """The table, the lanes, the matrix and the audiences of what was chosen."""
    choices = {"groups": _("Groups"), "communities": _("Communities of the graph")}
    of = st.segmented_control(
        _("Compare"), list(choices), default="groups", key="groups-of", bind="query-params", required=True,
        format_func=choices.get,
    )  # fmt: skip
    params = SideParams(str(of or "groups"), _width(context))
    found = cached_groups.sides(context.case_id, context.filters, params)
    if found.empty:
        st.info(
            _("No account is in a group yet. Label accounts first, or compare the communities of the graph.")
            if params.of == "groups"
            else _("The graph of this case has no communities: nobody passed on anybody.")
        )
        return
    names = [str(part) for part in found["part"].head(MOST_PARTS)]
    draw_table(context, found, params)
    draw_lanes(context, names, params)
    draw_matrix(context, names, params)
    draw_audiences(context, params)


def label_of(params: SideParams, part: str) -> str:
    """How a part is called; a community has a number, from 1 for the largest, and no other name."""
    if not part:
        return _("everybody else")
    return part if params.of == "groups" else _("Community {n}").format(n=number(int(part) + 1))


def colour_of(params: SideParams, part: str, dark: bool) -> str:
    """The colour of a part on every page."""
    return style.group_colour(part, dark) if params.of == "groups" else style.community_colour(int(part), dark)


def _width(context: Context) -> str:
    seen = cached.extent(context.case_id, context.filters)
    if not seen.get("first"):
        return "1 hour"
    first, last = (pd.Timestamp(seen[name]) for name in ("first", "last"))
    width = bin_for(max((last - first).total_seconds(), 3600.0), MOST_BINS)
    return width if BINS[width] >= BINS["1 hour"] else "1 hour"


def draw_table(context: Context, found: pd.DataFrame, params: SideParams) -> None:
    """Sizes, languages, first posts and signs of automation of each part."""
    st.html(heading(_("Side by side")))
    table_block(
        "groups-sides",
        shown(found, params, context.filters.zone),
        frame_of(context, _("Groups compared"), "", method="groups"),
        found.assign(first_at=found["first_at"].dt.tz_localize("UTC")),
        alt=_("Table of groups: accounts, posts, languages, first post, signs of automation."),
    )
    method(
        _("An account in two groups counts in both. The interval says what chance alone could do, no more."), "groups"
    )


def shown(found: pd.DataFrame, params: SideParams, zone: str) -> pd.DataFrame:
    """The table as the reporter reads it."""
    first = [_("none in the view") if pd.isna(at) else moment(at.tz_localize("UTC"), zone) for at in found["first_at"]]
    spoken = [", ".join(language_label(code) for code in codes.split()) for codes in found["languages"]]
    accounts = [
        _("{n} of {all}").format(n=number(int(n)), all=number(int(whole)))
        for n, whole in zip(found["accounts"], found["members"], strict=True)
    ]
    return pd.DataFrame(
        {
            _("Group"): [label_of(params, str(part)) for part in found["part"]],
            _("Accounts in the view"): accounts,
            _("Show signs of automation"): [signs_text(row) for row in found.to_dict("records")],
            _("Posts"): found["posts"],
            _("Of them shares"): found["shares"],
            _("Languages"): spoken,
            _("First post in the view"): first,
        }
    )


def signs_text(row: dict[object, object]) -> str:
    """The share with its interval and n, or that there are too few to say."""
    scored = int(str(row["scored"]))
    if scored < ComparisonParams().least:
        return _("not stated: {n} scored").format(n=number(scored))
    share, low, high = (float(str(row[name])) for name in ("signs_share", "signs_low", "signs_high"))
    text = _("{share} ({low} to {high}), n = {n}")
    return text.format(share=percent(share), low=percent(low), high=percent(high), n=number(scored))


def draw_lanes(context: Context, names: list[str], params: SideParams) -> None:
    """A lane of posts for each part."""
    lanes = cached_groups.lanes(context.case_id, context.filters, params)
    if lanes.empty:
        return
    st.html(heading(_("When each of them posted")))
    spec = lanes_figure(
        lanes, names, params.width, lambda part: label_of(params, part),
        lambda part: colour_of(params, part, context.dark), context.dark,
    )  # fmt: skip
    alt = _("A lane of bars per group; each lane has a scale of its own.")
    frame = frame_of(context, _("Posts of each group over time"), alt, method="groups")
    figure_block("groups-lanes", spec, frame, lanes)
    method(_("Every lane has a scale of its own: compare when, not how much."), "timeline")


def draw_matrix(context: Context, names: list[str], params: SideParams) -> None:
    """Who passes on whom."""
    found = cached_groups.matrix(context.case_id, context.filters, params)
    st.html(heading(_("Who passes on whom")))
    if not len(found[(found["source"] != "") | (found["target"] != "")]):
        st.html(quiet(_("In the view nobody of them passed on anybody, and nobody passed them on.")))
        return
    spec = matrix_figure(
        found, [*names, ""], lambda part: label_of(params, part), context.dark, (_("passed on by"), _("posts of"))
    )
    frame = frame_of(context, _("Who passes on whom"), matrix_alt(found, params), method="groups")
    figure_block("groups-matrix", spec, frame, found)
    method(_("Shares and quotes in the view; rows were passed on, columns passed them on."), "groups")


def matrix_alt(found: pd.DataFrame, params: SideParams) -> str:
    """What a reader who cannot see the matrix is told: its three largest cells."""
    top = found[(found["source"] != "") | (found["target"] != "")].nlargest(3, "posts")
    text = _("{target} passed on {source}: {n}")
    cells = [
        text.format(
            target=label_of(params, str(row.target)), source=label_of(params, str(row.source)), n=number(int(row.posts))
        )
        for row in top.itertuples(index=False)
    ]
    return _("Table of colours. Most posts: {cells}.").format(cells="; ".join(cells))


def draw_audiences(context: Context, params: SideParams) -> None:
    """How far two audiences are the same accounts."""
    found = cached_groups.overlaps(context.case_id, context.filters, params)
    if found.empty:
        return
    st.html(heading(_("Do they reach the same accounts?")))
    whole = _("{share} ({low} to {high})")
    table = pd.DataFrame(
        {
            _("One"): [label_of(params, str(part)) for part in found["one"]],
            _("Passed on by"): found["one_accounts"],
            _("The other"): [label_of(params, str(part)) for part in found["other"]],
            _("Passed on by (other)"): found["other_accounts"],
            _("By the same accounts"): found["both"],
            _("Overlap"): [
                whole.format(share=percent(row.overlap), low=percent(row.low), high=percent(row.high))
                for row in found.itertuples(index=False)
            ],
        }
    )
    frame = frame_of(context, _("Overlap of audiences"), "", method="groups")
    counts = {name: st.column_config.NumberColumn(format="localized") for name in table.columns[[1, 3, 4]]}
    alt = _("Table of pairs of groups with their common audience.")
    table_block("groups-audiences", table, frame, found, alt=alt, column_config=counts)
    method(
        _("An audience is the accounts that passed on posts of a group; overlap is those of both, of either."), "groups"
    )
