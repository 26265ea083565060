"""Two moments that the reporter pins, and the time between them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from core.export.context import Context
from core.export.figures.layers import Pin, difference
from core.i18n import _, moment
from pages.shared import filters
from pages.timeline import kept


def draw(context: Context) -> tuple[Pin, ...]:
    """The moments that the reporter pinned: none, one or two; what choosing takes is drawn where it is opened."""
    box = st.expander(_("Measure the time between two moments"), key="pins", on_change="rerun", bind="query-params")
    if not box.open:
        return tuple(filters.recall("pinned") or ())
    with box:
        left, right = st.columns(2)
        moments = kept.moments(context)
        drawn = [_draw_pin(left, "A", moments, context), _draw_pin(right, "B", moments, context)]
        chosen = tuple(pin for pin in drawn if pin is not None)
        _draw_difference(chosen)
    filters.remember("pinned", chosen)
    for name in ("A", "B"):  # what the figure is saved with
        filters.remember(f"pin{name}", next((_written(pin) for pin in chosen if pin.name == name), ""))
    return chosen


def _written(pin: Pin) -> str:
    return f"{pin.at.isoformat()};{pin.label.replace(';', ',')};{'about' if pin.about else ''}"


def _clock(at: datetime, context: Context) -> str:
    return moment(at, context.filters.zone, "d MMM HH:mm")


def _draw_pin(column: Any, name: str, moments: dict[str, tuple[datetime, bool]], context: Context) -> Pin | None:  # noqa: ANN401
    own = _("A time of my own")
    label = _("Pin {name}").format(name=name)
    # Streamlit forgets what is not drawn, as in the closed box.
    options, before = [own, *moments], filters.recall(f"pin-{name}-was")
    place = options.index(before) if before in options else None
    choice = column.selectbox(label, options, index=place, key=f"pin-{name}", placeholder=_("Choose a moment"))
    filters.remember(f"pin-{name}-was", choice)
    if choice is None:
        return None
    if choice != own:
        at, about = moments[choice]
        return Pin(name, at, choice, about)
    start = context.filters.start or context.first_at
    default = start.astimezone(ZoneInfo(context.filters.zone)).replace(tzinfo=None, second=0) if start else None
    clock = column.datetime_input(
        _("Time of pin {name}").format(name=name), default, key=f"pin-{name}-at", step=timedelta(minutes=1),
        min_value=filters.EARLIEST, max_value=filters.LATEST, format="YYYY-MM-DD",
    )  # fmt: skip
    if clock is None:
        return None
    at = clock.replace(tzinfo=ZoneInfo(context.filters.zone)).astimezone(UTC)
    return Pin(name, at, _clock(at, context))


def _draw_difference(chosen: tuple[Pin, ...]) -> None:
    """The time between two pins, in words."""
    if len(chosen) < 2:
        return
    first, second = sorted(chosen, key=lambda pin: pin.at)
    text = _("From {first} to {second}: {duration}").format(
        first=first.label, second=second.label, duration=difference(chosen)
    )
    st.success(filters.plain(text))
