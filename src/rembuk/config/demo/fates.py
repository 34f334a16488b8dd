"""What became of what was asked for in earlier years: rung by rung, by the offices that speak there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import NamedTuple
from uuid import UUID

from rembuk.config.demo import hours, photos, works
from rembuk.config.demo.city import Made
from rembuk.config.demo.dice import percent, sure, weighed
from rembuk.coordination.decisions import actions as decisions
from rembuk.coordination.decisions import queries as work
from rembuk.coordination.decisions.actions import Work
from rembuk.coordination.decisions.models import FollowUp
from rembuk.foundation.kernel.actor import Actor
from rembuk.planning.musrenbang import actions, queries, rules
from rembuk.planning.musrenbang.actions import Figures, Line, Opinion
from rembuk.planning.musrenbang.models import Proposal, Verdict

Deeds = Iterator[tuple[datetime, Callable[[], object]]]
# So many days after the kelurahan's session each rung speaks.
RUNGS = {
    "kelurahan": 0, "kecamatan": 14, "forum": 30, "bappeda": 49, "tapd": 100, "rkpd": 140, "kuappas": 190,
    "apbd": 295, "dpa": 335, "contract": 420, "built": 560,
}  # fmt: skip
LURAH, CAMAT, PLANNER, TEAM = "Lurah Pengasinan", "Camat Rawalumbu", "Petugas Perencanaan", "Tim Anggaran (TAPD)"
SPEAKS = {"kelurahan": LURAH, "kecamatan": CAMAT, "bappeda": PLANNER, "tapd": TEAM, "rkpd": PLANNER, "kuappas": TEAM,
          "apbd": TEAM, "dpa": TEAM}  # fmt: skip
# Several years' works are shown with photos and a check.
SHOWN = 3


class Way(NamedTuple):
    """At which rung it ends, how, and why; everywhere else it is agreed."""

    rung: str
    verdict: str = Verdict.REFUSED
    reason: str = ""


WAYS = {
    Way(""): 34,
    Way("kelurahan", reason="Pagu kelurahan tidak cukup; musyawarah mendahulukan usulan lain."): 18,
    Way("kelurahan", reason="Surat pendukungnya belum lengkap sampai batas waktu."): 8,
    Way("kecamatan", reason="Sudah tercakup dalam usulan kecamatan yang lebih besar."): 8,
    Way("forum", reason="Sudah ada di rencana kerja dinas."): 10,
    Way("tapd", Verdict.POSTPONED, "Pendapatan kota tidak cukup tahun ini; silakan diusulkan lagi."): 16,
    Way("dpa", Verdict.CANCELLED, "Anggarannya dialihkan untuk penanganan banjir."): 6,
}


@dataclass
class Fates:
    """The fates of what Pengasinan asked for in one year."""

    made: Made
    year: int
    session: date
    ways: dict[UUID, Way] = field(default_factory=dict)

    def deeds(self) -> Deeds:
        """Each rung on its day, as far as time has come."""
        for rung, days in RUNGS.items():
            on = self.session + timedelta(days=days)
            yield hours.at(on, 13, 30), partial(self.speak, rung)
        built = self.session + timedelta(days=RUNGS["contract"] + 1)
        yield hours.at(built, 9, 0), self.build
        yield hours.at(built + timedelta(days=40), 15, 0), self.show

    def again(self) -> None:
        """Some of what was postponed last year is asked for again, in the round that is open."""
        writer = self.made.of(f"Sekretaris Kelurahan {LURAH.removeprefix('Lurah ')}")
        for row in [row for row in self._rows() if row.status == "postponed"][:SHOWN]:
            actions.ask_again(actor=writer, proposal=row)

    def speak(self, rung: str) -> None:
        """All that waits at a rung, each as its way goes."""
        opinions: dict[str, tuple[Actor, list[Opinion]]] = {}
        for row in self._rows():
            way = self.ways.setdefault(row.pk, weighed(WAYS))
            if row.waits_at == rung and row.status not in {"postponed", "returned"}:
                who = self._speaker(rung, row)
                opinions.setdefault(who.label, (who, []))[1].append(_opinion(row, rung, way))
        for who, said in opinions.values():
            actions.review_all(actor=who, rung=rung, opinions=said)
            if rung == "dpa":
                self._fund(who, [one.proposal for one in said if one.verdict == Verdict.AGREED])

    def build(self) -> None:
        """The first of what is under contract has a follow-up that everybody sees."""
        rows = [row for row in self._rows() if row.status == "contract"][:SHOWN]
        for row in rows:
            lead = self._speaker("contract", row)
            body = self.made.bodies[sure(lead.office).institution_id]
            lurah = self.made.of(LURAH)
            decision = decisions.decide(actor=lurah, text=f"{row.title} dikerjakan.", territory=row.territory)
            asked = Work(title=row.title[:120], lead=body, due=self.session + timedelta(days=480), place=row.place)
            job = decisions.make(actor=lurah, decision=decision, work=asked)
            if job.status == "asked":
                decisions.accept(actor=lead, follow_up=job)
            actions.link_work(actor=lead, proposal=row, follow_up=job)

    def show(self) -> None:
        """It is done, with a photo, and whoever lives there looks at it."""
        for row in self._rows():
            for building in row.buildings.select_related("follow_up"):
                job = sure(work.by_id(building.follow_up_id), row.code)
                lead = self._speaker("contract", row)
                decisions.finish(actor=lead, follow_up=job, text="Selesai dikerjakan.", photos=[photos.photo("jalan")])
                job = sure(work.by_id(job.pk), row.code)
                if who := self._looks(job):
                    decisions.inspect(actor=who, follow_up=job, remark="Sesuai, sudah dilihat bersama warga.")

    def _looks(self, job: FollowUp) -> Actor | None:
        """Of those who may look the first who was in office in that year already."""
        bodies = [known.institution for known in job.inspectors.order_by("id") if known.institution]
        heads = (self.made.in_body(body, role) for body in bodies for role in works.HEADS)
        return next((who for who in heads if who and who.office), None)

    def _fund(self, team: Actor, rows: list[Proposal]) -> None:
        for row in rows:
            line = Line("4.01.03.2.02.0001 Pembangunan sarana dan prasarana kelurahan", row.cost * 9 // 10, self.year,
                        program="4.01.03 Pemberdayaan masyarakat dan kelurahan")  # fmt: skip
            actions.set_budget(actor=team, proposal=row, stage="dpa", lines=[line])

    def _speaker(self, rung: str, row: Proposal) -> Actor:
        if rung in SPEAKS:
            return self.made.of(SPEAKS[rung])
        if rung != "forum" and rules.purse_of(row) == "kelurahan":
            return self.made.of(LURAH)
        return sure(self.made.in_body(sure(row.handler_id), "kepala_opd"), row.code)

    def _rows(self) -> list[Proposal]:
        found = queries.round_of(self.year)
        return queries.all_listed(self.made.of(LURAH), found, ALIVE)


ALIVE = ("proposed", "returned", "kelurahan", "kecamatan", "forum", "bappeda", "tapd", "rkpd", "kuappas", "apbd", "dpa",
         "contract", "postponed")  # fmt: skip


def _opinion(row: Proposal, rung: str, way: Way) -> Opinion:
    """A reviewer's word; at the kecamatan the cost is often cut."""
    if way.rung == rung:
        return Opinion(row, way.verdict, reason=way.reason)
    cut = Figures(cost=row.cost * 9 // 10) if rung == "kecamatan" and percent(40) else Figures()
    return Opinion(row, figures=cut, text="Biaya disesuaikan dengan standar harga." if cut.cost else "")
