"""The browser that draws: found missing or broken before it is needed, opened again when it has gone."""

from __future__ import annotations

import shutil

import pytest

from core.errors import ExportError
from core.export import studio

SPEC = {"data": [{"type": "bar", "x": [1], "y": [2]}], "layout": {"width": 300, "height": 200}}


@pytest.fixture(autouse=True)
def forgotten():
    """Nothing is remembered of failures in other tests, or by them."""
    studio._failed_at_s.clear()
    yield
    studio._failed_at_s.clear()


def test_without_a_browser_the_reporter_is_sent_to_their_own(monkeypatch):
    monkeypatch.setenv("WHENCE_CHROMIUM", "no-such-browser")
    assert "no browser" in studio.complaint()
    assert "your own browser" in studio.complaint()


def test_a_browser_that_does_not_start_is_named_once_and_not_tried_again(monkeypatch, caplog):
    monkeypatch.setenv("WHENCE_CHROMIUM", str(shutil.which("false")))
    assert "does not start" in studio.complaint()
    assert "does not start" in studio.complaint()
    assert sum(record.name == studio.__name__ for record in caplog.records) == 1


def test_a_picture_that_cannot_be_drawn_is_an_error_in_words(monkeypatch):
    monkeypatch.setenv("WHENCE_CHROMIUM", str(shutil.which("false")))
    with pytest.raises(ExportError, match="could not draw"):
        studio.draw(SPEC, "png")
    assert "does not draw" in studio.complaint()


@pytest.mark.e2e
def test_a_browser_that_has_gone_is_opened_again():
    path = studio.chromium_path()
    if path is None:
        pytest.skip("no Chromium on this machine")
    assert studio.complaint() == ""
    assert studio.draw(SPEC, "png").startswith(b"\x89PNG")
    studio._opened(path).close()
    assert studio.draw(SPEC, "png").startswith(b"\x89PNG")
