from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.core.importers.reading import FIXTURES, Loaded, load_file


@pytest.fixture
def load() -> Callable[..., Loaded]:
    """Reads a fixture by its name, or any file by its path."""
    return lambda file, **options: load_file(FIXTURES / file if isinstance(file, str) else file, **options)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """Writes a file whose name says nothing."""

    def to_file(content: str | bytes) -> Path:
        path = tmp_path / "upload"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return to_file
