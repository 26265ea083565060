"""The whole map as a figure: every account and link of the page, under pseudonyms, up to the moment of the slider."""

from __future__ import annotations

import re
from io import BytesIO
from xml.etree import ElementTree

import networkx as nx
import pytest

from core.export import batch
from core.export.sight import looking
from core.model import Case
from core.store.queries import graph_file

SVG = "{http://www.w3.org/2000/svg}"
UNTIL = "2020-02-08T06:00:00"


@pytest.fixture(scope="module")
def counted(demo: Case) -> tuple[int, int]:
    """How many accounts and links (shares) the graph of the case has."""
    with looking(demo) as sight:
        nodes = graph_file.every_account(sight.store, sight.view, ("share",))
        return len(nodes), len(graph_file.every_link(sight.store, sight.view, ("share",)))


def picture(demo: Case, **settings: str) -> tuple[str, batch.Exported]:
    made = batch.render(demo, "spreader-map", settings=settings)
    return made.bytes.decode(), made


def lines(svg: str, dashed: bool = False) -> int:
    """Pieces of the paths that are no shapes."""
    paths = [path for path in re.findall(r'<path d="([^"]*)" fill="none"([^>]*)>', svg) if "stroke-linejoin" in path[1]]
    return sum(d.count("M") for d, look in paths if ("stroke-dasharray" in look) == dashed)


def test_every_account_and_link_is_drawn_under_a_pseudonym(demo: Case, counted: tuple[int, int]) -> None:
    svg, made = picture(demo, colour="community")
    assert len(made.data) == counted[0] > 150
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own file
    groups = [group for group in root.iter(f"{SVG}g") if group.get("opacity") == "0.92"]
    assert sum(len(list(group)) for group in groups) == counted[0]
    assert lines(svg) == counted[1]
    words = " ".join(text for element in root.iter(f"{SVG}text") for text in element.itertext())
    assert "Community 1 (" in words and "Account " in words and "@" not in words
    assert "SIMULATED" in words and "Area of a shape: times passed on; the largest stands for" in words


def test_the_slider_takes_later_links_off_and_the_picture_says_so(demo: Case, counted: tuple[int, int]) -> None:
    svg, made = picture(demo, until=UNTIL)
    assert 0 < lines(svg) < counted[1]
    assert "Links made by Sat 8 Feb 2020, 06:00." in made.frame.notes
    assert any(note.startswith("By then ") for note in made.frame.notes)
    assert "Links made by" in made.alt


def test_the_slider_at_the_end_of_the_period_is_no_moment(demo: Case, counted: tuple[int, int]) -> None:
    svg, made = picture(demo, until="2030-01-01T00:00:00")
    assert lines(svg) == counted[1]
    assert not [note for note in made.frame.notes if note.startswith("Links made by")]


@pytest.mark.parametrize("figure", ["spreader-map", "spreader-links", "spreaders"])
def test_files_for_gephi_follow_the_slider(demo: Case, figure: str) -> None:
    def edges(**settings: str) -> int:
        made = batch.render(demo, figure, settings=settings, format="gexf").bytes
        return nx.read_gexf(BytesIO(made)).number_of_edges()

    assert 0 < edges(until=UNTIL) < edges()


def test_likely_paths_are_dashed(demo: Case) -> None:
    svg, made = picture(demo, links="likely")
    assert lines(svg, dashed=True) > 0 and lines(svg) == 0
    assert any(note.startswith("A dashed line: the likeliest path") for note in made.frame.notes)


def test_closed_communities_stand_as_one_shape_each(demo: Case) -> None:
    svg, made = picture(demo, closed="yes")
    assert "Closed communities (" in svg and re.search(r"Community 1: \d+ accounts", svg)
    assert any("stand as one shape each" in note for note in made.frame.notes)
    opened, _made = picture(demo, closed="yes", open="0")
    assert "Community 1: " not in opened and "Community 2: " in opened


def test_light_links_are_left_out(demo: Case, counted: tuple[int, int]) -> None:
    svg, made = picture(demo, least="2")
    assert lines(svg) < counted[1]
    assert any("Links of fewer than 2 posts do not count." in note for note in made.frame.notes)
