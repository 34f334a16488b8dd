"""What is written during a rembuk: what was heard, what it became, what was told."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from rembuk.coordination.decisions import actions as decisions
from rembuk.coordination.decisions import places as decision_places
from rembuk.coordination.decisions.actions import Work
from rembuk.coordination.reports import actions as reports
from rembuk.coordination.visits import rules
from rembuk.coordination.visits.actions.sitting import minute_if_possible, sit_if_possible
from rembuk.coordination.visits.actions.steps import move
from rembuk.coordination.visits.models import Aspiration, Gathering, Sitting, Stop, Tiding, TidingTold
from rembuk.coordination.visits.queries import cards
from rembuk.coordination.visits.queries import hearing as queries
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.files import actions as files
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import chance, clock, seal
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory

LONGEST = 300
Given = Mapping[str, Any]
# The fields of the aspiration, and the code of what it became.
Became = tuple[dict[str, Any], str]


@transaction.atomic
def open_gathering(
    *, actor: Actor, territory: Territory, stop: Stop | None = None, led_by: str = "", place: str = ""
) -> Gathering:
    """Opens the page of a rembuk in a kelurahan, today."""
    rules.demand_lead(actor, "open_gathering", territory.path)
    if territory.level not in ("kelurahan", "desa"):
        raise Refused("no_place", "Rembuk diadakan di sebuah kelurahan.", "kelurahan")
    if stop is not None and stop.kelurahan_id != territory.pk:
        raise Refused("elsewhere", "Giliran itu untuk kelurahan lain.", "stop")
    office = actor.office
    if office is None:
        raise Refused("not_allowed", "Rembuk dibuka oleh pemegang jabatan.")
    made = Gathering(
        code=_code(), stop=stop, body_id=office.institution_id, led_by=(led_by.strip() or office.title)[:160],
        place=place.strip()[:160], opened_at=clock.now(), **decision_places.columns(territory),
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Refused("open", f"Rembuk di {territory.label} sudah dibuka.") from None
    told = {"code": made.code, "led_by": made.led_by, "planned": stop.date if stop else None}
    audit.record(actor, made, rules.GATHERING_FLOW["open_gathering"].event, changes=told)
    sit_if_possible(actor, made)
    return made


@transaction.atomic
def hear(
    *, actor: Actor, gathering: Gathering, text: str, speaker: str = "", rw: Territory | None = None,
    request_key: str = "",
) -> Aspiration:  # fmt: skip
    """One line of what somebody says. The same key again gives the first answer."""
    rules.demand_lead(actor, "hear", gathering.path)
    if earlier := queries.heard_once(gathering, request_key):
        return earlier
    said = " ".join(text.split())
    if not said:
        raise Refused("empty", "Tulis apa yang disampaikan, satu baris cukup.", "text")
    if rw is not None and rw.parent_id != gathering.territory_id:
        raise Refused("elsewhere", "RW itu di kelurahan lain.", "rw")
    # The move holds the row, so that numbers follow each other and nothing is heard after the close.
    move(actor, gathering, "hear", reason=said)
    row = Aspiration(
        gathering=gathering, number=queries.last_said(gathering) + 1, text=said[:LONGEST], rw=rw,
        heard_at=clock.now(), request_key=request_key[:64],
    )  # fmt: skip
    if named := " ".join(speaker.split())[:120]:
        row.speaker = seal.seal(Aspiration._meta.db_table, "speaker", row.pk, named)
    row.save(force_insert=True)
    return row


@transaction.atomic
def answer(
    *, actor: Actor, gathering: Gathering, number: int, outcome: str, category: str = "", text: str = "",
    lead: Institution | None = None, due: date | None = None, reason: str = "",
) -> Aspiration:  # fmt: skip
    """What an aspiration becomes, once: a report, a decision, a follow-up with its lead and day, or a refusal."""
    rules.demand_lead(actor, "answer", gathering.path)
    row = queries.aspiration(gathering, number)
    if row.outcome:
        raise Refused("again", f"Aspirasi {number} sudah menjadi {row.get_outcome_display()}.")
    make = {"report": _report, "decision": _decision, "follow_up": _follow_up, "refused": _refusal}.get(outcome)
    if make is None:
        raise Refused("no_outcome", "Pilih: laporan, keputusan, tindak lanjut, atau tidak dapat diterima.", "outcome")
    given = {"category": category, "text": " ".join(text.split()) or row.text, "lead": lead, "due": due,
             "reason": " ".join(reason.split())}  # fmt: skip
    fields, code = make(actor, gathering, row, given)
    if not Aspiration.objects.filter(pk=row.pk, outcome="").update(outcome=outcome, **fields):
        raise Refused("stale", "Sudah lebih dulu dijawab orang lain. Muat ulang halaman.")
    for name, value in {"outcome": outcome, **fields}.items():
        setattr(row, name, value)
    move(actor, gathering, "answer", details={"number": number, "outcome": outcome, "code": code},
          reason=given["reason"])  # fmt: skip
    return row


def _where(gathering: Gathering, row: Aspiration) -> Territory:
    return row.rw or gathering.territory


def _report(actor: Actor, gathering: Gathering, row: Aspiration, given: Given) -> Became:
    if not given["category"]:
        raise Refused("no_category", "Pilih jenis laporannya.", "category")
    said_by = queries.speaker(actor, row, gathering.path)
    received = reports.receive(
        actor=actor, category=given["category"], text=given["text"], territory=_where(gathering, row),
        on_behalf_name=said_by, request_key=f"rembuk:{row.pk.hex}",
    )  # fmt: skip
    if received.report.is_private:
        raise Refused("private", "Hal yang dirahasiakan dilaporkan lewat halaman laporan, bukan di depan orang banyak.")
    return {"report": received.report}, received.report.code


def _decision(actor: Actor, gathering: Gathering, row: Aspiration, given: Given) -> Became:
    made = decisions.decide(actor=actor, text=given["text"], territory=_where(gathering, row))
    return {"decision": made}, made.code


def _follow_up(actor: Actor, gathering: Gathering, row: Aspiration, given: Given) -> Became:
    if given["due"] is None:
        raise Refused("no_due", "Sampai kapan janjinya?", "due")
    place = _where(gathering, row)
    decided = decisions.decide(actor=actor, text=given["text"], territory=place)
    work = Work(given["text"][:160], lead=given["lead"], due=given["due"], territory=place, place=gathering.place)
    made = decisions.make(actor=actor, decision=decided, work=work)
    return {"decision": decided, "follow_up": made}, made.code


def _refusal(actor: Actor, gathering: Gathering, row: Aspiration, given: Given) -> Became:
    if not given["reason"]:
        raise Refused("no_reason", "Tuliskan alasannya; warga mendengarnya hari ini juga.", "reason")
    return {"reason": given["reason"][:LONGEST]}, ""


@transaction.atomic
def show_kept(*, actor: Actor, decision_id: UUID) -> None:
    """A promise made before everybody is kept before everybody: its photos of before and after are public."""
    if not queries.was_heard(decision_id):
        return
    decisions.publish_evidence(actor=actor, decision_id=decision_id, blurred=False)
    for file in cards.photos_of(decision_id):
        files.publish(actor=actor, file=file)


@transaction.atomic
def tell(*, actor: Actor, gathering: Gathering, tiding: Tiding, rws: Sequence[Territory]) -> Gathering:
    """A policy was told, to the people of these RW."""
    rules.demand_lead(actor, "tell", gathering.path)
    if not rws:
        raise Refused("no_rw", "Pilih RW yang mendengarnya.", "rws")
    if any(row.parent_id != gathering.territory_id for row in rws):
        raise Refused("elsewhere", "RW itu di kelurahan lain.", "rws")
    known = {row.pk for row in queries.told(gathering).get(tiding.pk, ())}
    new = [row for row in rws if row.pk not in known]
    if not new:
        return gathering
    move(actor, gathering, "tell", details={"tiding": tiding.text, "rw": [row.number for row in new]})
    TidingTold.objects.bulk_create(
        [TidingTold(tiding=tiding, gathering=gathering, rw=row, told_at=clock.now()) for row in new]
    )
    return gathering


@transaction.atomic
def close_gathering(*, actor: Actor, gathering: Gathering) -> Gathering:
    """Ends the page; refused while anything that was said has become nothing."""
    rules.demand_lead(actor, "close_gathering", gathering.path)
    move(actor, gathering, "close_gathering", changes={"closed_at": clock.now()})
    waiting = queries.unanswered(gathering)
    if waiting:
        raise Refused("unanswered", f"{waiting} aspirasi belum menjadi apa-apa. Jawab dulu, baru rembuk ditutup.")
    minute_if_possible(actor, gathering)
    return gathering


@transaction.atomic
def cancel_gathering(*, actor: Actor, gathering: Gathering, reason: str) -> Gathering:
    """It was opened by mistake; once something was promised it cannot be taken back."""
    rules.demand_lead(actor, "cancel_gathering", gathering.path)
    if not reason.strip():
        raise Refused("no_reason", "Tuliskan mengapa dibatalkan.", "reason")
    if any(row.outcome for row in queries.aspirations(gathering)):
        raise Refused("answered", "Sudah ada aspirasi yang dijawab; rembuk ini ditutup, bukan dibatalkan.")
    move(actor, gathering, "cancel_gathering", reason=reason.strip())
    # Its meeting is free again for the rembuk that is opened rightly.
    Sitting.objects.filter(gathering=gathering).delete()
    return gathering


@transaction.atomic
def note_tiding(*, actor: Actor, text: str) -> Tiding:
    """A policy that every kelurahan is to hear."""
    rules.demand_plan(actor, "note_tiding")
    said = " ".join(text.split())[:240]
    if not said:
        raise Refused("empty", "Tulis kebijakannya, satu kalimat.", "text")
    made = Tiding(text=said, path=territories.served().path, noted_at=clock.now())
    made.save(force_insert=True)
    audit.record(actor, made, rules.TIDING_FLOW["note_tiding"].event, changes={"text": said})
    return made


@transaction.atomic
def end_tiding(*, actor: Actor, tiding: Tiding) -> Tiding:
    """It is told no more."""
    rules.demand_plan(actor, "end_tiding")
    audit.move(actor, tiding, rules.TIDING_FLOW["end_tiding"])
    return tiding


def _code() -> str:
    while True:
        code = f"RJ-{clock.today():%y}-{chance.word(6)}"
        if not Gathering.objects.filter(code=code).exists():
            return code


@transaction.atomic
def open_speakers(*, actor: Actor, gathering: Gathering) -> None:
    """Who spoke is there to be asked again while a rembuk goes on; each look at their names afterwards is recorded."""
    if gathering.status != "open":
        audit.record_look(actor, gathering, "visits.speakers")
