"""Silences and bursts of the view: looked for, and told below the chart."""

from __future__ import annotations

import streamlit as st

from core.analysis import bursts
from core.analysis.found import Found
from core.export.context import Context
from core.i18n import _
from pages.shared import cached
from pages.shared.explain import heading, method, quiet


def find(context: Context) -> Found:
    """Silences and bursts of the view by the tests of core.analysis.bursts; nothing where hours are filtered out."""
    if context.filters.hours:
        return Found.nothing()  # every night left out would be found as a silence
    step = cached.found_step(context.posts, context.filters, context.first_at, context.last_at)
    return cached.found(context.case_id, context.filters, step)


def draw_found(sentences: str) -> None:
    """Silences and bursts in sentences (HTML), with the test that each has passed."""
    if not sentences:
        return
    st.html(heading(_("Silences and bursts")) + quiet(bursts.condition()) + sentences)
    method(f"{bursts.silence_method()} {bursts.burst_method()}", "bursts")
