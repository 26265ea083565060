"""What the collection covers: files with their query and day, hours without posts, and what cannot be seen in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from html import escape
from typing import Any

import streamlit as st

from core.export.context import Context
from core.i18n import _, moment, ngettext, number
from pages.shared import cached_imports as reads
from pages.shared.explain import method

LISTED = 6
BY_HAND = "by-hand"


def draw(context: Context) -> None:
    """The coverage panel of the whole case, whatever the filter."""
    st.header(_("What this collection covers"), anchor=False)
    files = reads.file_report(context.case_id).to_dict("records")
    st.html(f'<ul class="wh-list">{"".join(_item(file, context.filters.zone) for file in files[:LISTED])}</ul>')
    if len(files) > LISTED:
        st.caption(_("And {n} more files; the Import page lists them all.").format(n=number(len(files) - LISTED)))
    st.html(
        '<ul class="wh-list">' + "".join(f"<li>{escape(text)}</li>" for text in sentences(context, files)) + "</ul>"
    )
    method(_("Counted in whole hours over every post of the case; a filter does not change it."), "records")


def _item(file: dict[str, Any], zone: str) -> str:
    counts = ngettext("{n} post", "{n} posts", int(file["posts"])).format(n=number(int(file["posts"])))
    parts = [counts]
    if isinstance(file["first_posted_at"], str) and isinstance(file["last_posted_at"], str):
        first, last = (moment(datetime.fromisoformat(file[k]), zone) for k in ("first_posted_at", "last_posted_at"))
        parts.append(_("{first} to {last}").format(first=first, last=last))
    if file["format"] == BY_HAND:
        return f"<li><strong>{escape(str(file['name']))}</strong>: {escape(' · '.join(parts[1:] or parts))}</li>"
    parts.append(collected(file, zone))
    query = str(file.get("query") or "")
    parts.append(_("searched for: {query}").format(query=query) if query else _("search not told"))
    return f"<li><strong>{escape(str(file['name']))}</strong>: {escape(' · '.join(parts))}</li>"


def collected(file: dict[str, Any], zone: str) -> str:
    """When a file was collected: the day that the reporter told, else the times of capture that its records name."""
    if file.get("collected_on"):
        return _("collected on {day}").format(day=file["collected_on"])
    captured = _captured(file)
    if captured is None:
        return _("day of collection not told")
    first, last = (moment(at, zone, "d MMM y") for at in captured)
    days = first if first == last else _("{first} – {last}").format(first=first, last=last)
    return _("collected {days}, as its records say").format(days=days)


def _captured(file: dict[str, Any]) -> tuple[datetime, datetime] | None:
    first, last = file.get("first_captured_at"), file.get("last_captured_at")
    if not isinstance(first, str) or not isinstance(last, str):
        return None
    return datetime.fromisoformat(first), datetime.fromisoformat(last)


def _first_day(file: dict[str, Any]) -> date | None:
    if file.get("collected_on"):
        return date.fromisoformat(str(file["collected_on"]))
    captured = _captured(file)
    return captured[0].date() if captured else None


def sentences(context: Context, files: list[dict[str, Any]]) -> Iterator[str]:
    """What the set cannot see, each in a sentence."""
    zone = context.filters.zone
    if context.first_at and context.last_at:
        first, last = moment(context.first_at, zone), moment(context.last_at, zone)
        yield _("Nothing before {first}: the collection starts there, the story may not.").format(first=first)
        yield _("Nothing after {last}: the collection ends there.").format(last=last)
    yield from _empty_hours(context)
    yield from _collection(context, files)
    by_hand = int(reads.covered_hours(context.case_id)["by_hand"])
    if by_hand:
        text = ngettext("{n} post was added by hand.", "{n} posts were added by hand.", by_hand)
        yield text.format(n=number(by_hand))


def _empty_hours(context: Context) -> Iterator[str]:
    found = reads.covered_hours(context.case_id)
    empty = int(found["hours"]) - int(found["with_posts"])
    if empty <= 0:
        return
    text = ngettext(
        "{n} of {all} hours between them is without any post",
        "{n} of {all} hours between them are without any post",
        empty,
    ).format(n=number(empty), all=number(int(found["hours"])))
    longest = reads.longest_gaps(context.case_id).iloc[0]
    ends = (moment(longest[k].tz_localize(UTC), context.filters.zone) for k in ("start", "end"))
    since, until = ends
    yield _("{count}; the longest stretch runs from {since} to {until}: silence or a gap in the collection.").format(
        count=text, since=since, until=until
    )


def _collection(context: Context, files: list[dict[str, Any]]) -> Iterator[str]:
    files = [file for file in files if file["format"] != BY_HAND]
    untold = sum(not file.get("query") for file in files)
    if untold:
        text = ngettext(
            "{n} of {all} files does not say what was searched for: posts with other words may be missing.",
            "{n} of {all} files do not say what was searched for: posts with other words may be missing.",
            untold,
        )
        yield text.format(n=number(untold), all=number(len(files)))
    days = [day for file in files if (day := _first_day(file))]
    if days and context.first_at:
        late = (min(days) - context.first_at.date()).days
        if late > 0:
            text = ngettext(
                "The first collection was made {n} day after the first post: what was deleted before cannot be seen.",
                "The first collection was made {n} days after the first post: what was deleted before cannot be seen.",
                late,
            )
            yield text.format(n=number(late))
