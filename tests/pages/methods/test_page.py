"""Every link under a chart finds its section, and the parameters shown are those in force."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest

from core.i18n import LANGUAGES, _, use_language
from core.params import describe
from pages.methods.documents import sections, words
from pages.methods.page import SECTIONS
from pages.methods.parameters import PARAMETERS, table
from tests.pages.shared.tiny_app import Open

PAGES = Path(__file__).resolve().parents[3] / "pages"
DOCS = PAGES.parent / "docs"


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Each language of the screen, in force."""
    use_language(request.param)
    yield request.param
    use_language("en")


def asked_for() -> set[str]:
    """The sections that pages name in ``method(…, "section")`` and ``frame_of(…, method="section")``."""
    found = set()
    for path in PAGES.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            named = [k.value for k in call.keywords if k.arg == "method"] if name == "frame_of" else []
            placed = call.args[1:2] if name == "method" else []
            found |= {node.value for node in (*named, *placed) if isinstance(node, ast.Constant)}
    return found


def test_every_section_that_a_page_names_is_there() -> None:
    named = asked_for()
    assert len(named) >= 5
    assert named - set(SECTIONS) == set()
    assert set(SECTIONS.values()) - set(sections()) == set()
    assert set(PARAMETERS) <= set(sections())


def test_every_declared_parameter_of_an_analysis_is_shown() -> None:
    declared = {
        node.name
        for path in (PAGES.parent / "core" / "analysis").rglob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and node.name.endswith("Params")
    }
    assert "BehaviourParams" in declared
    assert declared == {params.__name__ for every in PARAMETERS.values() for params in every}


@pytest.mark.parametrize("about", ["timeline", "botscore", "bursts"])
def test_the_section_that_a_chart_asked_for_is_open(open_page: Open, about: str) -> None:
    app = open_page("methods", about=about)
    assert [e.label for e in app.expander if e.proto.expanded] == [SECTIONS[about]]


def test_the_sections_are_in_the_language_of_the_screen(language: str) -> None:
    name = "METHODS.md" if language == "en" else f"METHODS.{language}.md"
    text = (DOCS / name).read_text(encoding="utf-8")
    assert list(sections()) == re.findall(r"^## (.+)$", (DOCS / "METHODS.md").read_text(encoding="utf-8"), re.MULTILINE)
    lines = [line for line in text.splitlines() if line]
    for english, body in sections().items():
        said = [line for line in body.splitlines() if line]
        begin = lines.index(f"## {_(english)}") + 1
        assert lines[begin : begin + len(said)] == said


def test_every_line_of_a_section_is_a_paragraph_of_its_own(language: str) -> None:
    parts = sections()["Cascades"].split("\n\n")
    assert not [part for part in parts if "\n" in part and not part.startswith("|")]
    assert sum(part.startswith("|") for part in parts) == 2


def test_a_link_opens_its_section_in_every_language(open_page: Open, language: str) -> None:
    app = open_page("methods", about="bursts", hl=language)
    use_language(language)
    opened = [e for e in app.expander if e.proto.expanded]
    assert [e.label for e in opened] == [_("Silences and bursts")]
    assert opened[0].markdown[0].value == sections()["Silences and bursts"]


def test_the_words_stand_in_the_order_of_the_alphabet(language: str) -> None:
    first = re.findall(r"^- \*\*(.)", words(), re.MULTILINE)
    alphabet = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюяabcdefghijklmnopqrstuvwxyz"
    assert len(first) > 40
    assert [alphabet.index(letter.lower()) for letter in first] == sorted(alphabet.index(a.lower()) for a in first)


def test_the_facts_of_the_build_are_told_in_words(open_page: Open, language: str) -> None:
    app = open_page("methods", hl=language)
    use_language(language)
    box = next(e for e in app.expander if e.label == _("This build of the case"))
    assert _("Version of the tables") in set(box.table[0].value[_("Fact")])


def test_an_unknown_section_opens_none(open_page: Open) -> None:
    app = open_page("methods", about="<b>nothing</b>")
    assert not [e.label for e in app.expander if e.proto.expanded]


def test_the_parameters_are_those_in_force(open_page: Open) -> None:
    box = next(e for e in open_page("methods").expander if e.label == "Silences and bursts")
    shown = box.get("html")[0].proto.body
    given = re.findall(r"<code>(\w+)</code>.*?<td>([^<]+)<", shown)
    assert given == [
        (p.name, f"{p.default:,g}") for params in PARAMETERS["Silences and bursts"] for p in describe(params)
    ]


def test_every_parameter_says_what_it_means_and_where_it_comes_from(language: str) -> None:
    for section, listed in PARAMETERS.items():
        shown = table(section)
        for about in (p for params in listed for p in describe(params)):
            assert f"<code>{about.name}</code><div>{escape(_(about.help))}</div>" in shown
            assert escape(_(about.source)) in shown
    assert table("The filter") == ""


def test_without_a_case_the_methods_can_still_be_read(open_empty: Open) -> None:
    app = open_empty("methods")
    assert {"Bot score", "Words"} <= {e.label for e in app.expander}
    assert "This build of the case" not in {e.label for e in app.expander}
