"""Files carry title, description and the mark; a missing browser is said in a sentence."""

from __future__ import annotations

import struct
from xml.etree import ElementTree
from zlib import crc32

import pytest
from core.export.studio import chromium_path

from core.errors import ExportError
from core.export import figure
from core.export.fonts import faces, font_css
from core.export.frame import Frame, framed
from tests.core.export.samples import FRAMES, HOSTILE, LONG, SHORT, named_bars, stacked

needs_browser = pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine")
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


@needs_browser
def test_a_png_has_the_asked_size_and_its_evidence_inside():
    picture = figure.png(framed(stacked(), SHORT, width=1000, height=600), scale=2)
    assert struct.unpack(">II", picture[16:24]) == (2000, 1200)
    said = texts(picture)
    assert said["Title"] == SHORT.title
    assert said["Description"].startswith("Stacked bars. · 40,012 of 40,012 posts")
    assert said["Source"] == SHORT.source
    assert said["SIMULATED"] == "This figure shows simulated data."
    assert all(struct.pack(">I", crc32(kind + body)) == check for kind, body, check in chunks(picture))


@needs_browser
def test_a_png_of_real_data_is_not_called_simulated():
    assert "SIMULATED" not in texts(figure.png(framed(stacked(), Frame("Real posts")), scale=1))


@needs_browser
@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_an_svg_has_title_and_description_and_no_link(frame):
    root = ElementTree.fromstring(figure.svg(framed(named_bars(), frame)))  # noqa: S314 - our own
    assert root.get("role") == "img"
    assert root[0].tag == f"{SVG}title"
    assert root[1].tag == f"{SVG}desc"
    assert root[0].text == figure.told(framed(named_bars(), frame))["title"]
    drawn = {element.tag for element in root.iter()}
    assert f"{SVG}text" in drawn
    assert drawn & {f"{SVG}a", f"{SVG}script", f"{SVG}img", f"{SVG}image"} == set()


@needs_browser
def test_a_pdf_is_one_page_with_its_fonts_inside():
    page = figure.pdf(framed(stacked(), LONG))
    assert page.startswith(b"%PDF-")
    assert page.count(b"/Type /Page\n") == 1
    if faces():
        assert b"IBMPlexSans" in page


def test_a_web_page_shows_hostile_words_and_calls_nobody():
    page = figure.html(framed(named_bars(), Frame(HOSTILE, simulated=True))).decode()
    own = page[: page.index("<script>")] + page[page.rindex("</head>") :]
    assert "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:" in own
    assert "<img" not in own
    assert own.count("<script>") == 1
    assert "sendChartToCloud" in own  # in the list of buttons that are taken off
    assert '"plotlyServerURL": ""' in own
    assert "This figure shows simulated data." in own


def test_no_browser_is_said_in_a_sentence_with_what_to_do(monkeypatch):
    monkeypatch.setenv("WHENCE_CHROMIUM", "/nowhere/chromium")
    with pytest.raises(ExportError) as failure:
        figure.png(framed(stacked(), SHORT))
    assert failure.value.what == "No browser was found on the server to draw the figure."
    assert "Install Chromium" in failure.value.remedy
    assert "your own browser still works" in failure.value.remedy


def test_a_browser_that_does_not_start_is_an_export_error(monkeypatch, tmp_path):
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setenv("WHENCE_CHROMIUM", str(broken))
    with pytest.raises(ExportError, match="could not draw"):
        figure.png(framed(stacked(), SHORT))


def test_the_stated_browser_wins_and_the_path_comes_next(monkeypatch, tmp_path):
    stated = tmp_path / "chromium"
    stated.write_text("", encoding="utf-8")
    stated.chmod(0o755)
    monkeypatch.setenv("WHENCE_CHROMIUM", str(stated))
    assert chromium_path() == str(stated)
    monkeypatch.delenv("WHENCE_CHROMIUM")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert chromium_path() == str(stated)


@pytest.mark.skipif(not faces(), reason="the font files are not installed")
def test_a_picture_carries_only_the_letters_it_needs():
    assert {face.file for face in faces("posts")} == {"IBMPlexSans-400-latin.woff2", "IBMPlexSans-600-latin.woff2"}
    assert len(faces("Қордай")) == 4
    assert font_css("posts").count("@font-face") == 2


def test_file_names_are_safe_and_say_simulated():
    assert figure.file_name(Frame("../../etc/passwd: кто?", simulated=True)) == "SIMULATED-etc-passwd-кто"
    assert figure.file_name(Frame("???")) == "whence"
