"""Power loss: `kill -9` of the server, the worker and an import, fifty times in all, in the middle of their work.

Afterwards the chain is whole, and what was acknowledged is there exactly once.
"""

import contextlib
import http.client
import http.cookiejar
import json
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

from rembuk.front.portal.views.hearing import MOST
from tests.support.postgres import Cluster
from tests.support.site import Site
from tests.support.tools import ROOT

pytestmark = pytest.mark.faults

SERVER, WORKER, IMPORT = 14, 18, 18
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
letters = Delivery.objects.exclude(status="waiting").count()
actions.rebuild()
print(json.dumps({"messages": keys, "letters": letters, "counts_right": running == counts()}))
"""


def told(site: Site, code: str) -> dict[str, object]:
    """What a few lines of Python print about the database."""
    answer = json.loads(site.rembuk("shell", "-v", "0", "-c", code).stdout.splitlines()[-1])
    assert isinstance(answer, dict)
    return answer


def moments(count: int, first: float, last: float) -> Iterator[float]:
    """Seconds to wait before each kill: all over the span, early and late in turn."""
    for number in range(count):
        share = number / max(count - 1, 1)
        yield first + (last - first) * (share if number % 2 else 1 - share)


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
    for number, wait in enumerate(moments(SERVER, 0.2, 1.6)):
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


def test_a_killed_worker_loses_and_doubles_nothing(city: Site) -> None:
    # Everything is to be told and counted again, as after a restore.
    again = "from rembuk.foundation.audit.models import Reader; from rembuk.foundation.tallies.models import Count;"
    again += "from rembuk.foundation.notices.models import Delivery, Message; Delivery.objects.all().delete();"
    again += "Message.objects.all().delete(); Count.objects.all().delete(); Reader.objects.all().delete()"
    city.rembuk("shell", "-c", again)
    for wait in moments(WORKER, 1.2, 4.0):
        city.start("work")
        time.sleep(wait)
        city.kill()
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
    city.rembuk("deliver")
    assert told(city, INBOX)["messages"] == keys
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
    for wait in moments(IMPORT, 0.8, 4.0):
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
