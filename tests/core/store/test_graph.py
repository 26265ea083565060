"""The list of cascades under a filter: looked up in a part of the posts first, with the same answer."""

from __future__ import annotations

import pytest

from core.model import Filters
from core.store.db import Store, open_store
from core.store.queries.graph import cascade_list
from core.store.queries.view import View
from tests import tiny
from tests.core.store.conftest import write_store


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Forty cascades: root 100 has one share, root 101 two … ; every third root is French, every fourth share Greek."""
    rows = []
    for n in range(40):
        rows.append(tiny.post(100 + n, tiny.at(7, 1, n), "bob", "original", "fr" if n % 3 == 0 else "en"))
        for k in range(n + 1):
            no = 1000 + 50 * n + k
            rows.append(
                tiny.post(
                    no, tiny.at(8, k % 24, n), "cyd", "share", "el" if no % 4 == 0 else "en", share_of=str(100 + n)
                )
            )
    return open_store(write_store(tmp_path_factory.mktemp("wide") / "wide.duckdb", ("a", tiny.batch(rows))))


@pytest.mark.parametrize("most", [1, 7, 500])
@pytest.mark.parametrize(
    "chosen", [{"languages": ("fr",)}, {"languages": ("el",)}, {"kinds": ("share",)}, {"hours": (3, 4)}]
)
def test_a_part_of_the_posts_finds_the_same_cascades_as_all_of_them(wide: Store, chosen: dict, most: int) -> None:
    view = View(Filters(**chosen))
    whole = cascade_list(wide, view, most=most, part=10**9)
    assert len(whole)
    for part in (1, 3, 20):
        assert cascade_list(wide, view, most=most, part=part).equals(whole)


def test_a_root_in_the_view_is_enough(wide: Store) -> None:
    # 14 French roots: 100, 103, … 139, whose cascades have n + 2 posts
    listed = cascade_list(wide, View(Filters(languages=("fr",))), part=1)
    assert listed["size"].tolist() == [n + 2 for n in range(39, -1, -3)]
