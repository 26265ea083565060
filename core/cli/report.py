"""What became of imported files, for the terminal: the numbers as a table, and below it what is to be said of each."""

from __future__ import annotations

from collections.abc import Sequence

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from core import accounting
from core.build import FileResult
from core.cli.terminal import screen
from core.i18n import _, number

COUNTS = ("records", "accepted", "merged", "rejected")


def show(files: Sequence[FileResult]) -> None:
    """Print the accounting of the files, then why each was read as it was, or why it was left out."""
    read = [file for file in files if file.report]
    if read:
        screen.print(_numbers(read))
    for file in files:
        why = file.message.removeprefix(f"{file.name}: ") or str((file.report or {}).get("why", ""))
        said = [why, *accounting.sentences(file.report or {})]
        # Names come from outside: as Text they hold no markup.
        screen.print(Text(file.name, style="bold" if file.report else "bold yellow"))
        screen.print(Padding(Text(" ".join(filter(None, said))), (0, 0, 0, 2)))


def _numbers(files: Sequence[FileResult]) -> Table:
    table = Table()
    for name in (_("File"), _("Format")):
        table.add_column(name, overflow="fold")
    for name in (_("Records"), _("Accepted"), _("Merged"), _("Rejected")):
        table.add_column(name, justify="right", no_wrap=True)
    for file in files:
        row = file.report or {}
        table.add_row(Text(file.name), str(row.get("format", "–")), *(number(row.get(name)) for name in COUNTS))
    return table
