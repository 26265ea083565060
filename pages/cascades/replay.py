"""Replay: the cascade up to a moment, by a slider or step by step."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from core.i18n import _, number
from pages.shared import filters

STEP = 5
EVERY_S = 0.8
SLIDER, PLAYING = "replay-until", "replay-on"


def playing() -> bool:
    """Whether the replay runs."""
    return bool(filters.recall(PLAYING, False))


def animated(draw: Callable[[], None]) -> None:
    """Draw in a fragment of its own, again and again while the replay runs."""
    st.fragment(draw, run_every=EVERY_S if playing() else None)()


def until(tree: pd.DataFrame) -> pd.DataFrame:
    """The posts up to the moment that was chosen, with the slider and the button that choose it."""
    if playing():
        _advance()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        label = _("Stop") if playing() else _("Play")
        st.button(label, key="replay-play", on_click=_toggle)
        share = st.slider(_("Replay: share of all posts so far, in percent"), 0, 100, 100, STEP, key=SLIDER)
    shown = tree.head(max(round(len(tree) * share / 100), 1))
    if share < 100:
        text = _("Replay: {n} of {all} posts, until {moment}.")
        st.caption(
            text.format(n=number(len(shown)), all=number(len(tree)), moment=f"{shown['at'].max():%Y-%m-%d %H:%M}")
        )
    return shown


def _toggle() -> None:
    on = not playing()
    filters.remember(PLAYING, on)
    if on and filters.recall(SLIDER, 100) >= 100:
        filters.remember(SLIDER, 0)


def _advance() -> None:
    now = min(int(filters.recall(SLIDER, 0)) + STEP, 100)
    filters.remember(SLIDER, now)
    if now >= 100:
        filters.remember(PLAYING, False)
        st.rerun()
