"""What cannot wait for a meeting: a flood up to the mayor and a false alarm, early warnings true and not true, a
complaint that came through LAPOR and was answered. Played hour by hour, beside the stories."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

from rembuk.config.demo import cast, hours, photos
from rembuk.config.demo.city import Made
from rembuk.coordination.reports import actions as reports
from rembuk.coordination.reports import queries
from rembuk.coordination.reports.models import Report
from rembuk.foundation.kernel.actor import PUBLIC, Actor

HOLDER, RESIDENT = "whoever holds it", "a resident"
LURAH, CAMAT, MAYOR = "Lurah Kayuringinjaya", "Camat Bekasi Selatan", "Wali Kota Bekasi"
RT, PAMOR, LPM = "Ketua RT 004 / RW 02 Kayuringinjaya", "Pamor RW 02 Kayuringinjaya", "Anggota LPM Kayuringinjaya 1"


@dataclass(frozen=True)
class Deed:
    """Who does what, and when; a deed's name is that of an action."""

    on: date
    hour: int
    minute: int
    who: str
    name: str
    said: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Alarm:
    """A matter with its course; the first deed tells of it."""

    category: str
    rt: int
    rw: int
    text: str
    deeds: tuple[Deed, ...]
    told: Mapping[str, Any] = field(default_factory=dict)
    photo: str = ""


@dataclass
class Told:
    """The matter once it was told."""

    report: Report | None = None
    secret: str = ""


RAIN, AFTER = date(2026, 1, 15), date(2026, 1, 16)
ALARMS = (
    Alarm(
        "kejadian_banjir", 4, 2, "Air kali meluap, setinggi lutut di dua gang dan masih naik.",
        (
            Deed(RAIN, 18, 20, RT, "receive"),
            Deed(RAIN, 18, 26, LURAH, "acknowledge"),
            Deed(RAIN, 18, 41, LURAH, "tell", {
                "line": "Air setinggi lutut di dua gang, tiga rumah kemasukan.", "done": "Posko dibuka di balai warga.",
                "needs": "Pompa dan perahu karet.", "displaced": 12}),
            Deed(RAIN, 18, 48, LURAH, "climb", {"basis": "urgent", "note": "Pompa kelurahan tidak cukup."}),
            Deed(RAIN, 19, 10, CAMAT, "tell", {
                "line": "Dua pompa kecamatan menyala, air masih naik.", "done": "Dapur umum disiapkan.",
                "needs": "Perahu karet dari BPBD.", "injured": 1, "displaced": 46}),
            Deed(RAIN, 19, 22, CAMAT, "climb", {"basis": "urgent", "note": "Perlu alat dari kota."}),
            Deed(RAIN, 20, 5, MAYOR, "tell", {
                "line": "Perahu karet dan pompa kota tiba, air berhenti naik.", "done": "Warga lansia dipindahkan.",
                "displaced": 46, "injured": 1}),
            Deed(AFTER, 6, 15, CAMAT, "end", {
                "line": "Air surut, semua warga sudah pulang.", "done": "Lumpur dibersihkan bersama warga.",
                "needs": "Tanggul sementara ditinggikan."}),
        ),
        {"victims": {"displaced": 4}}, "banjir",
    ),
    Alarm(
        "kejadian_kebakaran", 1, 3, "Asap tebal dari belakang deretan warung.",
        (
            Deed(date(2026, 1, 22), 16, 5, RESIDENT, "receive"),
            Deed(date(2026, 1, 22), 16, 11, LURAH, "acknowledge"),
            Deed(date(2026, 1, 22), 16, 24, LURAH, "disprove", {
                "text": "Asap dari pembakaran sampah, sudah dipadamkan."}),
        ),
    ),
    Alarm(
        "dini_runtuh", 4, 2, "Pohon besar di dekat pos ronda miring sejak hujan, akarnya terangkat.",
        (
            Deed(date(2026, 1, 12), 9, 30, PAMOR, "receive"),
            Deed(date(2026, 1, 12), 13, 5, LURAH, "acknowledge"),
            Deed(date(2026, 1, 14), 8, 40, LURAH, "come_true", {
                "text": "Tumbang pada malam hari ke jalan, tidak ada yang terluka. Sudah dipotong dan diangkut."}),
        ),
    ),
    Alarm(
        "dini_ketegangan", 2, 3, "Terdengar ajakan berkumpul soal lahan parkir, warga dua gang mulai saling sindir.",
        (
            Deed(date(2026, 1, 19), 19, 15, LPM, "receive"),
            Deed(date(2026, 1, 20), 8, 20, LURAH, "acknowledge"),
            Deed(date(2026, 1, 21), 16, 10, LURAH, "disprove", {
                "text": "Sudah didatangi bersama Bhabinkamtibmas. Hanya salah paham tentang jadwal parkir."}),
        ),
    ),
    Alarm(
        "dini_tanggul", 5, 2, "Retak memanjang di tanggul saluran, tanah di bawahnya mulai turun.",
        (
            Deed(date(2026, 1, 29), 10, 10, PAMOR, "receive"),
            Deed(date(2026, 1, 29), 14, 45, LURAH, "acknowledge"),
        ),
    ),
    Alarm(
        "lampu", 3, 2, "Lampu jalan di tikungan padam sudah lima malam.",
        (
            Deed(date(2026, 1, 13), 7, 20, RESIDENT, "receive"),
            Deed(date(2026, 1, 13), 10, 5, HOLDER, "acknowledge", {"handling": "simple"}),
            Deed(date(2026, 1, 15), 11, 30, HOLDER, "answer", {"text": "Kabelnya putus, diganti besok."}),
            Deed(date(2026, 1, 15), 11, 40, HOLDER, "copy_out"),
            Deed(date(2026, 1, 16), 15, 20, HOLDER, "finish", {"text": "Kabel dan lampu sudah diganti, menyala lagi."}),
            Deed(date(2026, 1, 17), 19, 45, RESIDENT, "confirm", {"satisfied": True, "remark": "Terima kasih."}),
        ),
        {"source": "lapor", "external_ref": "L4188123"},
    ),
)  # fmt: skip


def plan(made: Made) -> Iterator[tuple[datetime, Callable[[], None]]]:
    """Each deed with its moment."""
    for alarm in ALARMS:
        told = Told()
        for deed in alarm.deeds:
            yield hours.at(deed.on, deed.hour, deed.minute), partial(do, made, alarm, told, deed)


def do(made: Made, alarm: Alarm, told: Told, deed: Deed) -> None:
    """The deed, on the matter as it stands then."""
    if deed.name == "receive":
        _receive(made, alarm, told, PUBLIC if deed.who == RESIDENT else made.of(deed.who))
        return
    found = queries.by_id(told.report.pk) if told.report else None
    who = _who(made, deed, found)
    if found is None or who is None:
        return
    secret = {"secret": told.secret} if deed.who == RESIDENT else {}
    getattr(reports, deed.name)(actor=who, report=found, **deed.said, **secret)


def _receive(made: Made, alarm: Alarm, told: Told, actor: Actor) -> None:
    pictures = [photos.photo(alarm.photo)] if alarm.photo else []
    place = made.place(alarm.rt, alarm.rw, cast.PLAYED)
    got = reports.receive(actor=actor, category=alarm.category, text=alarm.text, territory=place, photos=pictures,
                          **alarm.told)  # fmt: skip
    told.report, told.secret = got.report, got.secret


def _who(made: Made, deed: Deed, found: Report | None) -> Actor | None:
    if deed.who == RESIDENT:
        return PUBLIC
    return made.actor(found.holder_id) if deed.who == HOLDER and found else made.of(deed.who)
