"""The inbox of a case: files of any size that are put into ``cases/<case>/inbox`` are read from there."""

from __future__ import annotations

import os
import time
from pathlib import Path

from core.build import FileResult, import_files
from core.intake import Incoming
from core.model import Case
from core.progress import Progress, silent
from core.store import cases

INBOX, READ, REFUSED = "inbox", "read", "refused"
#: A file that changed within this time may still be on its way.
SETTLED_S = 2.0
UNFINISHED = (".part", ".tmp", ".crdownload", ".download")


def folder_of(case: Case) -> Path:
    """Where the files of the case are put."""
    return case.folder / INBOX


def waiting(case: Case, settled_s: float = SETTLED_S) -> list[Path]:
    """Files in the inbox that have stopped growing, by name."""
    folder = folder_of(case)
    if not folder.is_dir():
        return []
    found = [p for p in folder.iterdir() if p.is_file() and not p.is_symlink() and not p.name.startswith(".")]
    complete = [p for p in found if not p.name.lower().endswith(UNFINISHED)]
    return sorted(p for p in complete if time.time() - p.stat().st_mtime >= settled_s)


def take_in(
    case: Case, progress: Progress = silent, settled_s: float = SETTLED_S
) -> tuple[Case, tuple[FileResult, ...]]:
    """Read what waits; read files move to ``inbox/read``, refused ones to ``inbox/refused`` with the reason beside."""
    paths = waiting(case, settled_s)
    if not paths:
        return case, ()
    result = import_files(case, [Incoming(path) for path in paths], progress)
    for path in paths:
        of_it = [f for f in result.files if f.name == path.name or f.name.startswith(f"{path.name}/")]
        refused = [f for f in of_it if f.status == "refused"]
        _put_away(path, REFUSED if refused and len(refused) == len(of_it) else READ, refused)
    return result.case, result.files


def _put_away(path: Path, where: str, refused: list[FileResult]) -> None:
    folder = path.parent / where
    folder.mkdir(exist_ok=True)
    target = folder / path.name
    number = 1
    while target.exists():
        number += 1
        target = folder / f"{path.stem}-{number}{path.suffix}"
    os.replace(path, target)
    if refused:
        lines = [f"{f.name}: {f.message}" for f in refused]
        target.with_name(target.name + ".why.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def open_inbox(cases_dir: Path, name: str, **about: object) -> Case:
    """The case of that name with an inbox in its folder; both are made where there are none."""
    case = cases.open_or_create(cases_dir, name, **about)
    folder_of(case).mkdir(parents=True, exist_ok=True)
    return case
