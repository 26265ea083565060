"""What is drawn of colours, cues and counts: each class has its colour and its second cue, and counts are whole."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pandas as pd
import pytest

from core.export import batch, style
from core.export.catalogue.cascades import early_title
from core.export.drawing.ticks import number_ticks
from core.export.figure import svg
from core.export.figures import timeline
from core.export.figures.timeline import Look, timeline_figure
from core.export.frame import framed
from tests.core.export.samples import SHORT

SVG = "{http://www.w3.org/2000/svg}"
BINS = pd.date_range("2020-02-08", periods=5, freq="h")
COUNTS = pd.DataFrame({"bin": list(BINS) * 3, "part": ["en"] * 5 + ["fr"] * 5 + ["ru"] * 5, "n": list(range(1, 16))})


def drawn(look: Look) -> ElementTree.Element:
    figure = timeline_figure(COUNTS, "lang", "1 hour", look, lambda _split, part: part)
    return ElementTree.fromstring(svg(framed(figure, SHORT), dark=look.dark))  # noqa: S314 - our own


def patterns(root: ElementTree.Element) -> dict[str, tuple[str, int]]:
    """The colour below each pattern, and how many marks lie over it."""
    found = {}
    for one in root.iter(f"{SVG}pattern"):
        if one.get("id", "").startswith("cue"):
            found[one.get("id")] = (one[0].get("fill"), len(re.findall("M", one[1].get("d", ""))))
    return found


def fills(root: ElementTree.Element) -> list[str]:
    known = patterns(root)
    names = [e.get("fill", "") for kind in ("rect", "path") for e in root.iter(f"{SVG}{kind}")]
    return [known[n[5:-1]][0] if n.startswith("url(#cue") else n for n in names]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("many", [False, True], ids=["bars", "outlines"])
def test_bars_and_areas_have_the_colour_and_the_pattern_of_their_class(monkeypatch, dark, many):
    monkeypatch.setattr(timeline, "MOST_BARS", 0 if many else 600)
    root = drawn(Look(dark=dark))
    for code in ("en", "fr", "ru"):
        assert fills(root).count(style.language_colour(code, dark)) >= 2  # in the plot, and in the legend
    assert len({*patterns(root).values()}) >= 2
    assert style.PAPER.on(dark) not in {colour for colour, _marks in patterns(root).values()}


def test_lines_keep_their_dashes():
    dashes = {e.get("stroke-dasharray") for e in drawn(Look(lines=True)).iter(f"{SVG}path")}
    assert "6 3" in dashes or "13 3" in dashes


def test_counts_have_whole_marks_and_other_numbers_keep_their_fractions():
    assert [text for _at, text in number_ticks(0, 1, 400, whole=True)] == ["0", "1"]
    assert [text for _at, text in number_ticks(0, 9, 250, whole=True)] == ["0", "3", "6", "9"]
    for _at, text in number_ticks(0, 9, 250):
        assert float(text) == pytest.approx(_at)


def test_few_shares_are_not_called_the_first_hundred_and_have_no_halves(demo):
    assert (
        early_title("lang", 3) == "All shares by language"
        and early_title("band") == "The first 100 shares by bot score"
    )
    small = batch.render(demo, "growth")
    assert small.frame.title.startswith("Half of the ")
    store = batch.open_store(demo.store_path)
    root = store.frame("SELECT root_no FROM cascades WHERE size < 5 ORDER BY size DESC LIMIT 1")["root_no"]
    key = store.frame("SELECT post_key FROM posts WHERE post_no = $no", {"no": int(root[0])})["post_key"][0]
    store.close()
    assert batch.render(demo, "growth", settings={"root": key}).frame.title == "How the cascade grew"
