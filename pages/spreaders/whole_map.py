"""The whole map in the browser: sigma draws it, assets/map.js does the rest."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import streamlit as st

from core.export.figure import file_name
from core.export.figures import whole_text
from core.export.frame import Frame, footer_lines, simulated_words
from core.export.text import clean
from core.i18n import _, current_language

# Inline scripts are sent again with every rerun: this one only fetches the real one, which the browser keeps.
_STUB = """
export default async function (component) {
  const script = await import(new URL("/assets/map.js", document.location.origin).href);
  return script.mount(component);
}
"""


@cache
def _component() -> Callable[..., Any]:
    """The registered component; once per process, because a second registration replaces the first."""
    return st.components.v2.component("whence.whole_map", js=_STUB)


def whole_map(
    address: str,
    *,
    key: str,
    selected: str,
    dark: bool,
    height: int,
    size: str,
    colour: str,
    direction: str,
    least: int,
    until: int | None,
    phrases: dict[str, str],
    frame: Frame,
    on: dict[str, Callable[[], None]],
) -> None:
    """The map of the graph that waits under ``address`` (see ``pages.shared.graphs``).

    ``until``: seconds since 1970, links made later are left out. ``phrases``: what the size stands for (``size``), the
    zone and unit of time. ``on``: what is called after a click (``picked``), a choice of several accounts (``chosen``),
    the opening of a community (``opened``), and where the browser has no WebGL (``lost``).
    """
    data = {
        "address": address, "selected": selected, "dark": dark, "height": height, "size": size, "colour": colour,
        "direction": direction, "least": least, "until": until, "language": current_language(),
        "zone": phrases["zone"], "words": words(direction, phrases), "file": file_name(frame), "frame": evidence(frame),
    }  # fmt: skip
    calls = {f"on_{name}_change": call for name, call in on.items()}
    _component()(key=key, data=data, **calls)


def evidence(frame: Frame) -> dict[str, Any]:
    """What a saved picture says about itself."""
    marks = {"simulated": simulated_words(), "invented": _("invented accounts and posts")} if frame.simulated else {}
    lines = [clean(line) for line in footer_lines(frame)]
    return {"title": clean(frame.title), "alt": clean(frame.alt), "footer": lines, "simulated": "", **marks}


def words(direction: str, phrases: dict[str, str]) -> dict[str, Any]:
    """The words of the component in the reporter's language."""
    notes = {
        "forward": _("Arrows run from the account that was passed on (or mentioned) to the account that did so."),
        "backward": _("Arrows run from the account that passed on (or mentioned) to the account it passed on."),
        "none": whole_text.lines_text(),
    }
    return {
        "note": notes[direction],
        "sizes": whole_text.sizes_text(phrases["size"]),
        "widths": whole_text.widths_text(),
        "closed": whole_text.closed_text(),
        "inferred": whole_text.dashes_text(),
        **_tools(),
        **_messages(),
    }


def _tools() -> dict[str, str]:
    return {
        "closer": _("Zoom in"),
        "further": _("Zoom out"),
        "whole": _("Whole map"),
        "lasso": _("Lasso"),
        "lassoHelp": _("Draw a line around accounts to choose them; with Shift they are added."),
        "community": _("Choose its community"),
        "communityHelp": _("Chooses every account of the community of the selected account (key C)."),
        "none_chosen": _("Choose none"),
        "neighbours": _("Neighbours"),
        "neighboursHelp": _("Shows only what is selected or chosen with its neighbours; again, theirs too (key E)."),
        "hide": _("Hide"),
        "hideHelp": _("Hides what is selected or chosen (key H)."),
        "all": _("Show all"),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "replay": _("Replay"),
        "png": _("PNG"),
        "svg": _("SVG"),
    }


def _messages() -> dict[str, Any]:
    return {
        "tip": [
            _("Times passed on: {received} (by {received_from} accounts)"),
            _("Passed on itself: {passed_on} (of {passed_on_of} accounts)"),
            _("Followers: {followers}"),
        ],
        "tipClosed": _("Closed community. Posts on links inside it: {n}. Double click, or Enter twice, opens it."),
        "unknown": _("not known"),
        "chosen": _("{n} chosen"),
        "shown": _("{n} shown"),
        "first": _("Select an account first."),
        "failed": _("The map could not be fetched. Reload the page."),
        "none": _(
            "This browser draws no WebGL, which the whole map needs. Below is the close-up of the most linked "
            "accounts, and the table holds them all."
        ),
        "play": _("Play"),
        "pause": _("Pause"),
        "moment": _("Moment of the replay"),
        "made": _("Links made by {at}"),
        "timeless": _("No link here carries a time."),
        "file": _("Save replay"),
        "frames": _("Save frames"),
        "map": _(
            "Map of accounts. Arrow keys move it, plus and minus zoom, N and P step through the accounts from the "
            "largest, Enter selects, S adds to the choice, C chooses the community, E shows neighbours, H hides, "
            "Ctrl+Z takes back, Escape clears. The table below holds the same accounts."
        ),
    }
