"""Every address, for a visitor and the whole cast with the outsider of equal rank next door, held against the law."""

from datetime import date, timedelta
from functools import partialmethod
from http.cookies import SimpleCookie
from typing import Any

from django.db import transaction
from django.test import Client, TestCase, override_settings
from django.urls import reverse

from rembuk.coordination.reports import actions as reports
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.notices import mail
from tests import builders
from tests.screens import law, subjects, world

OK = frozenset({200, 204, 302, 304, 409, 410, 422})
DOOR = "to the door"


class Visits:
    """The city with everything in it, and a browser for each of the cast."""

    def __init__(self) -> None:
        town = builders.city()
        reports.fill_first(SYSTEM)
        self.things = subjects.make(town)
        audit.close_days(clock.now() + timedelta(days=1))
        self.town = town
        self.clients = {law.VISITOR: Client()}
        self.clients |= {name: builders.sign_in(Client(), name) for name in law.CAST}
        self.cookies = {name: client.cookies.output() for name, client in self.clients.items()}
        self.world = world.World(
            town,
            {"code": self.things["public"]["code"], "order": 1, "key": "drainase", "year": 2026, "on": date(2026, 1, 1),
             "day": "2026-01-20", "token": "0" * 64, "step": "settle", "name": "dinas-pekerjaan-umum"},
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
        client.cookies = SimpleCookie(self.cookies[who].replace("Set-Cookie: ", "").replace("\r\n", "; "))
        return spoken(answer)


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
    return CORNERS if alike or portal else (law.VISITOR, *law.CAST)


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
