"""Runs the parts of `make test` in turn: each by name, within its minutes, or named as not run with the reason."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from tests.support import postgres, tools

FAST = "not (browser or faults or data or install or bench)"
CORES = os.cpu_count() or 2
TWO = ("-n", "2")
# A few long tests: who is done first takes what the other has not begun.
SHARED = (*TWO, "--dist", "worksteal")
BY_FILE = (*TWO, "--dist", "loadfile")
# In the order in which they stand: tests/browser/conftest.py knows which take longest.
BY_GROUP = (*TWO, "--dist", "loadgroup", "--no-loadscope-reorder")
FULL = ("-n", str(max(2, CORES)))
# While one waits for the database, another runs.
WAITING = ("-n", str(max(3, CORES + 1)))
# A part is stopped only when it hangs: on a shared machine the same suite takes twice as long now and then.
HANGS = 2
# Where there is no Chromium that knows no windows, the one with windows does.
CHROMIUM = ("chromium-headless-shell", "chromium")
# What xdist adds to a test's name to keep it with others.
GROUP = re.compile(r"@[^\]/]*$")


def marked(name: str) -> tuple[str, ...]:
    """The files with tests of a marker; to read all the others takes pytest longer than some parts run."""
    files = sorted(file for folder in ("src", "tests") for file in (tools.ROOT / folder).rglob("test_*.py"))
    return tuple(str(file.relative_to(tools.ROOT)) for file in files if f"mark.{name}" in file.read_text())


@dataclass(frozen=True)
class Part:
    """Some tests, on one database, within some minutes.

    `is_live`: with a browser, servers and clocks of their own. What fails there beside others runs a second time,
    alone: passing then it is named as unsteady, failing twice it has failed. Rules get no second chance.
    """

    name: str
    minutes: int
    words: tuple[str, ...]
    on_postgres: bool = False
    with_chromium: bool = False
    is_live: bool = False


PARTS = (
    Part("sqlite", 8, ("-m", f"{FAST} and not postgres", *FULL)),
    Part("postgresql", 8, ("-m", f"{FAST} and not demo and database", *WAITING), on_postgres=True),
    Part("demo-postgresql", 4, ("-m", "demo and database", *FULL, *marked("demo")), on_postgres=True),
    Part("browser", 8, ("-m", "browser", *BY_GROUP, *marked("browser")), with_chromium=True, is_live=True),
    Part("faults", 4, ("-m", "faults and not postgres", *SHARED, *marked("faults")), is_live=True),
    Part("faults-postgresql", 4, ("-m", "faults", *SHARED, *marked("faults")), on_postgres=True, is_live=True),
    Part("imports", 3, ("-m", "data", *BY_FILE, *marked("data"))),
    Part("install", 4, ("-m", "install", "tests/install/test_two_commands.py")),
    Part("documents", 4, ("-m", "install", *SHARED, "tests/install/test_restore.py", "tests/documents")),
)


@dataclass
class Outcome:
    """What became of a part; `reason` says why it did not run or did not finish."""

    part: Part
    seconds: float = 0
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    reason: str = ""
    ok: bool = True
    unsteady: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """A line of the table at the end, and one for each test that passed only alone."""
        counts = f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"
        over = ", over its time" if self.seconds > self.part.minutes * 60 else ""
        time = f"{self.seconds:6.1f} s of {self.part.minutes} min{over}"
        line = f"{'ok  ' if self.ok else 'FAIL'} {self.part.name:<18} {time}   {self.reason or counts}"
        return "\n".join([line, *(f"     unsteady, passed only alone: {name}" for name in self.unsteady)])


def obstacle(part: Part) -> str:
    """Why a part cannot run here, after trying to install what it lacks; "" where it can."""
    if part.with_chromium and not tools.chromium() and not any(map(tools.apt_install, CHROMIUM)):
        return "Chromium (not found; apt-get install chromium)"
    if part.on_postgres and not tools.postgres_bin() and not tools.apt_install("postgresql-15"):
        return postgres.MISSING
    return ""


def run(part: Part, folder: Path) -> Outcome:
    """Runs a part and counts what its tests did."""
    reason = obstacle(part)
    print(
        f"\n===== {part.name}: " + (f"not run: {reason}" if reason else f"{part.minutes} minutes at most"), flush=True
    )
    if reason:
        return Outcome(part, reason=f"not run: {reason}", ok=not tools.in_ci())
    left = part.minutes * 60 * HANGS
    start = time.monotonic()
    code = pytest(part, part.words, folder, left)
    outcome = judge(Outcome(part, time.monotonic() - start), code, folder / f"{part.name}.xml")
    if code == 1 and part.is_live and (names := failed(folder / part.name)):
        print(f"\n===== {part.name}: once more, alone: {', '.join(names)}", flush=True)
        again = pytest(part, ("-m", part.words[1], *names), folder, left - outcome.seconds)
        outcome.seconds = time.monotonic() - start
        if again == 0:
            forgive(outcome, names)
    return outcome


def pytest(part: Part, words: Sequence[str], folder: Path, seconds: float) -> int | None:
    """Pytest's own answer; None where it was stopped after some seconds."""
    kept = [f"--junitxml={folder / part.name}.xml", "-o", f"cache_dir={folder / part.name}"]
    command = [sys.executable, "-m", "pytest", "-q", *kept, *words]
    if part.on_postgres:
        command = [sys.executable, "-m", "tests.support.postgres", "run", "--", *command]
    env = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "PYTHONDONTWRITEBYTECODE"}}
    process = subprocess.Popen(
        command,
        # What one process compiles, the hundreds that follow need not: workers of pytest, commands of the program.
        env={**env, "REMBUK_PREPARED": str(folder), "PYTHONPYCACHEPREFIX": str(folder / "compiled")},
        cwd=tools.ROOT,
        start_new_session=True,
    )
    try:
        return process.wait(timeout=max(1, seconds))
    except (subprocess.TimeoutExpired, KeyboardInterrupt) as cut:
        end(process)
        if isinstance(cut, KeyboardInterrupt):
            raise
        return None


def failed(cache: Path) -> list[str]:
    """The tests that pytest has noted as failed, by the names under which they run alone."""
    noted = cache / "v" / "cache" / "lastfailed"
    return sorted({GROUP.sub("", name) for name in json.loads(noted.read_text())}) if noted.exists() else []


def forgive(outcome: Outcome, names: Sequence[str]) -> None:
    """What passed alone has passed, and is named."""
    outcome.unsteady, outcome.ok = tuple(names), True
    outcome.passed, outcome.failed = outcome.passed + outcome.failed, 0


def end(process: subprocess.Popen[bytes]) -> None:
    """Ends a part with everything it started: politely, so that its cluster goes too, then for good."""
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def judge(outcome: Outcome, code: int | None, report: Path) -> Outcome:
    """Reads pytest's own report. No test at all is a part that did not run."""
    if code is None:
        outcome.reason, outcome.ok = f"stopped after {HANGS} times its minutes", False
        return outcome
    if report.exists():
        for suite in ET.parse(report).getroot().iter("testsuite"):
            count = {key: int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")}
            outcome.failed += count["failures"] + count["errors"]
            outcome.skipped += count["skipped"]
            outcome.passed += count["tests"] - count["failures"] - count["errors"] - count["skipped"]
    outcome.ok = code == 0
    if code == 5:
        outcome.reason, outcome.ok = "not run: no test of this part exists", not tools.in_ci()
    elif code and not outcome.failed:
        outcome.reason = f"ended with code {code}"
    return outcome


def summary(outcomes: Sequence[Outcome]) -> str:
    """The table, and a last line like pytest's own."""
    passed, failed, skipped = (sum(getattr(o, name) for o in outcomes) for name in ("passed", "failed", "skipped"))
    # A part that failed without a failed test counts as one, or the last line would say that all is well.
    failed += sum(not outcome.ok and not outcome.failed for outcome in outcomes)
    counts = [
        f"{number} {word}" for number, word in ((failed, "failed"), (passed, "passed"), (skipped, "skipped")) if number
    ]
    seconds = sum(outcome.seconds for outcome in outcomes)
    lines = ["", "=" * 28 + " parts " + "=" * 28, *(outcome.line for outcome in outcomes)]
    return "\n".join([*lines, f"===== {', '.join(counts) or 'no tests ran'} in {seconds:.2f}s ====="])


def main(names: Sequence[str]) -> int:
    """`python -m tests.run [PART …]`: all parts, or those named."""
    known = {part.name for part in PARTS}
    wrong = [name for name in names if name not in known]
    if wrong:
        print(f"no such part: {', '.join(wrong)}; there are {', '.join(part.name for part in PARTS)}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="rembuk-run-", ignore_cleanup_errors=True) as folder:
        outcomes = [run(part, Path(folder)) for part in PARTS if not names or part.name in names]
    print(summary(outcomes))
    return 0 if all(outcome.ok for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
