"""Power loss: `kill -9` of the server, the worker and each command that works, in the middle of it.

Afterwards the chain is whole, what was acknowledged is there exactly once, and what was begun ended or ran again.
Fifty kills in all, on each kind of database; REMBUK_KILLS says how many (`make faults KILLS=1000`), REMBUK_SEED when.
"""

import contextlib
import http.client
import http.cookiejar
import json
import os
import random
import sqlite3
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from rembuk.config import backup
from rembuk.front.portal.views.hearing import MOST
from tests.support.postgres import Cluster
from tests.support.site import Site
from tests.support.tools import ROOT

pytestmark = pytest.mark.faults

# The share of each in fifty kills.
SHARES = {"server": 12, "work": 10, "import": 8, "deliver": 5, "tick": 5, "backup": 5, "fridays": 5}
KILLS, SEED = int(os.environ.get("REMBUK_KILLS", "50")), int(os.environ.get("REMBUK_SEED", "6"))
# Reports of one household: half of what is heard from an address, for some are sent twice.
HEARD = MOST // 2
ROWS = 1500
MAP = ROOT / "examples" / "contoh.toml"

COUNT = """
from rembuk.coordination.reports.models import Report, Request, Wording
from rembuk.foundation.audit.models import Event
import json
keys = list(Request.objects.filter(key__startswith="gangguan-").values_list("key", "report__code"))
told = Event.objects.filter(subject_kind="reports.report", seq=1).count()
print(json.dumps({"keys": keys, "reports": Report.objects.count(), "words": Wording.objects.count(), "told": told,
                  "imported": Report.objects.filter(source="contoh").count()}))
"""
INBOX = """
from rembuk.foundation.notices.models import Delivery, Message
from rembuk.foundation.tallies import actions
from rembuk.foundation.tallies.models import Count
import json
counts = lambda: sorted(map(list, Count.objects.exclude(amount=0).values_list("path", "kind", "state", "amount")))
running, keys = counts(), sorted(Message.objects.values_list("key", flat=True))
pairs = list(Delivery.objects.values_list("message__key", "channel", "address"))
actions.rebuild()
print(json.dumps({"messages": keys, "twice": len(pairs) - len(set(pairs)), "counts_right": running == counts()}))
"""

# Everything is to be told and counted again, as after a restore.
AGAIN = """
from rembuk.foundation.audit.models import Reader
from rembuk.foundation.notices.models import Delivery, Message
from rembuk.foundation.tallies.models import Count
for model in (Delivery, Message, Count, Reader):
    model.objects.all().delete()
"""
LETTERS = """
from rembuk.foundation.audit.models import Event
from rembuk.foundation.notices.models import Delivery, Message
import json
keys = list(Message.objects.values_list("key", flat=True))
pairs = list(Delivery.objects.values_list("message__key", "channel", "address"))
print(json.dumps({"messages": len(keys), "twice": len(pairs) - len(set(pairs)), "events": Event.objects.count()}))
"""
ASK = """
from rembuk.coordination.visits import actions, rules
from rembuk.foundation.institutions import queries as offices
from rembuk.foundation.institutions.models import Appointment
term = Appointment.objects.filter(position__role__in=["wali_kota", "petugas_kota"], ends=None).first()
actions.ask(actor=offices.actor(term.user, term.pk))
"""
PLANS = """
from rembuk.coordination.visits.models import Rotation
import json
print(json.dumps({"plans": sorted(Rotation.objects.values_list("year", "number", "status"))}))
"""


def told(site: Site, code: str) -> dict[str, object]:
    """What a few lines of Python print about the database."""
    answer = json.loads(site.rembuk("shell", "-v", "0", "-c", code).stdout.splitlines()[-1])
    assert isinstance(answer, dict)
    return answer


def moments(of: str, first: float, last: float) -> Iterator[float]:
    """Seconds to wait before each kill of one kind: anywhere in the span, the same for the same seed."""
    kills, chance = -(-KILLS * SHARES[of] // sum(SHARES.values())), random.Random(f"{SEED} {of}")
    print(f"{of}: {kills} kills, REMBUK_SEED={SEED}")
    for _ in range(kills):
        yield chance.uniform(first, last)


def whole(site: Site) -> None:
    """The chain holds, and every row is as its last event says."""
    verified = site.rembuk("verify", "-q", check=False)
    assert verified.returncode == 0, verified.stdout + verified.stderr


class Household(urllib.request.HTTPHandler):
    """An address of its own on this machine: so many reports an hour are heard from one."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.connect = partial(http.client.HTTPConnection, source_address=(f"127.0.0.{2 + number}", 0))

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        """From that address."""
        return self.do_open(self.connect, req)


class Resident:
    """Sends reports one after the other, each again with its key until it is acknowledged, as a phone's outbox does.

    After some the neighbours go on, or a fast machine would hear too many of one address.
    """

    def __init__(self, site: Site) -> None:
        self.site, self.sent, self.ending = site, dict[str, str](), threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)

    def run(self) -> None:
        """Until told to end."""
        number = 0
        while not self.ending.is_set():
            key = f"gangguan-{number:03d}"
            try:
                self.sent[key] = self.send(key, Household(number // HEARD))
                number += 1
            except (OSError, urllib.error.URLError, http.client.HTTPException):
                time.sleep(0.05)

    def next(self, seconds: float = 60) -> None:
        """Waits until one more is acknowledged."""
        before, end = len(self.sent), time.monotonic() + seconds
        while len(self.sent) == before and time.monotonic() < end:
            time.sleep(0.02)

    def send(self, key: str, household: Household) -> str:
        """The address of the receipt."""
        jar = http.cookiejar.CookieJar()
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar), household)
        page = browser.open(f"{self.site.url}/lapor/", timeout=5).read().decode()
        token = next(cookie.value for cookie in jar if cookie.name == "csrftoken")
        kelurahan = page.split(">Kayuringinjaya<")[0].rsplit('value="', 1)[1].split('"')[0]
        fields = {
            "csrfmiddlewaretoken": token, "text": f"Got mampet, laporan {key}", "category": "drainase",
            "kelurahan": kelurahan, "rw": "2", "rt": "1", "request_key": key,
        }  # fmt: skip
        reply = browser.open(f"{self.site.url}/lapor/", urllib.parse.urlencode(fields).encode(), timeout=5)
        assert "/lapor/" in reply.url, reply.url
        return str(reply.url)


def test_a_killed_server_loses_and_doubles_nothing(city: Site) -> None:
    before = told(city, COUNT)
    city.start()
    resident = Resident(city)
    resident.thread.start()
    for number, wait in enumerate(moments("server", 0.2, 1.4)):
        # Every other one falls so long after an acknowledgement: a slow machine hears some between two kills too.
        if number % 2:
            resident.next()
        time.sleep(wait)
        city.kill()
        city.start()
    time.sleep(1)
    resident.ending.set()
    resident.thread.join(20)
    city.kill()
    after = told(city, COUNT)
    kept = dict(after["keys"])  # type: ignore[call-overload]
    assert len(resident.sent) >= 5
    assert set(resident.sent) <= set(kept)
    assert all(kept[key] in url for key, url in resident.sent.items())
    new = after["reports"] - before["reports"]  # type: ignore[operator]
    assert new == len(kept) <= len(resident.sent) + 1
    assert after["words"] - before["words"] == after["told"] - before["told"] == new  # type: ignore[operator]
    whole(city)


def killed(site: Site, name: str, *words: str) -> None:
    """Kills a command again and again, somewhere between its first second and what it takes at most."""
    for wait in moments(name, 0.5, 3.0):
        site.start(name, *words)
        time.sleep(wait)
        site.kill()


def test_a_killed_worker_and_a_killed_delivery_lose_and_double_nothing(city: Site) -> None:
    city.rembuk("shell", "-c", AGAIN)
    for wait in moments("work", 1.2, 4.0):
        city.start("work")
        time.sleep(wait)
        city.kill()
    killed(city, "deliver")
    city.rembuk("deliver")
    city.start("work")
    end, first = time.monotonic() + 120, told(city, INBOX)
    while time.monotonic() < end and not first["counts_right"]:
        time.sleep(2)
        first = told(city, INBOX)
    city.kill()
    assert first["counts_right"]
    keys = first["messages"]
    assert isinstance(keys, list)
    assert len(keys) == len(set(keys)) > 100
    assert first["twice"] == 0
    # What was told stays told.
    city.rembuk("deliver")
    assert told(city, INBOX) == first
    whole(city)


def history(folder: Path) -> Path:
    """Invented complaints in the shape of examples/contoh-laporan.csv."""
    file = folder / "riwayat.csv"
    lines = ["nomor,masuk,dijawab,isi,topik,instansi,kec,kel"]
    for number in range(ROWS):
        day = f"2025-0{1 + number % 9}-{1 + number % 28:02d}"
        lines.append(
            f"G-{number:05d},{day} 08:15,{day} 15:40,Sampah belum diangkut nomor {number}.,Sampah,"
            "Dinas Lingkungan Hidup,Bekasi Selatan,Kayuringin Jaya"
        )
    file.write_text("\n".join(lines) + "\n")
    return file


def imported(site: Site) -> int:
    """How many of them are in the database, asked without starting the program."""
    question = "SELECT count(*) FROM reports_report WHERE source = 'contoh'"
    cluster = Cluster.of_environment()
    if cluster:
        return int(cluster.sql(question, site.name))
    with contextlib.closing(sqlite3.connect(site.home / "rembuk.sqlite3")) as database:
        return int(database.execute(question).fetchone()[0])


def test_a_killed_import_is_whole_or_not_at_all(city: Site, tmp_path: Path) -> None:
    file, seen = history(tmp_path), set()
    for wait in moments("import", 0.8, 4.0):
        city.start("import", "reports", str(file), "--map", str(MAP), "-q")
        time.sleep(wait)
        city.kill()
        seen.add(imported(city))
    assert seen <= {0, ROWS}, seen
    done = city.rembuk("import", "reports", str(file), "--map", str(MAP), "-q", "--json")
    assert json.loads(done.stdout.splitlines()[-1])["rows"] == ROWS
    after = told(city, COUNT)
    assert after["imported"] == ROWS
    assert after["reports"] == after["words"] == after["told"]
    whole(city)


def test_what_a_killed_tick_left_the_next_one_does_once(city: Site) -> None:
    clock = city.home / "clock"
    today = float(clock.read_text()) if clock.exists() else 0
    clock.write_text(f"{today + 40 * 86400:.0f}")
    before = told(city, LETTERS)
    killed(city, "tick")
    city.rembuk("tick")
    after = told(city, LETTERS)
    assert after["events"] > before["events"]  # type: ignore[operator]
    # A clock that goes back an hour finds nothing to do again, and breaks no chain.
    clock.write_text(f"{today + 40 * 86400 - 3600:.0f}")
    assert not any(json.loads(city.rembuk("tick", "--json").stdout).values())
    assert told(city, LETTERS) == after
    whole(city)
    clock.write_text(f"{today + 41 * 86400:.0f}")
    city.rembuk("tick")
    whole(city)


def test_an_archive_is_whole_or_not_there(city: Site, tmp_path: Path) -> None:
    for number, wait in enumerate(moments("backup", 0.5, 3.0)):
        archive = tmp_path / f"{number}.tar.gz"
        city.start("backup", str(archive), "-q")
        time.sleep(wait)
        city.kill()
        assert not archive.exists() or backup.check(archive)["rows"]
    city.rembuk("backup", str(archive), "-q")
    assert backup.check(archive)["rows"]
    whole(city)


def test_a_killed_planner_plans_once(city: Site) -> None:
    city.rembuk("shell", "-c", ASK)
    asked = told(city, PLANS)["plans"]
    assert isinstance(asked, list)
    killed(city, "fridays")
    city.rembuk("fridays")
    after = told(city, PLANS)["plans"]
    assert isinstance(after, list)
    assert [plan[:2] for plan in after] == [plan[:2] for plan in asked]
    assert "asked" not in {plan[2] for plan in after}
    whole(city)
