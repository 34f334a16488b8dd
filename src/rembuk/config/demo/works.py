"""What a decision sets going in the demo: who leads, who helps, and how far it comes by the last Friday."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from rembuk.config.demo import hours, photos, words
from rembuk.config.demo.city import Made
from rembuk.config.demo.dice import between, choose, sure, weighed
from rembuk.coordination.decisions import actions as decisions
from rembuk.coordination.decisions import queries
from rembuk.coordination.decisions.actions import Support, Work
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.reports import actions as reports
from rembuk.coordination.reports.models import Report
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor

# How a piece of work goes, deed by deed; what follows is left to time and to the visitor.
WAYS = {
    "straight": "accept tell parts finish inspect",
    "sent_back": "accept tell parts finish send_back tell finish inspect",
    "late": "accept tell",
    "budget": "accept await_budget",
    "partner": "write accept reply hand_over",
    "more_time": "accept tell extend allow tell",
    "working": "accept tell tell",
    "inspecting": "accept tell parts finish",
    "asked": "",
    "answered": "answer",
    "revoked": "accept revoke",
}
OFTEN = {
    "straight": 46, "sent_back": 9, "late": 7, "budget": 6, "working": 12, "inspecting": 8, "more_time": 4, "asked": 4,
    "answered": 2, "revoked": 2,
}  # fmt: skip
# Who leads from the kelurahan up.
UNITS = {
    "jalan": "DBMSDA", "saluran": "DBMSDA", "banjir": "DBMSDA", "sampah": "DLH", "pohon": "DLH", "lampu": "Dishub",
    "kesehatan": "Dinkes", "sosial": "Dinsos", "fasilitas": "Disperkimtan", "usul": "Disperkimtan",
}  # fmt: skip
HEADS = (
    "ketua_rt", "sekretaris_rt", "ketua_rw", "sekretaris_rw", "lurah", "camat", "kepala_opd", "lpm", "petugas_kota",
)  # fmt: skip
LATE, LONG = (5, 7), (18, 45)


@dataclass
class Job:
    """A follow-up on its way, as a story is a report on its way."""

    subject: FollowUp
    theme: str
    way: str
    decider: Actor
    seen: int = 0
    done: int = 0

    @property
    def goes_on(self) -> bool:
        """Whether a further deed is wanted."""
        return self.done < len(WAYS[self.way].split())


def ask(made: Made, report: Report, theme: str, who: Actor, way: str) -> Job:
    """The office that holds the report decides, and asks for the work."""
    way = way or weighed(OFTEN)
    if way == "more_time" and report.handled_at in {"rt", "rw"}:
        way = "straight"  # it leads what it has decided itself, and nobody gives themselves more time
    due = clock.today() + timedelta(days=between(*(LATE if way == "late" else LONG)))
    work = Work(title=choose(words.WORKS), due=due, place=report.place, **_who(made, report, theme, way))
    row = reports.follow_up(actor=who, report=report, text=choose(words.DECIDED), work=work)
    return Job(row, theme, way, who)


def _who(made: Made, report: Report, theme: str, way: str) -> dict[str, Any]:
    """An RT or RW does it itself; a kelurahan asks a Dinas; in both neighbours lend a hand. PLN works by letter."""
    if way == "partner":
        return {"partner": "pln"}
    if report.handled_at in {"rt", "rw"}:
        neighbours = Support("Kerja bakti hari Minggu", partner="lain", partner_name="Warga", is_mutual=True)
        return {"lead": report.body, "supports": [neighbours]}
    lead = made.units[UNITS.get(theme, "DBMSDA")]
    helps = [Support("Kerja bakti membersihkan tepi", _lpm(made, report), is_mutual=True)]
    if lead.short_name == "DBMSDA" and way in {"straight", "sent_back", "late"}:
        helps.append(Support("Mengangkut lumpur dan sampahnya", made.units["DLH"]))
    return {"lead": lead, "supports": helps}


def _lpm(made: Made, report: Report) -> Institution:
    found = (body for body in made.bodies.values() if body.kind.key == "lpm")
    return sure(next((body for body in found if body.territory_id == report.kelurahan_id), None), "lpm")


def next_deed(made: Made, job: Job) -> tuple[datetime, Callable[[], Any]] | None:
    """What comes next on a piece of work, in one to three working days."""
    if not job.goes_on:
        return None
    name = WAYS[job.way].split()[job.done]

    def deed() -> None:
        DEEDS[name](made, job, job.subject)
        job.done += 1

    return hours.office(clock.now(), 0 if job.done == 0 else between(1, 3)), deed


def _lead(made: Made, row: FollowUp) -> Actor:
    return sure(made.actor(row.holder_id), row.code)


def _head(made: Made, *bodies: Institution) -> Actor:
    """Who leads the first of the bodies in which somebody sits."""
    found = (who for body in bodies for role in HEADS if (who := made.in_body(body, role)))
    return sure(next(found, None), ", ".join(map(str, bodies)))


def _accept(made: Made, job: Job, row: FollowUp) -> None:
    decisions.accept(actor=_lead(made, row), follow_up=row)


def _answer(made: Made, job: Job, row: FollowUp) -> None:
    decisions.answer(actor=_lead(made, row), follow_up=row, text="Alat sedang di RW lain. Apakah bisa bulan depan?")


def _tell(made: Made, job: Job, row: FollowUp) -> None:
    cause = choose(("cuaca", "alat")) if job.way in {"late", "more_time"} else ""
    percent = min(90, row.percent + between(15, 40))
    decisions.tell(actor=_lead(made, row), follow_up=row, text=choose(words.NEWS), percent=percent, cause=cause)


def _parts(made: Made, job: Job, row: FollowUp) -> None:
    """Whoever helps does their part: gotong royong by people and hours."""
    for part in row.parts.all():
        who = _head(made, part.institution) if part.institution else _lead(made, row)
        decisions.take_part(actor=who, follow_up=row, part=part)
        count: dict[str, Any] = {}
        if part.is_mutual:
            count = {"people": between(8, 30), "hours": between(2, 5), "materials": "cangkul, karung, gerobak RT"}
        note = "Sudah dikerjakan bersama warga." if part.is_mutual else "Sudah diangkut dua rit."
        decisions.finish_part(actor=who, follow_up=row, note=note, part=part, **count)


def _finish(made: Made, job: Job, row: FollowUp) -> None:
    decisions.finish(
        actor=_lead(made, row), follow_up=row, text=choose(words.FINISHED), photos=[photos.photo(job.theme)]
    )


def inspector(made: Made, row: FollowUp) -> Actor:
    """Who looks whether it is done: of those allowed the first who has somebody in office."""
    return _head(made, *(known.institution for known in row.inspectors.order_by("id") if known.institution))


def _inspect(made: Made, job: Job, row: FollowUp) -> None:
    decisions.inspect(actor=inspector(made, row), follow_up=row, remark="Sesuai, sudah dilihat bersama warga.")


def _send_back(made: Made, job: Job, row: FollowUp) -> None:
    decisions.send_back(actor=inspector(made, row), follow_up=row, remark=choose(words.NOT_YET))


def _await_budget(made: Made, job: Job, row: FollowUp) -> None:
    decisions.await_budget(
        actor=_lead(made, row), follow_up=row, year=2026, source="APBD perubahan 2026",
        note="Perlu penggantian seluruh saluran, di luar pemeliharaan rutin.",
    )  # fmt: skip


def _write(made: Made, job: Job, row: FollowUp) -> None:
    decisions.write(
        actor=_lead(made, row), follow_up=row, kind="sent", who="PLN UP3", number=f"671/{between(10, 990)}/Setda",
        text="Mohon jaringan diperiksa dan diamankan pada kesempatan pertama.",
    )  # fmt: skip


def _reply(made: Made, job: Job, row: FollowUp) -> None:
    decisions.write(
        actor=_lead(made, row), follow_up=row, kind="answer", who="PLN UP3",
        text="Pemeriksaan kami jadwalkan bersama pemadaman terencana bulan depan.",
    )  # fmt: skip


def _hand_over(made: Made, job: Job, row: FollowUp) -> None:
    decisions.hand_over(
        actor=_lead(made, row), follow_up=row, to="PLN UP3", note="Jaringan milik PLN, kota hanya dapat menyurati."
    )


def _extend(made: Made, job: Job, row: FollowUp) -> None:
    until = clock.local(row.total_due).date() + timedelta(days=14)
    decisions.extend_ask(actor=_lead(made, row), follow_up=row, until=until, reason="Hujan terus, alat tidak masuk.")


def _allow(made: Made, job: Job, row: FollowUp) -> None:
    decisions.extend_allow(actor=job.decider, follow_up=row, note="Disetujui, warga sudah diberi tahu.")


def _revoke(made: Made, job: Job, row: FollowUp) -> None:
    decisions.revoke(actor=job.decider, follow_up=row, reason="Sudah dikerjakan warga sendiri.")


DEEDS: dict[str, Callable[[Made, Job, FollowUp], None]] = {
    "accept": _accept, "answer": _answer, "tell": _tell, "parts": _parts, "finish": _finish, "inspect": _inspect,
    "send_back": _send_back, "await_budget": _await_budget, "write": _write, "reply": _reply,
    "hand_over": _hand_over, "extend": _extend, "allow": _allow, "revoke": _revoke,
}  # fmt: skip


def fresh(job: Job) -> None:
    """The work as it stands now."""
    job.subject = sure(queries.by_id(job.subject.pk), job.subject.code)
