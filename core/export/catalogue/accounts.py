"""The figures of the Accounts page: the list, and the profile of one account (``account`` names it)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC
from typing import Any

import pandas as pd

from core.errors import ExportError
from core.export.catalogue.entry import TABLE, Drawn, Figure, Settings, choice
from core.export.figures.account_words import local, score_text
from core.export.figures.profile import parts_figure, rhythm_figure, rhythm_grid
from core.export.figures.profile_words import long, posts_in_view, rhythm_alt, rhythm_table, small_tables, spoken
from core.export.figures.table import table_figure
from core.export.figures.timeline_words import weekdays
from core.export.frame import Frame
from core.export.sight import Sight
from core.export.words import account_label, platform_label
from core.i18n import _, moment, ngettext, number
from core.store.queries import accounts as reads
from core.store.queries import profiles

SORTS = ("posts", "shares_received", "followers", "first", "handle")
SETTINGS = ("find", "order")
PROFILE = ("account",)
MOST = 500


def draw_list(sight: Sight, settings: Settings) -> Drawn | None:
    """Accounts of the view; never in the order of their score."""
    order = choice(settings, "order", SORTS)
    found = reads.accounts_page(sight.store, sight.view, search=settings.get("find", ""), sort=order, most=MOST)
    if found.empty:
        return None
    found = sight.private(found)
    shown = pd.DataFrame(
        {
            _("Account"): [account_label(r.handle, r.name, r.account_key) for r in found.itertuples(index=False)],
            _("Platform"): [platform_label(platform) for platform in found["platform"]],
            _("Posts"): found["posts"],
            _("Shares received"): found["shares_received"],
            _("Followers"): found["followers"],
            _("First post"): [_when(at, sight.zone) for at in found["first_at"]],
            _("Score"): [score_text(s, status) for s, status in zip(found["score"], found["status"], strict=True)],
        }
    )
    alt = _("Table of {n} accounts of the view.").format(n=number(len(found)))
    times = {name: local(found[name], sight.zone) for name in ("created_at", "first_at")}
    data = found.drop(columns=["account_no"]).assign(**times)
    data = data.rename(columns={"first_at": "first_post_at", "status": "score_status"})
    frame = sight.frame(_("Accounts of the view"), alt, method="accounts")
    return Drawn(table_figure(shown, sight.dark), frame, data)


def _when(at: pd.Timestamp, zone: str) -> str:
    return "–" if pd.isna(at) else moment(at.tz_localize(UTC), zone, "d MMM y, HH:mm")


@dataclass(frozen=True)
class Profile:
    """One account: what it is called here, its row, what its posts are made of, how many of them are in the view."""

    who: str
    account: dict[str, Any]
    facets: pd.DataFrame
    posts: int

    def frame(self, sight: Sight, title: str, alt: str) -> Frame:
        """The frame of a figure about this account."""
        whole = int(self.account["posts"])
        text = ngettext("{n} of {all} post of this account", "{n} of {all} posts of this account", whole)
        frame = sight.frame(title, alt, method="accounts", about_account=True)
        return replace(frame, n_text=text.format(n=number(self.posts), all=number(whole)))


def profile(sight: Sight, settings: Settings) -> Profile | None:
    """The account that the settings name, or the one with most posts in the view."""
    key = settings.get("account", "")
    if not key:
        most = reads.accounts_page(sight.store, sight.view, most=1)
        key = str(most.iloc[0]["account_key"]) if len(most) else ""
    account = reads.account(sight.store, key) if key else {}
    if not account:
        if settings.get("account"):
            raise ExportError(_("There is no account “{key}” in this case.").format(key=key))
        return None
    facets = reads.account_parts(sight.store, sight.view, key)
    posts = posts_in_view(facets)
    label = account_label(account["handle"], account["name"], key)
    who = sight.masks.name(key) if sight.masks.hides(key) else label
    return Profile(who, account, facets, posts) if posts else None


def draw_rhythm(sight: Sight, settings: Settings) -> Drawn | None:
    """The week of one account."""
    one = profile(sight, settings)
    if one is None:
        return None
    grid = rhythm_grid(one.facets[one.facets["facet"] == "rhythm"])
    title = _("Posts of {who} by weekday and hour").format(who=one.who)
    spec = rhythm_figure(grid, weekdays(), sight.dark)
    return Drawn(spec, one.frame(sight, title, rhythm_alt(grid)), rhythm_table(grid))


def draw_parts(sight: Sight, settings: Settings) -> Drawn | None:
    """What the posts of one account are made of."""
    one = profile(sight, settings)
    if one is None:
        return None
    parts = small_tables(one.facets)
    alt = _("Bar chart of what the posts are made of: {parts}.").format(parts=spoken(parts))
    title = _("What the posts of {who} are made of").format(who=one.who)
    return Drawn(parts_figure(parts, one.posts, sight.dark), one.frame(sight, title, alt), long(one.facets))


def draw_company(sight: Sight, settings: Settings) -> Drawn | None:
    """Whom one account passes on, and who passes it on."""
    one = profile(sight, settings)
    found = profiles.company(sight.store, sight.view, one.account["account_key"]) if one else pd.DataFrame()
    if one is None or found.empty:
        return None
    found = sight.private(found)
    ways = {"shares": _("passes on"), "shared by": _("is passed on by")}
    shown = pd.DataFrame(
        {
            one.who: [ways[way] for way in found["direction"]],
            _("Account"): [account_label(r.handle, r.name, r.account_key) for r in found.itertuples(index=False)],
            _("Shares"): found["shares"],
            _("Quotes"): found["quotes"],
            _("Replies"): found["replies"],
        }
    )
    title = _("Whom {who} passes on, and who passes it on").format(who=one.who)
    alt = _("Table of {n} accounts linked with {who}.").format(n=number(len(found)), who=one.who)
    return Drawn(table_figure(shown, sight.dark), one.frame(sight, title, alt), found.drop(columns=["accounts"]))


FIGURES = (
    Figure("accounts", lambda: _("Accounts of the view"), "accounts", draw_list, SETTINGS, TABLE),
    Figure("account-rhythm", lambda: _("Posts of an account by weekday and hour"), "accounts", draw_rhythm, PROFILE),
    Figure("account-parts", lambda: _("What the posts of an account are made of"), "accounts", draw_parts, PROFILE),
    Figure("company", lambda: _("Whom an account passes on, and who passes it on"), "accounts", draw_company, PROFILE,
           TABLE),
)  # fmt: skip
