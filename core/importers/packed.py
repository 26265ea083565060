"""Packed files: gzip, Zstandard and zip, recognised by their first bytes and unpacked within limits."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

import pyarrow as pa

from core.errors import NotPostsError
from core.i18n import _, number

GZIP, ZSTD, ZIP = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04"
#: Hostile files are small and swell: nothing that a reporter collects comes near these limits.
MOST_BYTES = 10 << 30
MOST_RATIO = 200
MOST_MEMBERS = 1_000
#: Below this size nothing swells dangerously, and a short file of one repeated line is no bomb.
RATIO_FROM_BYTES = 1 << 20
_CHUNK = 1 << 20
_NESTED = (GZIP, ZSTD, b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
#: What macOS and Windows put beside the files of an archive.
_BESIDE = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_DAMAGE = (zlib.error, EOFError, OSError, zipfile.BadZipFile, pa.ArrowException)
BREAKS_OFF = "the packed file breaks off or is damaged; what came before was read"

#: Called with the bytes unpacked so far, after every megabyte.
Tell = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Member:
    """A file out of a packed one: its name for people, where it lies, and whether it broke off."""

    name: str
    path: Path
    breaks_off: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file of an archive that is not read, and why."""

    name: str
    why: NotPostsError


def packing_of(path: Path) -> str:
    """``gzip``, ``zstd``, ``zip`` or nothing; an Office document is a zip by its bytes but no archive of files."""
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith(GZIP):
        return "gzip"
    if head == ZSTD:
        return "zstd"
    return "zip" if head == ZIP and not _is_document(path) else ""


def _is_document(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {info.filename for info in archive.infolist()[:MOST_MEMBERS]}
    except (*_DAMAGE, ValueError, NotImplementedError):
        return False
    return "[Content_Types].xml" in names or {"mimetype", "content.xml"} <= names


def unpack(path: Path, name: str, folder: Path, tell: Tell) -> Iterator[Member | LeftOut]:
    """The files inside, unpacked one after another into ``folder`` under names of our own.

    Raises
    ------
    NotPostsError
        Where the whole file is too large, swells too much, or cannot be unpacked at all.
    """
    packing = packing_of(path)
    if packing == "zip":
        yield from _unpack_zip(path, name, folder, tell)
        return
    target = folder / "member-0"
    limit = _Limit(name, path.stat().st_size, tell)
    with path.open("rb") as raw, closing(_opened(raw, packing)) as stream:
        broken = _copy(stream, target, limit)
    if broken and not target.stat().st_size:
        raise NotPostsError(_("The file is packed, and damaged."), remedy=_("Export it again."), file=name)
    _refuse_nested(target, name)
    yield Member(name, target, broken)


def _opened(raw: IO[bytes], packing: str) -> io.BufferedIOBase:
    if packing == "gzip":
        return gzip.GzipFile(fileobj=raw)
    return io.BufferedReader(_ArrowStream(pa.CompressedInputStream(pa.PythonFile(raw, "r"), "zstd")))


class _ArrowStream(io.RawIOBase):
    """An Arrow input stream as Python reads one."""

    def __init__(self, stream: pa.NativeFile) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        found = self._stream.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)


class _Limit:
    """Counts what was unpacked of one archive and stops where it swells."""

    def __init__(self, name: str, packed_bytes: int, tell: Tell) -> None:
        self._name, self._tell, self.bytes = name, tell, 0
        self._ratio_limit = max(RATIO_FROM_BYTES, packed_bytes * MOST_RATIO)

    def add(self, count: int) -> None:
        self.bytes += count
        remedy = _("Unpack it yourself, look at what is inside, and import that.")
        if self.bytes > MOST_BYTES:
            what = _("The file unpacks to more than {n} GB.").format(n=number(MOST_BYTES >> 30))
            raise NotPostsError(what, remedy=remedy, file=self._name)
        if self.bytes > self._ratio_limit:
            what = _("The file unpacks to more than {n} times its size, as no collection of posts does.")
            raise NotPostsError(what.format(n=number(MOST_RATIO)), remedy=remedy, file=self._name)
        self._tell(self.bytes)

    def no_room(self, error: OSError) -> NotPostsError:
        what = _("There is no room to unpack the file: {error}.").format(error=error.strerror or error)
        return NotPostsError(what, remedy=_("Free some space on the disk."), file=self._name)


def _copy(stream: IO[bytes] | io.BufferedIOBase, target: Path, limit: _Limit) -> bool:
    """True where the stream broke off; what came before is kept."""
    with target.open("wb") as out:
        while True:
            try:
                chunk = stream.read(_CHUNK)
            except _DAMAGE:
                return True
            if not chunk:
                return False
            limit.add(len(chunk))
            _write(out, chunk, limit)


def _write(out: IO[bytes], chunk: bytes, limit: _Limit) -> None:
    try:
        out.write(chunk)
    except OSError as error:
        raise limit.no_room(error) from error


def _refuse_nested(path: Path, name: str) -> None:
    with path.open("rb") as file:
        head = file.read(512)
    is_archive = head.startswith(_NESTED) or head[257:262] == b"ustar"
    if is_archive or (head.startswith(ZIP) and not _is_document(path)):
        what = _("This is an archive inside an archive.")
        raise NotPostsError(what, remedy=_("Unpack it and import what is inside."), file=name)


def _unpack_zip(path: Path, name: str, folder: Path, tell: Tell) -> Iterator[Member | LeftOut]:
    try:
        archive = zipfile.ZipFile(path)
    except (*_DAMAGE, ValueError, NotImplementedError) as error:
        what = _("This zip archive is damaged or cut off.")
        raise NotPostsError(what, remedy=_("Download or export it again."), file=name) from error
    limit = _Limit(name, path.stat().st_size, tell)
    with archive:
        members = [info for info in archive.infolist() if not info.is_dir() and not _is_beside(info.filename)]
        if len(members) > MOST_MEMBERS:
            what = _("The archive holds {n} files, more than {most}.")
            what = what.format(n=number(len(members)), most=number(MOST_MEMBERS))
            raise NotPostsError(what, remedy=_("Pack only the files with posts, or import those alone."), file=name)
        for place, info in enumerate(members):
            yield _taken(archive, info, f"{name}/{_shown(info.filename)}", folder / f"member-{place}", limit)


def _is_beside(filename: str) -> bool:
    return filename.startswith(_BESIDE[0]) or PurePosixPath(filename).name in _BESIDE


def _shown(filename: str) -> str:
    return filename.replace("\\", "/").lstrip("/")


def _taken(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, target: Path, limit: _Limit) -> Member | LeftOut:
    problem = _problem(info)
    if problem:
        return LeftOut(name, NotPostsError(problem, remedy=_("Unpack it yourself and import the file."), file=name))
    try:
        with archive.open(info) as stream:
            broken = _copy(stream, target, limit)
        _refuse_nested(target, name)
    except NotPostsError as error:
        if error.file != name:  # the archive as a whole swells
            raise
        return LeftOut(name, error)
    except (*_DAMAGE, RuntimeError, NotImplementedError):
        what = _("This file of the archive cannot be unpacked.")
        return LeftOut(name, NotPostsError(what, remedy=_("Unpack it yourself and import the file."), file=name))
    return Member(name, target, broken)


def _problem(info: zipfile.ZipInfo) -> str:
    parts = PurePosixPath(info.filename.replace("\\", "/")).parts
    if not parts or ".." in parts or info.filename.startswith(("/", "\\")) or ":" in parts[0]:
        return _("Its name points outside the archive, so it is left alone.")
    if (info.external_attr >> 16) & 0o170000 == 0o120000:
        return _("It is a link to another file, so it is left alone.")
    if info.flag_bits & 1:
        return _("It is locked with a password.")
    return ""
