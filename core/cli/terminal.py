"""What every command shares: its options, one plain sentence for an error, progress, and JSON for programs."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from core import build
from core.errors import CaseError
from core.i18n import _
from core.progress import Amount, Pace

CasesDir = Annotated[Path, typer.Option("--cases-dir", envvar="WHENCE_CASES", help=_("Folder of all cases."))]
AsJson = Annotated[bool, typer.Option("--json", help=_("Print one JSON object and nothing else."))]
CaseName = Annotated[str, typer.Option("--case", help=_("Name of the case; made where there is none."))]
DEFAULT_DIR = Path("cases")
screen = Console(stderr=True)


@contextmanager
def told_plainly() -> Iterator[None]:
    """A CaseError becomes one sentence and exit code 2, never a traceback."""
    try:
        yield
    except CaseError as error:
        screen.print(str(error), style="red", markup=False, highlight=False)
        raise typer.Exit(2) from error
    except KeyboardInterrupt as stop:
        screen.print(_("Cancelled. The case is as it was before."), style="yellow")
        raise typer.Exit(130) from stop


@contextmanager
def progress_bar(quiet: bool) -> Iterator[build.Progress]:
    """A bar on the terminal, or nothing where the output is for programs."""
    if quiet or not sys.stderr.isatty():
        yield build.silent
        return
    numbers = TextColumn("{task.fields[numbers]}", style="dim")
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TimeElapsedColumn(),
        numbers,
    )
    with Progress(*columns, console=screen, transient=True) as bar:
        task, pace = bar.add_task("", total=1.0, numbers=""), Pace()

        def tell(step: str, share: float | None, amount: Amount | None = None) -> None:
            pace.note(amount, time.monotonic())
            done = {"completed": share or 0.0, "total": None if share is None else 1.0}
            bar.update(task, description=step, numbers=pace.words(), **done)  # type: ignore[arg-type]

        yield tell


def out(data: Any) -> None:  # noqa: ANN401 - whatever JSON can carry
    """Print JSON for programs."""
    typer.echo(json.dumps(data, ensure_ascii=False, indent=1, default=str))


def inert(text: str) -> str:
    """The text for a table of the terminal, which would take brackets for markup."""
    return text.replace("[", "\\[")
