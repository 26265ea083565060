"""What was taken over from others is what it is said to be: NOTICE names each file's origin, licence and hash."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
VENDORED = sorted((ROOT / "pages" / "shared" / "assets" / "vendor").glob("*.js"))


@pytest.mark.parametrize("path", VENDORED, ids=lambda path: path.name)
def test_a_vendored_file_is_the_one_that_notice_names(path: Path) -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    assert f"pages/shared/assets/vendor/{path.name}" in notice
    assert hashlib.sha256(path.read_bytes()).hexdigest() in notice


def test_the_scripts_of_the_map_stay_small() -> None:
    assets = ROOT / "pages" / "shared" / "assets"
    scripts = [*VENDORED, *assets.glob("map*.js"), assets / "replay_player.js"]
    assert sum(path.stat().st_size for path in scripts) < 3_000_000


@pytest.mark.parametrize("path", VENDORED, ids=lambda path: path.name)
def test_a_vendored_script_needs_no_eval(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "new Function(" not in text and "eval(" not in text
