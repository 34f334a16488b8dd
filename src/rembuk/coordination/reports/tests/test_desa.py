"""A kabupaten has desa: their bodies are rows of its own, and a matter takes the same way through them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.test import Client

from rembuk.coordination.meetings import actions as meetings
from rembuk.coordination.meetings import queries as gathered
from rembuk.coordination.reports import actions, queries, sharing
from rembuk.coordination.reports.tests.conftest import MORNING, WORDS, fresh
from rembuk.foundation.accounts.models import User
from rembuk.foundation.accounts.sessions import BACKEND
from rembuk.foundation.calendar import actions as calendar
from rembuk.foundation.institutions import actions as institutions
from rembuk.foundation.institutions import queries as offices
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.institutions.queries import words as words_of
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import PUBLIC, SYSTEM, Actor
from rembuk.foundation.regulations import actions as regulations
from rembuk.foundation.territory import actions as territories
from rembuk.foundation.territory import queries as of_places
from rembuk.foundation.territory.models import Territory

SEATS = {
    "rt": ("rt", "ketua_rt", "Ketua RT 001", "Suparman"),
    "rw": ("rw", "ketua_rw", "Ketua RW 01", "Sulastri"),
    "desa": ("pemdes", "lurah", "Kepala Desa Sukamaju", "Hartini"),
    "next": ("pemdes", "lurah", "Kepala Desa Sukarukun", "Wagiman"),
    "kecamatan": ("kecamatan", "camat", "Camat Sumber", "Rusdi"),
    "kabupaten": ("kota", "wali_kota", "Bupati Arunika", "Nurhayati"),
}


@dataclass(frozen=True)
class Kabupaten:
    """Its places and bodies."""

    places: dict[str, Territory]
    bodies: dict[str, Institution]

    def actor(self, name: str) -> Actor:
        """Whoever sits there."""
        return offices.actor(User.objects.get(name=SEATS[name][3]))


@pytest.fixture
def kabupaten(db: None) -> Iterator[Kabupaten]:
    """Two desa in a kecamatan of a kabupaten, whose Pemerintahan named its kinds."""
    with clock.standing(MORNING):
        places: dict[str, Territory] = {}
        for name, parent, level, words, number, code in (
            ("provinsi", "", "provinsi", "Nusa Arunika", None, "98"),
            ("kabupaten", "provinsi", "kabupaten", "Kabupaten Arunika", None, "98.01"),
            ("kecamatan", "kabupaten", "kecamatan", "Sumber", None, "98.01.01"),
            ("desa", "kecamatan", "desa", "Sukamaju", None, "98.01.01.2001"),
            ("next", "kecamatan", "desa", "Sukarukun", None, "98.01.01.2002"),
            ("rw", "desa", "rw", "", 1, ""),
            ("rt", "rw", "rt", "", 1, ""),
        ):
            above = places.get(parent)
            places[name] = territories.add(
                actor=SYSTEM, parent=above, level=level, name=words, number=number, code=code
            )
            if name == "kabupaten":
                territories.serve(actor=SYSTEM, territory=places[name])
                places[name].refresh_from_db()
        of_places.levels.forget()
        regulations.fill_first(SYSTEM)
        calendar.fill_year(actor=SYSTEM, year=2026)
        institutions.fill_first(SYSTEM)
        meetings.fill_first(SYSTEM)
        institutions.add_kind(actor=SYSTEM, key="pemdes", label="Pemerintah Desa", tier="kelurahan")
        institutions.add_kind(actor=SYSTEM, key="bpd", label="Badan Permusyawaratan Desa", tier="kelurahan")
        institutions.name_kind(
            actor=SYSTEM, kind=offices.kind("kota"), label="Pemerintah Kabupaten", starts=clock.today()
        )
        bodies = {}
        for name, (kind, role, title, person) in SEATS.items():
            bodies[name] = institutions.add_institution(
                actor=SYSTEM, kind=offices.kind(kind), name=f"{kind} {name}", territory=places[name]
            )
            seat = institutions.add_position(actor=SYSTEM, institution=bodies[name], role=role, title=title)
            institutions.appoint(actor=SYSTEM, position=seat, name=person, decree="SK 1", decree_on=date(2025, 2, 3),
                                 starts=date(2025, 2, 3), ends=date(2030, 2, 3))  # fmt: skip
        actions.fill_first(SYSTEM)
        yield Kabupaten(places, bodies)


def test_a_matter_goes_from_the_rt_through_the_desa_to_the_bupati(kabupaten: Kabupaten) -> None:
    got = actions.receive(actor=PUBLIC, category="drainase", text=WORDS, territory=kabupaten.places["rt"])
    report = got.report
    assert report.kelurahan_id == kabupaten.places["desa"].pk
    actions.acknowledge(actor=kabupaten.actor("rt"), report=report)
    for below, above, title in (
        ("rt", "rw", "Ketua RW 01"), ("rw", "desa", "Kepala Desa Sukamaju"), ("desa", "kecamatan", "Camat Sumber"),
        ("kecamatan", "kabupaten", "Bupati Arunika"),
    ):  # fmt: skip
        actions.climb(actor=kabupaten.actor(below), report=fresh(report), basis="urgent", note="Perlu bantuan.")
        assert (fresh(report).holder.title, fresh(report).body) == (title, kabupaten.bodies[above])
    assert [row.code for row in queries.reports(kabupaten.actor("desa")).items] == [report.code]
    assert list(queries.reports(kabupaten.actor("next")).items) == []


def test_the_desa_settles_it_in_its_own_meeting(kabupaten: Kabupaten) -> None:
    report = actions.receive(actor=PUBLIC, category="drainase", text=WORDS, territory=kabupaten.places["desa"]).report
    head = kabupaten.actor("desa")
    actions.acknowledge(actor=head, report=report)
    assert fresh(report).handled_at == "kelurahan"
    keys = [proposal.key for proposal in gathered.proposed(head, kabupaten.bodies["desa"].pk)]
    assert [key for key in keys if str(report.pk) in key]
    meeting = meetings.convene(
        actor=head, institution=kabupaten.bodies["desa"], title="Musyawarah desa", place="Balai desa",
        starts_at=MORNING + timedelta(days=1), keys=keys,
    )  # fmt: skip
    meetings.start(actor=head, meeting=meeting)
    for row in gathered.attendances(meeting):
        meetings.mark_present(actor=head, meeting=meeting, attendance=row)
    (item,) = gathered.items(meeting)
    meetings.decide(actor=head, item=item, outcome="agreed", decision="Dana desa memperbaiki saluran.")
    assert fresh(report).status == "settled"


def test_what_a_person_reads_is_of_a_kabupaten_and_its_desa(kabupaten: Kabupaten) -> None:
    report = actions.receive(actor=PUBLIC, category="drainase", text=WORDS, territory=kabupaten.places["rt"]).report
    actions.acknowledge(actor=kabupaten.actor("rt"), report=report)
    for below in ("rt", "rw", "desa", "kecamatan"):
        actions.climb(actor=kabupaten.actor(below), report=fresh(report), basis="urgent", note="Perlu bantuan.")
    page = Client().get(f"/publik/{report.code}/").content.decode()
    for words in ("Diteruskan ke Desa", "Diteruskan ke Kabupaten"):
        assert words in page
    assert "Kabupaten, sampai" in page
    assert not re.search(r"\b[Ll]urah\b|[Ww]ali kota|ke Kelurahan|ke Kota\b", page)
    form = Client().get("/lapor/").content.decode()
    assert "tentang pengurus atau kepala desa?" in form
    assert re.search(r"<label[^>]*>\s*Desa\b", form)
    head = Client()
    head.force_login(User.objects.get(name="Hartini"), backend=BACKEND)
    for address in ("/laporan/kejadian/lapor/", "/laporan/dini/catat/", "/laporan/kejadian/"):
        told = head.get(address).content.decode().replace('value="lurah"', "")
        assert "epala desa, camat, dan bupati" in told, address
        assert not re.search(r"\b[Ll]urah\b|[Ww]ali kota", told), address
    assert words_of.role_labels()["lurah"] == "Kepala desa"
    assert sharing.share_text(fresh(report)).startswith(f"Laporan {report.code}")
    assert "Kabupaten" in sharing.share_text(fresh(report))


def test_a_city_may_have_words_of_its_own(kabupaten: Kabupaten) -> None:
    regulations.set_rule(actor=SYSTEM, key="institutions.head.desa", value="wali nagari", unit="teks",
                         starts=clock.today(), legal_basis="Perda 7/2018", certainty="found")  # fmt: skip
    assert words_of.head("lurah") == "wali nagari"
    with clock.standing(MORNING - timedelta(days=1)):
        assert words_of.head("lurah") == "kepala desa"
    territories.add(actor=SYSTEM, parent=kabupaten.places["kecamatan"], level="kelurahan", name="Sumber Kota",
                    code="98.01.01.1003")  # fmt: skip
    of_places.levels.forget()
    assert words_of.head("lurah") == "lurah atau wali nagari"
    assert of_places.level_name("kelurahan") == "Desa/Kelurahan"


def test_what_is_said_of_the_head_of_a_desa_passes_by(kabupaten: Kabupaten) -> None:
    got = actions.receive(
        actor=PUBLIC, category="pungutan", text="Diminta uang.", territory=kabupaten.places["rt"], passes_by=["lurah"]
    )
    assert got.report.holder.title == "Camat Sumber"
    assert not list(queries.reports(kabupaten.actor("desa")).items)


def test_its_pages_name_the_desa(kabupaten: Kabupaten) -> None:
    report = actions.receive(actor=PUBLIC, category="drainase", text=WORDS, territory=kabupaten.places["rt"]).report
    actions.acknowledge(actor=kabupaten.actor("rt"), report=report)
    assert "pemegang: Ketua RT 001" in Client().get(f"/publik/{report.code}/").content.decode()
    for page in ("/lapor/", "/peta/"):
        assert "Sukamaju" in Client().get(page).content.decode(), page
    client = Client()
    client.force_login(User.objects.get(name="Hartini"), backend=BACKEND)
    assert "Kepala Desa Sukamaju" in client.get("/hari-ini/").content.decode()
