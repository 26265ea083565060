"""Where the files belong: a new case, or the open one."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from core.errors import CaseError, MissingCaseError
from core.export.context import Context
from core.i18n import _
from core.model import Case
from core.store import cases
from core.store.cases import all_zones
from pages.shared import filters

NEW, OPEN = "new", "open"


def draw(context: Context | None, folder: Path) -> tuple[Case | None, str]:
    """The case that the files go to, or None and what is missing."""
    st.header(_("Which case do they belong to?"), anchor=False)
    if context and context.case.simulated:
        st.caption(_("Not to the open case: it is simulated, and invented posts stay apart from collected ones."))
    elif context:
        names = {
            OPEN: _("The open case: {title}").format(title=filters.plain(context.case.title)),
            NEW: _("A new case"),
        }
        where = st.radio(
            _("Case of the files"), list(names), key="import-where", format_func=names.get, horizontal=True,
            label_visibility="collapsed",
        )  # fmt: skip
        if where == OPEN:
            return context.case, ""
    return _draw_new(folder)


def _draw_new(folder: Path) -> tuple[Case | None, str]:
    left, right = st.columns([3, 2])
    name = left.text_input(_("Name of the case"), key="import-name", max_chars=80, placeholder=_("e.g. Kordai"))
    here = st.context.timezone or "UTC"
    zones = [here, *sorted(all_zones() - {here})]
    zone = right.selectbox(
        _("Time zone of the event"), zones, key="import-event-zone",
        help=_("The place where the story happened. Times are shown in it; every reader can change that."),
    )  # fmt: skip
    claim = st.text_input(
        _("The claim, in one sentence"), key="import-claim", max_chars=300,
        placeholder=_("e.g. Restaurants owned by Chinese are being burned in Kazakhstan"),
    )  # fmt: skip
    if not name.strip():
        return None, _("Give the new case a name.")
    return new_case(folder, name.strip(), claim.strip(), str(zone))


def new_case(folder: Path, name: str, claim: str, zone: str) -> tuple[Case | None, str]:
    """A case that is not on disk yet (the import writes it once it is complete), or why it cannot be made."""
    try:
        cases.check_zone(zone)
        slug = cases.slug_of(name)
        there = cases.read_case(folder, slug)
    except MissingCaseError:
        return Case(slug, name, claim, zone, 0, folder / slug), ""
    except CaseError as error:
        return None, str(error)
    if there.build:
        text = _("There is a case “{title}” already. Open it on the left to add files to it, or choose another name.")
        return None, text.format(title=there.title)
    return Case(slug, name, claim or there.claim, zone, 0, folder / slug), ""
