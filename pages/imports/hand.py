"""Add one post by hand: from its address, or from a screenshot."""

from __future__ import annotations

import tempfile
from pathlib import Path

import streamlit as st

from core import handmade
from core.errors import CaseError
from core.export.context import Context
from core.export.words import platform_label
from core.i18n import _
from core.importers.by_hand import HandPost
from core.importers.post_urls import parsed
from core.model import PLATFORMS, Case
from core.store.cases import all_zones
from pages.imports import begin, staging
from pages.shared import filters
from pages.shared.cached_imports import exhibits
from pages.shared.table import draw_table

PICTURES = ["png", "jpg", "jpeg", "gif", "webp", "pdf"]
MOST_MB = 50


def draw(context: Context, folder: Path) -> None:
    """The form, folded; the post goes into the open case, which must hold collected data."""
    with st.expander(_("Add one post by hand (from its address or a screenshot)")):
        if context.case.simulated:
            st.caption(_("Not into a simulated case: open a case with collected posts."))
            return
        url = st.text_input(_("Address of the post"), key="hand-url", placeholder="https://t.me/channel/123")
        _draw_found(url)
        picture = st.file_uploader(
            _("Screenshot (kept as exhibit, with its SHA-256)"), type=PICTURES, key="hand-picture"
        )
        text = st.text_area(_("Text of the post"), key="hand-text", height=100)
        account, platform, post = _draw_who(url)
        at, zone = _draw_when(context.case.event_zone)
        left, right = st.columns(2)
        seen_by = left.text_input(_("Who saw it"), key="hand-seen", max_chars=120)
        note = right.text_input(_("What else should be known"), key="hand-note", max_chars=500)
        if st.button(_("Add this post"), key="hand-add", type="primary", disabled=not (url.strip() or text.strip())):
            made = HandPost(
                platform, post, account, at, zone if at else "", text, url.strip(), seen_by=seen_by, note=note
            )
            _add(context.case, made, folder, picture)


def _draw_found(url: str) -> None:
    if not url.strip():
        return
    found = parsed(url)
    if found is None:
        st.caption(_("No platform is known by this address; write down what it shows."))
        return
    words = _("{platform}, post {id}").format(platform=platform_label(found.platform), id=found.post_id)
    time = _("its id gives the time") if found.id_us else _("its id carries no time: write the one it states")
    st.caption(filters.plain(f"{words}; {time}."))


def _draw_who(url: str) -> tuple[str, str, str]:
    found = parsed(url) if url.strip() else None
    left, right = st.columns(2)
    account = left.text_input(
        _("Account (handle)"), key="hand-account", max_chars=120, placeholder=found.handle if found else ""
    )
    if found:
        return account, "", ""
    platform = right.selectbox(_("Platform"), list(PLATFORMS), key="hand-platform", format_func=platform_label)
    return account, str(platform), ""


def _draw_when(event_zone: str) -> tuple[str, str]:
    left, right = st.columns(2)
    at = left.text_input(_("Time that it states"), key="hand-at", placeholder="2020-02-07 22:15")
    zones = [event_zone, *sorted(all_zones() - {event_zone})]
    zone = right.selectbox(_("Time zone of that time"), zones, key="hand-zone")
    return at.strip(), str(zone)


def _add(case: Case, post: HandPost, folder: Path, picture: object) -> None:
    try:
        with tempfile.TemporaryDirectory() as room:
            path, name = None, ""
            if picture is not None:
                path, name = Path(room) / "picture", str(picture.name)  # type: ignore[attr-defined]
                path.write_bytes(picture.getvalue())  # type: ignore[attr-defined]
            incoming = handmade.prepared(case, post, folder / staging.INCOMING, path, name)
    except CaseError as error:
        st.error(filters.plain(str(error)))
        return
    begin.start(case, [incoming])


def draw_kept(context: Context) -> None:
    """The posts that were added by hand, and the picture of the one that is selected."""
    found = exhibits(context.case_id)
    if found.empty:
        return
    st.header(_("Added by hand"), anchor=False)
    columns = {
        "post_key": _("Post"), "seen_by": _("Seen by"), "stated_at": _("Stated time"), "text": _("Text"),
        "note": _("Note"), "picture_sha256": _("SHA-256 of the picture"),
    }  # fmt: skip
    event = draw_table(
        found[list(columns)], column_config=columns, key="hand-kept", on_select="rerun",
        selection_mode="single-row",
    )  # fmt: skip
    digest = found["picture_sha256"].iloc[event.selection.rows[0]] if event.selection.rows else None
    path = handmade.exhibit_of(context.case, digest) if isinstance(digest, str) else None
    if path and path.suffix != ".pdf":
        st.image(str(path), caption=_("Exhibit, SHA-256 {digest}").format(digest=digest), width=480)
    elif path:
        st.caption(filters.plain(_("The exhibit is {file}.").format(file=path)))
    else:
        st.caption(_("Select a row to see its picture, where one was kept."))
