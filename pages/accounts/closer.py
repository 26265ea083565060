"""One account closer: its clock, history, neighbours, cascades, bursts and texts; one part at a time."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from core.analysis.clock import Clock, ClockParams, clock, pauses
from core.export.context import Context
from core.export.words import account_label
from core.i18n import _, moment, ngettext, number, percent
from core.wording import is_web_address
from pages.accounts import beside, evidence, history
from pages.shared import cached, cached_profiles
from pages.shared.cached import PageParams
from pages.shared.explain import method, quiet
from pages.shared.table import draw_table
from pages.shared.tiles import tiles

Part = Callable[[Context, dict[str, Any]], None]
SHORT = "d MMM y, HH:mm"


@st.fragment
def show(context: Context, account: dict[str, Any]) -> None:
    """One of the parts; the others wait until they are asked for, because each reads the whole case."""
    st.subheader(_("Look closer"), anchor=False)
    parts: dict[str, tuple[str, Part]] = {
        "clock": (_("Its clock"), draw_clock),
        "history": (_("Names and followers"), history.show),
        "rhythm": (_("Rhythm of its posts"), lambda at, one: evidence.draw_rhythm(at, str(one["account_key"]))),
        "nearest": (_("Nearest accounts"), draw_nearest),
        "paths": (_("Cascades and bursts"), draw_paths),
        "texts": (_("Same texts"), draw_texts),
        "archived": (_("Archived links"), draw_archived),
        "beside": (_("Compare"), beside.show),
    }
    chosen = st.segmented_control(
        _("What to look at"), list(parts), key="closer", format_func=lambda name: parts[name][0],
        label_visibility="collapsed",
    )  # fmt: skip
    if chosen in parts:
        parts[str(chosen)][1](context, account)


def _own(account: dict[str, Any]) -> PageParams:
    return PageParams(account=str(account["account_key"]))


def draw_clock(context: Context, account: dict[str, Any]) -> None:
    """The zone in which its quiet hours are the night, beside that of the event; night hours and pauses."""
    times = cached_profiles.times(context.case_id, context.filters, _own(account))
    found = pauses(times)
    if found is None:
        st.caption(_("The times of its posts are not known."))
        return
    hours = np.bincount(times["posted_at"].dt.hour, minlength=24)
    st.html(quiet(clock_text(clock(hours), event_offset(context, times), context.case.event_zone)))
    night = _("from 0 to 6 o'clock in {zone}; an even rhythm has 25 %").format(zone=context.filters.zone)
    st.html(tiles([(_("Posts at night"), percent(found.night), night)]))
    if found.longest:
        st.html(pauses_html(found.longest, context.filters.zone))
    history.draw_clients(context, times)
    method(_("Of all its posts in the case, whatever the filter."), "clock")


def event_offset(context: Context, times: pd.DataFrame) -> float:
    """Hours that the event zone is ahead of UTC at the account's middle post."""
    middle = times["posted_at"].iloc[len(times) // 2].tz_localize("UTC").tz_convert(context.case.event_zone)
    return float(middle.utcoffset().total_seconds() / 3600)


def clock_text(found: Clock | None, event: float, event_zone: str) -> str:
    """The likely clock in a sentence, with how plausible it is that the account lives by the event's clock."""
    if found is None:
        text = _("Fewer than {n} posts with a known time: nothing is said about its clock.")
        return text.format(n=number(ClockParams().least))
    if found.offset is None or found.low is None or found.high is None:
        text = _(
            "It has no night: its quietest seven hours hold {share} of its {n} posts. No clock can be told from that."
        )
        return text.format(share=percent(found.quiet), n=number(found.posts))
    text = _("If its quietest hours are its night, it lives by {clock} (90 % range {low} to {high}; {n} posts).")
    said = text.format(clock=utc(found.offset), low=utc(found.low), high=utc(found.high), n=number(found.posts))
    return f"{said} {plausible(found.low, found.high, event, event_zone)}"


def utc(hours: int) -> str:
    """``UTC+6`` of 6, also beyond the date line."""
    inside = (hours + 11) % 24 - 11
    return f"UTC{inside:+d}"


def plausible(low: int, high: int, event: float, event_zone: str) -> str:
    """Whether the event's clock lies within the range."""
    nearest = min(abs((event - at + 12) % 24 - 12) for at in range(low, high + 1))
    zone = event_zone.replace("_", " ")
    if nearest <= 1:
        return _("That agrees with {zone}; many countries share this clock.").format(zone=zone)
    text = _("{zone} is {n} hours away from that: it may live elsewhere, work at night, or schedule its posts.")
    return text.format(zone=zone, n=number(nearest, 0))


def pauses_html(longest: tuple[tuple[pd.Timestamp, pd.Timestamp, float], ...], zone: str) -> str:
    """The longest pauses as a list."""
    text = _("{hours} h without a post: {start} – {end}")
    items = [
        text.format(
            hours=number(hours, 1), start=moment(start.tz_localize("UTC"), zone, SHORT),
            end=moment(end.tz_localize("UTC"), zone, SHORT),
        )
        for start, end, hours in longest
    ]  # fmt: skip
    return f'<ul class="wh-list">{"".join(f"<li>{escape(item)}</li>" for item in items)}</ul>'


def _who(rows: pd.DataFrame) -> list[str]:
    return [account_label(*parts) for parts in zip(rows["handle"], rows["name"], rows["account_key"], strict=True)]


def draw_nearest(context: Context, account: dict[str, Any]) -> None:
    """Accounts that passed on or linked the same things."""
    rows = cached_profiles.nearest(context.case_id, _own(account))
    if rows.empty:
        st.caption(_("No other account passed on or linked anything that it passed on or linked."))
        return
    own = int(rows["own_objects"].iloc[0])
    shown = pd.DataFrame({_("Account"): _who(rows), _("In common"): rows["objects"]})
    text = ngettext("It passed on or linked {n} thing.", "It passed on or linked {n} different things.", own)
    st.html(quiet(text.format(n=number(own))))
    draw_table(shown, key="nearest-table")
    method(
        _("Posts passed on and links, each once, without what over 1,000 accounts passed on. It proves no contact."),
        "accounts",
    )


def draw_paths(context: Context, account: dict[str, Any]) -> None:
    """Cascades that it started, posts that carried others, and its place in each burst."""
    rows = cached_profiles.own_cascades(context.case_id, _own(account))
    titles = {"started": _("Cascades it started"), "carried": _("Cascades it carried")}
    for part, title in titles.items():
        own = rows[rows["part"] == part]
        n = int(own["n"].iloc[0]) if len(own) else 0
        count = _("{n} of {all}").format(n=number(len(own)), all=number(n))
        st.caption(f"**{title}** – {count}")
        if len(own):
            draw_table(cascade_table(own, context.filters.zone), key=f"cascades-{part}")
    step = cached.found_step(context.posts, context.filters, context.first_at, context.last_at)
    places = cached_profiles.in_bursts(context.case_id, context.filters, _own(account), step)
    st.caption(f"**{_('Its place in each burst')}**")
    if places.empty:
        st.caption(_("It posted in no burst of the view."))
    else:
        draw_table(burst_table(places, context.filters.zone), key="burst-places")
    method(
        _("“Below it” counts posts that hang below its post in the drawn trees, with the range of 90 % of them."),
        "cascades",
    )


def cascade_table(rows: pd.DataFrame, zone: str) -> pd.DataFrame:
    """Cascades as the reporter reads them: influence with its interval."""
    text = _("{n} ({low} to {high})")
    below = [
        _("all of it") if pd.isna(row.expected) else text.format(
            n=number(float(row.expected), 1), low=number(float(row.low), 1), high=number(float(row.high), 1)
        )
        for row in rows.itertuples(index=False)
    ]  # fmt: skip
    return pd.DataFrame(
        {
            _("Posts"): rows["size"],
            _("Below it"): below,
            _("When"): [moment_or_not(at, zone) for at in rows["at"]],
            _("Text of the root"): rows["text"].fillna(_("not in the data")).str.slice(0, 200),
        }
    )


def moment_or_not(at: Any, zone: str) -> str:  # noqa: ANN401 - a timestamp or NaT
    """A moment, or that it is not known."""
    return _("not known") if pd.isna(at) else moment(at.tz_localize("UTC"), zone, SHORT)


def burst_table(rows: pd.DataFrame, zone: str) -> pd.DataFrame:
    """Bursts with the place of its first post among the accounts."""
    text = _("{place} of {all}")
    return pd.DataFrame(
        {
            _("Burst from"): [moment_or_not(at, zone) for at in rows["start"]],
            _("To"): [moment_or_not(at, zone) for at in rows["end"]],
            _("Its posts"): rows["posts"],
            _("Its place among the accounts"): [
                text.format(place=number(int(row.place)), all=number(int(row.accounts)))
                for row in rows.itertuples(index=False)
            ],
        }
    )


def draw_texts(context: Context, account: dict[str, Any]) -> None:
    """Accounts that wrote the same texts."""
    rows = cached_profiles.same_texts(context.case_id, _own(account))
    if rows.empty:
        st.caption(_("No other account wrote one of its texts."))
        return
    whole = int(rows["accounts"].iloc[0])
    text = ngettext(
        "{n} of {all} account with a text of its own.", "{n} of {all} accounts with texts like its own.", whole
    )
    st.html(quiet(text.format(n=number(len(rows)), all=number(whole))))
    shown = pd.DataFrame(
        {
            _("Account"): _who(rows),
            _("Texts in common"): rows["texts"],
            _("Nearest two, seconds apart"): rows["apart_s"].round(),
            _("One of them"): rows["text"].str.slice(0, 200),
        }
    )
    draw_table(shown, key="same-texts")
    method(
        _("The same words from 30 signs on; links, mentions, marks and case do not count, shares are left out."),
        "accounts",
    )


def draw_archived(context: Context, account: dict[str, Any]) -> None:
    """Links to archives of the web."""
    rows = cached_profiles.archived(context.case_id, _own(account))
    if rows.empty:
        st.caption(_("None of its posts links to an archive of the web."))
        return
    items = "".join(f"<li>{_link(str(row.link))}</li>" for row in rows.itertuples(index=False))
    st.html(f'<ul class="wh-list">{items}</ul>')


def _link(address: str) -> str:
    text = escape(address, quote=True)
    return f'<a href="{text}" target="_blank" rel="noreferrer noopener">{text}</a>' if is_web_address(address) else text
