"""The formats that are tables: what a CSV file, or a sheet of a workbook, may be."""

from __future__ import annotations

from typing import cast

from core.importers import (
    botometer,
    brandwatch,
    crowdtangle_csv,
    facebook_scraper,
    fourcat,
    getoldtweets,
    hoaxy,
    information_operations,
    ira,
    kaggle,
    mediacloud,
    meltwater,
    minet,
    post_list,
    table,
    tags,
    twarc_csv,
    union_metrics,
    youtube_tools,
)
from core.importers.base import Importer

TABLES: tuple[Importer, ...] = tuple(
    cast(Importer, module)
    for module in (
        twarc_csv,
        getoldtweets,
        tags,
        hoaxy,
        ira,
        information_operations,
        kaggle,
        minet,
        fourcat,
        youtube_tools,
        crowdtangle_csv,
        facebook_scraper,
        mediacloud,
        union_metrics,
        meltwater,
        brandwatch,
        botometer,
        post_list,
        table,
    )
)
