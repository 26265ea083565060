"""The one question about files whose clock times name no zone, with the evidence they have."""

from __future__ import annotations

import json
from dataclasses import replace
from html import escape

import streamlit as st

from core.i18n import _, ngettext, number
from core.importers.zone_evidence import ZoneEvidence, sentences
from core.store.cases import all_zones
from pages.imports.staging import Staged
from pages.shared import filters
from pages.shared.cached_imports import zone_evidence

UNKNOWN = "unknown"


def of(staged: Staged, importer: str) -> ZoneEvidence:
    """What the file says of its zone, looked at anew only after it changed."""
    mapping = json.dumps(staged.mapping) if staged.mapping else ""
    return zone_evidence(str(staged.path), staged.name, staged.path.stat().st_mtime_ns, importer, mapping)


def ask(files: list[Staged], importers: dict[str, str], event_zone: str) -> list[Staged]:
    """The files with the answer, which holds for all of them that name no zone."""
    found = {f.key: of(f, importers[f.key]) for f in files if importers.get(f.key)}
    asked = [f for f in files if found.get(f.key) and found[f.key].posts and not f.zone]
    if not asked:
        return files
    with st.container(border=True, key="import-zone-question"):
        count = ngettext("{n} file gives", "{n} files give", len(asked)).format(n=number(len(asked)))
        st.markdown(
            filters.plain(_("{files} clock times without a time zone. In which zone are they?").format(files=count))
        )
        said = [text for f in asked[:3] for text in sentences(found[f.key], f.name, event_zone)]
        st.html('<ul class="wh-list">' + "".join(f"<li>{escape(text)}</li>" for text in said) + "</ul>")
        answer = _draw_answer(event_zone, [zone for f in asked for zone, _n in found[f.key].places])
    if answer in ("", UNKNOWN):
        return files
    answered = {f.key for f in asked}
    return [replace(f, zone=answer) if f.key in answered else f for f in files]


def _draw_answer(event_zone: str, places: list[str]) -> str:
    likely = list(dict.fromkeys([event_zone, "UTC", *places, st.context.timezone or "UTC"]))
    options = [UNKNOWN, *likely, *sorted(all_zones() - set(likely))]
    chosen = st.selectbox(
        _("Zone of these clock times"), options, key="import-zone-answer",
        format_func=lambda zone: _("Not known (UTC is assumed and marked)") if zone == UNKNOWN else zone,
    )  # fmt: skip
    return str(chosen or UNKNOWN)
