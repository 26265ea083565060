"""What the documents say is compared with the code, so that they cannot fall behind."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer
from typer.exceptions import TyperException

from core.cli import app
from core.i18n import use_language
from pages import PAGES

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
METHODS = (ROOT / "docs" / "METHODS.md").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "docs" / "GLOSSARY.md").read_text(encoding="utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
DOCUMENTS = {
    "README.md": README, "CONTRIBUTING.md": CONTRIBUTING, "docs/METHODS.md": METHODS,
    "docs/GLOSSARY.md": GLOSSARY, "docs/ARCHITECTURE.md": ARCHITECTURE,
}  # fmt: skip
CLI = typer.main.get_command(app)
COMMANDS = {name: CLI.get_command(None, name) for name in CLI.list_commands(None)}  # some are loaded when asked for


def command_lines(text: str) -> list[str]:
    """The lines of all code blocks, comments cut off."""
    blocks = re.findall(r"^```(?:sh)?\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = (line.split("#")[0].strip() for block in blocks for line in block.splitlines())
    return [line for line in lines if line]


def make_targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[0].split())


def setup_commands() -> set[str]:
    source = (ROOT / "tools" / "setup.py").read_text(encoding="utf-8")
    return set(re.findall(r"\w+", re.findall(r"^COMMANDS = \((.*)\)$", source, re.MULTILINE)[0]))


CORE_LINES = [line.split(" -m core ")[1] for line in command_lines(README) if " -m core " in line]


@pytest.mark.parametrize("line", CORE_LINES)
def test_the_readme_shows_commands_that_parse(line: str) -> None:
    name, *words = shlex.split(line)
    assert name in COMMANDS, f"README shows `{name}`; there are {sorted(COMMANDS)}"
    COMMANDS[name].make_context(name, words)


def test_a_command_that_does_not_exist_would_not_parse() -> None:
    with pytest.raises(TyperException):
        COMMANDS["cases"].make_context("cases", ["--no-such-option"])


def test_the_readme_shows_every_command() -> None:
    missing = set(COMMANDS) - {line.split()[0] for line in CORE_LINES}
    assert not missing, f"add a line with each of {sorted(missing)} to the README, under Command line"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_make_command_is_a_target(name: str) -> None:
    shown = {word for line in command_lines(DOCUMENTS[name]) for word in re.findall(r"^make (\w+)", line)}
    shown |= set(re.findall(r"`make (\w+)`", DOCUMENTS[name]))
    assert shown <= make_targets(), f"{name} names {sorted(shown - make_targets())}, which the Makefile lacks"


def test_make_and_setup_know_the_same_commands() -> None:
    assert make_targets() == setup_commands()


def test_the_readme_has_the_commands_of_the_first_minute() -> None:
    assert {"make run", r"py tools\setup.py run", "docker build -t whence ."} <= set(command_lines(README))


def test_the_readme_names_every_page() -> None:
    from pages import pages

    missing = [page.title for page in pages() if f"| {page.title} |" not in README]
    assert not missing, f"say in the README which question {missing} answers"
    assert len(PAGES) == len(pages())


def test_the_russian_readme_calls_the_pages_as_the_russian_screen_does() -> None:
    from pages import pages

    text = (ROOT / "README.ru.md").read_text(encoding="utf-8")
    use_language("ru")
    try:
        missing = [page.title for page in pages() if f"| {page.title} |" not in text]
    finally:
        use_language("en")
    assert not missing, f"say in README.ru.md which question {missing} answers"


def test_the_readme_explains_every_variable() -> None:
    source = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "app.py", ROOT / "pages/shared/frame.py"))
    missing = {name for name in re.findall(r"WHENCE_[A-Z]+", source) if f"| `{name}` |" not in README}
    assert not missing, f"add {sorted(missing)} to the table of variables in the README"


def test_each_method_has_a_section() -> None:
    modules = {p.stem for p in (ROOT / "core" / "analysis").iterdir() if not p.name.startswith("_")}
    missing = {name for name in modules if f"`core.analysis.{name}`" not in METHODS}
    assert not missing, f"describe {sorted(missing)} in docs/METHODS.md and end with: Code: `core.analysis.<name>`."
    gone = set(re.findall(r"`core\.analysis\.(\w+)`", METHODS)) - modules
    assert not gone, f"docs/METHODS.md describes {sorted(gone)}, which is no longer in core/analysis"


WORDS = """
case claim platform account post share quote reply object posted_at captured_at cascade root parent reconstruction size
depth max_breadth structural_virality spreader spreader_graph tie coordination_network window_s min_objects bot_score
potential_reach views engagement first_known_post text_family group label evidence exhibit unknown
""".split()


@pytest.mark.parametrize("word", WORDS)
def test_the_glossary_explains_the_word(word: str) -> None:
    spellings = {f"- **{word}**:", f"- **{word.replace('_', ' ')}**:"}
    assert any(spelling in GLOSSARY for spelling in spellings), f"explain {word} in docs/GLOSSARY.md"


def test_the_glossary_is_in_order() -> None:
    entries = [entry.lower() for entry in re.findall(r"^- \*\*(.+?)\*\*", GLOSSARY, re.MULTILINE)]
    assert entries == sorted(entries)


def test_the_changelog_has_a_place_for_the_next_change() -> None:
    assert re.search(r"^## \[Unreleased\]$", CHANGELOG, re.MULTILINE)


def test_contributing_is_short() -> None:
    assert len(CONTRIBUTING.splitlines()) <= 40
    recipes = CONTRIBUTING.split("\n## ")[1:]
    assert len(recipes) == 3
    assert all(len(re.findall(r"^\d\.", recipe, re.MULTILINE)) <= 5 for recipe in recipes)


NAMED = [(name, path) for name, text in DOCUMENTS.items() for path in re.findall(r"`([\w./]+/[\w./]*)`", text)]
LINKED = [(name, path) for name, text in DOCUMENTS.items() for path in re.findall(r"\]\(([\w./-]+)\)", text)]


@pytest.mark.parametrize(("name", "path"), [*NAMED, *LINKED])
def test_every_file_that_a_document_names_exists(name: str, path: str) -> None:
    made_at_run_time = path.startswith(("cases/", "sources/"))
    places = (ROOT / path, (ROOT / name).parent / path, ROOT / "docs" / path)
    assert made_at_run_time or any(place.exists() for place in places), f"{name} names {path}, which does not exist"
