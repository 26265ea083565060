"""Copies of files of any size, of which nothing stays in memory, where a large file would drive out all else."""

from __future__ import annotations

import errno
import hashlib
import mmap
import os
from pathlib import Path
from typing import IO

from core.errors import CaseError
from core.i18n import _

#: Read and written at once: whole blocks of any disk.
COPY_BYTES, FLUSH_BYTES = 1 << 22, 1 << 26
#: What a disk says that takes no more.
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)


class _Source:
    """A file that is read piece by piece into one room; what was read is hashed on the way."""

    def __init__(self, file: IO[bytes], room: memoryview) -> None:
        self._file, self._room, self.hash = file, room, hashlib.sha256()

    def again(self) -> None:
        """Begin anew."""
        self._file.seek(0)
        self.hash = hashlib.sha256()

    def piece(self) -> memoryview:
        """What comes next: as much as the room holds, less only at the end."""
        filled = 0
        while filled < len(self._room) and (read := self._file.readinto(self._room[filled:])):  # type: ignore[attr-defined]
            filled += read
        self.hash.update(self._room[:filled])
        return self._room[:filled]


def copy_file(path: Path, target: Path) -> str:
    """Copy a file; when this returns, the copy is on the disk. Its SHA-256, in hexadecimal, which is taken on the way:
    a file is larger than memory at times, and then read from the disk once instead of twice.

    Raises
    ------
    CaseError
        The disk takes no more.
    OSError
        Anything else that a file system says.
    """
    try:
        return _copied(path, target)
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        raise CaseError(_("The disk refused: {error}.").format(error=error.strerror)) from error


def _copied(path: Path, target: Path) -> str:
    with path.open("rb", buffering=0) as file, mmap.mmap(-1, COPY_BYTES) as room, memoryview(room) as chunk:
        source = _Source(file, chunk)
        if not _copied_past_memory(source, target):
            source.again()
            _copied_through_memory(source, target)
        return source.hash.hexdigest()


def _copied_past_memory(source: _Source, target: Path) -> bool:
    """The copy written straight from its room: a quarter of the processor time. False where the disk takes no such
    writing (or the system has none), as in memory or over a network.
    """
    if not hasattr(os, "O_DIRECT"):
        return False
    try:
        disk = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_DIRECT, 0o644)
    except OSError:
        return False
    try:
        while len(piece := source.piece()) == COPY_BYTES:
            if os.write(disk, piece) != COPY_BYTES:
                return False
        os.fsync(disk)
    except OSError:  # a disk that says so only now; what it was, the other way says as well
        return False
    finally:
        os.close(disk)
    with target.open("ab") as rest:  # the last piece is no whole number of blocks
        rest.write(piece)
        rest.flush()
        os.fsync(rest.fileno())
    return True


def _copied_through_memory(source: _Source, target: Path) -> None:
    with target.open("wb") as copy:
        written = flushed = 0
        while piece := source.piece():
            copy.write(piece)
            written += len(piece)
            if written - flushed >= FLUSH_BYTES:
                flushed = _flushed(copy, flushed, written)
        _flushed(copy, flushed, written)


def _flushed(copy: IO[bytes], since: int, until: int) -> int:
    """On the disk until there, and out of memory where the system knows how."""
    copy.flush()
    os.fsync(copy.fileno())
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(copy.fileno(), since, until - since, os.POSIX_FADV_DONTNEED)
    return until
