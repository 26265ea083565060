"""The place to drop files: our own, because Streamlit's keeps whole files in memory; assets/upload.js sends them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from core.i18n import _, current_language
from core.progress import UNITS, size_text
from pages.shared import filters, uploads
from pages.shared.uploads import LIMIT_BYTES, MOST_FILES, ROOMS, Upload

# Inline scripts are sent again with every rerun: this one only fetches the real one, which the browser keeps.
_STUB = """
export default async function (component) {
  const script = await import(new URL("/assets/upload.js", document.location.origin).href);
  return script.mount(component);
}
"""


@cache
def _component() -> Callable[..., Any]:
    """The registered component; once per process, because a second registration replaces the first."""
    return st.components.v2.component("whence.drop", js=_STUB)


def draw(folder: Path) -> list[Upload]:
    """What arrived in ``folder`` since the last run."""
    secret = str(filters.recall("upload_room") or "")
    room = ROOMS.room(secret)
    if room is None or room.folder != folder:
        secret = ROOMS.open(folder)
        filters.remember("upload_room", secret)
    data = {"secret": secret, "limit": LIMIT_BYTES, "most": MOST_FILES, "words": words()}
    data |= {"language": current_language(), "units": [_(unit) for unit in UNITS]}
    _component()(key="import-drop", data=data, on_arrived_change=_nothing)
    return (ROOMS.room(secret) or uploads.Room(folder)).collect()


def words() -> dict[str, str]:
    """The words of the component in the reporter's language."""
    return {
        "drop": _("Drop export files here"),
        "hint": _(
            "Several at once, packed or not, up to {size} each. They go to the disk of this server and nowhere else."
        ).format(size=size_text(LIMIT_BYTES)),
        "choose": _("Choose files"),
        "list": _("Files on their way"),
        "waiting": _("{size}, waiting"),
        "sending": _("{done} of {all} · {speed} per second · {seconds} s left"),
        "cancel": _("Cancel"),
        "dismiss": _("Take off the list"),
        "cancelled": _("{file}: cancelled"),
        "arrived": _("{file}: here"),
        "failed": _("This file did not arrive whole. Try it again."),
        "closed": _("This page was open for too long. Load it anew and drop the file again."),
        "disk_full": _("The server’s disk is too full for this file."),
        "too_many": _("Too many files at once: read these first, then drop the others."),
        "too_large": _(
            "Larger than {size}: put it into the inbox of the case instead, or name its path below; both take any size."
        ).format(size=size_text(LIMIT_BYTES)),
    }


def _nothing() -> None:
    """Streamlit keeps a trigger only where there is something to call."""
