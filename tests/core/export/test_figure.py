"""Files carry title, description and the mark; a missing browser is said in a sentence."""

from __future__ import annotations

import struct
import sys
from io import BytesIO
from xml.etree import ElementTree
from zlib import crc32

import pandas as pd
import pytest
from pypdf import PdfReader

from core.errors import ExportError
from core.export import figure, raster, webpage
from core.export.fonts import faces, font_css
from core.export.frame import Frame, framed
from tests.core.export.samples import FRAMES, HOSTILE, LONG, SHORT, named_bars, stacked

SVG = "{http://www.w3.org/2000/svg}"


def chunks(png):
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length], png[at + 8 + length : at + 12 + length]
        at += 12 + length


def texts(png):
    parts = (body.split(b"\0", 1) for kind, body, _ in chunks(png) if kind == b"iTXt")
    return {name.decode(): rest[4:].decode() for name, rest in parts}


def test_a_png_has_the_asked_size_and_its_evidence_inside():
    picture = figure.png(framed(stacked(), SHORT, width=1000, height=700), scale=2)
    assert struct.unpack(">II", picture[16:24]) == (2000, 1400)
    said = texts(picture)
    assert said["Title"] == SHORT.title
    assert said["Description"].startswith("Stacked bars. · 40,012 of 40,012 posts")
    assert said["Source"] == SHORT.source
    assert said["SIMULATED"] == "This figure shows simulated data."
    assert all(struct.pack(">I", crc32(kind + body)) == check for kind, body, check in chunks(picture))


def test_a_png_of_real_data_is_not_called_simulated():
    assert "SIMULATED" not in texts(figure.png(framed(stacked(), Frame("Real posts")), scale=1))


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_an_svg_has_title_and_description_and_no_link(frame):
    root = ElementTree.fromstring(figure.svg(framed(named_bars(), frame)))  # noqa: S314 - our own
    assert root.get("role") == "img"
    assert root[0].tag == f"{SVG}title"
    assert root[1].tag == f"{SVG}desc"
    assert root[0].text == figure.facts_of(framed(named_bars(), frame))["Title"]
    drawn = {element.tag for element in root.iter()}
    assert f"{SVG}text" in drawn
    assert drawn & {f"{SVG}a", f"{SVG}script", f"{SVG}img", f"{SVG}image"} == set()


def test_a_pdf_is_one_page_with_its_fonts_inside():
    paper = PdfReader(BytesIO(figure.pdf(framed(stacked(), LONG))))
    assert len(paper.pages) == 1
    names = {str(font.get_object()["/BaseFont"]) for font in paper.pages[0]["/Resources"]["/Font"].values()}
    assert any("IBMPlexSans" in name for name in names)
    assert paper.metadata.title == LONG.title
    # 1200 px are 900 points: print columns come out at their millimetres
    assert float(paper.pages[0].mediabox.width) == pytest.approx(900, abs=1)


def test_a_web_page_shows_hostile_words_and_calls_nobody():
    frame = Frame(HOSTILE, simulated=True)
    data = pd.DataFrame({HOSTILE: [HOSTILE]})
    page = webpage.html(framed(named_bars(), frame), frame, data).decode()
    own = page[: page.index("<script>")] + page[page.rindex("</head>") :]
    assert "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:" in own
    assert "<img" not in own
    assert own.count("<script>") == 1
    assert "sendChartToCloud" in own  # in the list of buttons that are taken off
    assert '"plotlyServerURL": ""' in own
    assert "This figure shows simulated data." in own


def test_a_missing_engine_is_said_in_a_sentence_with_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    raster._engine.cache_clear()
    with pytest.raises(ExportError) as failure:
        figure.png(framed(stacked(), SHORT))
    assert "pip install vl-convert-python" in failure.value.remedy
    assert "your own browser" in raster.complaint()
    assert figure.svg(framed(stacked(), SHORT)).startswith(b"<svg")
    monkeypatch.undo()
    raster._engine.cache_clear()
    assert raster.complaint() == ""


def test_chinese_words_take_just_their_signs_with_them():
    words = figure.svg(framed(named_bars(), SHORT)).decode()
    assert words.count("@font-face") >= 4
    assert "Noto Sans CJK SC" in words
    assert len(words) < 400_000


@pytest.mark.skipif(not faces(), reason="the font files are not installed")
def test_a_picture_carries_only_the_letters_it_needs():
    assert {face.file for face in faces("posts")} == {"IBMPlexSans-400-latin.woff2", "IBMPlexSans-600-latin.woff2"}
    assert len(faces("Қордай")) == 4
    assert font_css("posts").count("@font-face") == 2


def test_file_names_are_safe_and_say_simulated():
    assert figure.file_name(Frame("../../etc/passwd: кто?", simulated=True)) == "SIMULATED-etc-passwd-кто"
    assert figure.file_name(Frame("???")) == "whence"
