"""Files that wait to be read: dropped ones lie on disk beside the cases, others where the server has them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import streamlit as st

from core import inbox
from core.build import Incoming
from core.export.context import Context
from core.i18n import _, ngettext, number
from core.model import Case
from pages.imports import drop
from pages.shared import filters

INCOMING, INBOX = ".incoming", "inbox"
MOST_FILES = 200
LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Staged:
    """A file that waits, with what the reporter decided about it; ``importer`` empty: as recognised."""

    path: Path
    name: str
    is_copy: bool
    importer: str = ""
    mapping: dict[str, Any] | None = None
    zone: str = ""
    query: str = ""
    collected_on: str = ""

    @property
    def key(self) -> str:
        """A short name for widgets, which holds nothing from outside."""
        return hashlib.sha256(str(self.path).encode("utf-8", "surrogatepass")).hexdigest()[:10]


def cases_dir(context: Context | None) -> Path:
    """The folder of cases, whether there is a case or not."""
    if context:
        return Path(context.case_id.cases_dir)
    return Path(os.environ.get("WHENCE_CASES", "cases"))


def waiting() -> list[Staged]:
    """The files that wait in this session; those that are gone meanwhile are left out."""
    return [staged for staged in filters.recall("import_waiting") or [] if staged.path.is_file()]


def add(found: Iterable[Staged]) -> None:
    """Let files wait; one that waits already is not taken twice."""
    there = waiting()
    paths = {staged.path for staged in there}
    filters.remember("import_waiting", (there + [f for f in found if f.path not in paths])[:MOST_FILES])


def decide(staged: Staged, **decided: Any) -> Staged:  # noqa: ANN401 - fields of Staged
    """The file with new decisions, which are remembered."""
    changed = replace(staged, **decided)
    filters.remember("import_waiting", [changed if f.path == staged.path else f for f in waiting()])
    return changed


def drop_all() -> None:
    """Let no file wait any more; copies are deleted, files of the server stay where they are."""
    discard(waiting())
    filters.remember("import_waiting", [])


def discard(files: Iterable[Staged]) -> None:
    """Delete the copies of dropped files."""
    for staged in files:
        if staged.is_copy:
            staged.path.unlink(missing_ok=True)


def forget(refused: set[str], files: Iterable[Incoming], folder: Path) -> None:
    """Delete the copies of files that are in the case now; runs in the thread of the import, without a session."""
    for incoming in files:
        if incoming.title not in refused and incoming.path.parent == (folder / INCOMING).resolve():
            incoming.path.unlink(missing_ok=True)


def take_off(names: set[str]) -> None:
    """Take files off the list, because they are in the case now."""
    filters.remember("import_waiting", [staged for staged in waiting() if staged.name not in names])


def draw_drop(folder: Path) -> None:
    """The place to drop files; what arrived waits from now on."""
    arrived = drop.draw(folder / INCOMING)
    if arrived:
        add(Staged(upload.path, upload.name, True) for upload in arrived)


def draw_paths(folder: Path) -> None:
    """Files that lie on the server already, by path; on a shared server only those of its inbox."""
    shared = None if is_local() else folder / INBOX
    with st.expander(_("Files that are on this computer already (large files, whole folders)")):
        if shared:
            st.caption(filters.plain(_("Only what lies in {folder}.").format(folder=shared)))
        text = st.text_area(
            _("Files or folders, one per line"), key="import-paths", height=100,
            placeholder=str(shared or _("e.g. D:\\exports or exports/result.json")),
        )  # fmt: skip
        st.button(_("Add"), key="import-add-paths", on_click=_add_paths, args=(shared,), disabled=not text.strip())
        for sentence in filters.recall("import_path_problems") or []:
            st.warning(filters.plain(sentence))


def draw_inbox(case: Case) -> None:
    """Offer the files that lie in the inbox of the open case."""
    paths = [path for path in inbox.waiting(case) if path.resolve() not in {staged.path for staged in waiting()}]
    if not paths:
        return
    label = ngettext("Take {n} file from the inbox", "Take {n} files from the inbox", len(paths))
    found = [Staged(path.resolve(), path.name, False) for path in paths]
    st.button(label.format(n=number(len(paths))), key="import-inbox", on_click=add, args=(found,))


def is_local() -> bool:
    """Whether only this machine reaches the server, so that whoever asks may read its files anyway."""
    return st.get_option("server.address") in LOCAL


def _add_paths(inbox: Path | None) -> None:
    found, problems = files_at(str(filters.recall("import-paths") or "").splitlines(), inbox)
    add(found)
    filters.remember("import_path_problems", problems)
    if not problems:
        filters.remember("import-paths", "")


def files_at(lines: Iterable[str], inbox: Path | None = None) -> tuple[list[Staged], list[str]]:
    """The files that the lines name (a folder: all files right in it), and a sentence on each line that fails."""
    found: list[Staged] = []
    problems = []
    for line in filter(None, (line.strip().strip('"') for line in lines)):
        path = Path(line).expanduser()
        path = (path if inbox is None else inbox / path).resolve()
        if inbox is not None and not path.is_relative_to(inbox.resolve()):
            problems.append(_("{path} is outside the inbox of this server.").format(path=line))
        elif not path.exists():
            problems.append(_("There is no file or folder {path}.").format(path=line))
        else:
            files = [path] if path.is_file() else sorted(_visible(path))
            found += [Staged(file, file.name, False) for file in files]
            problems += [] if files else [_("There are no files right in the folder {path}.").format(path=line)]
    return found, problems


def _visible(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")]
