"""Who the account says it is: the head of a profile, as one piece of escaped HTML."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from typing import Any

import pandas as pd
from babel import Locale

from core.export.context import Context
from core.export.words import platform_label
from core.i18n import _, current_language, moment, ngettext, number

DAY = "d MMM y"
MOST_CAPTURES = 50


def head(account: dict[str, Any], snapshots: pd.DataFrame, in_view: int, context: Context) -> str:
    """Names, id, description and facts of an account."""
    handle, name = account["handle"], account["name"]
    title = name or (f"@{handle}" if handle else account["account_key"])
    second = f'<span class="wh-handle">@{escape(handle)}</span>' if handle and name else ""
    platform = f"{platform_label(account['platform'])} · {_('id')} {account['account_id']}"
    zone = context.filters.zone
    return (
        f'<section class="wh-profile"><p class="wh-kicker">{escape(platform)}</p>'
        f'<h2 dir="auto">{escape(title)} {second}</h2>'
        f"{_other_names(account, snapshots, zone)}{_description(account['description'])}"
        f'<dl class="wh-tiles">{"".join(_fact(*row) for row in case_facts(account, in_view, context))}</dl>'
        f'<p class="wh-kicker">{escape(captured_text(account["captured_at"], account.get("assumed_at"), zone))}</p>'
        f"{_profile(profile_facts(account, zone))}"
        f"{_captures(snapshots, zone)}</section>"
    )


def _fact(label: str, value: str, note: str = "") -> str:
    more = f'<dd class="wh-note">{escape(note)}</dd>' if note else ""
    return f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd>{more}</div>"


def _profile(rows: list[tuple[str, str, str]]) -> str:
    """What is known as a grid, and what is not known in one line below it."""
    known = "".join(_fact(*row) for row in rows if row[1] != not_known())
    unknown = [label for label, value, _note in rows if value == not_known()]
    grid = f'<dl class="wh-facts">{known}</dl>' if known else ""
    line = _("Not known: {facts}").format(facts=", ".join(unknown))
    return grid + (f'<p class="wh-meta">{escape(line)}</p>' if unknown else "")


def _description(text: str | None) -> str:
    if not text:
        return f'<p class="wh-bio wh-unknown">{escape(_("No description known."))}</p>'
    return f'<p class="wh-bio" dir="auto">{escape(text)}</p>'


def captured_text(captured: str | None, assumed: str | None, zone: str) -> str:
    """When the profile looked as it is shown, or when the score assumes so."""
    if not captured and not assumed:
        return _("Its profile; it is not known when it looked so")
    if not captured:
        day = moment(_time(assumed), zone, DAY)
        return _("Its profile; no file states when it looked so, the score assumes {date}").format(date=day)
    return _("Its profile as captured on {date}").format(date=moment(_time(captured), zone, DAY))


def profile_facts(account: dict[str, Any], zone: str) -> list[tuple[str, str, str]]:
    """What the platform says about the account: label, value and note; "not known" where it says nothing."""
    return [
        (_("Created"), _day(account["created_at"], zone), age_text(account["created_at"], account["first_posted_at"])),
        (_("Followers"), count(account["followers"]), ""),
        (_("Following"), count(account["following"]), ""),
        (_("Posts on the platform"), count(account["statuses"]), ""),
        (_("Posts it liked"), count(account["likes"]), ""),
        (_("Lists it is on"), count(account["listed"]), ""),
        (_("Verified"), yes_no(account["verified"]), ""),
        (_("Left as the platform gave it"), defaults(account["default_profile"], account["default_profile_image"]), ""),
        (_("Place it states"), account["location"] or not_known(), ""),
        (_("Page it states"), account["url"] or not_known(), ""),
    ]


def case_facts(account: dict[str, Any], in_view: int, context: Context) -> list[tuple[str, str, str]]:
    """What the case holds of the account: label, value and note."""
    zone, first = context.filters.zone, _time(account["first_posted_at"])
    posts = _("{n} of {all}").format(n=number(in_view), all=number(account["posts"]))
    return [
        (
            _("First post in the case"),
            moment(first, zone, "d MMM y, HH:mm:ss") if first else not_known(),
            rank_text(account["first_rank"] if first else None, context.all_accounts),
        ),
        (_("Posts in the view"), posts, _("of its posts in the case")),
        (_("Posts analysed"), *analysed(account)),
        (_("Shares received"), number(account["shares_received"]), _("in the case")),
    ]


def analysed(account: dict[str, Any]) -> tuple[str, str]:
    """``2 of 500``: how much of what an account ever posted this case holds, as far as the platform said."""
    whole, posts = account["statuses"], int(account["posts"])
    if whole is None or pd.isna(whole):
        return _("{n} of an unknown number").format(n=number(posts)), _(
            "the platform's count of its posts is not known"
        )
    if whole < posts:
        return number(posts), _("more than the {n} that the platform counted at the capture").format(
            n=number(int(whole))
        )
    return _("{n} of {all}").format(n=number(posts), all=number(int(whole))), _("of all its posts on the platform")


def rank_text(rank: int | None, accounts: int) -> str:
    """``34th of 10,549 accounts to post in the collected data``; of the first one, that it is the earliest."""
    if rank is None:
        return _("rank not known")
    text = ngettext(
        "{rank} of {all} account to post in the collected data",
        "{rank} of {all} accounts to post in the collected data",
        accounts,
    ).format(rank=ordinal(int(rank)), all=number(accounts))
    return _("{text}: the earliest").format(text=text) if rank == 1 else text


def ordinal(n: int) -> str:
    """``1st``, ``2nd``, ``34th`` by the rules of the reporter's language."""
    endings = {"one": _("{n}st"), "two": _("{n}nd"), "few": _("{n}rd")}
    form = Locale.parse(current_language()).ordinal_form(n)
    return endings.get(form, _("{n}th")).format(n=number(n))


def age_text(created: str | None, first_post: str | None) -> str:
    """How old the account was at its first post in the case; empty where a time is not known."""
    start, end = _time(created), _time(first_post)
    if start is None or end is None:
        return ""
    days = (end - start).days
    if days < 0:
        return _("after its first post: one of the two times is wrong")
    if days < 365:
        text = ngettext("{n} day old at its first post", "{n} days old at its first post", days)
        return text.format(n=number(days))
    return _("{n} years old at its first post").format(n=number(days / 365.25, 1))


def not_known() -> str:
    """What stands in place of everything that is not known."""
    return _("not known")


def count(n: int | None) -> str:
    """A count, or that it is not known; never 0 for an unknown one."""
    return not_known() if n is None or pd.isna(n) else number(int(n))


def yes_no(flag: bool | None) -> str:
    """Yes, no or not known."""
    return not_known() if flag is None else _("yes") if flag else _("no")


def defaults(design: bool | None, picture: bool | None) -> str:
    """What the account left as the platform gave it: its design, its picture, neither; or that it is not known."""
    named = ((design, _("design"), _("design not known")), (picture, _("picture"), _("picture not known")))
    if design is None and picture is None:
        return not_known()
    return ", ".join(unknown if flag is None else name for flag, name, unknown in named if flag is not False) or _(
        "nothing"
    )


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _day(text: str | None, zone: str) -> str:
    at = _time(text)
    return moment(at, zone, DAY) if at else not_known()


def _other_names(account: dict[str, Any], snapshots: pd.DataFrame, zone: str) -> str:
    """The handles and names that earlier captures show, each with the day on which it was last seen."""
    seen: dict[str, Any] = {}
    for row in snapshots.itertuples(index=False):
        for text, now, form in ((row.handle, account["handle"], "@{}"), (row.name, account["name"], "{}")):
            if isinstance(text, str) and text != now:
                seen[form.format(text)] = row.captured_at
    if not seen:
        return ""
    text = _("Also seen as {names}").format(names=", ".join(_dated(n, at, zone) for n, at in seen.items()))
    return f'<p class="wh-meta">{escape(text)}</p>'


def _dated(name: str, at: pd.Timestamp, zone: str) -> str:
    return name if pd.isna(at) else f"{name} ({moment(at.tz_localize(UTC), zone, DAY)})"


def _captures(snapshots: pd.DataFrame, zone: str) -> str:
    """The counts of each capture, where there are several."""
    if len(snapshots) < 2:
        return ""
    names = (_("Captured"), _("Handle"), _("Followers"), _("Following"), _("Posts"))
    title = ngettext("Its profile in {n} capture", "Its profile in {n} captures", len(snapshots))
    header = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    body = "".join(_capture(row, zone) for row in snapshots.tail(MOST_CAPTURES).itertuples(index=False))
    return (
        f"<details><summary>{escape(title.format(n=number(len(snapshots))))}</summary>"
        f'<table class="wh-captures"><tr>{header}</tr>{body}</table></details>'
    )


def _capture(row: Any, zone: str) -> str:  # noqa: ANN401 - a row of itertuples
    at = not_known() if pd.isna(row.captured_at) else moment(row.captured_at.tz_localize(UTC), zone, "d MMM y, HH:mm")
    handle = f"@{row.handle}" if isinstance(row.handle, str) else not_known()
    cells = (at, handle, count(row.followers), count(row.following), count(row.statuses))
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
