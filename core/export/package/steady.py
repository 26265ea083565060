"""Files with the same bytes for the same picture: without what a program that draws changes from time to time."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

#: Plotly gives every drawing an id of its own, so that two on one page do not meet.
_SVG_ID = re.compile(rb'id="defs-([0-9a-f]{6})"')


def steady(data: bytes, kind: str) -> bytes:
    """The file in the one form that its content has."""
    if kind == "pdf":
        return _steady_pdf(data)
    if kind == "svg" and (found := _SVG_ID.search(data)):
        return re.sub(rb"(?<=[p-])" + found[1] + rb"(?=[xyc\"')-])", b"whence", data)
    return data


def _steady_pdf(data: bytes) -> bytes:
    """The PDF with its objects in the order of their names: the engine numbers them as its memory happens to lie."""
    from pypdf import PdfReader, PdfWriter

    reader = PdfReader(BytesIO(data))
    _sort(reader.trailer["/Root"].get_object(), set())
    writer = PdfWriter()
    for page in reader.pages:
        writer.add_page(page)
    known = {key: str(value) for key, value in (reader.metadata or {}).items() if not key.endswith("Date")}
    writer.add_metadata({**known, "/CreationDate": "D:19800101000000Z"})
    if "/Lang" in reader.root_object:
        from pypdf.generic import NameObject

        writer.root_object[NameObject("/Lang")] = reader.root_object["/Lang"]
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _sort(node: Any, seen: set[int]) -> None:  # noqa: ANN401 - any object of a PDF
    """Put every dictionary below an object into the order of its names."""
    from pypdf.generic import ArrayObject, DictionaryObject

    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, DictionaryObject):
        told = sorted(node.items())
        for key, _value in told:
            del node[key]
        for key, value in told:
            node[key] = value
        for key, value in told:
            if key != "/Parent":
                _sort(value.get_object(), seen)
    elif isinstance(node, ArrayObject):
        for value in node:
            _sort(value.get_object(), seen)
