"""The real app in a process of its own, and answers of its routes, for tests that talk to them."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[1]
START_S = 60
Answer = TypeVar("Answer")


def awaited(answer: Coroutine[object, object, Answer]) -> Answer:
    """What a coroutine returns, run in a thread of its own: browser tests leave a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, answer).result()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


@contextmanager
def running_app(cases_dir: Path, log: Path) -> Iterator[str]:
    """The address of an app over ``cases_dir``; what it prints goes to ``log``."""
    port = free_port()
    settings = {"WHENCE_CASES": str(cases_dir), "WHENCE_PORT": str(port), "WHENCE_OPEN": "0"}
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "app.py"], cwd=ROOT, env={**os.environ, **settings}, stdout=out, stderr=out
        )
    try:
        until = time.monotonic() + START_S
        while not answers(f"http://localhost:{port}/healthz"):
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"the app did not start:\n{log.read_text()}")
            time.sleep(0.1)
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(20)
