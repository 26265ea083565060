"""What each waiting file is, and the reporter's say in it: format, time zone, columns."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import pandas as pd
import streamlit as st

from core.build import Incoming
from core.i18n import _, current_language, number
from core.importers import IMPORTERS, Mapping
from core.progress import size_text
from core.store import mappings
from core.store.cases import all_zones
from core.store.mappings import KeptMapping
from pages.imports import columns, provenance, staging, zones
from pages.imports.staging import Staged
from pages.shared import filters
from pages.shared.cached_imports import Recognised, recognised

AUTO, TABLE, SKIP, PACKED = "", "table", "skip", "packed"


def look_at(staged: Staged) -> Recognised:
    """What the file is, looked at anew only after it changed."""
    changed_ns = staged.path.stat().st_mtime_ns
    return recognised(str(staged.path), staged.name, changed_ns, current_language())


def format_title(importer: str) -> str:
    """The name of a format for people."""
    if importer in ("demo", PACKED):
        return _("Simulated") if importer == "demo" else _("Packed")
    return _(next((i.TITLE for i in IMPORTERS if importer == i.NAME), importer))


def importer_of(staged: Staged, seen: Recognised) -> str:
    """The importer that will read the file; a table without a known date waits for the reporter."""
    return staged.importer or seen.importer or (TABLE if seen.table else SKIP)


def mapping_of(staged: Staged, seen: Recognised) -> Mapping:
    """The columns as the reporter left them, as they were chosen for such a table before, or as they were guessed."""
    if staged.mapping is not None:
        return Mapping.from_dict(staged.mapping)
    return offered_mapping(seen)


def kept_mapping(seen: Recognised) -> KeptMapping | None:
    """What a reporter chose before for a table with these columns."""
    return mappings.recall(staging.cases_dir(None), seen.table.columns) if seen.table else None


def offered_mapping(seen: Recognised) -> Mapping:
    """The mapping that the file starts with."""
    kept = kept_mapping(seen)
    if kept:
        return Mapping.from_dict(kept.mapping)
    return seen.table.mapping if seen.table else Mapping()


def incoming_of(staged: Staged, seen: Recognised) -> Incoming | None:
    """The file as core.build takes it, or None where it cannot be read as things stand."""
    importer = importer_of(staged, seen)
    if importer == SKIP:
        return None
    mapping = mapping_of(staged, seen) if importer == TABLE else None
    if mapping and not mapping.is_usable:
        return None
    chosen = importer if staged.importer or not seen.importer else None
    return Incoming(staged.path, staged.name, chosen, mapping, staged.zone or None, staged.query, staged.collected_on)


def draw(event_zone: str) -> list[Incoming]:
    """The waiting files and the panel of one of them; returns what can be read."""
    files = staging.waiting()
    seen = {staged.key: look_at(staged) for staged in files}
    box = st.empty()
    files = _draw_panel(files, seen, event_zone)
    readers = {f.key: importer_of(f, seen[f.key]) for f in files}
    files = zones.ask(files, {key: name for key, name in readers.items() if name not in (SKIP, PACKED)}, event_zone)
    files = provenance.ask(files)
    ready = [incoming for f in files if (incoming := incoming_of(f, seen[f.key]))]
    box.html("".join(_line(staged, seen[staged.key]) for staged in files))
    return ready


def _line(staged: Staged, seen: Recognised) -> str:
    size = f'<span class="wh-meta">{escape(size_text(staged.path.stat().st_size))}</span>'
    chip, words = _verdict(staged, seen)
    return (
        f'<div class="wh-post"><strong>{escape(staged.name)}</strong> {size} '
        f'<span class="wh-chip">{escape(chip)}</span><p class="wh-meta">{escape(words)}</p></div>'
    )


def _verdict(staged: Staged, seen: Recognised) -> tuple[str, str]:
    importer = importer_of(staged, seen)
    if importer == SKIP:
        left_out = _("Left out by you.") if staged.importer else seen.refusal
        return (_("left out") if staged.importer else _("cannot be read")), left_out
    if importer == TABLE and not mapping_of(staged, seen).is_usable:
        why = _("No column with the dates of the posts was recognised: choose it below, or leave this file out.")
        return _("a column is missing"), why
    why = seen.why if importer == seen.importer else _("Chosen by you.")
    return format_title(importer), why


def _draw_panel(files: list[Staged], seen: dict[str, Recognised], event_zone: str) -> list[Staged]:
    """The files, one of them with what the reporter changed about it."""
    by_key = {staged.key: staged for staged in files}
    first = next((f.key for f in files if seen[f.key].table and importer_of(f, seen[f.key]) == TABLE), files[0].key)
    key = first
    if len(files) > 1:
        chosen = st.selectbox(
            _("Check or change how a file is read"), list(by_key), index=list(by_key).index(first), key="import-panel",
            format_func=lambda k: by_key[k].name,
        )  # fmt: skip
        key = str(chosen or first)
    is_table = importer_of(by_key[key], seen[key]) == TABLE
    with st.expander(_("How “{file}” is read").format(file=filters.plain(by_key[key].name)), expanded=is_table):
        changed = _draw_choices(by_key[key], seen[key], event_zone)
    return [changed if staged.key == key else staged for staged in files]


def _draw_choices(staged: Staged, seen: Recognised, event_zone: str) -> Staged:
    left, right = st.columns(2)
    importer = _draw_format(left, staged, seen)
    zone = _draw_zone(right, staged, event_zone)
    staged = replace(staged, importer=importer, zone=zone)
    mapping = staged.mapping
    if importer_of(staged, seen) == TABLE and seen.table:
        kept = kept_mapping(seen)
        about = (
            _words_about(kept)
            if kept
            else _("Which column is what? The guess is filled in; correct it where it is wrong.")
        )
        chosen = columns.draw(staged.key, seen.table, mapping_of(staged, seen), about)
        mapping = None if chosen == offered_mapping(seen) else chosen.to_dict()
        _draw_preview(seen)
    return staging.decide(staged, importer=importer, zone=zone, mapping=mapping)


def _words_about(kept: KeptMapping) -> str:
    words = _("Filled in as it was chosen for “{file}”, a table with the same columns. Correct it where it is wrong.")
    return filters.plain(words.format(file=kept.file))


def _draw_format(place: st.delta_generator.DeltaGenerator, staged: Staged, seen: Recognised) -> str:
    names = {i.NAME: format_title(i.NAME) for i in IMPORTERS if i.NAME != TABLE or seen.table}
    if seen.importer:
        names = {AUTO: _("{format} (recognised)").format(format=format_title(seen.importer)), **names}
        names.pop(seen.importer)
    elif not seen.table:
        names = {AUTO: _("Leave this file out (not recognised)"), **names}
    names[SKIP] = _("Leave this file out")
    options = list(names)
    default = staged.importer if staged.importer in options else TABLE if AUTO not in options else AUTO
    chosen = place.selectbox(
        _("Read it as"), options, index=options.index(default), key=f"import-{staged.key}-format", format_func=names.get
    )
    return str(chosen) if chosen is not None else default


def _draw_zone(place: st.delta_generator.DeltaGenerator, staged: Staged, event_zone: str) -> str:
    likely = dict.fromkeys(["", event_zone, st.context.timezone or "UTC", "UTC"])
    options = [*likely, *sorted(all_zones() - set(likely))]
    name = place.selectbox(
        _("Time zone of clock times that name none"), options, key=f"import-{staged.key}-zone",
        index=options.index(staged.zone) if staged.zone in options else 0,
        format_func=lambda zone: zone or _("Not known (UTC is assumed and marked)"),
        help=_("Used only where the file itself does not say. Times that carry an offset are never changed."),
    )  # fmt: skip
    return str(name or "")


def _draw_preview(seen: Recognised) -> None:
    if seen.table:
        st.caption(_("The first {n} rows of the file").format(n=number(len(seen.table.rows))))
        rows_px = 38 + 35 * min(len(seen.table.rows), 8)
        st.dataframe(pd.DataFrame(seen.table.rows, columns=seen.table.columns), hide_index=True, height=rows_px)
