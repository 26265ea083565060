"""Every reason that an importer stores can be told in the reader's language."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.i18n import use_language
from core.importers.dialects import sniff_dialect
from core.reasons import in_words

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted([*ROOT.glob("core/importers/**/*.py"), ROOT / "core/intake.py", ROOT / "core/demo/tables.py"])
#: Calls whose text is stored with a record, and the place of the text in them.
STORING = {"BadRecordError": 0, "TableError": 0, "reject": 1, "_note": 0}


def _text(node: ast.expr) -> str | None:
    """A literal as it is stored; what an f-string fills in is an x."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _constants(tree: ast.Module) -> dict[str, str]:
    found = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and (text := _text(node.value)):
            found[node.targets[0].id] = text
    return found


def _stored(tree: ast.Module) -> Iterator[str]:
    """What a module stores: in the calls of STORING, as a key of ``degradations``, in a Counter or a fault."""
    named = _constants(tree)
    for node in ast.walk(tree):
        for said in _said(node):
            for text in (said.body, said.orelse) if isinstance(said, ast.IfExp) else (said,):
                literal = named.get(text.id) if isinstance(text, ast.Name) else _text(text)
                if literal:
                    yield literal


def _said(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in STORING:
            yield from node.args[STORING[name] : STORING[name] + 1]
        if name == "Counter":
            dicts = [part for argument in node.args for part in ast.walk(argument) if isinstance(part, ast.Dict)]
            yield from (key for counted in dicts for key in counted.keys if key is not None)
    elif isinstance(node, ast.Subscript) and "degradations" in ast.unparse(node.value):
        yield node.slice
    elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).startswith("fault"):
        yield node.value


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_what_an_importer_stores_is_told_in_russian(path: Path) -> None:
    use_language("ru")
    try:
        untold = {text for text in _stored(ast.parse(path.read_text(encoding="utf-8"))) if in_words(text) == text}
    finally:
        use_language("en")
    assert not untold, "add them to REASONS in core/reasons.py"


def test_the_search_for_stored_reasons_sees_them() -> None:
    found = {text for path in SOURCES for text in _stored(ast.parse(path.read_text(encoding="utf-8")))}
    assert {"no post id", "service message, not a post", "nested too deeply", "text cut short"} <= found
    assert len(found) > 40


@pytest.mark.parametrize(
    "head",
    [
        "a,b\n1,текст\n".encode("utf-16"),
        "a,b\n1,текст\n".encode("cp1251"),
        "a,b\n1,né é\n".encode("cp1252"),
        ("a,b\n1,текст\n" * 9).encode() + b"\xff",
    ],
)
def test_how_a_table_was_decoded_is_told_in_russian(head: bytes) -> None:
    note = sniff_dialect(head, len(head)).note
    use_language("ru")
    try:
        assert note and in_words(note) != note
    finally:
        use_language("en")


def test_a_reason_within_a_reason_is_told_too() -> None:
    use_language("ru")
    try:
        assert in_words("included post left out: no post id") == "вложенный пост не взят: нет id поста"
        assert in_words("these times run −3.5 h; corrected from the ids").startswith("эти часы сдвинуты на −3.5 ч")
        assert in_words("the words of another program") == "the words of another program"
    finally:
        use_language("en")
