"""JSON files whatever their layout: lines, an array, or one document that holds a page of answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from core.importers.base import Source, take_sample
from core.importers.jsonfile import BadRecordError, Entry, array_entries, line_entries, whole_entry


def document_entries(source: Source, decoder: msgspec.json.Decoder[Any] | None = None) -> Iterator[Entry]:
    """Each line, each element of the array, each post under the sampled container, or the one document of the file.

    ``decoder`` as for ``line_entries``.
    """
    sample = take_sample(source.path)
    if sample.layout == "array":
        return array_entries(source.path)
    if sample.container:
        return array_entries(source.path, sample.container)
    if sample.layout == "document":
        return whole_entry(source.path)
    return line_entries(source.path, decoder)


def inside(value: Any, *path: str | int) -> Any:  # noqa: ANN401 - any JSON value
    """What lies at the end of the path of keys and places, or None where the path breaks off.

    >>> inside({"a": [{"b": 1}]}, "a", 0, "b"), inside({"a": None}, "a", "b")
    (1, None)
    """
    for step in path:
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and -len(value) <= step < len(value) else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value


def texts_in(value: Any) -> list[str]:  # noqa: ANN401 - any JSON value
    """The texts of a list, or nothing."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def dicts_in(value: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - any JSON value
    """The objects of a list, or nothing."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def text_of(value: Any) -> str | None:  # noqa: ANN401 - any JSON value
    """The value where it is a text that says something."""
    return value if isinstance(value, str) and value else None


def object_of(value: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON value
    """The value where it is an object; otherwise the record is of another format."""
    if not isinstance(value, dict):
        raise BadRecordError("not a post of this format: no object")
    return value
