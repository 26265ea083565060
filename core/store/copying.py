"""Copies of files of any size, of which nothing stays in memory, where a large file would drive out all else."""

from __future__ import annotations

import mmap
import os
from pathlib import Path
from typing import IO

#: Read and written at once: whole blocks of any disk.
COPY_BYTES, FLUSH_BYTES = 1 << 22, 1 << 26


def copy_file(path: Path, target: Path) -> None:
    """Copy a file; when this returns, the copy is on the disk."""
    with path.open("rb", buffering=0) as file, mmap.mmap(-1, COPY_BYTES) as room, memoryview(room) as chunk:
        if not _copied_past_memory(file, target, chunk):
            file.seek(0)
            _copied_through_memory(file, target, chunk)


def _copied_past_memory(file: IO[bytes], target: Path, chunk: memoryview) -> bool:
    """The copy written straight from ``chunk``: a quarter of the processor time. False where the disk takes no such
    writing (or the system has none), as in memory or over a network.
    """
    if not hasattr(os, "O_DIRECT"):
        return False
    try:
        disk = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_DIRECT, 0o644)
    except OSError:
        return False
    try:
        while (filled := _fill(file, chunk)) == len(chunk):
            if os.write(disk, chunk) != filled:
                return False
        os.fsync(disk)
    except OSError:  # a disk that says so only now; what it was, the other way says as well
        return False
    finally:
        os.close(disk)
    with target.open("ab") as rest:  # the last piece is no whole number of blocks
        rest.write(chunk[:filled])
        rest.flush()
        os.fsync(rest.fileno())
    return True


def _copied_through_memory(file: IO[bytes], target: Path, chunk: memoryview) -> None:
    with target.open("wb") as copy:
        written = flushed = 0
        while filled := _fill(file, chunk):
            copy.write(chunk[:filled])
            written += filled
            if written - flushed >= FLUSH_BYTES:
                flushed = _flushed(copy, flushed, written)
        _flushed(copy, flushed, written)


def _fill(file: IO[bytes], chunk: memoryview) -> int:
    """So many bytes were read: as many as fit, fewer only at the end."""
    filled = 0
    while filled < len(chunk) and (read := file.readinto(chunk[filled:])):  # type: ignore[attr-defined]
        filled += read
    return filled


def _flushed(copy: IO[bytes], since: int, until: int) -> int:
    """On the disk until there, and out of memory where the system knows how."""
    copy.flush()
    os.fsync(copy.fileno())
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(copy.fileno(), since, until - since, os.POSIX_FADV_DONTNEED)
    return until
