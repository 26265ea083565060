"""The way of files from the browser to the disk: whole or not at all, and only from our own pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.types import Message

from pages.shared import uploads
from pages.shared.uploads import ROOMS, Room
from tests.running import awaited

OURS = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}


APP = Starlette(routes=uploads.ROUTES)
PIECE = 50_000


def put(path: str, content: bytes, headers: dict[str, str], method: str = "PUT") -> tuple[int, Any]:
    """Status and JSON of the answer to a request that comes in pieces."""
    path, _mark, query = path.partition("?")
    headers = {"Host": "testserver", "Content-Length": str(len(content)), **headers}
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "query_string": query.encode(), "headers": raw}
    sent: list[Message] = []
    pieces = pieces_of(content)

    async def receive() -> Message:
        return next(pieces)

    async def send(message: Message) -> None:
        sent.append(message)

    awaited(APP(scope, receive, send))
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], json.loads(body) if body.startswith(b"{") else body


def pieces_of(content: bytes) -> Iterator[Message]:
    for start in range(0, len(content), PIECE):
        more = start + PIECE < len(content)
        yield {"type": "http.request", "body": content[start : start + PIECE], "more_body": more}
    yield {"type": "http.disconnect"}


@pytest.fixture
def secret(tmp_path: Path) -> str:
    return ROOMS.open(tmp_path / "incoming")


def room(secret: str) -> Room:
    found = ROOMS.room(secret)
    assert found is not None
    return found


def test_a_file_arrives_whole_under_a_name_of_ours(secret: str) -> None:
    content = bytes(range(256)) * 12_000  # more than one piece
    answer = put(f"/uploads/{secret}?name=..%2F..%2Fa%E2%80%AEb.csv", content, OURS)
    assert answer == (200, {"bytes": len(content)})
    (found,) = room(secret).collect()
    assert found.name == "ab.csv"
    assert found.path.parent == room(secret).folder.resolve()
    assert found.path.read_bytes() == content
    assert room(secret).collect() == []


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_other_sites_are_kept_out(secret: str, headers: dict[str, str]) -> None:
    assert put(f"/uploads/{secret}?name=a", b"x", headers)[0] == 403
    assert room(secret).collect() == []


def test_a_room_nobody_opened_takes_nothing() -> None:
    assert put("/uploads/guess?name=a", b"x", OURS) == (403, {"problem": "closed"})


def test_a_form_cannot_send(secret: str) -> None:
    assert put(f"/uploads/{secret}", b"x", OURS, "POST")[0] == 405


def test_a_file_over_the_limit_leaves_nothing(secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "LIMIT_BYTES", 10)
    assert put(f"/uploads/{secret}?name=a", b"x" * 11, OURS) == (413, {"problem": "too_large"})
    assert room(secret).collect() == []
    assert not list(room(secret).folder.glob("*"))


@pytest.mark.parametrize("announced", ["5", "50"])
def test_more_or_less_than_announced_is_not_taken(secret: str, announced: str) -> None:
    status, _answer = put(f"/uploads/{secret}?name=a", b"x" * 20, {**OURS, "Content-Length": announced})
    assert status in (400, 413)
    assert room(secret).collect() == []
    assert not list(room(secret).folder.iterdir())


def test_a_full_disk_is_told_before_anything_is_sent(secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "RESERVE_BYTES", 1 << 60)
    assert put(f"/uploads/{secret}?name=a", b"x", OURS) == (507, {"problem": "disk_full"})
