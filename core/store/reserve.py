"""One import per case at a time: its lock, its room for unpacked files, and what a killed import left behind."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from core.errors import CaseError
from core.i18n import _
from core.model import Case
from core.store.copying import copy_file
from core.store.files import source_hashes

LOCK, ROOM, SOURCES = ".import.lock", ".unpacked", "sources"
#: How sources are named: the beginning of their hash, then their name.
HASH_LENGTH = 12
_SOURCE = re.compile(rf"[0-9a-f]{{{HASH_LENGTH}}}-")
PART = ".part"


@contextmanager
def reserved(case: Case) -> Iterator[Path]:
    """An empty folder for unpacked files, while no other import can write into the case.

    What an import that was killed left in the case is removed first. A new case that came to nothing leaves no folder.
    """
    case.folder.mkdir(parents=True, exist_ok=True)
    try:
        with _locked(case.folder / LOCK):
            clear_leftovers(case)
            yield from _room(case.folder / ROOM)
    finally:
        for folder in (case.folder / SOURCES, case.folder):
            with suppress(OSError):  # not empty: the case came to be
                folder.rmdir()


def _room(folder: Path) -> Iterator[Path]:
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold a lock that the operating system drops when the program dies."""
    with path.open("ab") as file:
        if not _take(file) or not _is_still(file, path):
            raise CaseError(
                _("Another import into this case is running."), remedy=_("Wait until it is done, or stop it.")
            )
        try:
            yield
        finally:
            with suppress(OSError):  # Windows: removed by the next import
                path.unlink()


def _take(file: IO[bytes]) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _is_still(file: IO[bytes], path: Path) -> bool:
    """False where the import before removed the lock between our opening and our taking it."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except OSError:
        return False


def clear_leftovers(case: Case) -> None:
    """Remove what an import that was killed left: half a store, unpacked files, sources that no build knows."""
    shutil.rmtree(case.folder / ROOM, ignore_errors=True)
    unknown = [*case.folder.glob("store-*.stage*"), *_unknown_builds(case)]
    unknown += [*_unknown_sources(case), *case.folder.glob("*.new")]
    for path in unknown:
        with suppress(OSError):  # Windows: a reader holds it open; the next import tries again
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def _unknown_builds(case: Case) -> list[Path]:
    stores = case.folder.glob("store-*.duckdb*")
    return [path for path in stores if (found := re.match(r"store-(\d+)\.", path.name)) and int(found[1]) > case.build]


def _unknown_sources(case: Case) -> list[Path]:
    folder = case.folder / SOURCES
    if not folder.is_dir():
        return []
    try:
        known = source_hashes(case.store_path) if case.build else set()
    except CaseError:  # a store of another version, or damaged: its sources are all that is left
        return list(folder.glob(f"*{PART}"))
    known = {digest[:HASH_LENGTH] for digest in known}
    named = [path for path in folder.iterdir() if _SOURCE.match(path.name)]
    return [path for path in named if path.name[:HASH_LENGTH] not in known or path.name.endswith(PART)]


def keep_source(folder: Path, path: Path, digest: str, title: str, copied: Path | None = None) -> Path:
    """The copy of an imported file in the case, complete or not there at all; ``copied`` is one made already."""
    target_folder = folder / SOURCES
    target_folder.mkdir(parents=True, exist_ok=True)
    # The name comes from outside: no folders, no signs that a file system refuses, not too long.
    name = re.sub(r"[^\w.()-]+", "_", title)[-80:]
    target = target_folder / f"{digest[:HASH_LENGTH]}-{name}"
    if not target.exists():
        part = copied or target.with_name(f"{target.name}{PART}")
        try:
            if copied is None:
                copy_file(path, part)
            os.replace(part, target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    return target


def source_of(folder: Path, digest: str) -> Path | None:
    """The kept copy of the file with that hash."""
    found = sorted((folder / SOURCES).glob(f"{digest[:HASH_LENGTH]}-*"))
    return found[0] if found else None
