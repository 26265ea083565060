"""What ``make`` does beyond calling other programs."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_the_first_start_goes_through_and_leaves_compiled_modules(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("whence_setup", ROOT / "tools" / "setup.py")
    assert spec and spec.loader
    setup = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(setup)
    told = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    told["PYTHONPYCACHEPREFIX"] = str(tmp_path)
    words = [sys.executable, "-W", "ignore", "-c", setup.FIRST_START]
    done = subprocess.run(words, cwd=ROOT, env=told, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    kept = {path.name.split(".")[0] for path in tmp_path.rglob("*.pyc")}
    assert {"app", "build", "loops", "batch"} <= kept
