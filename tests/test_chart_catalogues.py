"""What a chart says is said in every language of charts, also in those that the screen does not speak."""

from __future__ import annotations

import ast
import gettext
import re
from functools import lru_cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from core import i18n
from core.export import batch
from core.export.catalogue import FIGURES
from core.export.sight import looking
from core.i18n import CHART_LANGUAGES, LANGUAGES, LOCALE_DIR
from core.model import BANDS, PLATFORMS, Filters
from tests.core.export.conftest import demo
from tests.test_catalogues import FILLED_IN

__all__ = ["demo"]
EXPORT = Path(__file__).resolve().parents[1] / "core" / "export"
SMALL = [code for code in CHART_LANGUAGES if code not in LANGUAGES]
#: The modules whose sentences stand on a figure or beside it.
FRAME = ("frame", "framing", "context", "source", "words", "figure", "about", "webpage", "sheet", "mask", "sight")
MODULES = [*(EXPORT / f"{name}.py" for name in FRAME), *EXPORT.glob("figures/*.py"), *EXPORT.glob("catalogue/*.py"),
           *EXPORT.glob("drawing/*.py"),
           *(EXPORT / "package" / f"{name}.py" for name in ("method", "words", "dossier"))]  # fmt: skip
#: Of sentences in these calls only the reporter's own screen knows.
NEVER_SHOWN = {"background", "format", "preset", "figure"}
ERRORS = ("ExportError", "CaseError")


@lru_cache
def said() -> frozenset[str]:
    """Every sentence of those modules, errors left out."""
    found: set[str] = set()
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        refused = {id(one) for call in calls if getattr(call.func, "id", "") in ERRORS for one in ast.walk(call)}
        for call in calls:
            if getattr(call.func, "id", "") in ("_", "N_", "ngettext") and id(call) not in refused:
                found |= {call.args[0].value} if isinstance(call.args[0], ast.Constant) else set()
    return frozenset(found)


@lru_cache
def catalogue(code: str) -> Catalog:
    with (LOCALE_DIR / code / "LC_MESSAGES" / "charts.po").open("rb") as file:
        return read_po(file, locale=code)


def pairs(code: str) -> list[tuple[str, str]]:
    found = []
    for message in catalogue(code):
        if message.id:
            english = message.id[1] if message.pluralizable else message.id
            found += [(english, form) for form in (message.string if message.pluralizable else (message.string,))]
    return found


@pytest.mark.parametrize("code", SMALL)
def test_no_sentence_of_a_chart_is_missing(code: str) -> None:
    known = {m.id[0] if m.pluralizable else m.id: m for m in catalogue(code) if m.id and all(m.string)}
    assert len(said()) > 230
    assert not [text for text in sorted(said()) if text not in known]
    assert not [text for text, message in known.items() if message.fuzzy]


class Missed(gettext.NullTranslations):
    """What was asked for and is in no catalogue."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: set[str] = set()

    def gettext(self, message: str) -> str:
        self.texts.add(message)
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.texts.add(msgid1)
        return msgid1 if n == 1 else msgid2


@pytest.mark.parametrize("code", SMALL)
def test_nothing_that_is_drawn_is_left_in_english(demo, code: str) -> None:
    missed = Missed()
    i18n._catalogue(code).add_fallback(missed)
    filters = Filters(zone=demo.event_zone, bands=tuple(BANDS), kinds=("original", "share", "quote", "reply"))
    for asked in (filters, Filters(zone=demo.event_zone)):
        with looking(demo, asked, language=code) as sight:
            for name, figure in FIGURES.items():
                drawn = figure.draw(sight, {"pinA": "2020-02-08T04:00;a", "pinB": "2020-02-08T05:00;b;about"})
                if drawn and asked is filters:
                    made = [batch.write(sight, drawn, batch.Wish(format=kind)) for kind in ("svg", "csv")]
                    assert made[0].caption and name
    i18n._catalogue.cache_clear()
    assert sorted(missed.texts - NEVER_SHOWN - set(PLATFORMS.values())) == []


@pytest.mark.parametrize("code", SMALL)
def test_what_is_filled_in_is_the_same_and_so_are_the_edges(code: str) -> None:
    wrong = {e: f for e, f in pairs(code) if sorted(FILLED_IN.findall(e)) != sorted(FILLED_IN.findall(f))}
    assert not wrong
    assert not {e: f for e, f in pairs(code) if e.endswith(".") != f.endswith((".", "。")) or f != f.strip()}
    foreign = {"fr": "[“”„]", "de": "[”«»]", "es": "[“”„]", "zh": "[«»„]"}[code]
    assert not [form for _english, form in pairs(code) if re.search(foreign, form)]


def test_a_chart_speaks_french_german_spanish_and_chinese(demo) -> None:
    marks = {"fr": "DONNÉES SIMULÉES", "de": "SIMULIERTE DATEN", "es": "DATOS SIMULADOS", "zh": "模拟数据"}
    names = {"fr": "Source\N{NO-BREAK SPACE}: ", "de": "Quelle: ", "es": "Fuente: ", "zh": "来源："}
    for code, mark in marks.items():
        made = batch.render(demo, "timeline", language=code)
        assert mark in made.caption and names[code] in made.caption
        assert "Chinese restaurants" not in made.caption + made.bytes.decode(), "the claim of the simulated case"
        assert "invented" not in made.bytes.decode() and "posts" not in made.alt
