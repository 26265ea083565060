"""Commands that are loaded when they are called."""

from __future__ import annotations

import subprocess
import sys

from typer.testing import CliRunner

from core.cli import app
from core.cli.later import LATER

HEAVY = ("networkx", "core.export.catalogue", "core.export.package")


def test_an_import_loads_no_charts() -> None:
    program = f"import sys, core.cli; print([name for name in {HEAVY} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout.strip() == "[]"


def test_each_command_has_a_help_of_its_own() -> None:
    for name in LATER:
        told = CliRunner().invoke(app, [name, "--help"])
        assert told.exit_code == 0 and f" {name} [OPTIONS]" in told.output


def test_a_command_that_is_none_is_named() -> None:
    told = CliRunner().invoke(app, ["exports"])
    assert told.exit_code == 2 and "exports" in told.output
