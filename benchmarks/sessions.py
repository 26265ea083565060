"""Many reporters at once: python benchmarks/sessions.py CASES_DIR CASE [--sessions 30] [--seconds 60].

Starts the real app, opens real Streamlit sessions over its WebSocket (as the browser does: address and widget states
up, page elements down, large elements remembered by their hash), and lets each change one filter about every three
seconds: the languages or, on the timeline, every third time what the colours stand for. The sessions are shared out
over the pages in turn, and begin at random phases. Two times are printed for each run of the script:

server   from sending the change to the last element received: queue, script, sending
script   from the first to the last message of the run: the script with little of the queue

CPU per run is the processor time of the app divided by its runs: unlike the two times, it does not grow with the load
of other programs, which is printed beside it. Changes that fall due while a run is under way wait for its end.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import random
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlencode

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

ROOT = Path(__file__).resolve().parent.parent
LIMIT_MS, LIMIT_MB = 60, 600
PAGES = ("timeline", "bot_scores", "accounts")
MOST_LANGUAGES = 2
DONE = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
REMEMBERED_RUNS = 2  # as Streamlit's browser side: a large element unseen for longer is sent anew


@dataclass(frozen=True)
class Run:
    """One run of the script as its reader saw it; all times in ms."""

    page: str
    what: str
    ended_s: float
    server_ms: float
    script_ms: float
    received_bytes: int
    failed: bool


@dataclass
class Widget:
    """A multiselect or segmented control on the page: its id, what it offers, and the fragment that redraws it."""

    id: str
    options: list[str]
    fragment_id: str


@dataclass
class Session:
    """One reader: the page, what is chosen, and what the browser would remember."""

    page: str
    case: str
    chance: random.Random
    widgets: dict[str, Widget] = field(default_factory=dict)
    chosen: dict[str, list[str]] = field(default_factory=dict)
    script_hash: str = ""
    remembered: dict[str, int] = field(default_factory=dict)
    n_runs: int = 0

    def change(self) -> str:
        """The name of the one filter that was changed."""
        if self.page == "timeline" and self.chance.random() < 1 / 3:
            now = self.chosen.get("split") or self.widgets["split"].options[:1]
            self.chosen["split"] = [self.chance.choice([o for o in self.widgets["split"].options if o not in now])]
            return "split"
        now = self.chosen.get("lang", [])
        if len(now) >= MOST_LANGUAGES or (now and self.chance.random() < 0.5):
            self.chosen["lang"] = now[1:]
        else:
            self.chosen["lang"] = [*now, self.chance.choice([o for o in self.widgets["lang"].options if o not in now])]
        return "lang"

    def request(self, changed: str) -> BackMsg:
        """What the browser sends to have the page drawn, or the fragment of the widget that was changed."""
        message = BackMsg()
        state = message.rerun_script
        state.query_string = urlencode({"case": self.case, **self.chosen}, doseq=True)
        state.page_name = "" if self.script_hash else self.page
        state.page_script_hash = self.script_hash
        state.cached_message_hashes.extend(self.remembered)
        if changed in self.widgets:
            state.fragment_id = self.widgets[changed].fragment_id
        about = state.context_info
        about.timezone, about.timezone_offset, about.locale = "Asia/Almaty", -300, "en-GB"
        about.url, about.color_scheme = f"http://localhost/{self.page}", "light"
        for name, values in self.chosen.items():
            widget = state.widget_states.widgets.add(id=self.widgets[name].id)
            widget.string_array_value.data.extend(values)
        return message

    def receive(self, message: ForwardMsg) -> bool:
        """Take one message in; True where it shows an error or another page."""
        kind = message.WhichOneof("type")
        if message.metadata.cacheable:
            self.remembered[message.hash] = self.n_runs
        if kind == "ref_hash":
            self.remembered[message.ref_hash] = self.n_runs
        elif kind == "navigation":
            shown, before = message.navigation.page_script_hash, self.script_hash
            self.script_hash = shown
            return bool(before) and shown != before
        elif kind == "delta" and message.delta.HasField("new_element"):
            element = message.delta.new_element
            for widget in (element.multiselect, element.button_group):
                if widget.query_param_key in ("lang", "split"):
                    options = [getattr(option, "content", option) for option in widget.options]
                    self.widgets[widget.query_param_key] = Widget(widget.id, options, message.delta.fragment_id)
            return element.WhichOneof("type") == "exception"
        return False

    def forget(self) -> None:
        """Drop the large elements that the last runs did not show."""
        self.remembered = {h: n for h, n in self.remembered.items() if self.n_runs - n < REMEMBERED_RUNS}


async def one_run(socket: ClientConnection, session: Session, what: str) -> Run:
    session.n_runs += 1
    failed, n_bytes, began = False, 0, 0.0
    sent = time.perf_counter()
    await socket.send(session.request(what).SerializeToString())
    while True:
        raw = await socket.recv()
        now = time.perf_counter()
        message = ForwardMsg.FromString(raw if isinstance(raw, bytes) else raw.encode())
        n_bytes += len(raw)
        failed |= session.receive(message)
        if message.WhichOneof("type") == "new_session":
            began = now
        # A widget that corrects its own value ends a run early and begins the next one at once.
        if message.WhichOneof("type") == "script_finished" and message.script_finished in DONE:
            session.forget()
            return Run(session.page, what, now, (now - sent) * 1000, (now - began) * 1000, n_bytes, failed)


async def read_pages(url: str, session: Session, phase_s: float, every_s: float, until_s: float) -> list[Run]:
    """The runs of one reader, the opening of the page first."""
    await asyncio.sleep(phase_s)
    async with connect(f"ws://{url}/_stcore/stream", subprotocols=["streamlit"], max_size=None) as socket:  # type: ignore[list-item]
        runs = [await one_run(socket, session, "open")]
        due = time.perf_counter() + every_s
        while due < until_s:
            await asyncio.sleep(max(0, due - time.perf_counter()))
            runs.append(await one_run(socket, session, session.change()))
            due = max(due, time.perf_counter() - every_s) + every_s * session.chance.uniform(0.8, 1.2)
        return runs


@dataclass(frozen=True)
class Sample:
    """The machine at one moment: memory of the app in MB, processor seconds of the app, of this program, of all."""

    at_s: float
    rss_mb: float
    app_cpu_s: float
    own_cpu_s: float
    all_cpu_s: float


def sample(app: psutil.Process) -> Sample:
    times, own, every = app.cpu_times(), psutil.Process().cpu_times(), psutil.cpu_times()
    busy = sum(every) - every.idle - getattr(every, "iowait", 0.0)
    rss_mb = app.memory_info().rss / 1e6
    return Sample(time.perf_counter(), rss_mb, times.user + times.system, own.user + own.system, busy)


async def watch(app: psutil.Process, until_s: float) -> list[Sample]:
    samples = [sample(app)]
    while time.perf_counter() < until_s:
        await asyncio.sleep(1)
        samples.append(sample(app))
    return samples


def start(cases_dir: Path, port: int, log: Path) -> subprocess.Popen[bytes]:
    settings = {"WHENCE_CASES": str(cases_dir.resolve()), "WHENCE_PORT": str(port), "WHENCE_OPEN": "0"}
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "app.py"], cwd=ROOT, env={**os.environ, **settings}, stdout=out, stderr=out
        )
    for _ in range(240):
        try:
            urllib.request.urlopen(f"http://localhost:{port}/healthz", timeout=1)
            return process
        except OSError:
            if process.poll() is not None:
                raise SystemExit(f"the app did not start: {log.read_text()}") from None
            time.sleep(0.25)
    process.terminate()
    raise SystemExit("the app did not start")


def at_share(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def line(name: str, runs: list[Run]) -> None:
    if not runs:
        print(f"{name:26} –")
        return
    server, script = [r.server_ms for r in runs], [r.script_ms for r in runs]
    figures = [at_share(values, share) for values in (server, script) for share in (0.5, 0.95, 1.0)]
    weight = at_share([r.received_bytes / 1000 for r in runs], 0.5)
    print(f"{name:26}{len(runs):6d}" + "".join(f"{figure:8.0f}" for figure in figures) + f"{weight:9.0f}")


def report(runs: list[Run], samples: list[Sample], before: float) -> None:
    """Print the times by page, and what the app needed."""
    print(f"\n{'':26}{'runs':>6}{'server ms':>24}{'script ms':>24}{'kB':>9}")
    print(f"{'':26}{'':6}" + "".join(f"{name:>8}" for name in ("median", "p95", "max") * 2) + f"{'median':>9}")
    line("opening a page", [r for r in runs if r.what == "open"])
    warm = [r for r in runs if r.what != "open" and r.ended_s > before]
    for page, what in sorted({(r.page, r.what) for r in warm}):
        line(f"{page}, {what}", [r for r in warm if (r.page, r.what) == (page, what)])
    line("every filter change", warm)
    worst = at_share([r.server_ms for r in warm], 0.95)
    print(f"{'limit':26}{'':6}{'':8}{LIMIT_MS:8d}   {'kept' if worst <= LIMIT_MS else 'MISSED'}")
    first = min((s for s in samples if s.at_s > before), key=lambda s: s.at_s)
    last = samples[-1]
    took = last.at_s - first.at_s
    app_s, own_s, all_s = (getattr(last, f) - getattr(first, f) for f in ("app_cpu_s", "own_cpu_s", "all_cpu_s"))
    per_run = app_s / max(1, sum(r.ended_s > first.at_s for r in runs)) * 1000
    print(f"\nCPU per run {per_run:.0f} ms; of {os.cpu_count()} cores: app {app_s / took:.2f}, this program "
          f"{own_s / took:.2f}, others {(all_s - app_s - own_s) / took:.2f}")  # fmt: skip
    most = max(s.rss_mb for s in samples)
    print(f"memory of the app: {samples[0].rss_mb:.0f} MB at start, {last.rss_mb:.0f} at the end, {most:.0f} at most; "
          f"limit {LIMIT_MB}: {'kept' if most <= LIMIT_MB else 'MISSED'}")  # fmt: skip
    if failed := Counter(r.page for r in runs if r.failed):
        print("runs that showed an error or another page:", dict(failed))


async def measure(options: argparse.Namespace, app: psutil.Process) -> None:
    chance = random.Random(options.seed)  # noqa: S311 - repeatable, guards nothing
    begin = time.perf_counter()
    until = begin + options.warm_up + options.seconds
    readers = []
    for place in range(options.sessions):
        own = random.Random(chance.random())  # noqa: S311
        session = Session(options.pages[place % len(options.pages)], options.case, own)
        phase = chance.uniform(0, min(options.every * 2, options.warm_up))
        readers.append(read_pages(f"localhost:{options.port}", session, phase, options.every, until))
    watching = asyncio.create_task(watch(app, until))
    runs = [run for each in await asyncio.gather(*readers) for run in each]
    report(runs, await watching, begin + options.warm_up)


def facts(options: argparse.Namespace) -> None:
    names = ("streamlit", "duckdb", "pandas", "plotly", "pyarrow")
    print("Python", platform.python_version(), *(f"· {name} {version(name)}" for name in names))
    stores = sorted((options.cases_dir / options.case).glob("store-*.duckdb"), key=lambda path: path.stat().st_mtime)
    print(f"{os.cpu_count()} cores, {psutil.virtual_memory().total / 1e9:.0f} GB; load before "
          f"{os.getloadavg()[0]:.1f}; case {options.case}, store {stores[-1].stat().st_size / 1e6:.0f} MB")  # fmt: skip
    print(f"{options.sessions} sessions, one change each {options.every:g} s, {options.seconds} s after "
          f"{options.warm_up} s to warm up; pages {', '.join(options.pages)}")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases_dir", type=Path)
    parser.add_argument("case")
    parser.add_argument("--sessions", type=int, default=30)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--warm-up", type=int, default=20)
    parser.add_argument("--every", type=float, default=3.0, help="seconds between two changes of one session")
    parser.add_argument("--pages", nargs="+", default=list(PAGES), choices=PAGES)
    parser.add_argument("--port", type=int, default=8770)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--log", type=Path, default=Path(os.devnull), help="where the app's own output goes")
    options = parser.parse_args()
    facts(options)
    process = start(options.cases_dir, options.port, options.log)
    try:
        asyncio.run(measure(options, psutil.Process(process.pid)))
    finally:
        process.terminate()
        process.wait(20)


if __name__ == "__main__":
    main()
