"""One command writes every figure of the demo in every format and language; each file is opened and looked into."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from html import unescape
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from core.export import command
from core.export.catalogue import FIGURES
from core.i18n import CHART_LANGUAGES, LANGUAGES, _, speaking
from tests.core.export.test_figure import texts
from tools.setup import find_browser

SVG = "{http://www.w3.org/2000/svg}"
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
#: The languages of the screen in every format; the others, which share all of the drawing, as SVG.
KINDS = {code: command.formats_of("all") if code in LANGUAGES else ("svg",) for code in CHART_LANGUAGES}
FACTS = ("title", "n", "filter", "zone", "source", "alt")
Told = dict[str, Any]


@pytest.fixture(scope="module")
def files(demo, tmp_path_factory) -> dict[tuple[str, str], list[Told]]:
    """What the command wrote and says of it, by language and format (25 s of processor time, once)."""
    found = defaultdict(list)
    for code, kinds in KINDS.items():
        job = command.Job("", True, "kind=original,share,quote,reply", (code,), kinds, look={"scale": 1})
        for row in command.write_figures(demo, job, tmp_path_factory.mktemp(code)):
            assert row["file"], row["note"]
            found[code, row["format"]].append(row)
    return found


def bare(words: str) -> str:
    """Words without blanks: lines are folded where a picture ends."""
    return re.sub(r"\s+", "", words)


def marks(code: str) -> tuple[str, str]:
    """What a file of simulated data says in this language: the mark, and the sentence of a file's own facts."""
    with speaking(code):
        return bare(_("SIMULATED DATA")), bare(_("This figure shows simulated data."))


def missing(row: Told, text: str) -> list[str]:
    """The facts that a file of this row does not hold, and a mark that is there or not against the truth."""
    said = bare(text)
    lost = [name for name in FACTS if not (row[name] and bare(str(row[name])) in said)]
    return lost + (
        ["SIMULATED"] if any(mark in said for mark in marks(row["language"])) is not row["simulated"] else []
    )


def of_svg(data: bytes) -> str:
    root = ElementTree.fromstring(data)  # noqa: S314 - our own
    drawn = "".join(text for element in root.iter(f"{SVG}text") for text in element.itertext())
    return drawn + "".join(root[1].itertext())


def of_pdf(data: bytes) -> str:
    paper = PdfReader(BytesIO(data))
    return paper.pages[0].extract_text() + str(paper.metadata.subject)


def of_html(data: bytes) -> str:
    return unescape(re.sub(r"<script>.*?</script>", "", data.decode(), flags=re.DOTALL))


def of_xlsx(data: bytes) -> str:
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return "\n".join(str(row[0]) for row in book.get_sheet_by_index(1).to_python())


def of_graph(data: bytes) -> str:
    said = data.decode()
    found = re.search(r"<description>(.*?)</description>", said, re.DOTALL) or re.search(
        r'<data key="\w+">([^<]*?Whence.*?)</data>', said, re.DOTALL
    )
    return unescape(found[1]) if found else ""


READ = {"svg": of_svg, "png": lambda data: "".join(texts(data).values()), "pdf": of_pdf, "html": of_html,
        "xlsx": of_xlsx, "gexf": of_graph, "graphml": of_graph}  # fmt: skip


@pytest.mark.parametrize("code", CHART_LANGUAGES)
def test_nothing_that_can_be_written_was_left_out(files, code):
    for kind in KINDS[code]:
        names = [row["figure"] for row in files[code, kind]]
        wanted = [name for name in FIGURES if kind not in ("gexf", "graphml") or FIGURES[name].graph]
        assert names == wanted, kind
    assert [row["figure"] for row in files[code, "svg"] if not row["simulated"]] == ["events"]


@pytest.mark.parametrize(("code", "kind"), [(c, k) for c, kinds in KINDS.items() for k in kinds if k != "csv"])
def test_every_file_holds_title_source_filter_zone_n_alt_text_and_the_mark(files, code, kind):
    lost = {r["figure"]: m for r in files[code, kind] if (m := missing(r, READ[kind](Path(r["file"]).read_bytes())))}
    assert not lost


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_table_says_simulated_in_every_row_and_the_rest_beside_it(files, code):
    for row in files[code, "csv"]:
        path = Path(row["file"])
        rows = list(csv.DictReader(StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
        assert rows
        assert {line.get("simulated") for line in rows} == ({"true"} if row["simulated"] else {None}), row["figure"]
        about = path.with_name(f"{path.stem}-about.txt").read_text(encoding="utf-8-sig")
        assert not missing(row, about), row["figure"]
        assert path.name in about


@pytest.mark.parametrize("code", CHART_LANGUAGES)
def test_a_drawing_has_real_text_of_readable_size_and_its_language(files, code):
    for row in files[code, "svg"]:
        root = ElementTree.fromstring(Path(row["file"]).read_bytes())  # noqa: S314 - our own
        assert root.get("lang") == code
        assert (root[0].tag, root[0].text) == (f"{SVG}title", row["title"])
        assert min(float(e.get("font-size")) for e in root.iter(f"{SVG}text")) >= 12
        tags = {e.tag.removeprefix(SVG) for e in root.iter()}
        assert not tags & {"a", "image", "script", "use", "foreignObject"}


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_pdf_has_its_fonts_inside(files, code):
    for row in files[code, "pdf"]:
        paper = PdfReader(row["file"])
        assert paper.metadata.title == row["title"] and paper.root_object["/Lang"] == code
        fonts = [font.get_object() for font in paper.pages[0]["/Resources"]["/Font"].values()]
        inside = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object() for font in fonts]
        assert all({"/FontFile2", "/FontFile3"} & set(one) for one in inside), row["figure"]


@pytest.fixture(scope="module")
def offline():
    """A real browser without a network."""
    playwright = pytest.importorskip("playwright.sync_api")
    if not find_browser():
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=find_browser(), args=FLAGS)
        yield started.new_context(offline=True)
        started.close()


def asked_by(context, paths: list[str], ready: str) -> list[tuple[str, str]]:
    """What the files ask for beyond themselves when they are opened, one after the other."""
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: asked.append(str(error)))
    found = []
    for path in paths:
        page.goto(Path(path).as_uri())
        page.wait_for_selector(ready, state="attached")
        found += [(path, url) for url in asked if not url.startswith(("data:", "blob:")) and url != Path(path).as_uri()]
        asked.clear()
    page.close()
    return found


@pytest.mark.e2e
def test_opened_without_a_network_no_file_asks_for_anything(files, offline):
    pages = [row["file"] for row in files["en", "html"]]
    drawings = [row["file"] for code in ("en", "zh") for row in files[code, "svg"]]  # each with fonts of its own
    assert len(pages) >= 22 and len(drawings) >= 44
    assert asked_by(offline, pages, "#figure .main-svg, h1") == []
    assert asked_by(offline, drawings, "text") == []


@pytest.mark.parametrize("code", CHART_LANGUAGES)
def test_no_page_and_no_drawing_refers_to_anything_outside_it(files, code):
    for row in files[code, "svg"] + files[code, "html"]:
        page = Path(row["file"]).read_text(encoding="utf-8")
        assert "default-src 'none'" in page or row["format"] == "svg"
        own = re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
        assert not re.search(r"""(?:src|href)\s*=|url\(\s*["']?(?!data:|#)|@import""", own), row["figure"]
