"""A rakor OPD of the demo: sheets that some hand in, locked minutes, work with lead and support, its papers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from rembuk.config.demo import hours, photos
from rembuk.config.demo.city import Made
from rembuk.config.demo.dice import sure
from rembuk.coordination.decisions import actions as decisions
from rembuk.coordination.decisions.actions import Support, Work
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.meetings import actions, queries
from rembuk.coordination.meetings.models import AgendaItem, Meeting

CALLED, HELD = date(2026, 1, 12), date(2026, 1, 20)
CLERK, CHAIR = "Petugas Pengaduan Kota Bekasi", "Wali Kota Bekasi"
TITLE, PLACE = "Rakor perangkat daerah Januari", "Aula Pendopo"
# So many of the invited come.
CAME = 26


@dataclass(frozen=True)
class Sheet:
    """What a body writes on its sheet; in million rupiah what it has and has spent. Some never hand it in."""

    unit: str
    obstacles: str
    proposal: str
    budget: int
    realised: int
    handed: bool = True


SHEETS = (
    Sheet("DBMSDA", "Alat berat dipakai bergantian oleh empat kecamatan.", "Sewa satu ekskavator mini sampai Maret.",
          4_200, 310),
    Sheet("DLH", "Dua truk menunggu suku cadang.", "Jadwal bersama kecamatan selama truk diperbaiki.", 2_900, 240),
    Sheet("Dishub", "Tiang lampu pengganti datang terlambat.", "Stok tiang di gudang kecamatan.", 1_150, 85),
    Sheet("Disperkimtan", "Data fasilitas umum yang belum diserahkan belum lengkap.", "", 1_800, 0, handed=False),
)  # fmt: skip


@dataclass(frozen=True)
class Item:
    """What is spoken of, what is decided, and who does it with whom until when."""

    title: str
    discussion: str
    decision: str
    work: str
    lead: str
    supports: tuple[tuple[str, str], ...]
    due: date


ITEMS = (
    Item("Genangan di jalan kelurahan setelah hujan", "Tiga titik yang sama setiap musim hujan; salurannya lebih "
         "sempit dari gorong-gorongnya.", "Tiga titik genangan dibuka sebelum Maret, warga diberi tahu jadwalnya.",
         "Lebarkan saluran pada tiga titik genangan", "DBMSDA",
         (("DLH", "Mengangkut lumpur dan sampahnya"), ("Dishub", "Mengatur lalu lintas saat pengerjaan")),
         date(2026, 2, 27)),
    Item("Lampu jalan yang padam lebih dari sebulan", "Tiang keropos tidak tercatat, jadi penggantinya tidak dipesan.",
         "Semua tiang diperiksa, yang keropos diganti lebih dulu di gang sekolah dan mushala.",
         "Periksa tiang lampu dan susun urutan penggantiannya", "Dishub",
         (("Disperkimtan", "Menyerahkan daftar tiang di perumahan"),), date(2026, 2, 20)),
)  # fmt: skip
POSTPONED = ("Penyerahan fasilitas umum dari pengembang", "Menunggu daftar lengkap dari Disperkimtan.")


def plan(made: Made) -> Iterator[tuple[datetime, Callable[[], object]]]:
    """Each deed with its moment."""
    held = Rakor(made)
    yield hours.at(CALLED, 14, 0), held.convene
    for number, sheet in enumerate(SHEETS):
        yield hours.at(date(2026, 1, 19), 9 + number, 20), partial(held.write, sheet)
    yield hours.at(HELD, 9, 0), held.sit
    for number in range(len(ITEMS)):
        yield hours.at(date(2026, 1, 21), 9, 10 + number), partial(held.accept, number)
    yield hours.at(date(2026, 1, 21), 10, 0), held.comment
    yield hours.at(date(2026, 1, 22), 13, 0), held.answer
    yield hours.at(date(2026, 1, 26), 9, 0), held.lock


class Rakor:
    """The meeting, from its invitation to its papers."""

    def __init__(self, made: Made) -> None:
        self.made = made
        self.meeting: Meeting | None = None
        self.work: list[FollowUp] = []

    def _found(self) -> Meeting:
        return sure(self.meeting, TITLE)

    def convene(self) -> None:
        """The mayor's office calls all OPD together."""
        body = self.made.bodies[self.made.seats[CHAIR].institution_id]
        clerk = self.made.of(CLERK)
        kind = queries.kind_for(body, "rakor_opd")
        self.meeting = actions.convene(
            actor=clerk, institution=body, kind=kind, title=TITLE, place=PLACE, starts_at=hours.at(HELD, 9, 0)
        )
        for title in (*(item.title for item in ITEMS), POSTPONED[0]):
            actions.add_item(actor=clerk, meeting=self.meeting, title=title)

        actions.write_invitation(actor=clerk, meeting=self.meeting, nature="penting", enclosure="1 lembar bahan",
                                 note="Bahan diisi paling lambat sehari sebelum rapat.")  # fmt: skip
        actions.number_letter(actor=clerk, meeting=self.meeting, text="005/118/Setda")

    def write(self, sheet: Sheet) -> None:
        """A body fills in its sheet."""
        actions.write_briefing(
            actor=self.made.of(f"Kepala {sheet.unit}"), meeting=self._found(), obstacles=sheet.obstacles,
            proposal=sheet.proposal, budget=sheet.budget * 1_000_000, realised=sheet.realised * 1_000_000,
            hand_in=sheet.handed,
        )  # fmt: skip

    def sit(self) -> None:
        """They meet: who came, what was said, who does what."""
        clerk, meeting = self.made.of(CLERK), self._found()
        actions.start(actor=clerk, meeting=meeting)
        for row in list(queries.attendances(meeting))[:CAME]:
            actions.mark_present(actor=clerk, meeting=meeting, attendance=row)
        *items, last = queries.items(meeting)
        for said, item in zip(ITEMS, items, strict=True):
            self._decide(said, item)
        actions.decide(actor=clerk, item=last, outcome="postponed", decision="", reason=POSTPONED[1])
        actions.add_photo(actor=clerk, meeting=meeting, upload=photos.photo("saluran"),
                          caption="Titik genangan yang dibahas")  # fmt: skip
        actions.close_minutes(actor=clerk, meeting=meeting)

    def _decide(self, said: Item, item: AgendaItem) -> None:
        clerk, units = self.made.of(CLERK), self.made.units
        actions.discuss(actor=clerk, item=item, discussion=said.discussion)
        actions.decide(actor=clerk, item=item, outcome="agreed", decision=said.decision)
        supports = [Support(task, units[unit]) for unit, task in said.supports]
        work = Work(said.work, lead=units[said.lead], due=said.due, supports=supports)
        self.work.append(decisions.make_at_item(actor=clerk, item=item, work=work))

    def accept(self, number: int) -> None:
        """The lead takes it on."""
        row = self.work[number]
        decisions.accept(actor=sure(self.made.actor(row.holder_id), row.title), follow_up=row)

    def comment(self) -> None:
        """Whoever was there reads the minutes, and says what is missing."""
        said = "Truk kami baru siap minggu kedua Februari; mohon jadwalnya menyesuaikan."
        actions.comment(actor=self.made.of("Kepala DLH"), meeting=self._found(), text=said)

    def answer(self) -> None:
        """The minute-taker answers."""
        meeting = self._found()
        for row in queries.comments(meeting):
            actions.answer_comment(actor=self.made.of(CLERK), meeting=meeting, comment=row,
                                   answer="Disepakati, tenggatnya tetap akhir Februari.")  # fmt: skip

    def lock(self) -> None:
        """The chair approves, and one press makes all papers."""
        meeting = self._found()
        actions.approve(actor=self.made.of(CHAIR), meeting=meeting)
        actions.make_papers(actor=self.made.of(CLERK), meeting=meeting)
