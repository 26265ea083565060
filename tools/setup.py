"""Everything that ``make`` does, for machines with and without make: ``python3 tools/setup.py run``.

Needs only Python's standard library, and runs (to complain politely) on any Python 3.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
VENV = HERE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
OLDEST = (3, 11)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
LINTED = ("app.py", "core", "pages", "tests", "tools", "benchmarks")
#: Does once what the app and the command line do, so that Python keeps it compiled: a start then takes a third.
FIRST_START = """
import importlib, pathlib, tempfile, app, core.build, core.cli, core.export.batch
from pages.shared import warm
pages = [f"pages.{page.parent.name}.page" for page in pathlib.Path("pages").glob("*/page.py")]
for name in (*warm.SLOW_IMPORTS, *pages):
    importlib.import_module(name)
with tempfile.TemporaryDirectory() as folder:
    core.build.build_demo(pathlib.Path(folder), posts=1000)
    core.cli.app(["cases", "--cases-dir", folder], standalone_mode=False)
"""
CACHES = (".pytest_cache", ".mypy_cache", ".ruff_cache")


def stop(sentence: str) -> None:
    """End with a sentence that says what to do."""
    sys.exit("\n" + sentence + "\n")


def call(*command: object, quiet: bool = False) -> int:
    """The exit code of a command run in the project's folder."""
    out = subprocess.DEVNULL if quiet else None
    return subprocess.call([str(part) for part in command], cwd=str(HERE), stdout=out, stderr=out)  # noqa: S603


def must(*command: object) -> None:
    """Run a command; end with its exit code where it fails."""
    code = call(*command)
    if code:
        sys.exit(code)


def suitable_python() -> str:
    """The path of a Python that is new enough: this one, or a newer one on PATH."""
    if sys.version_info[:2] >= OLDEST:
        return sys.executable
    for minor in range(14, OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            return found
    stop(
        f"Whence needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {sys.version.split()[0]}. "
        "Install it from python.org, or on Debian and Ubuntu with: sudo apt install python3 python3-venv"
    )
    return ""


def make_environment() -> None:
    """Create .venv where there is none, or where it does not start any more (a folder that was moved)."""
    if PYTHON.exists() and call(PYTHON, "-m", "pip", "--version", quiet=True) == 0:
        return
    shutil.rmtree(str(VENV), ignore_errors=True)
    if call(suitable_python(), "-m", "venv", VENV):
        shutil.rmtree(str(VENV), ignore_errors=True)
        stop("Python could not make an environment. On Debian and Ubuntu: sudo apt install python3-venv")


def stamp_of(requirements: Path) -> Path:
    """The file that says these very requirements are installed."""
    text = b"".join((HERE / name).read_bytes() for name in ("requirements.txt", requirements.name))
    return VENV / (requirements.stem + "-" + hashlib.sha256(text).hexdigest()[:16] + ".installed")


def install(name: str) -> None:
    """Install a requirements file into .venv, unless that was done already."""
    requirements = HERE / name
    if PYTHON.exists() and stamp_of(requirements).exists():
        return
    make_environment()
    print("Installing what Whence needs (once; 900 MB, one to three minutes) ...", flush=True)
    options = ["--quiet", "--disable-pip-version-check", "--no-compile"]
    if call(PYTHON, "-m", "pip", "install", *options, "-r", requirements):
        stop("Something could not be installed. Look at the lines above; is this machine online?")
    compile_used()
    for old in VENV.glob(requirements.stem + "-*.installed"):
        old.unlink()
    stamp_of(requirements).touch()


def compile_used() -> None:
    """Keep compiled the modules that are used, and only those: all of the environment would take a minute."""
    told = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    words = [str(PYTHON), "-W", "ignore", "-c", FIRST_START]
    # Nothing depends on it: where it fails, the first start is slower, and says what is wrong.
    subprocess.call(words, cwd=str(HERE), env=told, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603


def cases_dir() -> Path:
    """The folder of cases: WHENCE_CASES, or cases/ in the project."""
    return Path(os.environ.get("WHENCE_CASES") or HERE / "cases")


def demo_if_empty() -> None:
    """Build the simulated case where there is no case at all."""
    if any(cases_dir().glob("*/case.toml")):
        return
    print("Building the demo case (once; some 15 seconds) ...", flush=True)
    must(PYTHON, "-m", "core", "demo", "--cases-dir", cases_dir())


def find_browser() -> str:
    """The path of a Chromium, in WHENCE_CHROMIUM or on PATH; empty where there is none."""
    asked = os.environ.get("WHENCE_CHROMIUM")
    found = [asked] if asked else [shutil.which(name) for name in BROWSERS]
    return next((path for path in found if path), "")


def ensure_browser() -> None:
    """Install a Chromium for the browser tests where none is found: Playwright's own, else Debian's."""
    if find_browser():
        return
    print("Looking for a Chromium for the browser tests ...", flush=True)
    if call(PYTHON, "-m", "playwright", "install", "chromium") == 0:
        return
    if shutil.which("apt-get") and is_root():
        call("apt-get", "update", "-q")
        call("apt-get", "install", "-y", "-q", "chromium")
    if not find_browser():
        stop("The browser tests need Chromium. Install it, or name it: WHENCE_CHROMIUM=/path/to/chromium make test")


def is_root() -> bool:
    """Whether packages of the system may be installed."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def run() -> None:
    """Start the app and open it in the browser; the first time, set everything up."""
    install("requirements.txt")
    demo_if_empty()
    sys.exit(call(PYTHON, "app.py"))


def demo() -> None:
    """Build the simulated case anew."""
    install("requirements.txt")
    must(PYTHON, "-m", "core", "demo", "--cases-dir", cases_dir())


def test() -> None:
    """Every test, those in a real browser included."""
    install("requirements-dev.txt")
    ensure_browser()
    must(PYTHON, "-m", "pytest")


def lint() -> None:
    """Ruff: the rules and the format."""
    install("requirements-dev.txt")
    present = [name for name in LINTED if (HERE / name).exists()]
    must(PYTHON, "-m", "ruff", "check", *present)
    must(PYTHON, "-m", "ruff", "format", "--check", *present)


def types() -> None:
    """Mypy, strict, on core."""
    install("requirements-dev.txt")
    must(PYTHON, "-m", "mypy")


def check() -> None:
    """Lint, types and tests."""
    lint()
    types()
    test()


def messages() -> None:
    """Collect the sentences into locale/whence.pot, and bring the catalogues up to date."""
    install("requirements-dev.txt")
    pot = "locale/whence.pot"
    babel = [PYTHON, "-m", "babel.messages.frontend"]
    about = ["--project", "Whence", "--version", "0", "--copyright-holder", "the Whence authors"]
    words = ["-k", "_", "-k", "N_", "-k", "ngettext:1,2", "--no-location", "--sort-output", "--omit-header"]
    must(*babel, "extract", "-F", "babel.cfg", *about, *words, "-o", pot, "core", "pages", "data")
    if any((HERE / "locale").glob("*/LC_MESSAGES/whence.po")):
        kept = ["--no-fuzzy-matching", "--ignore-obsolete", "--ignore-pot-creation-date", "--width", "120"]
        must(*babel, "update", "-D", "whence", "-i", pot, "-d", "locale", *kept)


def clean() -> None:
    """Delete the caches. Cases and the environment stay."""
    for name in CACHES:
        shutil.rmtree(str(HERE / name), ignore_errors=True)
    for folder in ("core", "pages", "tests", "tools", "benchmarks"):
        for cache in (HERE / folder).rglob("__pycache__"):
            shutil.rmtree(str(cache), ignore_errors=True)


COMMANDS = (run, demo, test, lint, types, check, messages, clean)


def main(words: list[str]) -> None:
    """Run the command that was named, or say which there are."""
    known = {command.__name__: command for command in COMMANDS}
    if len(words) != 1 or words[0] not in known:
        lines = [f"  {name:9} {command.__doc__}" for name, command in known.items()]
        stop("Use: python3 tools/setup.py COMMAND\n\n" + "\n".join(lines))
    known[words[0]]()


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
