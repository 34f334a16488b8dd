"""A morning of meetings: twenty minute-takers write at once, and a hundred people come through one door.

`convene` is run by `rembuk shell` in the city; `measure` sends what browsers would send.
"""

import json
import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import timedelta
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from bench.pages import Served
from bench.row import Row, at_most
from tests.support.postgres import Cluster

T = TypeVar("T")
MEETINGS, COMERS = 20, 100
SAVES, PAUSE = 20, 1.0  # of each minute-taker, and seconds between two of them
AUTOSAVE_MS, DOOR_SECONDS = 150.0, 60.0
ARRIVED = "SELECT count(*) FROM meetings_attendance WHERE meeting_id = '{}' AND arrived_at IS NOT NULL"
TOLD = "SELECT count(*) FROM audit_event WHERE subject_id = '{}' AND verb = 'meetings.checked_in'"


@dataclass(frozen=True, slots=True)
class Morning:
    """The pages of the minute-takers with their sessions; the door of the large meeting, its id, and who comes."""

    pages: list[tuple[str, str]]
    door: str
    meeting: str
    comers: list[str]


def convene(path: str) -> None:
    """Twenty kelurahan meet, each with three items; one of them has invited all its RT and RW. Written as JSON."""
    from django.db.models import Q

    from rembuk.coordination.meetings import actions, door, queries
    from rembuk.coordination.meetings.models import Kind
    from rembuk.foundation.institutions import queries as offices
    from rembuk.foundation.institutions.models import Appointment
    from rembuk.foundation.kernel import clock

    now = Q(ends=None) | Q(ends__gt=clock.today())
    held = Appointment.objects.filter(now).select_related("user", "position__institution").order_by("id")
    pages = []
    for term in held.filter(position__role="lurah")[:MEETINGS]:
        actor, body = offices.actor(term.user, term.pk), term.position.institution
        meeting = actions.convene(actor=actor, institution=body, title="Rapat pagi", place=f"Aula {body}",
                                  starts_at=clock.now() + timedelta(minutes=90))  # fmt: skip
        for number in range(3):
            actions.add_item(actor=actor, meeting=meeting, title=f"Butir {number}")
        actions.start(actor=actor, meeting=meeting)
        pages.append((f"/rapat/{meeting.code}/notulen/1/", session(term.user)))
    training = actions.convene(
        actor=actor, institution=body, title="Bimtek", place=f"Lapangan {body}", kind=Kind.objects.get(key="bimtek"),
        starts_at=clock.now() + timedelta(minutes=95),
    )  # fmt: skip
    invited = [row.position_id for row in queries.attendances(training)]
    comers = [session(term.user) for term in held.filter(position__in=invited)[:COMERS]]
    assert len(comers) == COMERS, len(comers)
    told = Morning(pages, f"/rapat/hadir/{door.token(training)}/", str(training.pk), comers)
    Path(path).write_text(json.dumps(asdict(told)))


def session(user: Any) -> str:
    """The cookie of somebody who has signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from rembuk.foundation.accounts import sessions

    store = SessionStore()
    store.update({SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: sessions.BACKEND,
                  HASH_SESSION_KEY: user.get_session_auth_hash()})  # fmt: skip
    store.save()
    return f"sessionid={store.session_key}"


def measure(rembuk: Served, told: Morning, cluster: Cluster, database: str) -> Iterator[Row]:
    """All minute-takers at once; then everybody at the door, each pressing twice."""
    writers = [Person(rembuk.url, path, cookie) for path, cookie in told.pages]
    took = sorted(one for many in together(lambda who: who.write(), writers) for one in many)
    slow = took[int(len(took) * 0.95)]
    name = f"menyimpan notulen, {len(writers)} rapat sekaligus, p95"
    yield at_most(name, slow * 1000, "ms", AUTOSAVE_MS)
    comers = [Person(rembuk.url, told.door, cookie) for cookie in told.comers]
    started = time.perf_counter()
    together(lambda who: who.arrive(), comers)
    seconds = time.perf_counter() - started
    counted = [int(cluster.sql(asked.format(told.meeting), database)) for asked in (ARRIVED, TOLD)]
    if counted != [len(comers), len(comers)]:
        raise SystemExit(f"{len(comers)} came, {counted[0]} are noted, {counted[1]} events tell of it")
    yield at_most(f"{len(comers)} orang hadir lewat QR, masing-masing menekan dua kali", seconds, "s", DOOR_SECONDS)


def together(deed: Callable[["Person"], T], persons: Sequence["Person"]) -> list[T]:
    """Each in a thread of its own."""
    with ThreadPoolExecutor(len(persons)) as pool:
        return list(pool.map(deed, persons))


class Person:
    """Somebody who is signed in, on one page with a form."""

    def __init__(self, base: str, path: str, cookie: str) -> None:
        self.parts, self.path = urlsplit(base), path
        answer, page = self._ask("GET", "", {"Cookie": cookie})
        given = "; ".join(one.partition(";")[0] for one in answer.headers.get_all("Set-Cookie", []))
        self.cookie = f"{cookie}; {given}"
        self.token = self._hidden(page, "csrfmiddlewaretoken")
        self.version = self._hidden(page, "version")

    def write(self) -> list[float]:
        """Types on, and is saved each time; seconds that each save took."""
        took = []
        for number in range(SAVES):
            time.sleep(random.Random(f"{self.path}{number}").uniform(0, 2 * PAUSE))
            started = time.perf_counter()
            page = self._send(discussion="Warga menyampaikan keadaan saluran. " * (number + 1), version=self.version)
            took.append(time.perf_counter() - started)
            self.version = self._hidden(page, "version")
        return took

    def arrive(self) -> None:
        """Says so twice, as people do."""
        self._send()
        self._send()

    def _send(self, **fields: str) -> str:
        body = urlencode({"csrfmiddlewaretoken": self.token, **fields})
        head = {"Cookie": self.cookie, "HX-Request": "true", "Content-Type": "application/x-www-form-urlencoded",
                "Referer": self.parts.geturl()}  # fmt: skip
        return self._ask("POST", body, head)[1]

    def _ask(self, method: str, body: str, headers: dict[str, str]) -> tuple[HTTPResponse, str]:
        connection = HTTPConnection(self.parts.hostname or "", self.parts.port, timeout=60)
        connection.request(method, self.path, body, headers)
        answer = connection.getresponse()
        page = answer.read().decode()
        connection.close()
        if answer.status != 200:
            raise SystemExit(f"{method} {self.path} answered {answer.status}")
        return answer, page

    @staticmethod
    def _hidden(page: str, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', page)
        return found[1] if found else ""
