"""The dialog of exports, in the real frame: its draft, its files, and that no alt text means no file."""

from __future__ import annotations

import pytest

from core.export.logo import logo_of
from core.export.presets import PRESETS
from core.store import naming
from pages.shared import saver
from tests.pages.shared.tiny_app import folder, open_page

__all__ = ["folder", "open_page"]


def labels(app) -> list[str]:
    return [element.proto.label for element in app.get("download_button")]


@pytest.fixture
def dialog(open_page):
    """The Timeline with its dialog open."""
    app = open_page("timeline")
    app.session_state["timeline-save"] = True
    return app.run()


def test_the_dialog_offers_every_kind_of_file_and_a_draft(dialog):
    assert not dialog.exception
    assert [label for label in labels(dialog) if label in ("PNG", "SVG", "PDF", "HTML", "CSV", "XLSX", "TXT")] == [
        "PNG", "SVG", "PDF", "HTML", "CSV", "XLSX", "TXT",
    ]  # fmt: skip
    alt = next(area for area in dialog.text_area if "Alt text" in area.label)
    assert "Chart of posts over time" in alt.value
    title = next(field for field in dialog.text_input if field.label == "Title")
    assert title.value
    assert len(dialog.get("bidi_component")) >= 1


def test_without_an_alt_text_there_is_no_file(dialog):
    alt = next(area for area in dialog.text_area if "Alt text" in area.label)
    alt.set_value(" ").run()
    assert "PNG" not in labels(dialog)
    assert any("Write an alt text" in warning.value for warning in dialog.warning)


def test_the_logo_of_the_session_is_on_the_figure_until_it_is_taken_off(dialog):
    assert "<image" not in str(dialog.get("bidi_component")[0].proto)
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><rect width="60" height="20"/></svg>'
    dialog.session_state["logo_kept"] = logo_of(drawing)
    dialog.run()
    assert not dialog.exception and "<image" in str(dialog.get("bidi_component")[0].proto)
    next(button for button in dialog.button if button.label == "Take the logo off").click().run()
    assert "<image" not in str(dialog.get("bidi_component")[0].proto)


def test_pins_of_the_page_are_saved_with_the_figure(dialog):
    dialog.session_state["pinA"] = "2020-02-07T22:56:00+00:00;first post;"
    dialog.session_state["pinB"] = "2020-02-08T01:00:00+00:00;the end;"
    dialog.run()
    assert "Pins: [A]" in str(dialog.get("bidi_component")[0].proto)


def test_print_sizes_are_said_in_millimetres():
    assert saver.preset_name("90mm") == "Print, 90 mm wide"
    assert {saver.preset_name(name) for name in PRESETS} >= {"16:9", "600 px"}


def test_a_name_is_let_out_on_the_accounts_page_with_a_reason(open_page, folder):
    app = open_page("accounts", account="x:bob")
    assert not app.exception
    assert any("this account is called" in caption.value for caption in app.caption)
    case = next(folder.glob("*/notebook.sqlite"), None)
    assert case is not None and naming.named(case) == {}
