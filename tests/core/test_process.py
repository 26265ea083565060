"""How a command ends: at once, but with all it wrote, what was registered for the end, and an honest exit code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENDING = """
import atexit, sys
from core.process import end, for_imports
atexit.register(print, "goodbye")
with for_imports():
    print("a line", end="")
end(int(sys.argv[1]))
"""


def run(*words: str, **how: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *words], cwd=ROOT, text=True, check=False, **how)  # type: ignore[call-overload]


@pytest.mark.parametrize("code", [0, 2])
def test_what_was_written_and_registered_comes_before_the_end(code: int) -> None:
    done = run("-c", ENDING, str(code), capture_output=True)
    assert (done.stdout, done.returncode) == ("a linegoodbye\n", code)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk here that is always full")
def test_a_full_disk_is_no_success() -> None:
    with open("/dev/full", "w") as full:
        assert run("-c", ENDING, "0", stdout=full).returncode != 0
        assert run("-m", "core", "--help", stdout=full, stderr=subprocess.DEVNULL).returncode != 0


def test_the_exit_codes_of_the_command_line(tmp_path: Path) -> None:
    there = run("-m", "core", "cases", "--cases-dir", str(tmp_path), "--json", capture_output=True)
    assert (there.stdout.strip(), there.returncode) == ("[]", 0)
    missing = run("-m", "core", "analyse", "--case", "none", "--cases-dir", str(tmp_path), capture_output=True)
    assert missing.returncode == 2 and "Traceback" not in missing.stderr
    assert run("-m", "core", "no-such-command", capture_output=True).returncode == 2
