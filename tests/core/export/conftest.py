"""The simulated case, small, for tests that write every figure of it."""

from __future__ import annotations

import pytest

from core import build
from core.model import Case


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return build.build_demo(tmp_path_factory.mktemp("exports"), posts=1500, seed=2020, name="Kordai")
