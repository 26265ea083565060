"""The source file of a post that was added by hand, damaged."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import NotPostsError
from tests.core.importers.reading import FIXTURES, Loaded

Load = Callable[..., Loaded]
Write = Callable[[str | bytes], Path]


def test_half_a_surrogate_becomes_a_sign_that_can_be_stored(load: Load, write: Write) -> None:
    kept = json.loads((FIXTURES / "by_hand.json").read_text(encoding="utf-8"))
    damaged = json.dumps({**kept, "text": "seen by me", "note": "n"}).replace("by me", r"\ud83d me")
    assert load(write(damaged)).primary[0]["text"] == "seen � me"


@pytest.mark.parametrize("wrapped", ["[{}]", '{{"a": ', "{}{}"])
def test_what_is_no_object_any_more_is_one_sentence(load: Load, write: Write, wrapped: str) -> None:
    content = (FIXTURES / "by_hand.json").read_text(encoding="utf-8").strip()
    with pytest.raises(NotPostsError, match="damaged"):
        load(write(wrapped.format(content, content)), importer="by-hand")
