"""CrowdTangle's tables of Facebook and Instagram posts.

"Post Created" carries EST or EDT, both in one file. "Total Interactions" and others have thousands separators. Ids are
those of CrowdTangle's own interface: page and post for Facebook, the code in the address for Instagram.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

import pyarrow as pa

from core.i18n import _
from core.importers.addresses import place_of
from core.importers.base import Match, Sample, Source, take_sample
from core.importers.declared import column_list, first_present, matched, read_mapped, with_column
from core.importers.mapping import Mapping
from core.model import Batch

NAME = "crowdtangle-csv"
TITLE = "CrowdTangle CSV (Facebook, Instagram)"
_FACEBOOK = ("Page Name", "Post Created", "Message", "URL")
_GROUP = ("Group Name", "Post Created", "Message", "URL")
_INSTAGRAM = ("Account", "User Name", "Post Created", "URL", "Description")
_CANDIDATES = {
    "name": ("Page Name", "Group Name", "Account"),
    "handle": ("User Name",),
    "likes": ("Likes",),
    "shares": ("Shares",),
    "replies": ("Comments",),
    "views": ("Post Views", "Views"),
    "followers": ("Followers at Posting",),
    "account_created_at": ("Page Created",),
    "description": ("Page Description",),
    "location": ("Page Admin Top Country",),
}


def sniff(sample: Sample) -> Match | None:
    """The match where the columns of CrowdTangle's exports are there."""
    for needed, why in (
        (_FACEBOOK, _("The columns of CrowdTangle for Facebook pages.")),
        (_GROUP, _("The columns of CrowdTangle for Facebook groups.")),
        (_INSTAGRAM, _("The columns of CrowdTangle for Instagram.")),
    ):
        found = matched(sample, NAME, needed, why)
        if found:
            return found
    return None


def read(source: Source) -> Iterator[Batch]:
    """Batches of the posts; followers stand as of the posting."""
    columns = take_sample(source.path, source.name).columns
    return read_mapped(source, mapping_of(columns), prepare=_prepared, daily_profiles=True)


def mapping_of(columns: Collection[str]) -> Mapping:
    """The mapping of such a table, by what it has."""
    found = {field: name for field, names in _CANDIDATES.items() if (name := first_present(columns, *names))}
    is_instagram = "Account" in columns and "Page Name" not in columns
    made = {"posted_at": "Post Created", "url": "URL", "post_id": "· id", "account_id": "· account", "text": "· text"}
    made |= {"links": "· links", "platform": "instagram" if is_instagram else "facebook"}
    return Mapping.from_dict(made | found)


def _prepared(table: pa.Table, _lost: Counter[str]) -> pa.Table:
    places = [place_of(url) for url in column_list(table, "URL")]
    stated = column_list(table, "Facebook Id")
    pages = [page or (place.account_id if place else "") for page, place in zip(stated, places, strict=True)]
    ids = [place.post_id if place else None for place in places]
    joined = [
        f"{page}_{one}" if one and page and page.isdigit() and "_" not in one and place.platform == "facebook" else one  # type: ignore[union-attr]
        for page, one, place in zip(pages, ids, places, strict=True)
    ]
    made: dict[str, list[str | None]] = {"· id": joined, "· account": [page or None for page in pages]}
    made["· text"] = _texts(table)
    finals = (column_list(table, "Final Link"), column_list(table, "Link"))
    made["· links"] = [final or link or None for final, link in zip(*finals, strict=True)]
    for name, values in made.items():
        table = with_column(table, name, values)
    return table


def _texts(table: pa.Table) -> list[str | None]:
    """The message, else what the picture or the link says."""
    names = ("Message", "Description", "Image Text", "Link Text")
    columns = [column_list(table, name) for name in names]
    return [next((cell for cell in cells if cell.strip()), None) for cells in zip(*columns, strict=True)]
