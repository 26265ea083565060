"""The posts behind a mark, as cards; everything in them that comes from outside is escaped."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from html import escape
from urllib.parse import urlencode, urlparse

import pandas as pd
import streamlit as st

from core.export.context import Context
from core.export.words import account_label, band_label, kind_label, lang_attribute, language_label, platform_label
from core.i18n import _, moment, ngettext, number
from core.model import band_of_bin
from pages.shared import cached, filters
from pages.shared.cached import PageParams

STEP = 25
MOST = 500


def show(context: Context, params: PageParams, key: str, step: int = STEP) -> None:
    """Up to ``step`` posts in order of time, with a button for more; says so where there are none."""
    n = cached.count_posts(context.case_id, context.filters, params)
    if params.only is not None:
        n = len(params.only)
    if not n:
        st.info(_("No post here. Take a filter off, or choose a longer period."))
        return
    most = min(int(filters.recall(f"{key}-most", step)), MOST)
    page = cached.posts_page(context.case_id, context.filters, replace(params, most=most))
    shown = ngettext("{n} of {all} post, earliest first", "{n} of {all} posts, earliest first", n)
    st.caption(shown.format(n=number(len(page)), all=number(n)))
    st.html("".join(card(row, context) for row in page.to_dict("records")))
    if len(page) < n and most < MOST:
        st.button(_("Show more"), key=f"{key}-more", on_click=filters.remember, args=(f"{key}-most", most * 2))
    elif len(page) < n:
        st.caption(_("The list ends at {n} posts; narrow the filter to see the others.").format(n=number(MOST)))


def card(row: dict[str, object], context: Context) -> str:
    """One post as HTML, escaped."""
    text, lang = _("(no text)"), ""
    if isinstance(row["text"], str):
        text, lang = row["text"], lang_attribute(row["lang"])
    marks = "".join(f'<span class="wh-chip">{escape(mark)}</span> ' for mark in _marks(row))
    return (
        f'<article class="wh-post"><p class="wh-meta">{_meta(row, context)} {marks}</p>'
        f'<p dir="auto"{lang}>{escape(text)}</p>{_exhibit(row)}<p class="wh-meta">{_counts(row)}</p></article>'
    )


def _exhibit(row: dict[str, object]) -> str:
    """Who saw a post that was added by hand, what was stated, and the hash of its picture."""
    if row.get("by_hand") is not True:
        return ""
    named = (
        (_("Seen by {value}"), row.get("seen_by")),
        (_("stated time: {value}"), row.get("stated_at")),
        (_("picture kept, SHA-256 {value}"), row.get("picture_sha256")),
        (_("note: {value}"), row.get("note")),
    )
    said = [words.format(value=value) for words, value in named if isinstance(value, str)]
    return f'<p class="wh-meta">{escape(" · ".join(said))}</p>' if said else ""


def _meta(row: dict[str, object], context: Context) -> str:
    at = row["posted_at"]
    when = (
        _("Time not known") if pd.isna(at) else moment(at.tz_localize(UTC), context.filters.zone, "d MMM y, HH:mm:ss")
    )  # type: ignore[attr-defined]
    key = row["account_key"] if isinstance(row["account_key"], str) else ""
    name = escape(account_label(_text(row["handle"]), _text(row["name"]), key))
    if key:
        link = urlencode(filters.address(account=key), doseq=True)
        name = f'<a href="accounts?{escape(link, quote=True)}" target="_self">{name}</a>'
    parts = [f"<strong>{escape(when)}</strong>", name, escape(platform_label(_text(row["platform"])))]
    parts += [escape(language_label(_text(row["lang"]))), escape(kind_label(_text(row["kind"])))]
    return " · ".join(parts)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _marks(row: dict[str, object]) -> list[str]:
    marks = []
    if row.get("by_hand") is True:
        marks.append(_("added by hand"))
    if row["deleted"] is True:
        marks.append(_("deleted since"))
    if row["text_complete"] is False:
        marks.append(_("text cut by the platform"))
    stated, from_id = row["posted_at"], row["id_time"]
    if not pd.isna(stated) and not pd.isna(from_id) and abs((stated - from_id).total_seconds()) > 120:  # type: ignore[operator]
        marks.append(_("stated time disagrees with the id"))
    if row["time_quality"] == "assumed":
        marks.append(_("time zone assumed"))
    return marks


def _counts(row: dict[str, object]) -> str:
    band = band_of_bin(None if pd.isna(row["score_bin"]) else int(row["score_bin"]))  # type: ignore[call-overload]
    counted = {
        "views": lambda n: ngettext("{n} view", "{n} views", n),
        "shares": lambda n: ngettext("{n} share", "{n} shares", n),
        "likes": lambda n: ngettext("{n} like", "{n} likes", n),
    }
    known = {name: int(row[name]) for name in counted if not pd.isna(row[name])}  # type: ignore[call-overload]
    parts = [counted[name](n).format(n=number(n)) for name, n in known.items()]
    parts.append(_("author: {band}").format(band=band_label(band).lower()))
    html = escape(" · ".join(parts))
    url = _text(row["url"])
    if url and urlparse(url).scheme in ("http", "https"):
        address, word = escape(url, quote=True), escape(_("original"))
        html += f' · <a href="{address}" target="_blank" rel="noreferrer noopener">{word}</a>'
    return html
