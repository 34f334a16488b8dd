"""Whoever follows every link that they are shown comes to a page that is there, whole, and in Indonesian.

Each office of the cast looks at one page of each kind that it is led to; of a kind's other addresses a few are opened,
by whoever is led there first. `tests/browser` looks at fewer people and sees what only a browser sees.
"""

from collections import defaultdict, deque
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.core.cache import cache
from django.db import connection, transaction
from django.test import TestCase, override_settings

from rembuk.foundation.kernel import clock
from rembuk.foundation.notices import mail
from tests.browser.survey import ENGLISH, name_of
from tests.screens import law, test_matrix, world

# Of those of equal rank next door one is enough, and whoever helps an office is shown what its head is.
LEFT_OUT = {
    "ketua_rw_next",
    "lurah_next",
    "camat_next",
    "kepala_opd_next",
    "pemantau_next",
    "sekretaris_rt",
    "petugas_kota",
}
WALKERS = tuple(who for who in (law.VISITOR, *law.CAST) if who not in LEFT_OUT)
STARTS = ("/", "/publik/", "/hari-ini/", "/data/")
# How many addresses of one kind are opened beyond the first of each person.
FEW = 3
# A link may lead to a form of others' office (403), which the matrix judges, but never to nothing.
DEAD = {404, 405, 410}
# What nobody reads, and the names that rules have among programmers.
SILENT = {"script", "style", "template", "code"}
# What is read aloud stands in these, and what a field shows before anybody wrote.
SAID = ("aria-label", "placeholder", "alt", "title")
# Addresses that end the walk, and what is made anew for each who asks.
LEFT = {"accounts:sign_out", "accounts:switch", "portal:forget"}


class Shown(HTMLParser):
    """What a page says and where it leads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.words: list[str] = []
        self.silent: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A link, and words in attributes."""
        given = {name: value or "" for name, value in attrs}
        if tag in SILENT:
            self.silent.append(tag)
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        self.words += [given[name] for name in SAID if name in given]

    def handle_endtag(self, tag: str) -> None:
        """The end of what is not shown."""
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        """Words."""
        if not self.silent:
            self.words.append(data)


class Links(TestCase):
    """One world for the whole cast; whatever a page writes is taken back."""

    visits: test_matrix.Visits

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.enterClassContext(override_settings(EMAIL_BACKEND=mail.NAME))
        cls.enterClassContext(clock.standing(world.MORNING))
        cls.visits = test_matrix.Visits()

    def opened(self, who: str, address: str) -> Any:
        """An answer that leaves nothing behind."""
        client = self.visits.clients[who]
        client.raise_request_exception = False
        with transaction.atomic():
            answer = client.get(address)
            list(answer) if answer.streaming else None
            transaction.set_rollback(True)
        self.visits.keep_cookies(who)
        return answer

    def walk(self, who: str, known: dict[str, set[str]]) -> tuple[set[str], list[str]]:
        """The kinds of page that somebody came to, and what was wrong; `known` was opened by somebody."""
        line, seen, queued, faults = deque((at, "the door") for at in STARTS), set[str](), set(STARTS), list[str]()
        while line:
            address, before = line.popleft()
            name = name_of(urlsplit(address).path)
            if name in seen and (address in known[name] or len(known[name]) >= FEW):
                continue
            seen.add(name)
            known[name].add(address)
            answer = self.opened(who, address)
            if answer.status_code in DEAD or answer.status_code >= 500:
                faults.append(f"{who}: {address} ({name}) from {before}: {answer.status_code}")
            target, shown = answer.headers.get("Location"), None
            if target is None and "text/html" in answer.headers.get("Content-Type", "") and not answer.streaming:
                shown = Shown(answer.content.decode())
                said = sorted(set(ENGLISH.findall(" ".join(shown.words))))
                faults += [f"{who}: {address} ({name}): English {word!r}" for word in said]
            for link in [target] if target else shown.links if answer.status_code == 200 and shown else []:
                to = urlsplit(urljoin(f"http://testserver{address}", link))
                short = to.path + (f"?{to.query}" if to.query else "")
                where = name_of(to.path)
                if to.netloc == "testserver" and short not in queued and where not in LEFT:
                    queued.add(short)
                    line.append((short, address))
        return seen, faults

    def test_every_link_that_somebody_is_shown_leads_somewhere(self) -> None:
        """For the whole cast."""
        if connection.vendor != "sqlite":
            self.skipTest("where a page leads does not depend on the database")
        known: dict[str, set[str]] = defaultdict(set)
        reached: set[str] = set()
        wrong: list[str] = []
        for who in WALKERS:
            cache.clear()
            seen, faults = self.walk(who, known)
            reached |= seen
            wrong += faults
        assert not wrong, "\n".join(["", *wrong])
        assert len(reached) > 100, sorted(reached)
