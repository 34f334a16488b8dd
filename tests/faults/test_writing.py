"""Eight writers at once, a consumer behind them and a backup in the middle: nothing is refused, lost or missed.

Some seconds, or as long as REMBUK_WRITING says (`make faults`).
"""

import json
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.support.site import Site, command, environment

pytestmark = pytest.mark.faults

WRITERS = 8
SECONDS = float(os.environ.get("REMBUK_WRITING", "3"))
BEGUN = """
import json, os, time
from pathlib import Path
from django.db import connection, transaction
from rembuk.coordination.reports import actions
from rembuk.coordination.reports.models import Report
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.audit.models import Event
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.flow import Step
home, number, seconds = Path(os.environ["REMBUK_HOME"]), int(os.environ["WRITER"]), float(os.environ["SECONDS"])
report = Report.objects.order_by("code").first()
(home / f"ready-{number}").touch()
while not (home / "go").exists():
    time.sleep(0.02)
end = time.monotonic() + seconds
"""
# All turn over the same row, and receive reports of their own. Two of them are slow to commit, so that what they wrote
# becomes visible after what was written later; in a file that would only hold up the others.
WRITE = f"""{BEGUN}
nudge, codes, moved = Step("nudge", frozenset({{report.status}}), "", "", "", "", "reports.nudged"), [], 0
slow = 0.4 if number < 2 and connection.vendor == "postgresql" else 0
while time.monotonic() < end:
    with transaction.atomic():
        made = actions.receive(
            actor=SYSTEM, category="drainase", territory=report.territory, text=f"Got mampet {{number}} {{len(codes)}}"
        )
        time.sleep(slow)
    codes.append(made.report.code)
    try:
        with transaction.atomic():
            audit.move(SYSTEM, Report.objects.get(pk=report.pk), nudge)
            time.sleep(slow)
        moved += 1
    except Refused as refused:
        if refused.code != "stale":
            raise
print(json.dumps({{"codes": codes, "moved": moved}}))
"""
# Reads on while they write, and then until it has met everything.
FOLLOW = f"""{BEGUN}
met = []
while time.monotonic() < end:
    if not audit.read_on(name="gangguan", limit=50, take=lambda told: met.extend(one.id for one in told)):
        time.sleep(0.01)
while not (home / "written").exists():
    time.sleep(0.05)
until = time.monotonic() + 60
while len(met) < Event.objects.count() and time.monotonic() < until:
    audit.read_on(name="gangguan", limit=500, take=lambda told: met.extend(one.id for one in told))
print(json.dumps({{"met": len(met), "twice": len(met) - len(set(met)), "all": Event.objects.count()}}))
"""
STANDING = """
import json
from rembuk.coordination.reports.models import Report
from rembuk.foundation.audit.models import Event
first = Report.objects.order_by("code").first()
codes = sorted(Report.objects.values_list("code", flat=True))
print(json.dumps({"codes": codes, "version": first.version, "events": Event.objects.count()}))
"""


def told(site: Site, code: str) -> dict[str, object]:
    """What a few lines of Python print about the database."""
    answer = json.loads(site.rembuk("shell", "-v", "0", "-c", code).stdout.splitlines()[-1])
    assert isinstance(answer, dict)
    return answer


def begun(site: Site, number: int, code: str) -> "subprocess.Popen[str]":
    """A process of the program that waits for the others."""
    env = environment(site.home, site.database, WRITER=str(number), SECONDS=str(SECONDS))
    words = command("shell", "-v", "0", "-c", code)
    return subprocess.Popen(words, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def came(process: "subprocess.Popen[str]") -> dict[str, object]:
    """What it printed in the end."""
    out, err = process.communicate(timeout=SECONDS + 240)
    assert process.returncode == 0, err[-3000:]
    answer = json.loads(out.splitlines()[-1])
    assert isinstance(answer, dict)
    return answer


def files(home: Path) -> list[str]:
    """The files of a home, by name; they are named by their content."""
    kept = home / "files"
    return sorted(str(path.relative_to(kept)) for path in kept.rglob("*") if path.is_file())


def test_eight_writers_a_consumer_and_a_backup(city: Site, tmp_path: Path) -> None:
    before = told(city, STANDING)
    writers = [begun(city, number, WRITE) for number in range(WRITERS)]
    processes = [*writers, begun(city, WRITERS, FOLLOW)]
    end = time.monotonic() + 120
    while not all((city.home / f"ready-{n}").exists() for n in range(len(processes))) and time.monotonic() < end:
        time.sleep(0.05)
    (city.home / "go").touch()
    archive = tmp_path / "all.tar.gz"
    city.rembuk("backup", str(archive), "-q")
    answers = [came(writer) for writer in writers]
    (city.home / "written").touch()
    follower, after = came(processes[-1]), told(city, STANDING)
    codes = [code for answer in answers for code in answer["codes"]]  # type: ignore[attr-defined]
    moved = sum(int(answer["moved"]) for answer in answers)  # type: ignore[call-overload]
    assert all(answer["codes"] for answer in answers)
    assert sorted([*before["codes"], *codes]) == after["codes"]  # type: ignore[misc]
    assert after["version"] == before["version"] + moved  # type: ignore[operator]
    assert (follower["met"], follower["twice"]) == (after["events"], 0)
    comes_back(city, archive, before, after, tmp_path / "elsewhere")


def comes_back(city: Site, archive: Path, before: dict[str, object], after: dict[str, object], home: Path) -> None:
    """On another machine, and from PostgreSQL in a file: one moment of the writing, whole, with all files."""
    home.mkdir()
    other = Site(home)
    shutil.copytree(city.home / "keys", home / "keys")
    start = time.monotonic()
    other.rembuk("restore", str(archive), "-q")
    took, kept = time.monotonic() - start, told(other, STANDING)
    assert set(before["codes"]) <= set(kept["codes"]) <= set(after["codes"])  # type: ignore[call-overload]
    assert before["events"] <= kept["events"] <= after["events"]  # type: ignore[operator]
    assert files(home) == files(city.home)
    for site in (other, city):
        verified = site.rembuk("verify", "-q", check=False)
        assert verified.returncode == 0, verified.stdout + verified.stderr
    lost = after["events"] - kept["events"]  # type: ignore[operator]
    print(
        f"drill: restored in {took:.1f} s; {lost} of {after['events']} events came after the backup and would be lost"
    )
