"""The figures of the Timeline page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pandas as pd

from core.analysis import found as found_in
from core.analysis.found import Found
from core.analysis.series import BINS, bin_for, totals
from core.export import style
from core.export.catalogue.entry import TABLE, Drawn, Figure, Settings, choice, flag
from core.export.figures import layers
from core.export.figures.table import table_figure
from core.export.figures.timeline import Span, rhythm_figure, timeline_figure
from core.export.figures.timeline_words import Chosen, alt, long, rhythm_alt, title, weekdays, width_names
from core.export.filter_words import moment_of
from core.export.frame import Frame
from core.export.sight import Sight
from core.export.words import part_label
from core.i18n import _, moment, number, percent
from core.store import notebook
from core.store.queries import timeline as reads
from core.store.queries.groups import one_part_each

SPLITS = ("lang", "platform", "band", "kind", "group")
PINS = ("pinA", "pinB")
SETTINGS = ("split", "unit", "bin", "lines", "cumulative", "log", "events", "bursts", *PINS)
FINEST = 5000
#: More documented events than this are not told below the picture.
MOST_EVENTS = 6


def chosen_of(sight: Sight, settings: Settings) -> Chosen:
    """The settings of the chart as its address states them."""
    return Chosen(
        choice(settings, "split", SPLITS),
        choice(settings, "unit", ("posts", "accounts")),
        flag(settings, "lines"),
        flag(settings, "cumulative"),
        flag(settings, "log"),
        _width(sight, settings.get("bin", "")),
        flag(settings, "events", True),
        flag(settings, "bursts", True),
    )


def _width(sight: Sight, wanted: str) -> str:
    extent = sight.extent
    span_s = 3600.0
    if extent.get("first"):
        first, last = (datetime.fromisoformat(extent[name]) for name in ("first", "last"))
        span_s = max((last - first).total_seconds(), span_s)
    finest = bin_for(span_s, FINEST)
    return wanted if wanted in width_names() and BINS[wanted] >= BINS[finest] else bin_for(span_s)


def draw_timeline(sight: Sight, settings: Settings) -> Drawn | None:
    """Counts over time with what is laid over them."""
    chosen, context = chosen_of(sight, settings), sight.context
    counts = _large_enough(sight, _counts(sight, chosen, chosen.unit), chosen)
    if counts.empty:
        return None
    events = layers.visible_events(_events(sight), context) if chosen.events else []
    spans = layers.spans(_found(sight) if chosen.bursts else Found.nothing(), context)
    pins = pins_of(sight, settings)
    spec = timeline_figure(
        counts, chosen.split, chosen.width, chosen.look(sight.dark), part_label,
        [*layers.event_marks(events, context), *layers.pin_marks(pins, context)], spans, layers.bracket(pins, context),
    )  # fmt: skip
    mark_partial(spec, counts, chosen, sight)
    notes = (
        *_event_notes(events, sight),
        *layers.pin_notes(pins, context),
        *shade_note(spans, sight.dark),
        *_partial_note(spec),
        *sight.suppressed_note,
    )
    words = {"method": "timeline", "notes": notes, "finding": finding(counts, chosen, sight)}
    return Drawn(spec, sight.frame(title(chosen), alt(counts, context), **words), long(counts, context))


def _counts(sight: Sight, chosen: Chosen, unit: str) -> pd.DataFrame:
    """Posts or accounts per step and part; an account of several groups is in a part of its own."""
    members = one_part_each(sight.members) if chosen.split == "group" else None
    return reads.timeline(sight.store, sight.view, chosen.width, chosen.split, unit, members)


def pins_of(sight: Sight, settings: Settings) -> list[layers.Pin]:
    """The moments that the reporter pinned, in the words of an address: ``2020-02-08T05:11;first post;about``."""
    found = []
    for name in PINS:
        clock, _mark, rest = settings.get(name, "").partition(";")
        at = moment_of([clock], sight.zone) if clock else None
        if at:
            label, _mark, about = rest.partition(";")
            found.append(layers.Pin(name[-1], at, label, about == "about"))
    return found


def _large_enough(sight: Sight, counts: pd.DataFrame, chosen: Chosen) -> pd.DataFrame:
    """The counts without the cells of fewer than three accounts, where the look asks for it."""
    if not sight.suppress:
        return counts
    accounts = _counts(sight, chosen, "accounts")
    known = accounts.set_index(["bin", "part"])["n"]
    keys = pd.MultiIndex.from_frame(counts[["bin", "part"]])
    return sight.large_enough(counts, known.reindex(keys, fill_value=0))


def _events(sight: Sight) -> list[dict[str, Any]]:
    return notebook.events(sight.context.case.notebook_path)


def _found(sight: Sight) -> Found:
    context = sight.context
    if context.filters.hours:
        return Found.nothing()  # every night left out would be found as a silence
    width = found_in.search_width(context.posts, not context.filters.is_empty, context.first_at, context.last_at)
    return found_in.find(reads.counts_utc(sight.store, sight.view, width), width)


def finding(counts: pd.DataFrame, chosen: Chosen, sight: Sight) -> str:
    """The title that the counts propose: the step with most posts, and its share of all."""
    whole = totals(counts)
    peak, most = whole.idxmax(), int(whole.max())
    if sight.suppress or chosen.cumulative or chosen.unit != "posts" or len(whole) < 3:
        return ""
    at = moment(pd.Timestamp(peak).tz_localize(sight.zone, ambiguous=True, nonexistent="shift_forward"), sight.zone,
                "d MMM y" if BINS[chosen.width] >= BINS["1 day"] else "d MMM y, HH:mm")  # fmt: skip
    step = width_names()[chosen.width]
    text = _("Most posts came in the {step} from {time}: {n} of {all} ({share})")
    return text.format(
        step=step.removeprefix("1 "), time=at, n=number(most), all=number(int(whole.sum())),
        share=percent(most / whole.sum(), 1),
    )  # fmt: skip


def mark_partial(spec: dict[str, Any], counts: pd.DataFrame, chosen: Chosen, sight: Sight) -> None:
    """Hatch the last step where the collection, or the chosen period, ends inside it."""
    last = sight.context.filters.end or sight.context.last_at
    if last is None or chosen.width == "1 month" or counts.empty:
        return
    begin = counts["bin"].max()
    stop = begin + pd.Timedelta(seconds=BINS[chosen.width])
    ended = pd.Timestamp(last).tz_convert(sight.zone).tz_localize(None)
    if begin < ended < stop:
        spec["layout"].setdefault("meta", {})["hatched"] = [begin.isoformat(), stop.isoformat()]


def _event_notes(events: list[dict[str, Any]], sight: Sight) -> tuple[str, ...]:
    """What the flags stand for: in words where they are few, else where it is written."""
    if len(events) <= MOST_EVENTS:
        return layers.event_notes(events, sight.context)
    return (_("Numbered flags: documented events, told in the table of documented events."),)


def _partial_note(spec: dict[str, Any]) -> tuple[str, ...]:
    hatched = (spec["layout"].get("meta") or {}).get("hatched")
    return (_("Hatched: the last step is not complete, the data end inside it."),) if hatched else ()


def shade_note(spans: list[Span], dark: bool) -> tuple[str, ...]:
    """What the shaded stretches stand for."""
    told = {style.OTHER.on(dark): _("grey: silence"), style.WARNING.on(dark): _("orange: burst")}
    shown = [words for colour, words in told.items() if any(span.colour == colour for span in spans)]
    return (_("Shaded: {list}.").format(list=", ".join(shown)),) if shown else ()


def draw_rhythm(sight: Sight, settings: Settings) -> Drawn | None:
    """Weekday by hour."""
    counts = reads.rhythm(sight.store, sight.view)
    if counts.empty:
        return None
    top = counts.loc[counts["n"].idxmax()]
    text = _("Most posts came on {day} between {hour}:00 and {next}:00: {n}")
    told = text.format(day=weekdays("wide")[int(top["weekday"]) - 1], hour=int(top["hour"]), next=int(top["hour"]) + 1,
                       n=number(int(top["n"])))  # fmt: skip
    frame = sight.frame(
        _("Posts by weekday and hour"), rhythm_alt(counts, sight.context), method="timeline", finding=told
    )
    return Drawn(rhythm_figure(counts, weekdays(), sight.dark), frame, counts)


def draw_firsts(sight: Sight, settings: Settings) -> Drawn | None:
    """The first post of each language and platform."""
    parts = [reads.firsts(sight.store, sight.view, split).assign(facet=split) for split in ("lang", "platform")]
    found = pd.concat(parts, ignore_index=True)
    if found.empty:
        return None
    facets = {"lang": _("Language"), "platform": _("Platform")}
    shown = pd.DataFrame(
        {
            _("Category"): [facets[facet] for facet in found["facet"]],
            _("Value"): [part_label(facet, part) for facet, part in zip(found["facet"], found["part"], strict=True)],
            _("First post"): [moment(layers.utc(at), sight.zone, "EEE d MMM y, HH:mm:ss") for at in found["first_at"]],
            _("Posts"): found["posts"],
        }
    )
    name = _("First post of each language and platform")
    said = _("Earliest in the collected data: {name}, {time}.").format(name=shown.iloc[0, 1], time=shown.iloc[0, 2])
    data = found[["facet", "part", "first_at", "posts"]].assign(first_at=found["first_at"].dt.tz_localize(UTC))
    return Drawn(table_figure(shown, sight.dark), sight.frame(name, said, method="firsts"), data)


def draw_events(sight: Sight, settings: Settings) -> Drawn | None:
    """The documented events, each with its source."""
    every = layers.in_order(_events(sight))
    if not every:
        return None
    flagged = {layers.id_of(event) for event in layers.visible_events(_events(sight), sight.context)}
    rows = [layers.event_row(event, layers.id_of(event) in flagged, sight.zone) for event in every]
    data = pd.DataFrame(rows)
    shown = data[["n", "when", "what", "source"]].set_axis([_("Flag"), _("When"), _("What"), _("Source")], axis=1)
    # Public pages, so neither the mark of simulated data nor the numbers of the posts apply.
    frame = Frame(
        title=_("Documented events"),
        n_text=_("Documented events: public sources, see the column Source"),
        zone_text=sight.context.zone_text,
        filter_text=_("No filter"),
        source=sight.source,
        alt=_("Table of {n} documented events with their sources.").format(n=number(len(rows))),
    )
    return Drawn(table_figure(shown, sight.dark), frame, data)


FIGURES = (
    Figure("timeline", lambda: _("Posts over time"), "timeline", draw_timeline, SETTINGS, counts_accounts=True),
    Figure("rhythm", lambda: _("Posts by weekday and hour"), "timeline", draw_rhythm),
    Figure("firsts", lambda: _("First post of each language and platform"), "timeline", draw_firsts, kind=TABLE),
    Figure("events", lambda: _("Documented events"), "timeline", draw_events, kind=TABLE),
)
