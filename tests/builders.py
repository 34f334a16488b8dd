"""A small invented city, built through the actions: places, bodies, seats, and a fixed cast.

Each of the cast has an outsider of equal rank next door (`lurah` → `lurah_next`), except where a city has only one
(wali kota, Pemerintahan, Inspektorat, the protection office, the city's complaints officer).

    town = builders.city()
    builders.actor_of("ketua_rt")      # an Actor
    town.position("lurah")             # a Position
    town.rt, town.rt_next, town.rw, town.kelurahan …   # Territories
"""

from dataclasses import dataclass
from datetime import date

from django.test import Client

from rembuk.coordination.meetings import actions as meetings
from rembuk.coordination.reports import actions as reports
from rembuk.foundation.accounts.models import User
from rembuk.foundation.accounts.sessions import BACKEND
from rembuk.foundation.calendar import actions as calendar
from rembuk.foundation.institutions import actions as institutions
from rembuk.foundation.institutions import queries
from rembuk.foundation.institutions.actions import NewAppointment, NewInstitution, NewPosition
from rembuk.foundation.institutions.models import Appointment, Institution, Position
from rembuk.foundation.kernel.actor import SYSTEM, Actor
from rembuk.foundation.regulations import actions as regulations
from rembuk.foundation.territory import actions as territories
from rembuk.foundation.territory.models import Territory
from tests.support import rows

STARTS = date(2025, 2, 3)
ENDS = date(2030, 2, 3)
YEARS = (2026, 2027)
DECREE = "SK 100/2025"


@dataclass(frozen=True)
class Part:
    """A member of the cast: who, in which role, in which body of the city (see `BODIES`), under which title."""

    person: str
    role: str
    body: str
    title: str
    rank: int = 1


# body: (kind, field of City that is its place, name)
BODIES: dict[str, tuple[str, str, str]] = {
    "rt": ("rt", "rt", "RT 001 RW 01"),
    "rt_next": ("rt", "rt_next", "RT 002 RW 01"),
    "rt_far": ("rt", "rt_far", "RT 001 RW 01"),
    "rw": ("rw", "rw", "RW 01"),
    "rw_next": ("rw", "rw_next", "RW 02"),
    "rw_far": ("rw", "rw_far", "RW 01"),
    "lpm": ("lpm", "kelurahan", "LPM Melati Timur"),
    "lpm_next": ("lpm", "kelurahan_next", "LPM Melati Barat"),
    "kelurahan": ("kelurahan", "kelurahan", "Kelurahan Melati Timur"),
    "kelurahan_next": ("kelurahan", "kelurahan_next", "Kelurahan Melati Barat"),
    "kelurahan_far": ("kelurahan", "kelurahan_far", "Kelurahan Kenanga Jaya"),
    "kecamatan": ("kecamatan", "kecamatan", "Kecamatan Melati"),
    "kecamatan_next": ("kecamatan", "kecamatan_next", "Kecamatan Kenanga"),
    "kota": ("kota", "kota", "Pemerintah Kota Arunika"),
    "pemerintahan": ("bagian", "kota", "Bagian Pemerintahan"),
    "opd": ("dinas", "kota", "Dinas Pekerjaan Umum"),
    "opd_next": ("dinas", "kota", "Dinas Lingkungan Hidup"),
    "inspektorat": ("inspektorat", "kota", "Inspektorat"),
    "perlindungan": ("dinas", "kota", "Dinas Perlindungan Perempuan dan Anak"),
}

CAST: dict[str, Part] = {
    "ketua_rt": Part("Slamet Riyanto", "ketua_rt", "rt", "Ketua RT 001 RW 01"),
    "ketua_rt_next": Part("Tumirah Lestari", "ketua_rt", "rt_next", "Ketua RT 002 RW 01"),
    "ketua_rt_far": Part("Ucok Harahap", "ketua_rt", "rt_far", "Ketua RT 001 RW 01"),
    "sekretaris_rt": Part("Wahyu Nugroho", "sekretaris_rt", "rt", "Sekretaris RT 001 RW 01", 2),
    "sekretaris_rt_next": Part("Yanti Kusuma", "sekretaris_rt", "rt_next", "Sekretaris RT 002 RW 01", 2),
    "ketua_rw": Part("Zainal Arifin", "ketua_rw", "rw", "Ketua RW 01"),
    "ketua_rw_next": Part("Anjar Prasetyo", "ketua_rw", "rw_next", "Ketua RW 02"),
    "ketua_rw_far": Part("Bonar Siregar", "ketua_rw", "rw_far", "Ketua RW 01"),
    "sekretaris_rw": Part("Cahyani Dewi", "sekretaris_rw", "rw", "Sekretaris RW 01", 2),
    "sekretaris_rw_next": Part("Darto Utomo", "sekretaris_rw", "rw_next", "Sekretaris RW 02", 2),
    "lpm": Part("Endah Wulandari", "lpm", "lpm", "Anggota LPM"),
    "lpm_next": Part("Fajar Hidayat", "lpm", "lpm_next", "Anggota LPM"),
    "pamor": Part("Gatot Subagyo", "pamor", "rw", "Pamor RW 01", 9),
    "pamor_next": Part("Hesti Rahayu", "pamor", "rw_next", "Pamor RW 02", 9),
    "lurah": Part("Indah Permata", "lurah", "kelurahan", "Lurah Melati Timur"),
    "lurah_next": Part("Joko Santoso", "lurah", "kelurahan_next", "Lurah Melati Barat"),
    "lurah_far": Part("Kartika Sari", "lurah", "kelurahan_far", "Lurah Kenanga Jaya"),
    "sekretaris_kelurahan": Part("Lukman Hakim", "sekretaris_kelurahan", "kelurahan", "Sekretaris Kelurahan", 2),
    "sekretaris_kelurahan_next": Part("Maria Goreti", "sekretaris_kelurahan", "kelurahan_next", "Sekretaris", 2),
    "kasi": Part("Nanang Suryana", "kasi", "kelurahan", "Kasi Ekonomi dan Pembangunan", 3),
    "kasi_next": Part("Oktavia Putri", "kasi", "kelurahan_next", "Kasi Ekonomi dan Pembangunan", 3),
    "petugas_loket": Part("Parjo Wibowo", "petugas_loket", "kelurahan", "Petugas loket", 8),
    "petugas_loket_next": Part("Qori Amalia", "petugas_loket", "kelurahan_next", "Petugas loket", 8),
    "camat": Part("Ratna Ningsih", "camat", "kecamatan", "Camat Melati"),
    "camat_next": Part("Sutrisno Adi", "camat", "kecamatan_next", "Camat Kenanga"),
    "kasi_kecamatan": Part("Teguh Prakoso", "kasi_kecamatan", "kecamatan", "Kasi Pemerintahan Kecamatan", 2),
    "kasi_kecamatan_next": Part("Umi Kalsum", "kasi_kecamatan", "kecamatan_next", "Kasi Pemerintahan Kecamatan", 2),
    "kepala_opd": Part("Vino Maulana", "kepala_opd", "opd", "Kepala Dinas Pekerjaan Umum"),
    "kepala_opd_next": Part("Winarti Utami", "kepala_opd", "opd_next", "Kepala Dinas Lingkungan Hidup"),
    "petugas_opd": Part("Yusuf Ramadhan", "petugas_opd", "opd", "Petugas Dinas Pekerjaan Umum", 2),
    "petugas_opd_next": Part("Zubaidah", "petugas_opd", "opd_next", "Petugas Dinas Lingkungan Hidup", 2),
    "pemerintahan": Part("Agus Salim", "pemerintahan", "pemerintahan", "Kepala Bagian Pemerintahan"),
    "wali_kota": Part("Bambang Wicaksono", "wali_kota", "kota", "Wali Kota Arunika"),
    "petugas_kota": Part("Citra Anggraini", "petugas_kota", "kota", "Petugas pengaduan kota", 2),
    "inspektorat": Part("Dedi Kurniawan", "inspektorat", "inspektorat", "Inspektur"),
    "perlindungan": Part("Erna Sulistyowati", "perlindungan", "perlindungan", "Kepala Bidang Perlindungan"),
}

# An expert council of each kecamatan; made where a test asks for them (see `observers`).
OBSERVERS: dict[str, Part] = {
    "pemantau": Part("Farida Nasution", "pemantau", "kecamatan", "Anggota Dewan Pakar Melati"),
    "pemantau_next": Part("Galih Pamungkas", "pemantau", "kecamatan_next", "Anggota Dewan Pakar Kenanga"),
}

# Who takes proposals into the city's plan and budget; made where a test asks for them (see `planners`).
PLANNERS: dict[str, Part] = {
    "bappeda": Part("Hartini Saraswati", "bappeda", "Badan Perencanaan Pembangunan Daerah", "Petugas Bappeda"),
    "tapd": Part("Imam Santosa", "tapd", "Badan Pengelolaan Keuangan Daerah", "Sekretaris TAPD"),
}


@dataclass(frozen=True)
class City:
    """The places of the city, and whoever and whatever stands there, by the names of the cast."""

    kota: Territory
    kecamatan: Territory
    kecamatan_next: Territory
    kelurahan: Territory
    kelurahan_next: Territory
    kelurahan_far: Territory
    rw: Territory
    rw_next: Territory
    rw_far: Territory
    rt: Territory
    rt_next: Territory
    rt_far: Territory
    bodies: dict[str, Institution]
    cast: dict[str, Appointment]

    def position(self, name: str) -> Position:
        """The seat of one of the cast."""
        return self.cast[name].position

    def user(self, name: str) -> User:
        """One of the cast."""
        return self.cast[name].user

    def institution(self, body: str) -> Institution:
        """A body by its key in BODIES."""
        return self.bodies[body]

    def actor(self, name: str) -> Actor:
        """One of the cast, in office."""
        return actor_of(name)


def actor_of(name: str) -> Actor:
    """One of the cast, in office."""
    return queries.actor(User.objects.get(name=(CAST | OBSERVERS | PLANNERS)[name].person))


def city() -> City:
    """The whole city with first rules, calendar, bodies and cast; built once in a process, then brought back."""
    return rows.once("city", _build)


def city_that_hears() -> City:
    """The city with the first categories of reports; built once too."""
    return rows.once("city that hears", _build_hearing)


def _build_hearing() -> City:
    found = city()
    reports.fill_first(SYSTEM)
    return found


def _build() -> City:
    places = territory()
    regulations.fill_first(SYSTEM)
    for year in YEARS:
        calendar.fill_year(actor=SYSTEM, year=year)
    institutions.fill_first(SYSTEM)
    meetings.fill_first(SYSTEM)
    bodies = _bodies(places)
    return City(**places, bodies=bodies, cast=_cast(bodies))


def territory() -> dict[str, Territory]:
    """A province, a city that is served, two kecamatan, three kelurahan, three RW and three RT."""

    def add(parent: Territory | None, level: str, name: str = "", number: int = 0, code: str = "") -> Territory:
        numbered = number or None
        return territories.add(actor=SYSTEM, parent=parent, level=level, name=name, number=numbered, code=code)

    provinsi = add(None, "provinsi", "Nusa Arunika", code="98")
    kota = add(provinsi, "kota", "Kota Arunika", code="98.71")
    territories.serve(actor=SYSTEM, territory=kota)
    kota.refresh_from_db()
    places = {"kota": kota, "kecamatan": add(kota, "kecamatan", "Melati", code="98.71.01")}
    places["kecamatan_next"] = add(kota, "kecamatan", "Kenanga", code="98.71.02")
    places["kelurahan"] = add(places["kecamatan"], "kelurahan", "Melati Timur", code="98.71.01.1001")
    places["kelurahan_next"] = add(places["kecamatan"], "kelurahan", "Melati Barat", code="98.71.01.1002")
    places["kelurahan_far"] = add(places["kecamatan_next"], "kelurahan", "Kenanga Jaya", code="98.71.02.1001")
    places["rw"] = add(places["kelurahan"], "rw", number=1)
    places["rw_next"] = add(places["kelurahan"], "rw", number=2)
    places["rw_far"] = add(places["kelurahan_next"], "rw", number=1)
    places["rt"] = add(places["rw"], "rt", number=1)
    places["rt_next"] = add(places["rw"], "rt", number=2)
    places["rt_far"] = add(places["rw_far"], "rt", number=1)
    return places


def _bodies(places: dict[str, Territory]) -> dict[str, Institution]:
    wanted = [NewInstitution(queries.kind(kind), name, places[place]) for kind, place, name in BODIES.values()]
    return dict(zip(BODIES, institutions.add_institutions(actor=SYSTEM, rows=wanted), strict=True))


def _cast(bodies: dict[str, Institution]) -> dict[str, Appointment]:
    seats = [NewPosition(bodies[part.body], part.role, part.title, part.rank) for part in CAST.values()]
    positions = institutions.add_positions(actor=SYSTEM, rows=seats)
    wanted = [
        NewAppointment(position, STARTS, name=part.person, decree=DECREE, decree_on=STARTS, ends=ENDS)
        for part, position in zip(CAST.values(), positions, strict=True)
    ]
    return dict(zip(CAST, institutions.appoint_many(actor=SYSTEM, rows=wanted), strict=True))


def observers(town: City) -> None:
    """The observers of both kecamatan, each in a council of its own."""
    kind = institutions.add_kind(actor=SYSTEM, key="dewan", label="Dewan Pakar", tier="kecamatan")
    for part in OBSERVERS.values():
        place = getattr(town, part.body)
        body = institutions.add_institution(actor=SYSTEM, kind=kind, name=f"Dewan Pakar {place.name}", territory=place)
        seat = institutions.add_position(actor=SYSTEM, institution=body, role=part.role, title=part.title)
        institutions.appoint(
            actor=SYSTEM, position=seat, name=part.person, starts=STARTS, ends=ENDS, decree=DECREE, decree_on=STARTS
        )


def planners(town: City) -> None:
    """Bappeda and the budget team, each in an agency of the city."""
    for part in PLANNERS.values():
        body = institutions.add_institution(
            actor=SYSTEM, kind=queries.kind("badan"), name=part.body, territory=town.kota
        )
        seat = institutions.add_position(actor=SYSTEM, institution=body, role=part.role, title=part.title)
        institutions.appoint(
            actor=SYSTEM, position=seat, name=part.person, starts=STARTS, ends=ENDS, decree=DECREE, decree_on=STARTS
        )


def sign_in(client: Client, name: str) -> Client:
    """A browser in which one of the cast is signed in, second factor shown."""
    user = User.objects.get(name=(CAST | OBSERVERS | PLANNERS)[name].person)
    client.force_login(user, backend=BACKEND)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": 0}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client
