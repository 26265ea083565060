"""What the timeline shows, put together once for each filter and setting: a reader who comes back finds it ready."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from core.analysis import bursts
from core.analysis.found import Found
from core.export.context import Context
from core.export.figures import layers
from core.export.figures.layers import Pin
from core.export.figures.stated import has_clock, precision, when
from core.export.figures.timeline import timeline_figure
from core.export.figures.timeline_words import Chosen, alt, title
from core.export.frame import Frame
from core.export.words import part_label
from core.i18n import _, moment, ngettext, number
from pages.shared import cached
from pages.shared.cached import TimelineParams
from pages.shared.frames import frame_of
from pages.shared.keep import keep
from pages.timeline import found as found_in


@dataclass(frozen=True)
class Picture:
    """The chart, what stands around it, and silences and bursts as a list in HTML (empty where there are none)."""

    spec: dict[str, Any]
    frame: Frame
    found: str


@keep(most=256, worded=True)
def picture(context: Context, chosen: Chosen, pins: tuple[Pin, ...]) -> Picture | None:
    """The chart of the view; None where no post in it has a time."""
    params = TimelineParams(chosen.width, chosen.split, chosen.unit)
    counts = cached.timeline(context.case_id, context.filters, params)
    if counts.empty:
        return None
    shown = layers.visible_events(cached.events(context.case_id), context) if chosen.events else []
    found = found_in.find(context) if chosen.bursts else Found.nothing()
    marks = [*layers.event_marks(shown, context), *layers.pin_marks(pins, context)]
    spec = timeline_figure(
        counts, chosen.split, chosen.width, chosen.look(context.dark), part_label, marks,
        layers.spans(found, context), layers.bracket(pins, context),
    )  # fmt: skip
    notes = layers.event_notes(shown, context)
    frame = frame_of(context, title(chosen), alt(counts, context), method="timeline", notes=notes)
    return Picture(spec, frame, _found_html(found, context.filters.zone))


def _found_html(found: Found, zone: str) -> str:
    """Silences and bursts in sentences."""
    listed = bursts.largest(found.bursts)
    sentences = [bursts.silence_sentence(row, zone) for _i, row in found.silences.iterrows()]
    sentences += [bursts.burst_sentence(row, zone) for _i, row in listed.iterrows()]
    if others := len(found.bursts) - len(listed):
        sentences.append(ngettext("{n} smaller burst.", "{n} smaller bursts.", others).format(n=number(others)))
    if not sentences:
        return ""
    return "<ul class='wh-list'>" + "".join(f"<li>{escape(text)}</li>" for text in sentences) + "</ul>"


@keep(most=256, worded=True)
def moments(context: Context) -> dict[str, tuple[datetime, bool]]:
    """What a pin can stand at, with its time and whether that is only about; not events without a clock."""
    found: dict[str, tuple[datetime, bool]] = {}
    for split in ("lang", "platform"):
        for row in cached.firsts(context.case_id, context.filters, TimelineParams("", split)).itertuples(index=False):
            text = _("First post: {part}").format(part=part_label(split, row.part))
            at = layers.utc(row.first_at)
            found[f"{text} ({moment(at, context.filters.zone, 'd MMM HH:mm')})"] = at, False
    for event in layers.visible_events(cached.events(context.case_id), context):
        if has_clock(precision(event)):
            text = f"{event['title']} ({when(event, context.filters.zone, 'd MMM')})"
            found[text] = event["at_utc"], precision(event) == "about"
    return found


@keep(most=512, worded=True)
def firsts_html(context: Context, split: str, name: str) -> str:
    """The first post of each language or platform as an HTML table, escaped."""
    firsts = cached.firsts(context.case_id, context.filters, TimelineParams("", split))
    head = "".join(f'<th scope="col">{escape(word)}</th>' for word in (name, _("First post"), _("Posts")))
    rows = "".join(_first_row(row, split, context.filters.zone) for row in firsts.itertuples(index=False))
    return f'<table class="wh-table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _first_row(row: Any, split: str, zone: str) -> str:  # noqa: ANN401 - a row of itertuples
    at = moment(layers.utc(row.first_at), zone, "EEE d MMM y, HH:mm:ss")
    cells = f"<td>{escape(at)}</td><td>{escape(number(row.posts))}</td>"
    return f'<tr><th scope="row">{escape(part_label(split, row.part))}</th>{cells}</tr>'
