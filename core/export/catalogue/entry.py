"""What the catalogue holds: a figure's name, title and page, and how it is drawn from one look at a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from core.export.frame import Frame
from core.export.sight import Sight

#: The settings of a page as they stand in its address, e.g. ``{"split": "platform"}``.
Settings = Mapping[str, str]
CHART, TABLE = "chart", "table"


@dataclass(frozen=True)
class Drawn:
    """A figure before it is framed: its Plotly spec, what it says about itself, the data behind it.

    ``graph`` reads the nodes and links of the whole graph, for programs such as Gephi."""

    spec: dict[str, Any]
    frame: Frame
    data: pd.DataFrame
    graph: Callable[[], tuple[pd.DataFrame, pd.DataFrame]] | None = None


@dataclass(frozen=True)
class Figure:
    """One figure of a page. ``draw`` gives None where there is nothing to draw; ``settings`` are its own words.

    ``counts_accounts`` is true where the figure knows how many accounts stand in each cell.
    """

    name: str
    title: Callable[[], str]
    page: str
    draw: Callable[[Sight, Settings], Drawn | None]
    settings: tuple[str, ...] = ()
    kind: str = CHART
    counts_accounts: bool = False
    graph: bool = False


def flag(settings: Settings, name: str, default: bool = False) -> bool:
    """A switch of the address."""
    return settings.get(name, str(default)).lower() in ("true", "1", "yes")


def choice(settings: Settings, name: str, offered: tuple[str, ...]) -> str:
    """A choice of the address; the first one offered where nothing, or nothing known, was chosen."""
    asked = settings.get(name, "")
    return asked if asked in offered else offered[0]
