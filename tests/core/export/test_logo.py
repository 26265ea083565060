"""A logo is drawn into every kind of picture; one that runs something or looks elsewhere is refused in a sentence."""

from __future__ import annotations

import base64
import struct
from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree
from zlib import compress, crc32

import pytest
from pypdf import PdfReader
from typer.testing import CliRunner

from core.cli import app
from core.errors import ExportError
from core.export import batch, logo
from core.export.figure import png, svg
from core.export.frame import framed
from core.export.package.contents import contents
from core.export.package.recipe import Chosen, Recipe, read_recipe
from core.export.text import text_width
from tests.core.export.samples import SHORT, named_bars

SVG = "{http://www.w3.org/2000/svg}"
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 60 20">'
GOOD = f'{HEAD}<title>Desk</title><style>.a{{fill:#080}}</style><rect class="a" width="60" height="20"/></svg>'.encode()
NONE = "no PNG or SVG"


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc32(kind + body))


def picture(width: int = 40, height: int = 20, colour: bytes = b"\x00\x88\x00", *more: bytes) -> bytes:
    rows = b"".join(b"\0" + colour * width for _row in range(height))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IDAT", compress(rows)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>", '<image href="https://e.example/a.png"/>', "<foreignObject/>",
        '<a href="#x"><rect/></a>', '<rect onload="x()"/>', '<use xlink:href="https://e.example/a.svg#x"/>',
        "<style>@import 'https://e.example/a.css';</style>", '<rect style="fill:url(https://e.example/a)"/>',
        '<rect fill="url( \'//e.example/a\')"/>', '<rect style="fill:u\\72l(//e.example)"/>',
        '<animate attributeName="href" to="javascript:x()"/>', '<g xml:base="https://e.example/"/>',
        '<image href="data:image/svg+xml;base64,AAAA"/>', "<style>a{{background:URL(//e.example/a)}}</style>",
    ],
)  # fmt: skip
def test_what_runs_or_looks_elsewhere_is_refused_in_one_sentence(inside):
    with pytest.raises(ExportError, match=r"^logo.svg: The logo holds a script, a link or something that lies outside"):
        logo.logo_of(f"{HEAD}{inside}</svg>".encode(), "logo.svg")


@pytest.mark.parametrize("start", ['<!DOCTYPE svg [<!ENTITY a "b">]>', '<?xml-stylesheet href="https://e.example"?>'])
def test_entities_and_style_sheets_are_refused(start):
    with pytest.raises(ExportError, match="lies outside"):
        logo.logo_of(start.encode() + GOOD)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", NONE), (b"GIF89a", NONE), (b"<html/>", NONE), (b"<svg/>", NONE), (picture()[:-20], NONE),
        (b"a" * 200_001, "larger than 200 kB"), (picture(2001, 1), "2,000 pixels"),
        (picture().replace(b"IDAT", b"IDAX"), NONE), (HEAD.replace("60 20", "0 20").encode() + b"</svg>", NONE),
        (HEAD.encode() + b'<use href="#a"/>' * 17 + b"</svg>", NONE),
    ],
)  # fmt: skip
def test_what_is_no_small_picture_is_refused(data, sentence):
    with pytest.raises(ExportError, match=sentence):
        logo.logo_of(data, "logo")


def test_only_what_draws_is_kept():
    place = chunk(b"eXIf", b"GPS 43.2, 76.9")
    kept = base64.b64decode(logo.logo_of(picture(40, 20, b"\0\0\0", place)).source.partition(",")[2])
    assert b"GPS" not in kept and kept == picture(40, 20, b"\0\0\0")
    noted = f'{HEAD}<!-- Aida --><x:note xmlns:x="urn:x">Aida</x:note><rect width="9" height="9"/></svg>'.encode()
    assert b"Aida" not in base64.b64decode(logo.logo_of(noted).source.partition(",")[2])
    made = logo.logo_of(GOOD)
    assert logo.again(made.source) == made


@pytest.mark.parametrize("data", [GOOD, picture()], ids=["svg", "png"])
@pytest.mark.parametrize("width", [340, 960])
def test_the_logo_stands_in_the_lower_right_and_touches_no_words(data, width):
    spec = framed(named_bars(), replace(SHORT, logo=logo.logo_of(data)), width=width, height=540)
    root = ElementTree.fromstring(svg(spec))  # noqa: S314 - our own
    (drawn,) = root.iter(f"{SVG}image")
    x, y, wide, high = (float(drawn.get(key)) for key in ("x", "y", "width", "height"))
    assert drawn.get("href").startswith("data:image/")
    assert 0.6 * width < x < x + wide <= width and y + high <= spec["layout"]["height"]
    assert wide <= 0.25 * width + 0.1
    footer = next(note for note in spec["layout"]["annotations"] if note["name"] == "whence footer")
    lines = footer["text"].split("<br>")
    assert max(text_width(line, 12.5) for line in lines) + 20 < x + 20


def green(data: bytes) -> bool:
    from PIL import Image

    shown = Image.open(BytesIO(data)).convert("RGB")
    corner = shown.crop((shown.width * 3 // 4, shown.height * 3 // 4, shown.width, shown.height))
    return any(g > 110 and r < 20 and b < 20 for _n, (r, g, b) in corner.getcolors(1 << 20))


@pytest.mark.parametrize("data", [GOOD, picture()], ids=["svg", "png"])
def test_it_is_drawn_in_png_pdf_and_the_web_page(demo, data):
    made = logo.logo_of(data)
    for figure in ("scores", "firsts"):
        assert green(batch.render(demo, figure, format="png", logo=made).bytes)
        page = batch.render(demo, figure, format="html", logo=made).bytes.decode()
        assert made.source in page.replace("\\u002b", "+")
        with_it, without = (batch.render(demo, figure, format="pdf", logo=one).bytes for one in (made, None))
        assert len(PdfReader(BytesIO(with_it)).pages) == 1 and with_it != without
    assert not green(png(framed(named_bars(), SHORT), 1))


def test_the_command_line_takes_a_logo_and_refuses_a_bad_one(demo, tmp_path):
    good, bad, to = tmp_path / "logo.svg", tmp_path / "bad.svg", tmp_path / "f.svg"
    good.write_bytes(GOOD)
    bad.write_text(f"{HEAD}<script/></svg>", encoding="utf-8")
    where = ["export", "--case", demo.slug, "--cases-dir", str(demo.folder.parent), "--figure", "scores"]
    done = CliRunner().invoke(app, [*where, "--byline", "Desk", "--logo", str(good), "--out", str(to)])
    assert done.exit_code == 0 and b"<image" in to.read_bytes() and b"Desk" in to.read_bytes()
    to.unlink()
    done = CliRunner().invoke(app, [*where, "--logo", str(bad), "--out", str(to)])
    assert done.exit_code == 2 and "lies outside it" in " ".join(done.output.split()) and not to.exists()
    assert CliRunner().invoke(app, [*where, "--logo", str(tmp_path / "none.png"), "--out", str(to)]).exit_code == 2


def test_a_package_carries_the_logo_and_a_recipe_cannot_smuggle_one_in(demo):
    made = logo.logo_of(picture())
    recipe = Recipe(
        case=demo.slug, build=demo.build, zone=demo.event_zone, figures=(Chosen("scores"),), formats=("svg", "pdf"),
        logo=made.source,
    )  # fmt: skip
    files = contents(demo, recipe)
    assert made.source.encode() in files["figures/en/01-scores.svg"]
    assert contents(demo, read_recipe(files["recipe.json"])) == files
    script = base64.b64encode(f"{HEAD}<script/></svg>".encode()).decode()
    for smuggled in (f"data:image/svg+xml;base64,{script}", "https://e.example/a.png", "data:,x"):
        with pytest.raises(ExportError):
            contents(demo, replace(recipe, logo=smuggled))
