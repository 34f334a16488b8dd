"""The mayor's Fridays of the demo: a plan in March, a rembuk, and what became of its promises. One was found late when
the mayor sat in the next kelurahan at the end of June, and kept in July."""

from collections.abc import Callable, Iterator, MutableMapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from rembuk.config.demo import cast, hours, photos, works
from rembuk.config.demo.city import Made
from rembuk.config.demo.dice import sure
from rembuk.config.demo.stories import Story
from rembuk.coordination.decisions import actions as decisions
from rembuk.coordination.decisions import queries as work
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.meetings import actions as meetings
from rembuk.coordination.meetings import queries as halls
from rembuk.coordination.meetings.models import Meeting
from rembuk.coordination.visits import actions, drafting, queries
from rembuk.coordination.visits.models import Gathering
from rembuk.foundation.kernel.actor import Actor

Deeds = Iterator[tuple[datetime, Callable[[], object]]]
KEEPER, MAYOR = "Petugas Pengaduan Kota Bekasi", "Wali Kota Bekasi"
PLANNED, RENEWED = date(2025, 3, 4), date(2026, 1, 5)
# So many of the invited come.
CAME = 14
TIDINGS = (
    "Akta kelahiran kini diurus di kantor kelurahan, selesai hari itu juga.",
    "Truk sampah lewat tiga kali seminggu; jadwalnya ditempel di pos RW.",
)
# Kind, first and last day, how many places on a Friday of them, why.
PAUSES = (
    ("fasting", date(2025, 3, 1), date(2025, 3, 29), 1, "Jumat pagi lebih pendek"),
    ("fasting", date(2026, 2, 18), date(2026, 3, 19), 1, "Jumat pagi lebih pendek"),
    ("closed", date(2025, 12, 26), date(2026, 1, 1), 0, "Tutup buku akhir tahun"),
)
LAMP, GUTTER = "Pasang lagi lampu gang di RW 02", "Keruk saluran di depan musala RW 02"


@dataclass(frozen=True)
class Said:
    """What somebody says, and what it becomes; of a promise, who leads and until when."""

    rw: int
    text: str
    outcome: str
    title: str = ""
    unit: str = ""
    due: date | None = None


@dataclass(frozen=True)
class Friday:
    """A rembuk of the play: when, where, and what is said."""

    on: date
    code: str
    kelurahan: str
    said: tuple[Said, ...]


FIRST = Friday(date(2025, 3, 14), cast.PLAYED, "Kayuringinjaya", (
    Said(2, "Lampu gang mati sejak awal tahun, anak-anak takut pulang mengaji.", "follow_up", LAMP, "Dishub",
         date(2025, 6, 13)),
    Said(2, "Saluran di depan musala penuh lumpur, setiap hujan meluap.", "follow_up", GUTTER, "DBMSDA",
         date(2025, 4, 30)),
    Said(3, "Pengajian dan posyandu berebut balai warga setiap Rabu pagi.", "decision",
         "Posyandu memakai balai warga setiap Rabu pagi, pengajian pindah ke sore."),
    Said(1, "Minta satu laptop untuk setiap RW tahun ini juga.", "refused",
         "Belum ada anggarannya; diusulkan lewat musrenbang 2026."),
))  # fmt: skip
SECOND = Friday(date(2025, 6, 20), cast.NEIGHBOURS[1], "Jakasetia", (
    Said(1, "Pohon di depan sekolah condong ke jalan.", "follow_up", "Pangkas pohon condong di depan sekolah RW 01",
         "DLH", date(2025, 7, 11)),
    Said(2, "Minta pos ronda dibangun bertingkat.", "refused", "Pos yang ada masih cukup; atapnya diperbaiki warga."),
))  # fmt: skip
LAST = Friday(date(2026, 1, 23), cast.NEIGHBOURS[0], "Margajaya", (
    Said(1, "Jalan gang berlubang setelah galian pipa.", "follow_up", "Tutup lubang bekas galian pipa di RW 01",
         "DBMSDA", date(2026, 2, 27)),
    Said(2, "Tumpukan sampah di ujung gang tidak pernah habis.", "report"),
    Said(2, "Minta karcis parkir pasar dihapus.", "refused", "Tarifnya diatur perda; juru parkir liar ditertibkan."),
))  # fmt: skip
# How the report goes on whose sender nobody knows.
GOES_ON = {"new": "acknowledge", "rt": "settle", "rw": "settle", "kelurahan": "settle", "settled": "silence"}


def plan(made: Made, stories: MutableMapping[Any, Story]) -> Deeds:
    """Each deed with its moment."""
    first, second, last = (Held(made, stories, one) for one in (FIRST, SECOND, LAST))
    yield hours.at(PLANNED, 8, 30), partial(publish, made)
    for held in (first, second, last):
        yield hours.at(held.friday.on - timedelta(days=4), 9, 0), held.invite
        yield hours.office(hours.at(held.friday.on, 15, 55)), held.lock
        yield hours.at(held.friday.on, 8, 0), held.hear
        yield hours.at(held.friday.on, 10, 40), held.close
    yield hours.at(FIRST.on, 13, 30), partial(first.look, LAMP, "lampu", "Dua tiang di gang ini gelap sejak Januari.")
    yield hours.at(date(2025, 3, 17), 9, 0), partial(first.accept, GUTTER)
    yield hours.at(date(2025, 3, 18), 10, 0), partial(first.accept, LAMP)
    yield hours.at(date(2025, 4, 16), 9, 30), partial(first.keep, GUTTER, "saluran")
    # The lamp: not a word. The mayor's page of June opens with the cards of last time, and says that it is late.
    yield hours.at(SECOND.on, 7, 30), partial(first.ask, LAMP)
    yield hours.at(date(2025, 6, 23), 10, 0), partial(first.tell, LAMP)
    yield hours.at(date(2025, 7, 9), 14, 0), partial(first.keep, LAMP, "lampu")
    yield hours.at(date(2025, 6, 24), 9, 0), partial(second.accept, SECOND.said[0].title)
    yield hours.at(date(2025, 7, 8), 11, 0), partial(second.keep, SECOND.said[0].title, "pohon")
    yield hours.at(RENEWED, 10, 0), partial(renew, made)
    yield hours.at(date(2026, 1, 27), 9, 0), partial(last.accept, LAST.said[0].title)


def publish(made: Made) -> None:
    """The city's officer notes what every kelurahan is to hear and when to pause, asks the planner, and publishes."""
    keeper = made.of(KEEPER)
    for text in TIDINGS:
        actions.note_tiding(actor=keeper, text=text)
    for kind, first, last, most, why in PAUSES:
        actions.note_pause(actor=keeper, kind=kind, first=first, last=last, most=most, why=why)
    rotation = drafting.draft(actions.ask(actor=keeper))
    for friday in (FIRST, SECOND, LAST):
        place = made.kelurahan[friday.code]
        stop = next(row for row in queries.stops(rotation) if row.kelurahan_id == place.pk)
        if stop.date != friday.on:
            actions.swap(actor=keeper, rotation=rotation, stop=stop, date=friday.on, reason="Permintaan warga")
    actions.publish(actor=keeper, rotation=rotation)


def renew(made: Made) -> None:
    """In January the plan is made anew by what is known now; what was published stays as far as it can."""
    keeper = made.of(KEEPER)
    actions.publish(actor=keeper, rotation=drafting.draft(actions.ask(actor=keeper)))


class Held:
    """A rembuk, and its promises by their title."""

    def __init__(self, made: Made, stories: MutableMapping[Any, Story], friday: Friday) -> None:
        self.made, self.stories, self.friday = made, stories, friday
        self.place = made.kelurahan[friday.code]
        self.promised: dict[str, FollowUp] = {}
        self.gathering: Gathering | None = None
        self.meeting: Meeting | None = None

    def _lurah(self) -> Actor:
        return self.made.of(f"Lurah {self.friday.kelurahan}")

    def invite(self) -> None:
        """The lurah invites to the rembuk: it is a meeting like any."""
        body = self.made.bodies[self.made.seats[f"Lurah {self.friday.kelurahan}"].institution_id]
        self.meeting = meetings.convene(
            actor=self._lurah(), institution=body, kind=halls.kind_for(body, "rembuk"), place="Aula kelurahan",
            title=f"Rembuk warga {self.friday.kelurahan}", starts_at=hours.at(self.friday.on, 8, 0),
        )  # fmt: skip

    def lock(self) -> None:
        """The lurah approves the minutes on the next working day, and one press makes all papers."""
        meeting = sure(self.meeting, self.friday.kelurahan)
        meetings.approve(actor=self._lurah(), meeting=meeting)
        meetings.make_papers(actor=self._lurah(), meeting=meeting)

    def _door(self, lurah: Actor) -> None:
        meeting = sure(self.meeting, self.friday.kelurahan)
        meetings.start(actor=lurah, meeting=meeting)
        for row in list(halls.attendances(meeting))[:CAME]:
            meetings.mark_present(actor=lurah, meeting=meeting, attendance=row)

    def hear(self) -> None:
        """The mayor comes; the lurah's people open the door, write, and tick what was told."""
        stops = queries.next_stops(self.friday.on)
        stop = next((row for row in stops if row.kelurahan_id == self.place.pk), None)
        self.gathering = actions.open_gathering(actor=self.made.of(MAYOR), territory=self.place, stop=stop)
        lurah, rws = self._lurah(), queries.rws(self.place)
        self._door(lurah)
        by_number = {row.number: row for row in rws}
        for said in self.friday.said:
            actions.hear(actor=lurah, gathering=self.gathering, text=said.text, rw=by_number[said.rw])
        for tiding in queries.tidings():
            actions.tell(actor=lurah, gathering=self.gathering, tiding=tiding, rws=rws[:3])

    def close(self) -> None:
        """Everything becomes something before the page closes."""
        held = sure(self.gathering, self.friday.kelurahan)
        for number, said in enumerate(self.friday.said, 1):
            self._answer(held, number, said)
        actions.close_gathering(actor=self._lurah(), gathering=held)
        meetings.close_minutes(actor=self._lurah(), meeting=sure(self.meeting, self.friday.kelurahan))

    def _answer(self, held: Gathering, number: int, said: Said) -> None:
        more: dict[str, dict[str, Any]] = {
            "follow_up": {"text": said.title, "lead": self.made.units.get(said.unit), "due": said.due},
            "decision": {"text": said.title}, "report": {"category": "sampah"}, "refused": {"reason": said.title},
        }  # fmt: skip
        who = self._lurah() if said.outcome == "report" else self.made.of(MAYOR)
        row = actions.answer(actor=who, gathering=held, number=number, outcome=said.outcome, **more[said.outcome])
        if row.follow_up is not None:
            self.promised[said.title] = row.follow_up
        if row.report is not None:
            self.stories[row.report.pk] = Story("sampah", row.report, "", GOES_ON)
            self.made.remember(row.report)

    def look(self, title: str, theme: str, seen: str) -> None:
        """The lurah goes and sees what was promised to be mended, and takes a photo of it."""
        actions.note(actor=self._lurah(), seen=seen, territory=self.promised[title].territory,
                     photos=[photos.photo(theme)], concerns=[self.promised[title].code])  # fmt: skip

    def _work(self, title: str) -> tuple[FollowUp, Actor]:
        row = sure(work.by_id(self.promised[title].pk), title)
        return row, sure(self.made.actor(row.holder_id), title)

    def accept(self, title: str) -> None:
        """The lead takes it on."""
        row, lead = self._work(title)
        decisions.accept(actor=lead, follow_up=row)

    def ask(self, title: str) -> None:
        """The mayor finds it late, and asks."""
        row, _ = self._work(title)
        note = "Janji Maret ini lewat tenggat. Warga RW 02 menunggu."
        decisions.ask_news(actor=self.made.of(MAYOR), follow_up=row, note=note)

    def tell(self, title: str) -> None:
        """The lead says why it is late."""
        row, lead = self._work(title)
        said = "Tiangnya keropos, penggantinya datang awal Juli."
        decisions.tell(actor=lead, follow_up=row, text=said, percent=40, cause="alat")

    def keep(self, title: str, theme: str) -> None:
        """Done, and those who live there say so."""
        row, lead = self._work(title)
        decisions.finish(actor=lead, follow_up=row, text="Sudah selesai dikerjakan.", photos=[photos.photo(theme)])
        row = sure(work.by_id(row.pk), title)
        decisions.inspect(
            actor=works.inspector(self.made, row), follow_up=row, remark="Sesuai, sudah dilihat bersama warga."
        )
