"""The rules of the house (docs/ARCHITECTURE.md), checked on the syntax tree; each failure says what to do instead.

A rule is a function from a module's name and syntax tree to complaints. Every rule is run over the whole
project, and on a snippet of BROKEN that it must complain about, so that none can pass by being blind.
"""

from __future__ import annotations

import ast
import re
import statistics
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PRODUCT = sorted([ROOT / "app.py", *ROOT.glob("core/**/*.py"), *ROOT.glob("pages/**/*.py")])
ASSETS = sorted(p for suffix in ("js", "mjs", "css", "html", "svg") for p in ROOT.glob(f"pages/**/*.{suffix}"))

Rule = Callable[[str, ast.Module], Iterator[str]]

# From the top to the bottom; a name ending in * is one unit per package. See DESIGN in docs/ARCHITECTURE.md.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("app", "core.__main__"),
    ("core.cli",),
    ("pages.*",),
    ("pages.shared",),
    ("pages",),
    ("core.worker", "core.inbox"),
    ("core.labelling",),
    ("core.build", "core.export", "core.handmade", "core.scoring"),
    ("core.intake", "core.zone_question"),
    ("core.demo", "core.importers", "core.analysis", "core.store"),
    ("core.params", "core.accounting"),
    ("core.model", "core.errors", "core.i18n", "core.process", "core.progress", "core.reasons", "core.wording"),
)
FOUNDATION = LAYERS[-1]


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def unit_of(module: str) -> str:
    """``core.store.queries.posts`` belongs to ``core.store``."""
    return ".".join(module.split(".")[:2])


def layer_of(unit: str) -> int | None:
    for depth, units in enumerate(LAYERS):
        if unit in units:
            return depth
    return LAYERS.index(("pages.*",)) if unit.startswith("pages.") else None


def imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything imported from our own packages or from others."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module in ("core", "pages"):
            parts = {p.stem for p in (ROOT / node.module).iterdir()}
            names = (f"{node.module}.{a.name}" if a.name in parts else node.module for a in node.names)
            yield from ((node.lineno, name) for name in names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module


def calls(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node, ast.unparse(node.func)


def strings(node: ast.AST) -> Iterator[ast.Constant]:
    yield from (n for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str))


def docstrings(tree: ast.Module) -> set[int]:
    """The ids of the constants that are docstrings."""
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    found = [n.body[0] for n in ast.walk(tree) if isinstance(n, owners) and n.body]
    return {id(s.value) for s in found if isinstance(s, ast.Expr)}


# --- the rules -------------------------------------------------------------------------------------------------


def imports_point_down(module: str, tree: ast.Module) -> Iterator[str]:
    here = unit_of(module)
    for line, name in imported(tree):
        there = unit_of(name) if name.split(".")[0] in ("app", "core", "pages") else ""
        if not there or there == here or there == "core" or here == "core":
            continue
        mine, theirs = layer_of(here), layer_of(there)
        if mine is None or theirs is None:
            yield f"{line}: {here if mine is None else there} has no layer. Put it into LAYERS of this test."
        elif mine > theirs:
            yield f"{line}: {here} imports {there}, which is above it. Pass the value in as an argument instead."
        elif mine == theirs and here not in FOUNDATION:
            yield f"{line}: {here} imports its sibling {there}. Let core.build or pages.shared join the two."


def core_knows_no_screen(module: str, tree: ast.Module) -> Iterator[str]:
    for line, name in imported(tree):
        if module.startswith("core") and name.split(".")[0] in ("streamlit", "starlette"):
            yield f"{line}: core imports {name}. Return a value or take a callback; let pages.shared show it."


def only_the_store_opens_databases(module: str, tree: ast.Module) -> Iterator[str]:
    for line, name in imported(tree):
        if name.split(".")[0] in ("duckdb", "sqlite3") and unit_of(module) != "core.store":
            yield f"{line}: {name} outside core/store. Write a function in core/store and call that."


SQL = re.compile(
    r"^\s*(SELECT\s.+\sFROM\s|INSERT\s+INTO\s|UPDATE\s.+\sSET\s|DELETE\s+FROM\s|CREATE\s+(TABLE|VIEW)\s)", re.DOTALL
)


def sql_lives_in_the_store(module: str, tree: ast.Module) -> Iterator[str]:
    if unit_of(module) == "core.store":
        return
    for constant in strings(tree):
        if SQL.match(constant.value) and id(constant) not in docstrings(tree):
            yield f"{constant.lineno}: SQL outside core/store. Move it to core/store/queries, above its function."


def put_together(node: ast.expr) -> bool:
    """Whether a text is an f-string, a sum, a ``%`` or a ``.format()``."""
    formatted = isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".format")
    return formatted or isinstance(node, ast.JoinedStr | ast.BinOp)


def sql_is_constant(module: str, tree: ast.Module) -> Iterator[str]:
    for call, name in calls(tree):
        if not name.endswith((".execute", ".executemany", ".executescript", ".sql")) or not call.args:
            continue
        attach = next((s.value for s in strings(call.args[0])), "").startswith("ATTACH ")  # binds no parameters
        if put_together(call.args[0]) and not attach:
            yield f"{call.lineno}: SQL put together from pieces. Bind values as $parameters of a constant statement."


def one_module_holds_the_state(module: str, tree: ast.Module) -> Iterator[str]:
    if module == "pages.shared.filters":
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ("session_state", "query_params"):
            yield f"{node.lineno}: {node.attr} outside pages/shared/filters.py. Add a function there and call it."


#: Frozen dataclasses of plain values; ``Context`` holds the case with its build, the filter and its numbers.
FROZEN = {"CaseId", "Filters", "Context", "Chosen", "Pin"}
WHOLE_KEYS = FROZEN | {"str", "int", "float", "bool", "datetime", "date", "None", "tuple", "..."}


def cached_functions_take_whole_keys(module: str, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        caches = [d for d in node.decorator_list if re.search(r"cache_(data|resource)|^keep\b", ast.unparse(d))]
        takes = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
        if not caches or not takes:  # without arguments there is one entry, and its key is whole
            continue
        if not re.match(r"pages\.(shared\.cached|\w+\.kept$)", module):
            yield f"{node.lineno}: {node.name} is cached outside pages/shared/cached*.py and pages/*/kept.py. Move it."
        if not re.search("max_entries|most=", ast.unparse(caches[0])):
            yield f"{node.lineno}: the cache of {node.name} may grow for ever. Give it max_entries, or keep(most=…)."
        for arg in takes:
            kinds = set(re.findall(r"\w+|\.\.\.", ast.unparse(arg.annotation))) if arg.annotation else {"nothing"}
            strange = {k for k in kinds if k not in WHOLE_KEYS and not k.endswith("Params")}
            if strange or arg.arg.startswith("_"):
                yield (
                    f"{node.lineno}: {node.name}({arg.arg}) is keyed by {', '.join(sorted(strange)) or 'nothing'}. "
                    "Take CaseId, Filters, *Params or plain values, and read the frame inside: Streamlit hashes "
                    "only a sample of a frame."
                )


def length_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function's body, its docstring left out."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    yield from (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def functions_are_short(module: str, tree: ast.Module) -> Iterator[str]:
    for node in functions(tree):
        if length_of(node) > 60:
            yield f"{node.lineno}: {node.name} has {length_of(node)} lines, 60 at most. Name its parts and call them."


def modules_are_short(module: str, tree: ast.Module) -> Iterator[str]:
    last = max((getattr(node, "end_lineno", 0) or 0 for node in tree.body), default=0)
    page = module == "app" or module.endswith(".page")
    if last > (80 if page else 400):
        what = "Move figures to core/export and numbers to core" if page else "Split it by what its parts are about"
        yield f"{last}: {module} has {last} lines, {80 if page else 400} at most. {what}."


def pages_compute_nothing(module: str, tree: ast.Module) -> Iterator[str]:
    for call, name in calls(tree):
        if module.startswith("pages.") and name.endswith((".groupby", ".merge", ".pivot_table", ".read_sql")):
            yield f"{call.lineno}: {name.split('.')[-1]} in a page. Add a query to core/store/queries."


def sentences_are_whole(module: str, tree: ast.Module) -> Iterator[str]:
    for call, name in calls(tree):
        if name in ("_", "N_", "ngettext") and any(put_together(arg) for arg in call.args[:2]):
            yield f"{call.lineno}: a sentence that gettext cannot find. Write _('... {{n}} ...').format(n=...)."


def nothing_from_other_hosts(module: str, tree: ast.Module) -> Iterator[str]:
    for call, name in calls(tree):
        if not name.startswith("st."):
            continue
        for constant in strings(call):
            if re.search(r"(src|href)\s*=|url\(", constant.value) and "://" in constant.value:
                yield f"{constant.lineno}: a page loads from another host. Put the file into pages/shared/assets."


def no_webgl_traces(module: str, tree: ast.Module) -> Iterator[str]:
    for constant in strings(tree):
        if re.fullmatch(r"(scatter|scatterpolar)gl|splom|parcoords|heatmapgl", constant.value):
            yield f"{constant.lineno}: {constant.value} needs eval, which our content policy refuses. Use SVG."
    for call, name in calls(tree):
        if re.search(r"\b(Scattergl|Scatterpolargl|Splom|Parcoords)$", name):
            yield f"{call.lineno}: {name} needs eval, which our content policy refuses. Use SVG."


def names_say_the_thing(module: str, tree: ast.Module) -> Iterator[str]:
    if re.search(r"(^|\.)\w*(utils?|helpers?|misc|common)$", module):
        yield f"1: {module} says nothing. Name the module after what is in it."


CACHE = "@st.cache_data(max_entries=9)\n"
BROKEN: tuple[tuple[Rule, str, str], ...] = (
    (imports_point_down, "core.analysis.bursts", "from core.store.db import open_store"),
    (imports_point_down, "core.store.db", "import core.build"),
    (imports_point_down, "core.export.csv", "from core import build"),
    (imports_point_down, "pages.timeline.page", "from pages.overview import chart"),
    (imports_point_down, "core.params", "from core.importers import IMPORTERS"),
    (imports_point_down, "core.novelty.thing", "from core.model import Case"),
    (core_knows_no_screen, "core.build", "import streamlit as st"),
    (only_the_store_opens_databases, "core.analysis.bursts", "import duckdb"),
    (sql_lives_in_the_store, "pages.timeline.page", "QUERY = 'SELECT a FROM posts'"),
    (sql_is_constant, "core.store.db", "con.execute(f'SELECT {a} FROM posts')"),
    (sql_is_constant, "core.store.db", "con.sql('SELECT a FROM ' + table)"),
    (sql_is_constant, "core.store.db", "con.execute('SELECT {} FROM t'.format(a))"),
    (one_module_holds_the_state, "pages.timeline.page", "st.session_state['x'] = 1"),
    (one_module_holds_the_state, "pages.timeline.page", "st.query_params.clear()"),
    (
        cached_functions_take_whole_keys,
        "pages.shared.cached",
        CACHE + "def f(a: pd.DataFrame): ...",
    ),
    (
        cached_functions_take_whole_keys,
        "pages.shared.cached",
        CACHE + "def f(_case: CaseId): ...",
    ),
    (cached_functions_take_whole_keys, "pages.shared.cached", CACHE + "def f(case): ..."),
    (cached_functions_take_whole_keys, "pages.shared.cached", "@st.cache_data\ndef f(case: CaseId): ..."),
    (
        cached_functions_take_whole_keys,
        "pages.map.chart",
        CACHE + "def f(case: CaseId): ...",
    ),
    (cached_functions_take_whole_keys, "pages.shared.cached", "@keep(most=9)\ndef f(a: pd.DataFrame): ..."),
    (cached_functions_take_whole_keys, "pages.map.kept", "@keep\ndef f(case: CaseId): ..."),
    (functions_are_short, "core.build", "def f():\n" + "    a = 1\n" * 61),
    (modules_are_short, "pages.timeline.page", "a = 1\n" * 81),
    (modules_are_short, "core.build", "a = 1\n" * 401),
    (pages_compute_nothing, "pages.timeline.chart", "frame.groupby('lang').size()"),
    (sentences_are_whole, "pages.timeline.page", "_(f'{n} posts')"),
    (sentences_are_whole, "pages.timeline.page", "_('{n} posts'.format(n=2))"),
    (nothing_from_other_hosts, "pages.timeline.page", "st.html('<img src=\"https://example.org/a.png\">')"),
    (no_webgl_traces, "pages.timeline.chart", "trace = {'type': 'scattergl'}"),
    (no_webgl_traces, "pages.timeline.chart", "go.Scattergl(x=[1])"),
    (names_say_the_thing, "core.store.utils", ""),
)
RULES = tuple(dict.fromkeys(rule for rule, _module, _source in BROKEN))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_project_keeps_the_rule(rule: Rule) -> None:
    trees = ((path, ast.parse(path.read_text(encoding="utf-8"))) for path in PRODUCT)
    complaints = [f"{p.relative_to(ROOT)}:{text}" for p, tree in trees for text in rule(module_name(p), tree)]
    assert not complaints, "\n".join(["", *complaints])


@pytest.mark.parametrize(("rule", "module", "source"), BROKEN, ids=lambda part: getattr(part, "__name__", None))
def test_the_rule_sees_what_breaks_it(rule: Rule, module: str, source: str) -> None:
    assert list(rule(module, ast.parse(source)))


KEPT: tuple[tuple[Rule, str, str], ...] = (
    (imports_point_down, "pages.timeline.page", "from pages.shared import cached\nfrom core.model import Filters"),
    (imports_point_down, "core.build", "from core import demo, importers\nfrom core.store.db import open_store"),
    (imports_point_down, "core.store.queries.posts", "from core.store.db import Store"),
    (sql_lives_in_the_store, "core.importers.base", "TEXT = 'Select a file from the list'"),
    (sql_is_constant, "core.store.db", "con.execute(POSTS, {'lang': lang})"),
    (cached_functions_take_whole_keys, "pages.shared.cached", CACHE + "def f(a: CaseId, b: BotParams): ..."),
    (sentences_are_whole, "pages.timeline.page", "_('{n} posts').format(n=2)"),
)  # fmt: skip


@pytest.mark.parametrize(("rule", "module", "source"), KEPT, ids=lambda part: getattr(part, "__name__", None))
def test_the_rule_leaves_good_code_alone(rule: Rule, module: str, source: str) -> None:
    assert list(rule(module, ast.parse(source))) == []


# --- rules about more than one module ---------------------------------------------------------------------------


def test_most_functions_are_read_at_a_glance() -> None:
    lengths = sorted(length_of(f) for p in PRODUCT for f in functions(ast.parse(p.read_text(encoding="utf-8"))))
    ninetieth = lengths[len(lengths) * 9 // 10]
    assert statistics.median(lengths) <= 8, "the median function is over 8 lines: name the steps of the longest ones"
    assert ninetieth <= 25, f"one function in ten has {ninetieth} lines or more, 25 at most"


def test_no_script_lies_directly_in_pages() -> None:
    scripts = [p.name for p in (ROOT / "pages").glob("*.py") if p.name != "__init__.py"]
    assert not scripts, f"Streamlit would serve pages/{scripts} without the frame. Make a folder with a page.py."
    assert not (ROOT / "pages" / "shared" / "pages").exists(), "a pages/ beside frame.py breaks the first deep link"


FOREIGN = re.compile(r"(?:https?:)?//(?!www\.w3\.org/)[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}", re.IGNORECASE)


def foreign_hosts(text: str) -> list[str]:
    without_comments = re.sub(r"/\*.*?\*/|<!--.*?-->", "", text, flags=re.DOTALL)
    return FOREIGN.findall(re.sub(r"(?m)^\s*//\s.*$", "", without_comments))


def test_assets_name_no_other_host() -> None:
    found = {str(p.relative_to(ROOT)): foreign_hosts(p.read_text(encoding="utf-8")) for p in ASSETS}
    assert not {k: v for k, v in found.items() if v}, "serve the file from pages/shared/assets instead"
    assert foreign_hosts("import 'https://cdn.example.org/x.js'")
    assert foreign_hosts("@import url(//fonts.example.org/x.css)")
    assert not foreign_hosts("const ns = 'http://www.w3.org/2000/svg'; // see the docs\n")


# Written so that the pattern does not find itself.
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:home|Users|root|work|tmp|opt)/[\w.]+|[A-Z]:\\[U]sers\\")
TEXTS = ("*.py", "*.toml", "*.md", "*.sql", "*.txt", "*.cfg", "*.js", "*.css", "Makefile", "Dockerfile", ".ci/run")


def project_texts() -> Iterator[Path]:
    ours = ("core", "pages", "tests", "tools", "docs", "benchmarks", "locale", "data", ".streamlit", ".ci")
    for pattern in TEXTS:
        yield from ROOT.glob(pattern)
        yield from (p for folder in ours for p in (ROOT / folder).rglob(pattern) if p.is_file())


def test_no_file_names_a_path_of_one_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {hit}"
        for path in sorted(set(project_texts()))
        if path != Path(__file__).resolve()
        for hit in MACHINE_PATHS.findall(path.read_text(encoding="utf-8"))
    ]
    assert not found, "start from Path(__file__), an argument or an environment variable instead:\n" + "\n".join(found)
    assert MACHINE_PATHS.search("open('/home/ann/case.csv')")
