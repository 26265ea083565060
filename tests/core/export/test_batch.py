"""One call writes a figure of a case: in its language and size, masked, and with a sentence for what there is not."""

from __future__ import annotations

import re
import struct
from xml.etree import ElementTree

import pytest

from core.errors import ExportError
from core.export import batch
from core.export.catalogue import FIGURES
from core.export.frame import footer_parts
from core.export.mask import masks_of
from core.export.presets import PRESETS
from core.export.sight import looking
from core.i18n import CHART_LANGUAGES
from core.model import Filters
from core.store import naming, notebook
from core.store.db import open_store

SVG = "{http://www.w3.org/2000/svg}"


def bare(words: str) -> str:
    """Words without blanks: lines are folded where the picture ends."""
    return re.sub(r"\s+", "", words)


@pytest.fixture(scope="module")
def drawn(demo):
    """Every figure of the demo, drawn once."""
    with looking(demo, Filters(zone=demo.event_zone, kinds=("original", "share", "quote", "reply"))) as sight:
        found = {name: FIGURES[name].draw(sight, {}) for name in FIGURES}
        yield sight, {name: one for name, one in found.items() if one}


def expected(frame) -> list[str]:
    """Title, n, filter, zone and source, as the frame states them."""
    told = [frame.title, frame.n_text, frame.filter_text, frame.zone_text]
    return [words for words in told if words] + [part for line in footer_parts(frame) for part in line]


def written(drawn, name, **wishes):
    sight, figures = drawn
    if name not in figures:
        pytest.skip("the small demo has nothing to draw here")
    return batch.write(sight, figures[name], batch.Wish(**wishes))


def test_the_demo_draws_nearly_everything(drawn):
    assert len(drawn[1]) >= 20


@pytest.mark.parametrize("language", CHART_LANGUAGES)
def test_every_language_draws_every_figure(demo, language):
    with looking(demo, language=language) as sight:
        for name in ("timeline", "rhythm", "growth", "spreaders", "scores", "account-parts", "events"):
            one = FIGURES[name].draw(sight, {})
            made = batch.write(sight, one, batch.Wish(preset="9:16"))
            root = ElementTree.fromstring(made.bytes)  # noqa: S314 - our own
            said = bare("".join(text for element in root.iter(f"{SVG}text") for text in element.itertext()))
            assert root.get("lang") == language
            for words in expected(made.frame):
                assert bare(words) in said


def test_dates_are_in_the_manner_of_the_language(demo):
    said = {code: batch.render(demo, "timeline", language=code).bytes.decode() for code in CHART_LANGUAGES}
    marks = {
        "en": "8 Feb",
        "ru": "8 февр.",
        "kk": "8 ақп.",
        "fr": "8 févr.",
        "de": "8. Feb.",
        "es": "8 feb",
        "zh": "2月8日",
    }
    for code, mark in marks.items():
        assert mark in re.sub(r"</?tspan[^>]*>", "", said[code]), code


def test_the_filter_and_the_settings_come_from_one_address(demo):
    query = "lang=fr&since=2020-02-08T04:00&split=platform"
    made = batch.render(demo, "timeline", filters=query, format="csv")
    assert "French" in made.frame.filter_text and "8 Feb 2020, 04:00" in made.frame.filter_text
    assert set(made.data["part"]) <= {"x", "telegram", "web", "youtube", "other"}


@pytest.mark.parametrize("query", ["language=fr", "lang=Klingonish", "since=yesterday", "hours=late"])
def test_a_word_that_nobody_understands_is_no_filter_lost(demo, query):
    with pytest.raises(ExportError, match="not understood"):
        batch.render(demo, "timeline", filters=query)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"figure": "pie"}, "There is no figure"),
        ({"preset": "3:1"}, "There is no preset"),
        ({"format": "docx"}, "There is no format"),
        ({"theme": "pink"}, "There is no background"),
        ({"format": "gexf"}, "Only the graph"),
        ({"figure": "rhythm", "suppress": True}, "does not know how many accounts"),
        ({"filters": "q=nobody-wrote-this"}, "nothing to draw"),
        ({"figure": "tree", "settings": {"root": "x:0"}}, "There is no cascade"),
        ({"figure": "account-parts", "settings": {"account": "x:0"}}, "There is no account"),
        ({"figure": "scores", "settings": {"cut": "9"}}, "between 0 and 5"),
    ],
)
def test_what_there_is_not_is_said_in_a_sentence(demo, asked, sentence):
    with pytest.raises(ExportError, match=sentence):
        batch.render(demo, **{"figure": "timeline", **asked})


def handles(demo) -> set[str]:
    store = open_store(demo.store_path)
    try:
        frame = store.frame("SELECT handle, name, account_key FROM accounts WHERE handle IS NOT NULL")
    finally:
        store.close()
    return {str(word) for column in ("handle", "name", "account_key") for word in frame[column] if len(str(word)) > 5}


def test_no_file_names_an_account(demo, drawn):
    known = handles(demo)
    assert len(known) > 100
    for name, one in drawn[1].items():
        if name == "events":
            continue
        for kind in ("svg", "csv", "html"):
            text = batch.write(drawn[0], one, batch.Wish(format=kind)).bytes.decode()
            text = re.sub(r"<script>!?.{1000000,}?</script>", "", text, flags=re.DOTALL)
            words = set(re.findall(r"[\w:.@/-]+", text)) | set(re.findall(r">([^<]+)<", text))
            assert not known & words, (name, kind, sorted(known & words)[:3])


def test_a_pseudonym_is_the_same_everywhere_and_another_in_another_case(demo, tmp_path):
    masks = masks_of(demo)
    assert masks.name("x:1") == masks_of(demo).name("x:1") != masks.name("x:2")
    assert re.fullmatch(r"Account [2-9BCDFGHJKLMNPQRSTVWXZ]{5}", masks.name("x:1"))
    other = naming.salt(tmp_path / "notebook.sqlite")
    assert other != masks.salt


def test_a_name_needs_a_reason_and_appears_only_where_it_is_asked_for(demo):
    data = batch.render(demo, "accounts", format="csv", masked=False).data
    assert data["handle"].isna().all()
    store = open_store(demo.store_path)
    row = store.frame(
        "SELECT account_key, handle FROM accounts WHERE handle IS NOT NULL ORDER BY posts DESC LIMIT 1"
    ).iloc[0]
    store.close()
    with pytest.raises(Exception, match="needs a reason"):
        naming.name_account(demo.notebook_path, row["account_key"], reason=" ", author="Aida")
    naming.name_account(demo.notebook_path, row["account_key"], reason="exhibit 3", author="Aida")
    try:
        named = batch.render(demo, "accounts", format="csv", masked=False).data
        assert row["handle"] in set(named["handle"].dropna())
        assert batch.render(demo, "accounts", format="csv").data["handle"].isna().all()
    finally:
        naming.mask_account(demo.notebook_path, row["account_key"], author="Aida")


def test_small_cells_are_left_out_on_request_and_the_picture_says_so(demo):
    whole = batch.render(demo, "timeline", settings={"unit": "accounts"}, format="csv")
    large = batch.render(demo, "timeline", settings={"unit": "accounts"}, format="csv", suppress=True)
    assert (whole.data["n"] < 3).any()
    assert large.data["n"].min() >= 3
    assert len(large.data) == (whole.data["n"] >= 3).sum()
    assert "Cells of fewer than 3 accounts are left out." in large.frame.notes
    assert large.frame.finding == ""


def test_bars_begin_at_zero_and_the_last_step_is_hatched(demo):
    made = batch.render(demo, "timeline").bytes.decode()
    assert "<pattern" in made and "not complete" in made
    root = ElementTree.fromstring(batch.render(demo, "scores").bytes)  # noqa: S314 - our own
    zero = next(e for e in root.iter(f"{SVG}text") if e.get("text-anchor") == "end" and e.text == "0")
    bars = [e for e in root.iter(f"{SVG}rect") if e.get("stroke")]
    lowest = max(float(e.get("y")) + float(e.get("height")) for e in bars)
    assert lowest == pytest.approx(float(zero.get("y")) - 0.35 * float(zero.get("font-size")), abs=0.6)


def test_the_reporters_words_win(demo):
    made = batch.render(demo, "scores", title="A third?", subtitle="", alt="Bars.", byline="Desk", notes="Note.")
    assert (made.frame.title, made.alt, made.frame.byline) == ("A third?", "Bars.", "Desk")
    assert b"Note." in made.bytes and b"Desk" in made.bytes
    assert made.caption.startswith("SIMULATED DATA. A third?")


@pytest.mark.parametrize("preset", PRESETS)
def test_each_preset_has_the_width_or_the_ratio_that_it_says(drawn, preset):
    size = PRESETS[preset]
    for name in ("scores", "timeline", "cascades"):
        picture = written(drawn, name, preset=preset, format="png", scale=1).bytes
        width, height = struct.unpack(">II", picture[16:24])
        assert width == pytest.approx(size.width * (size.scale or 1), abs=2)
        assert height / width == pytest.approx(size.height / size.width, abs=0.01) or not size.kept
        assert height / width >= size.height / size.width - 0.01


def test_print_is_300_dots_per_inch(drawn):
    picture = written(drawn, "scores", preset="90mm", format="png").bytes
    width, _height = struct.unpack(">II", picture[16:24])
    assert abs(width / (90 / 25.4) - 300) < 1.5
    dots = picture[picture.index(b"pHYs") + 4 :][:4]
    assert abs(struct.unpack(">I", dots)[0] * 0.0254 - 300) < 1


def test_a_transparent_picture_has_no_background(drawn):
    clear, white = (written(drawn, "scores", theme=theme).bytes.decode() for theme in ("transparent", "light"))
    assert white.count("<rect") == clear.count("<rect") + 1


def test_the_graph_is_written_for_gephi_under_pseudonyms(demo, drawn):
    made = written(drawn, "spreaders", format="gexf").bytes.decode()
    assert "acct-" in made and "Account " in made
    assert not handles(demo) & set(re.findall(r'(?:label|id|value)="([^"]+)"', made))


def test_pins_of_the_timeline_are_in_its_picture_with_the_time_between_them(demo):
    query = "pinA=2020-02-07T22:15;first post&pinB=2020-02-08T05:11;the <b>burst</b>;about"
    made = batch.render(demo, "timeline", filters=query)
    note = next(note for note in made.frame.notes if note.startswith("Pins: "))
    assert "[A] 7 Feb 2020, 22:15: first post; [B] 8 Feb 2020, 05:11" in note and "about 6 h 56 min" in note
    root = ElementTree.fromstring(made.bytes)  # noqa: S314 - our own
    drawn = [text for element in root.iter(f"{SVG}text") for text in element.itertext()]
    assert {"A", "B", "about 6 h 56 min"} <= set(drawn)
    assert not [note for note in batch.render(demo, "timeline").frame.notes if "Pins" in note]
    with pytest.raises(ExportError, match="not understood"):
        batch.render(demo, "timeline", filters="pinA=soon;x")


def test_a_timeline_by_group_is_saved_by_group(demo):
    store = open_store(demo.store_path)
    key = store.frame("SELECT account_key FROM accounts ORDER BY posts DESC LIMIT 1")["account_key"][0]
    store.close()
    notebook.add_label(demo.notebook_path, key, "Circle A", author="Aida", evidence="https://e.example")
    try:
        made = batch.render(demo, "timeline", settings={"split": "group"}, format="csv")
        assert "by group" in made.frame.subtitle and any("Circle A" in part for part in made.data["part"])
    finally:
        notebook.undo(demo.notebook_path, author="Aida")
