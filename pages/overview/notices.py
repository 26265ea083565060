"""What is weak in the data, said before anybody builds on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC
from html import escape

import streamlit as st

from core.export.context import Context
from core.export.words import account_label
from core.i18n import _, moment, ngettext, number, percent
from pages.shared import cached

#: What to say of so many posts with each weakness that ``cached.quality`` counts.
WEAKNESSES: dict[str, Callable[[int], str]] = {
    "no_time": lambda n: ngettext(
        "{n} post ({share}) has no time; it is counted but not drawn.",
        "{n} posts ({share}) have no time; they are counted but not drawn.", n),
    "assumed_zone": lambda n: ngettext(
        "{n} post ({share}) stands in a file that names no time zone; one was assumed.",
        "{n} posts ({share}) stand in files that name no time zone; one was assumed.", n),
    "deleted": lambda n: ngettext(
        "{n} post ({share}) was deleted since; its text is what the file kept.",
        "{n} posts ({share}) were deleted since; their text is what the file kept.", n),
    "cut": lambda n: ngettext(
        "{n} post ({share}) has a text that the platform cut.",
        "{n} posts ({share}) have a text that the platform cut.", n),
    "no_language": lambda n: ngettext(
        "{n} post ({share}) has no known language: a category of its own.",
        "{n} posts ({share}) have no known language: a category of their own.", n),
    "synthetic_id": lambda n: ngettext(
        "{n} post ({share}) came without an id; equal text, time and author count as one.",
        "{n} posts ({share}) came without an id; equal text, time and author count as one.", n),
    "no_account": lambda n: ngettext(
        "{n} post ({share}) has no known author.",
        "{n} posts ({share}) have no known author.", n),
}  # fmt: skip


def draw(context: Context) -> None:
    """Quality notices of the whole case, whatever the filter."""
    st.header(_("What to know about the data"), anchor=False)
    said = list(notices(context))
    whole = _("A filter does not change this list: it is about all {n} posts of the case.")
    st.caption(whole.format(n=number(context.all_posts)))
    if not said:
        st.caption(_("Nothing unusual was found in these files."))
    st.html('<ul class="wh-list">' + "".join(f"<li>{escape(text)}</li>" for text in said) + "</ul>")


def notices(context: Context) -> Iterator[str]:
    """One sentence for each weakness that the case has."""
    found = cached.quality(context.case_id)
    yield from _mistimed(context)
    for key, sentence in WEAKNESSES.items():
        n = found[key]
        if n:
            yield sentence(n).format(n=number(n), share=percent(n / found["posts"], 1))
    yield from _rejects(context)


def _mistimed(context: Context) -> Iterator[str]:
    frame = cached.mistimed(context.case_id)
    if frame.empty:
        return
    count = ngettext(
        "{n} post states a time that disagrees with the time in its id",
        "{n} posts state a time that disagrees with the time in their id",
        len(frame),
    ).format(n=number(len(frame)))
    worst = frame.iloc[0]
    zone = context.filters.zone
    yield _("{count}; the largest difference: {account} states {stated}, the id says {true}.").format(
        count=count,
        account=account_label(worst["handle"], worst["name"], worst["account_key"]),
        stated=moment(worst["posted_at"].tz_localize(UTC), zone),
        true=moment(worst["id_time"].tz_localize(UTC), zone),
    )


def _rejects(context: Context) -> Iterator[str]:
    files = cached.files(context.case_id)
    rejected = int(files["rejected"].sum())
    if rejected:
        text = ngettext(
            "{n} record could not be read; the Import page lists it with its line and the reason.",
            "{n} records could not be read; the Import page lists them with line and reason.",
            rejected,
        )
        yield text.format(n=number(rejected))
