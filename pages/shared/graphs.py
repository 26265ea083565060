"""Graphs on their way to the browser: kept packed under a secret name and fetched once, not sent with every rerun."""

from __future__ import annotations

import gzip
import secrets
import threading
from collections import OrderedDict

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

MOST_KEPT = 64
_kept: OrderedDict[str, bytes] = OrderedDict()
_lock = threading.Lock()


def put(body: bytes) -> str:
    """The path under which this JSON can be fetched; the oldest are forgotten."""
    name, packed = secrets.token_urlsafe(16), gzip.compress(body, 4, mtime=0)
    with _lock:
        _kept[name] = packed
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return f"/graphs/{name}"


async def fetch(request: Request) -> Response:
    """A kept graph; 404 where the name is not known (any more)."""
    with _lock:
        packed = _kept.get(request.path_params["name"])
    if packed is None:
        return Response("not here any more", 404, {"Content-Type": "text/plain"})
    headers = {"Content-Encoding": "gzip", "Cache-Control": "private, max-age=3600, immutable"}
    return Response(packed, 200, headers, "application/json")


ROUTES: list[BaseRoute] = [Route("/graphs/{name}", fetch)]
