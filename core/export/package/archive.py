"""ZIP files with the same bytes for the same content, and reading those of strangers without harm."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from core.errors import ExportError
from core.i18n import _

#: The earliest time that a ZIP can carry: the time of the packing would make every package another.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o100644 << 16
#: A package is refused beyond this: what its files may hold unpacked, and how many there may be.
MOST_BYTES, MOST_FILES = 1_000_000_000, 5_000
MANIFEST = "manifest.json"


def packed(files: Mapping[str, bytes]) -> bytes:
    """The files as a ZIP, in the order of their names."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.external_attr, entry.create_system = _PLAIN_FILE, 3
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return out.getvalue()


def unpacked(path: Path) -> dict[str, bytes]:
    """The files of a package by name, in memory; raises ExportError where it is no ZIP, or damaged, or too large."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise ExportError(_("This ZIP is far larger than a package."), file=path.name)
            names = [entry.filename for entry in entries]
            if len(set(names)) != len(names):
                raise ExportError(_("This ZIP holds two files of the same name."), file=path.name)
            return {entry.filename: archive.read(entry) for entry in entries}
    except FileNotFoundError as error:
        raise ExportError(_("There is no such file."), file=path.name, remedy=_("Check its name.")) from error
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise ExportError(
            _("This file is no ZIP, or it is damaged."), file=path.name, remedy=_("Ask for the package once more.")
        ) from error


def manifest(files: Mapping[str, bytes]) -> bytes:
    """Size and SHA-256 of every file but the manifest itself, as JSON."""
    listed = {
        name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in sorted(files.items())
        if name != MANIFEST
    }
    return (json.dumps({"files": listed, "format": 1}, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def listed_in(files: Mapping[str, bytes]) -> dict[str, str]:
    """The SHA-256 of each file as the manifest has it; empty where there is no manifest that can be read."""
    try:
        told = json.loads(files[MANIFEST])["files"]
        return {str(name): str(about["sha256"]) for name, about in told.items()}
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError):
        return {}
