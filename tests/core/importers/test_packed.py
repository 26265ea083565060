"""Packed files: what is inside is read, and hostile archives end in one sentence."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pyarrow as pa
import pytest

from core.errors import NotPostsError
from core.importers.packed import LeftOut, Member, packing_of, unpack
from tests.core.importers.reading import FIXTURES

POSTS = (FIXTURES / "x_v1.jsonl").read_bytes()


def zstd(content: bytes) -> bytes:
    sink = io.BytesIO()
    with pa.CompressedOutputStream(pa.PythonFile(sink, "w"), "zstd") as out:
        out.write(content)
        out.flush()
        return sink_bytes(out, sink)


def sink_bytes(out: pa.NativeFile, sink: io.BytesIO) -> bytes:
    keep = sink.close
    sink.close = lambda: None  # type: ignore[method-assign]
    out.close()
    content = sink.getvalue()
    keep()
    return content


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return sink.getvalue()


@pytest.fixture
def inside(tmp_path: Path):
    """Unpacks bytes as a file whose name says nothing; returns what came out."""
    room = tmp_path / "room"
    room.mkdir()

    def members(content: bytes) -> list[Member | LeftOut]:
        path = tmp_path / "upload"
        path.write_bytes(content)
        return list(unpack(path, "upload", room, lambda _bytes: None))

    return members


def refused(found: list[Member | LeftOut]) -> list[str]:
    return [str(one.why) for one in found if isinstance(one, LeftOut)]


@pytest.mark.parametrize(
    ("packing", "content"),
    [("gzip", gzip.compress(POSTS)), ("zstd", zstd(POSTS)), ("zip", zipped({"a.jsonl": POSTS})), ("", POSTS)],
)
def test_the_packing_shows_in_the_first_bytes(tmp_path: Path, inside, packing: str, content: bytes) -> None:
    path = tmp_path / "no-ending"
    path.write_bytes(content)
    assert packing_of(path) == packing
    if packing:
        assert [member.path.read_bytes() for member in inside(content)] == [POSTS]


@pytest.mark.parametrize("pack", [gzip.compress, zstd])
def test_frames_behind_each_other_are_all_read(inside, pack) -> None:
    (member,) = inside(pack(POSTS) + pack(POSTS))
    assert member.path.read_bytes() == POSTS * 2
    assert not member.breaks_off


def test_a_workbook_is_a_zip_but_no_archive(tmp_path: Path) -> None:
    path = tmp_path / "book"
    path.write_bytes(zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}))
    assert packing_of(path) == ""


@pytest.mark.parametrize("pack", [gzip.compress, zstd])
def test_what_came_before_the_break_is_kept(inside, pack) -> None:
    content = b"".join(b'{"n": %d, "words": "%d"}\n' % (n, n * n * 7919) for n in range(200_000))
    (member,) = inside(pack(content)[:-200])
    assert member.breaks_off
    kept = member.path.read_bytes()
    assert content.startswith(kept)
    assert len(kept) > len(content) // 2


def test_nothing_but_damage_is_refused(inside) -> None:
    with pytest.raises(NotPostsError, match="damaged"):
        inside(gzip.compress(POSTS)[:12])


@pytest.mark.parametrize("pack", [gzip.compress, zstd, lambda content: zipped({"a": content})])
def test_a_bomb_is_stopped(inside, pack) -> None:
    with pytest.raises(NotPostsError, match="200 times"):
        inside(pack(b"\x00" * (30 << 20)))


def test_a_bomb_of_many_small_members_is_stopped(inside) -> None:
    with pytest.raises(NotPostsError, match="200 times"):
        inside(zipped({f"{n}.csv": b" " * (200 << 10) for n in range(300)}))


def test_too_many_members_are_refused(inside) -> None:
    with pytest.raises(NotPostsError, match=r"1,001 files"):
        inside(zipped({f"{n}": b"" for n in range(1_001)}))


@pytest.mark.parametrize("name", ["../outside.csv", "a/../../outside.csv", "/etc/outside.csv", "..\\outside.csv"])
def test_a_name_that_leaves_the_archive_is_left_alone(inside, tmp_path: Path, name: str) -> None:
    before = set(tmp_path.parent.rglob("outside.csv"))
    found = inside(zipped({name: POSTS, "good.jsonl": POSTS}))
    assert [one.name for one in found if isinstance(one, Member)] == ["upload/good.jsonl"]
    assert "outside the archive" in refused(found)[0]
    assert set(tmp_path.parent.rglob("outside.csv")) == before


@pytest.mark.parametrize("inner", [gzip.compress(POSTS), zstd(POSTS), zipped({"a": POSTS}), b"Rar!\x1a\x07"])
def test_an_archive_in_an_archive_is_left_alone(inside, inner: bytes) -> None:
    assert "archive inside an archive" in refused(inside(zipped({"inner": inner})))[0]
    with pytest.raises(NotPostsError, match="archive inside an archive"):
        inside(gzip.compress(inner))


def test_a_link_is_left_alone(inside) -> None:
    info = zipfile.ZipInfo("link.csv")
    info.external_attr = 0o120777 << 16
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    assert "a link" in refused(inside(sink.getvalue()))[0]


def test_a_locked_member_is_left_out(inside) -> None:
    content = bytearray(zipped({"a.csv": POSTS}, zipfile.ZIP_STORED))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert "password" in refused(inside(bytes(content)))[0]


def test_a_damaged_member_keeps_what_came_before(inside) -> None:
    content = bytearray(zipped({"a.csv": POSTS, "b.csv": POSTS}, zipfile.ZIP_STORED))
    content[200] ^= 0xFF
    first, second = inside(bytes(content))
    assert (first.breaks_off, second.breaks_off) == (True, False)


def test_a_damaged_archive_is_refused(inside) -> None:
    with pytest.raises(NotPostsError, match="damaged"):
        inside(zipped({"a.csv": POSTS})[:-30])


def test_what_the_system_puts_beside_the_files_is_not_read(inside) -> None:
    found = inside(zipped({"__MACOSX/._a.csv": b"x", ".DS_Store": b"x", "folder/": b"", "a.csv": POSTS}))
    assert [one.name for one in found] == ["upload/a.csv"]
