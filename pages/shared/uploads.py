"""The way of large files from the browser to the disk: in pieces, never whole in memory, only from our own pages.

A page opens a room for its session and gives the browser the room's secret name; what arrives there is collected by
the page. The secret, the Origin of the request and a method that no form can send keep other sites out.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from core.export.text import clean

LIMIT_BYTES = 2_000_000_000
PIECE_BYTES = 1 << 20
#: So much of the disk stays free.
RESERVE_BYTES = 256 << 20
MOST_ROOMS, MOST_FILES, MOST_NAME = 500, 200, 120
FORGOTTEN_S = 86_400


class TooLargeError(Exception):
    """More came than was announced or allowed."""


@dataclass(frozen=True)
class Upload:
    """A file that arrived: where it lies, and its name for people."""

    path: Path
    name: str


@dataclass
class Room:
    """The uploads of one session on their way to its page."""

    folder: Path
    arrived: list[Upload] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def new_path(self) -> Path:
        """Where the next file goes; its name on disk holds nothing from outside."""
        self.folder.mkdir(parents=True, exist_ok=True)
        sweep(self.folder)
        return self.folder.resolve() / secrets.token_hex(12)

    def enter(self, path: Path, name: str) -> None:
        """Take note of a complete file."""
        with self._lock:
            self.arrived.append(Upload(path, shown_name(name)))

    def collect(self) -> list[Upload]:
        """What arrived since the last time."""
        with self._lock:
            found, self.arrived = self.arrived, []
        return found


class Rooms:
    """Every open room by its secret; the oldest is closed where there are too many."""

    def __init__(self) -> None:
        self._rooms: OrderedDict[str, Room] = OrderedDict()
        self._lock = threading.Lock()

    def open(self, folder: Path) -> str:
        """The secret of a new room whose files go to ``folder``."""
        secret = secrets.token_urlsafe(32)
        with self._lock:
            self._rooms[secret] = Room(folder)
            while len(self._rooms) > MOST_ROOMS:
                self._rooms.popitem(last=False)
        return secret

    def room(self, secret: str) -> Room | None:
        """The room of that secret, or None."""
        return self._rooms.get(secret)


ROOMS = Rooms()


def shown_name(name: str) -> str:
    """The last part of a name from outside, without signs that hide or turn round what stands beside them."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return clean(last).strip()[-MOST_NAME:] or "file"


def sweep(folder: Path) -> None:
    """Delete copies of sessions that were closed before their files were read."""
    for path in folder.iterdir():
        try:
            if path.is_file() and time.time() - path.stat().st_mtime > FORGOTTEN_S:
                path.unlink()
        except OSError:  # another session was quicker
            continue


def from_our_page(request: Request) -> bool:
    """Whether the browser says that one of our own pages sent this."""
    origin, host = urlsplit(request.headers.get("origin", "")), request.headers.get("host", "")
    hosts = [name for name in os.environ.get("WHENCE_HOSTS", "").split(",") if name]
    ours = bool(origin.netloc) and (origin.netloc == host or origin.hostname in hosts)
    return ours and request.headers.get("sec-fetch-site", "same-origin") == "same-origin"


def refused(why: str, status: int) -> JSONResponse:
    """The answer to an upload that is not taken; the page has the sentence for ``why``."""
    return JSONResponse({"problem": why}, status, {"Connection": "close", "Cache-Control": "no-store"})


async def upload(request: Request) -> JSONResponse:
    """Take one file in pieces into the room of the session; half a file leaves nothing behind."""
    room = ROOMS.room(request.path_params["secret"])
    if not from_our_page(request) or room is None:
        return refused("closed", 403)
    announced = request.headers.get("content-length", "")
    if not announced.isdigit():
        return refused("failed", 411)
    if int(announced) > LIMIT_BYTES or len(room.arrived) >= MOST_FILES:
        return refused("too_large" if int(announced) > LIMIT_BYTES else "too_many", 413)
    path = await asyncio.to_thread(room.new_path)
    if shutil.disk_usage(path.parent).free < int(announced) + RESERVE_BYTES:
        return refused("disk_full", 507)
    return await _taken(request, room, path, int(announced))


async def _taken(request: Request, room: Room, path: Path, size: int) -> JSONResponse:
    complete = False
    try:
        complete = await to_disk(request, path, size) == size
    except TooLargeError:
        return refused("too_large", 413)
    except (ClientDisconnect, OSError):
        return refused("failed", 400)
    finally:
        if not complete:
            path.unlink(missing_ok=True)
    if not complete:
        return refused("failed", 400)
    room.enter(path, dict(parse_qsl(request.url.query)).get("name", ""))
    return JSONResponse({"bytes": size}, headers={"Cache-Control": "no-store"})


async def to_disk(request: Request, path: Path, most: int) -> int:
    """How many bytes were written; raises TooLargeError as soon as there are more than ``most``."""
    written, piece = 0, bytearray()
    with path.open("wb") as file:
        async for chunk in request.stream():
            piece += chunk
            if written + len(piece) > most:
                raise TooLargeError
            if len(piece) >= PIECE_BYTES:
                written += await asyncio.to_thread(file.write, bytes(piece))
                piece.clear()
        written += await asyncio.to_thread(file.write, bytes(piece))
    return written


ROUTES: list[BaseRoute] = [Route("/uploads/{secret}", upload, methods=["PUT"])]
