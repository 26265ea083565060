"""Copies of files, straight to the disk and through the memory of the system."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from core.store import copying
from core.store.copying import COPY_BYTES, copy_file

SIZES = [0, 1, 4_095, 4_096, COPY_BYTES - 1, COPY_BYTES, COPY_BYTES + 1, 2 * COPY_BYTES + 4_096]


@pytest.fixture(params=["as the disk likes it", "no such writing", "the disk refuses"])
def disk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise OSError(22, "Invalid argument")

    if request.param == "no such writing":
        monkeypatch.delattr(os, "O_DIRECT", raising=False)
    elif request.param == "the disk refuses":
        monkeypatch.setattr(copying.os, "write", refuse)


@pytest.mark.usefixtures("disk")
@pytest.mark.parametrize("size", SIZES)
def test_a_copy_has_every_byte_and_its_hash(tmp_path: Path, size: int) -> None:
    source, target = tmp_path / "source", tmp_path / "copy"
    source.write_bytes(os.urandom(size))
    target.write_bytes(b"what an earlier try left" * 10)
    digest = copy_file(source, target)
    assert target.read_bytes() == source.read_bytes()
    assert digest == hashlib.sha256(source.read_bytes()).hexdigest()


def test_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "source").write_bytes(b"x" * COPY_BYTES)
    with pytest.raises(OSError):
        copy_file(tmp_path / "source", tmp_path / "no such folder" / "copy")
