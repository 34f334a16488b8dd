"""What is written during a field visit."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from rembuk.coordination.decisions import actions as decisions
from rembuk.coordination.decisions import places as decision_places
from rembuk.coordination.decisions.actions import Work
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.reports import actions as reports
from rembuk.coordination.reports import rules as report_rules
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.models import Category, Report
from rembuk.coordination.visits import queries, rules
from rembuk.coordination.visits.actions import planning
from rembuk.coordination.visits.models import Companion, FieldNote, Gathering, PlanPlace, Visit, VisitReport, VisitWork
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.files import actions as files
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import chance, clock, seal
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.seams import Move
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory

MOST_SEEN = 4000
MOST_CONCERNED = 20


@dataclass(frozen=True, slots=True)
class Promise:
    """What is promised on the spot: the work, until when, and who leads (without a name the visitor's own body)."""

    text: str
    due: date | None
    lead: Institution | None = None


@transaction.atomic
def note(
    *, actor: Actor, seen: str, territory: Territory | None = None, lat: float | None = None, lng: float | None = None,
    place: str = "", photos: Sequence[Any] = (), concerns: Sequence[str] = (), promise: Promise | None = None,
    claimed_at: datetime | None = None, claimed_lat: float | None = None, claimed_lng: float | None = None,
    request_key: str = "", planned: PlanPlace | None = None,
) -> Visit:  # fmt: skip
    """Keeps what was seen. `concerns` are codes of reports and follow-ups; a key sent again gives the first answer.

    `planned` is the place of a plan by which one went: it lies there, and has been seen by that.
    """
    said, pictures = _said(seen), [photo if isinstance(photo, bytes) else photo.read() for photo in photos]
    sent = _payload_hash(said, territory, lat, lng, place, sorted(concerns), promise, pictures)
    if request_key and (earlier := _answered(actor, request_key, sent)):
        return earlier
    if actor.office is None or actor.user_id is None or not actor.scope(rules.MAKE):
        raise Refused("not_allowed", "Kunjungan dicatat oleh pemegang jabatan yang turun ke lapangan.")
    subjects = _subjects(actor, concerns)
    where = planning.going_to(actor, planned) if planned else _where(actor, territory, lat, lng, subjects)
    visit = Visit(
        code=_code(), visitor_id=actor.user_id, body_id=actor.office.institution_id, title=actor.office.title[:160],
        office=actor.label[:300], seen=said, place=place.strip()[:160], claimed_at=claimed_at, noted_at=clock.now(),
        request_key=request_key, payload_hash=sent if request_key else "", **decision_places.columns(where),
    )  # fmt: skip
    if lat is not None and lng is not None:
        table = Visit._meta.db_table
        visit.claims = seal.seal(table, "claims", visit.pk, json.dumps({"lat": lat, "lng": lng}))
    try:
        with transaction.atomic():
            visit.save(force_insert=True)
    except IntegrityError:
        if earlier := _answered(actor, request_key, sent):
            return earlier
        raise Refused("busy", "Kunjungan belum tersimpan. Coba kirim sekali lagi.") from None
    for subject in subjects:
        _link(actor, visit, subject)
    audit.record(
        actor, visit, rules.FLOW["note"].event,
        changes={
            "code": visit.code, "concerns": [subject.code for subject in subjects], "photos": len(pictures),
            "claimed_at": claimed_at, "with_place": visit.claims is not None,
        },
        reason=said,
    )  # fmt: skip
    for picture in pictures:
        files.store_photo(
            actor=actor, owner_kind=Visit.subject_kind, owner_id=visit.pk, path=visit.path, upload=picture,
            claimed_at=claimed_at, claimed_lat=lat if claimed_lat is None else claimed_lat,
            claimed_lng=lng if claimed_lng is None else claimed_lng,
        )  # fmt: skip
    if promise is not None:
        _promise(actor, visit, promise)
    planning.see(actor=actor, place=planned, visit=visit)
    return visit


@transaction.atomic
def promise(
    *, actor: Actor, visit: Visit, text: str, due: date | None = None, lead: Institution | None = None
) -> FollowUp:
    """A promise on the spot is a decision with a follow-up like any: with its lead, its due and those who look."""
    _demand(actor, "promise", visit)
    return _promise(actor, visit, Promise(text, due, lead))


def _promise(actor: Actor, visit: Visit, promised: Promise) -> FollowUp:
    if not rules.entitled(actor, "promise", visit):
        raise Refused("not_allowed", "Janji dibuat oleh yang boleh memutuskan: RT, RW, lurah, camat.", "promise")
    if promised.due is None:
        raise Refused("no_due", "Sampai kapan janjinya?", "promise_due")
    text = " ".join(promised.text.split())
    lead = promised.lead or institutions.institution(visit.body_id)
    work = Work(text, lead=lead, due=promised.due, territory=visit.territory, place=visit.place)
    held = _carried(actor, visit)
    if held is not None:
        made = reports.follow_up(actor=actor, report=held, text=text, work=work)
    else:
        decision = decisions.decide(actor=actor, text=text, territory=visit.territory)
        made = decisions.make(actor=actor, decision=decision, work=work)
    VisitWork(visit=visit, follow_up=made, is_promise=True).save(force_insert=True)
    audit.move(actor, visit, rules.FLOW["promise"], details={"follow_up": made.code})
    return made


def _carried(actor: Actor, visit: Visit) -> Report | None:
    """The one report that the promise carries on, where the visitor's body holds it."""
    rows = [link.report for link in queries.report_links(visit)]
    fit = [row for row in rows if report_rules.may(actor, "follow_up", row)]
    return fit[0] if len(rows) == 1 and fit else None


@transaction.atomic
def report(*, actor: Actor, visit: Visit, category: Category | str, text: str = "") -> Received:
    """A new report from what was seen: at the same place, in the same words unless others are given."""
    _demand(actor, "report", visit)
    point = queries.point(actor, visit)
    received = reports.receive(
        actor=actor, category=category, text=text or visit.seen, territory=visit.territory, lat=point[0], lng=point[1],
        place=visit.place, claimed_at=visit.claimed_at, request_key=f"visit:{visit.pk.hex[:24]}:{visit.version}",
        photos=queries.pictures(visit),
    )  # fmt: skip
    if received.report.is_private:
        raise Refused("private", "Hal yang dirahasiakan dilaporkan lewat halaman laporan, bukan dari kunjungan.")
    VisitReport(visit=visit, report=received.report, is_new=True).save(force_insert=True)
    audit.move(actor, visit, rules.FLOW["report"], details={"report": received.report.code})
    return received


@transaction.atomic
def connect(*, actor: Actor, visit: Visit, code: str) -> Visit:
    """Another report or follow-up that was looked at."""
    _demand(actor, "connect", visit)
    (subject,) = _subjects(actor, [code]) or (None,)
    if subject is None:
        raise Refused("empty", "Tulis kode laporan atau tindak lanjutnya.", "code")
    try:
        with transaction.atomic():
            _link(actor, visit, subject)
    except IntegrityError:
        raise Refused("again", f"{subject.code} sudah tersambung.", "code") from None
    audit.move(actor, visit, rules.FLOW["connect"], details={"concerns": [subject.code]})
    return visit


@transaction.atomic
def accompany(*, actor: Actor, visit: Visit, institution: Institution) -> Visit:
    """A body whose people came along: they read the visit too."""
    _demand(actor, "accompany", visit)
    if institution.pk == visit.body_id:
        raise Refused("own", "Lembaga Anda sendiri sudah tercatat.", "institution")
    try:
        with transaction.atomic():
            Companion(visit=visit, institution=institution).save(force_insert=True)
    except IntegrityError:
        raise Refused("again", f"{institution} sudah dicatat ikut.", "institution") from None
    audit.move(actor, visit, rules.FLOW["accompany"], details={"companion": str(institution)})
    return visit


@transaction.atomic
def amend(*, actor: Actor, visit: Visit, seen: str, place: str = "") -> Visit:
    """Puts the words right on the same day; what was said before stays beside the chain."""
    _demand(actor, "amend", visit)
    said = _said(seen)
    fields = {"seen": said, "place": place.strip()[:160]}
    audit.move(actor, visit, rules.FLOW["amend"], unrecorded=fields, reason=said)
    return visit


@transaction.atomic
def cancel(*, actor: Actor, visit: Visit, reason: str) -> Visit:
    """Noted by mistake: it leaves the trails of what it concerned."""
    _demand(actor, "cancel", visit)
    if not reason.strip():
        raise Refused("no_reason", "Tuliskan mengapa dibatalkan.", "reason")
    audit.move(actor, visit, rules.FLOW["cancel"], reason=reason.strip())
    looked_at: list[Report | FollowUp] = [link.report for link in queries.report_links(visit) if not link.is_new]
    looked_at += [link.follow_up for link in queries.work_links(visit)]
    for subject in looked_at:
        audit.record(actor, subject, rules.UNCAME, changes={"visit": visit.code})
    planning.unsee(actor=actor, visit=visit)
    return visit


@transaction.atomic
def move_places(*, actor: Actor, moves: Sequence[Move]) -> None:
    """Follows territories that got other parents; the deed on the territories is the one that is recorded."""
    for move in moves:
        known = decision_places.COLUMNS
        fields = {column: move.ids[level] for level, column in known.items() if level in move.ids}
        Visit.objects.filter(path=move.old).update(path=move.new, **fields)
        wide = {column: pk for column, pk in fields.items() if column in ("kecamatan_id", "kelurahan_id")}
        Gathering.objects.filter(path=move.old).update(path=move.new, **wide)
        FieldNote.objects.filter(path=move.old).update(path=move.new, **fields)
        planning.move_plans(move)


def _demand(actor: Actor, name: str, visit: Visit) -> None:
    rules.demand(actor, name, visit, concerned=queries.concerned(visit), promised=queries.has_promise(visit))


def _said(seen: str) -> str:
    said = seen.strip()
    if not said:
        raise Refused("empty", "Tuliskan apa yang Anda lihat, satu kalimat saja cukup.", "seen")
    return said[:MOST_SEEN]


def _subjects(actor: Actor, codes: Sequence[str]) -> list[Report | FollowUp]:
    """The reports and follow-ups with these codes, each once; only those that the actor sees and that are public."""
    wanted = list(dict.fromkeys(code.strip().upper() for code in codes if code.strip()))
    if len(wanted) > MOST_CONCERNED:
        raise Refused("too_many_codes", f"Paling banyak {MOST_CONCERNED} sekali kunjungan.", "codes")
    found = [queries.subject(actor, code) for code in wanted]
    if any(subject.is_private for subject in found):
        raise Refused("private", "Yang tertutup untuk umum tidak dicatat sebagai kunjungan.", "codes")
    return found


def _link(actor: Actor, visit: Visit, subject: Report | FollowUp) -> None:
    """Joins them; that somebody came stands in the journal of what was looked at, too."""
    if isinstance(subject, Report):
        VisitReport(visit=visit, report=subject).save(force_insert=True)
    else:
        VisitWork(visit=visit, follow_up=subject).save(force_insert=True)
    audit.record(actor, subject, rules.CAME, changes={"visit": visit.code, "title": visit.title})


def _where(
    actor: Actor, territory: Territory | None, lat: float | None, lng: float | None,
    subjects: Sequence[Report | FollowUp],
) -> Territory:  # fmt: skip
    """The place chosen; else the smallest around the point, that of what it concerns, or the office's own.

    A point a few metres over the border is no reason to lose a visit: then it is noted where the visitor may visit.
    """
    around = territories.smallest_at(lat, lng) if lat is not None and lng is not None else None
    if territory is not None:
        if not rules.may_make(actor, territory.path):
            raise Refused("outside", f"{territory.label} di luar wilayah tugas Anda.", "kelurahan")
        return around if around is not None and around.path.startswith(territory.path) else territory
    places = [around, *(subject.territory for subject in subjects)]
    fit = next((row for row in places if row is not None and rules.may_make(actor, row.path)), None)
    if fit is not None or actor.office is None:
        return fit or territories.served()
    return territories.territory(actor.office.territory_id)


def _payload_hash(*parts: Any) -> str:
    *plain, promised, pictures = parts
    told = [promised.text, promised.due, promised.lead] if promised else []
    whole = audit.canonical([*plain, told, [hashlib.sha256(picture).hexdigest() for picture in pictures]])
    return hashlib.sha256(whole.encode()).hexdigest()


def _answered(actor: Actor, key: str, sent: str) -> Visit | None:
    """The first answer to this key; another content under it is refused."""
    earlier = queries.by_key(actor, key)
    if earlier is not None and earlier.payload_hash != sent:
        raise Refused("other_payload", "Kiriman dengan tanda ini sudah diterima dengan isi lain. Catat sebagai baru.")
    return earlier


def _code() -> str:
    while True:
        code = f"KJ-{clock.today():%y}-{chance.word(6)}"
        if not Visit.objects.filter(code=code).exists():
            return code
