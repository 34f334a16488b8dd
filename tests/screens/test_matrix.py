"""Every address, for a visitor and the whole cast with the outsider of equal rank next door, held against the law."""

from datetime import date, timedelta
from functools import partialmethod
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urljoin

from django.core.cache import cache as shared
from django.db import connection, transaction
from django.test import Client, TestCase, override_settings
from django.urls import resolve, reverse

from rembuk.foundation.audit import actions as audit
from rembuk.foundation.kernel import clock
from rembuk.foundation.notices import mail
from rembuk.foundation.web import health
from tests import builders
from tests.screens import law, probes, subjects, world

OK = frozenset({200, 204, 302, 304, 409, 410, 422})
DOOR = "to the door"


class Visits:
    """The city with everything in it, and a browser for each of the cast."""

    def __init__(self) -> None:
        town = builders.city_that_hears()
        self.things = subjects.make(town)
        audit.close_days(clock.now() + timedelta(days=1))
        # Of a worker, for whoever asks whether the city's work goes on: it lives as long as these tests may take.
        shared.set(health.BEAT, clock.machine_now().timestamp() + 3600, None)
        self.town = town
        self.clients = {law.VISITOR: Client()}
        self.clients |= {name: builders.sign_in(Client(), name) for name in law.CAST}
        self.cookies = {name: client.cookies.output() for name, client in self.clients.items()}
        self.world = world.World(
            town,
            {"code": self.things["public"]["code"], "order": 1, "key": "drainase", "year": 2026, "on": date(2026, 1, 1),
             "day": "2026-01-20", "token": "0" * 64, "step": "settle", "name": "dinas-pekerjaan-umum",
             "form": "json"},
        )  # fmt: skip

    def address(self, line: law.Page) -> str:
        """The address of a line's page."""
        thing = self.things.get(law.SAME.get(line.about, line.about), {})
        if line.about.endswith("on the public pages"):
            thing = self.things[line.step or "public"]
        elif line.step:
            thing = {**thing, "step": line.step}
        if line.name == "files:check":
            thing = {"code": self.things["berita acara"]["code"]}
        found = world.address(self.world, line.name, **thing)
        assert found, f"no address for {line}"
        return found

    def ask(self, who: str, method: str, address: str) -> str:
        """What becomes of a request that leaves nothing behind: neither rows nor cookies."""
        client = self.clients[who]
        with transaction.atomic():
            answer = getattr(client, method)(address)
            transaction.set_rollback(True)
        self.keep_cookies(who)
        return spoken(answer)

    def keep_cookies(self, who: str) -> None:
        """Whatever a page made of them."""
        given = self.cookies[who].replace("Set-Cookie: ", "").replace("\r\n", "; ")
        self.clients[who].cookies = SimpleCookie(given)


def spoken(answer: Any) -> str:
    """An answer in the words of the law."""
    if answer.status_code == 302 and answer.headers["Location"].split("?")[0] == reverse("accounts:sign_in"):
        return DOOR
    return "ok" if answer.status_code in OK else str(answer.status_code)


def expected(line: law.Page, who: str, method: str) -> set[str]:
    """What the law says. Who asks a page by a method that it does not have learns nothing from the answer."""
    may = line.get if method == "get" else line.post
    if who == law.VISITOR and line.name not in law.OPEN:
        return {DOOR}
    if may is None:
        return {"405", "404"}
    if who not in line.sees:
        return {"404"}
    if line.name in law.OWN:
        return {"ok", "403", "404"}
    # Signing out, switching persons and a door already open lead to the door, which is what was asked for.
    return {"ok", DOOR} if who in may and line.name in LEADS_TO_THE_DOOR else {"ok"} if who in may else {"403"}


def asked(line: law.Page) -> tuple[str, ...]:
    """Everybody; of the portal and of a page that is the same for all, a visitor and the corners of the cast."""
    alike = line.sees >= law.ALL and all(may is None or may >= law.ALL for may in (line.get, line.post))
    portal = line.name.startswith("portal:")
    everybody = CORNERS if alike or portal else (law.VISITOR, *law.CAST)
    return everybody if connection.vendor == "sqlite" else one_of_each(line, everybody)


def one_of_each(line: law.Page, everybody: tuple[str, ...]) -> tuple[str, ...]:
    """For each answer that the law has for an address, one of those who get it: another of them at another address.

    Who may is decided by rules that know no kind of database, and everybody asks them on SQLite; PostgreSQL has to
    show only that every page and every refusal works there too.
    """
    alike: dict[tuple[frozenset[str], ...], list[str]] = {}
    for who in everybody:
        answers = tuple(frozenset(expected(line, who, method)) for method in ("get", "post"))
        alike.setdefault(answers, []).append(who)
    place = law.LAW.index(line)
    return tuple(those[place % len(those)] for those in alike.values())


def test_on_postgresql_every_answer_is_asked_for_and_everybody_asks() -> None:
    chosen = {line: one_of_each(line, (law.VISITOR, *law.CAST)) for line in law.LAW}
    for line, few in chosen.items():
        for method in ("get", "post"):
            answers = {frozenset(expected(line, who, method)) for who in (law.VISITOR, *law.CAST)}
            assert {frozenset(expected(line, who, method)) for who in few} == answers, line
    assert set().union(*chosen.values()) == {law.VISITOR, *law.CAST}


def reader(line: law.Page) -> str | None:
    """One who may read a page, and send its form if anybody may."""
    may = [who for who in (law.VISITOR, *READERS, *law.CAST) if who in (line.get or ())]
    return next((who for who in may if who in (line.post or ())), may[0] if may else None)


READERS = ("lurah", "ketua_rt", "kepala_opd", "pemerintahan", "camat")
CORNERS = (law.VISITOR, "ketua_rt_next", "kepala_opd", "pemerintahan", "perlindungan")
LEADS_TO_THE_DOOR = {"accounts:sign_out", "accounts:switch", "accounts:pin", "mfa_authenticate", "account_login"}


def test_every_address_has_a_line_in_the_law() -> None:
    lines = {line.name for line in law.LAW}
    assert sorted(set(world.names()) - lines) == [], "write down who may do what there (tests/screens/law.py)"
    assert sorted(lines - set(world.names())) == [], "these are no addresses any more"


class TheLaw(TestCase):
    """One world for all lines: Django keeps it in a transaction that is never committed. A line is a test."""

    visits: Visits

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.enterClassContext(override_settings(EMAIL_BACKEND=mail.NAME))
        cls.enterClassContext(clock.standing(world.MORNING))
        cls.visits = Visits()

    def answer(self, who: str, address: str, form: dict[str, list[str]] | None = None) -> Any:
        """A page, or what a form leads to; it leaves nothing behind."""
        client = self.visits.clients[who]
        client.raise_request_exception = False
        with transaction.atomic():
            answer = client.get(address) if form is None else client.post(address, form)
            list(answer) if answer.streaming else None
            transaction.set_rollback(True)
        self.visits.keep_cookies(who)
        return answer

    def test_no_word_does_harm_wherever_it_is_shown(self) -> None:
        """All that people write says the probe; each page is read by somebody who may, its address says it too, and
        each of its forms is sent with it in every field."""
        if connection.vendor != "sqlite":
            self.skipTest("what a page makes of a word does not depend on the database")
        wrong: list[str] = []
        asked: set[tuple[object, ...]] = set()

        def look(line: law.Page, who: str, address: str, form: dict[str, list[str]] | None = None) -> Any:
            answer = self.answer(who, address, form)
            how = "" if form is None else "sent "
            wrong.extend(f"{how}{address.partition('?')[0]} ({line}) as {who}: {x}" for x in probes.faults(answer))
            return answer

        with probes.filled() as columns:
            for line, who in ((line, reader(line)) for line in law.LAW):
                if who is None or (line.name, line.step) in asked:
                    continue
                asked.add((line.name, line.step))
                address = self.visits.address(line)
                if not line.about:
                    look(line, who, f"{address}?{probes.QUERY}")
                for form in probes.forms(look(line, who, address)):
                    to = urljoin(address, form.action)
                    key = (resolve(to.partition("?")[0]).view_name, line.step, form.names)
                    if key not in asked:
                        look(line, who, to, form.filled())
                        asked.add(key)
        assert not wrong, "\n".join(wrong)
        assert columns > 100
        assert len(asked) > 300

    def holds(self, line: law.Page) -> None:
        """Asks for everybody, and names whoever was answered otherwise than the law says."""
        address, wrong = self.visits.address(line), []
        for who in asked(line):
            for method in ("get", "post") if line.post is not None else ("get",):
                said, should = self.visits.ask(who, method, address), expected(line, who, method)
                if said not in should:
                    wrong.append(f"{method.upper()} {who}: {said}, by the law {' or '.join(sorted(should))}")
        assert not wrong, "\n".join(["", str(line), *wrong])


for _line in law.LAW:
    setattr(TheLaw, f"test {_line}", partialmethod(TheLaw.holds, _line))
