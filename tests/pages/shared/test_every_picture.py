"""Every chart of every page can be framed as a picture, in each format that the page offers."""

from __future__ import annotations

import json

import pytest

from core.export.frame import Frame, framed
from core.export.presets import PRESETS
from pages import PAGES
from tests.pages.shared.tiny_app import Open

#: Pages that draw at least one chart on the tiny case, without a click.
WITH_CHARTS = {"timeline", "cascades", "bot_scores"}


@pytest.mark.parametrize("page", PAGES)
def test_the_charts_of_a_page_can_be_framed(page: str, open_page: Open) -> None:
    charts = [json.loads(chart.proto.spec) for chart in open_page(page).get("plotly_chart")]
    assert charts or page not in WITH_CHARTS
    for spec in charts:
        for size in PRESETS.values():
            layout = framed(spec, Frame(title="A title"), width=size.width, height=size.height)["layout"]
            assert layout["margin"]["l"] > 0
