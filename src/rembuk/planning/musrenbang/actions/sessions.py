"""A session: prepared, invited to, its delegations, and what is said of each proposal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from rembuk.coordination.meetings import actions as halls
from rembuk.coordination.meetings import queries as hall_queries
from rembuk.coordination.meetings.models import Meeting
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory.models import Territory
from rembuk.planning.musrenbang import queries, session_rules
from rembuk.planning.musrenbang.models import Ballot, Delegation, Matter, Round, Session

FLOW = session_rules.SESSION_FLOW
TALKS = {key: label for key, label in Matter.TALKS if key}
MOST_SEATS = 200


@dataclass(frozen=True, slots=True)
class Sent:
    """How many a body sends, and how many of them are women or disabled."""

    institution: Institution
    seats: int
    women: int = 0
    disabled: int = 0


def hold(actor: Actor, name: str, session: Session) -> None:
    """Until the end of the transaction nobody else moves this session, and it stands as it is now.

    Several people write at one session: whoever is second waits and goes on, instead of being told to begin again.
    """
    session_rules.demand(actor, name, session)
    wait_for(session)
    session_rules.demand(actor, name, session)


def wait_for(session: Session) -> None:
    """Until whoever moves this session is done; then it stands as they left it, and is ours."""
    Session.objects.filter(pk=session.pk).update(version=F("version"))
    session.refresh_from_db(fields=["status", "version", "shown", "ballot_form", "is_secret", "points_each",
                                    "names_most", "meeting"])  # fmt: skip


@transaction.atomic
def prepare_session(*, actor: Actor, round_: Round, territory: Territory) -> Session:
    """The session of a place: what is proposed there comes before it under short numbers."""
    if territory.level not in session_rules.LEVELS:
        raise Refused("no_place", "Sidang musrenbang diadakan di kelurahan dan kecamatan.")
    if not session_rules.runs(actor, territory.path):
        raise Refused("not_allowed", f"Sidang {territory.label} disiapkan kantornya sendiri.")
    if round_.status == "prepared":
        raise Refused("closed", f"{round_} belum dibuka.")
    made = Session(round=round_, territory=territory, path=territory.path, prepared_at=clock.now())
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Refused("again", f"Sidang {territory.label} sudah disiapkan.") from None
    listed = _list(made)
    audit.record(actor, made, FLOW["prepare_session"].event,
                 changes={"year": round_.year, "territory": territory.label, "listed": listed})  # fmt: skip
    return made


@transaction.atomic
def renew_list(*, actor: Actor, session: Session) -> int:
    """Takes up what was proposed since; numbers that were given stay. Returns how many came."""
    hold(actor, "renew_list", session)
    listed = _list(session)
    if listed:
        audit.move(actor, session, FLOW["renew_list"], details={"listed": listed})
    return listed


def _list(session: Session) -> int:
    fresh = queries.unlisted(session)
    last = Matter.objects.filter(session=session).aggregate(last=Max("number"))["last"] or 0
    Matter.objects.bulk_create(
        Matter(session=session, number=number, proposal_id=pk) for number, pk in enumerate(fresh, last + 1)
    )
    return len(fresh)


@transaction.atomic
def sit(*, actor: Actor, session: Session, starts_at: datetime | None = None, place: str = "") -> Meeting:
    """Ties the session to the meeting of its kind that was called; where none was, calls one for that time."""
    hold(actor, "sit", session)
    if session.meeting is not None and session.meeting.status != "cancelled":
        return session.meeting
    meeting = queries.called(session) or _convened(actor, session, starts_at, place)
    audit.move(actor, session, FLOW["sit"], changes={"meeting": meeting}, details={"code": meeting.code})
    _put_on_agenda(actor, session, meeting)
    return meeting


def _put_on_agenda(actor: Actor, session: Session, meeting: Meeting) -> None:
    """One item for all proposals: each of them is spoken of on the session's own pages."""
    title = title_of(session)
    if all(item.title != title for item in hall_queries.items(meeting)) and hall_queries.may(
        actor, "add_item", meeting
    ):
        halls.add_item(actor=actor, meeting=meeting, title=title)


def title_of(session: Session) -> str:
    """How the session stands on the agenda of its meeting."""
    return f"Pembahasan usulan {session.round}"


def _convened(actor: Actor, session: Session, starts_at: datetime | None, place: str) -> Meeting:
    if starts_at is None:
        raise Refused("no_day", "Kapan sidangnya?", "starts_at")
    body = next((row for row in hall_queries.bodies(actor) if row.territory_id == session.territory_id), None)
    if body is None:
        raise Refused("not_allowed", "Rapatnya diundang kantor yang mengadakan sidang ini.")
    return halls.convene(
        actor=actor, institution=body, kind=hall_queries.kind_for(body, session_rules.KINDS[session.territory.level]),
        starts_at=starts_at, place=place or str(body), title=f"Sidang musrenbang {session.territory.label}",
    )  # fmt: skip


@transaction.atomic
def set_delegations(*, actor: Actor, session: Session, sent: Sequence[Sent]) -> Session:
    """How many each body sends; said again, the new numbers hold. Nobody sent is no delegation."""
    hold(actor, "set_delegation", session)
    allowed = {body.pk for body in queries.senders(session.territory)}
    known = {row.institution_id: row for row in queries.delegations(session)}
    told: list[dict[str, Any]] = []
    for one in sent:
        row = known.get(one.institution.pk)
        if one.institution.pk not in allowed and row is None:
            raise Refused("elsewhere", f"{one.institution} tidak mengirim utusan ke sidang ini.")
        if (row.seats, row.women, row.disabled) == (one.seats, one.women, one.disabled) if row else not one.seats:
            continue
        _set(session, one, row)
        told.append({"institution": str(one.institution), "seats": one.seats, "women": one.women,
                     "disabled": one.disabled})  # fmt: skip
    if told:
        audit.move(actor, session, FLOW["set_delegation"], details={"delegations": told})
    if session.status == "voting":
        make_ballots(session)
    return session


def _set(session: Session, one: Sent, row: Delegation | None) -> None:
    name = str(one.institution)
    if not 0 <= one.seats <= MOST_SEATS:
        raise Refused("no_number", f"{name}: utusan antara 0 dan {MOST_SEATS}.")
    if max(one.women, one.disabled) > one.seats or min(one.women, one.disabled) < 0:
        raise Refused(
            "no_number", f"{name}: perempuan dan penyandang disabilitas dihitung di antara {one.seats} utusan."
        )
    if row is not None and row.handed > one.seats:
        raise Refused("handed", f"{name}: {row.handed} surat suara sudah dibagi, utusannya tidak bisa kurang dari itu.")
    if not one.seats:
        Delegation.objects.filter(session=session, institution=one.institution).delete()
        return
    Delegation.objects.update_or_create(
        session=session, institution=one.institution,
        defaults={"seats": one.seats, "women": one.women, "disabled": one.disabled},
    )  # fmt: skip


@transaction.atomic
def discuss(*, actor: Actor, session: Session, number: int, talk: str, note: str = "") -> Matter:
    """What was said of a proposal; then the next one that was not spoken of is on the projector."""
    hold(actor, "discuss", session)
    row, said = queries.matter(session, number), " ".join(note.split())[:300]
    if talk not in TALKS:
        raise Refused("no_talk", "Pilih: disepakati, disepakati dengan catatan, atau ditunda.", "talk")
    if talk != "agreed" and not said:
        raise Refused("no_note", "Tulis catatannya, satu kalimat.", "note")
    if row.proposal.status in queries.GONE:
        raise Refused("gone", f"Nomor {number} sudah {row.proposal.get_status_display()}; tidak dibahas lagi.")
    row.talk, row.note, row.talked_at = talk, said, clock.now()
    row.save(update_fields=["talk", "note", "talked_at"])
    audit.move(actor, session, FLOW["discuss"], unrecorded={"shown": queries.next_open(session, number)},
               details={"number": number, "proposal": row.proposal.code, "talk": talk}, reason=said)  # fmt: skip
    return row


@transaction.atomic
def show(*, actor: Actor, session: Session, number: int) -> Session:
    """Puts a proposal on the projector; that is nobody's deed, and the journal does not speak of it."""
    session_rules.demand(actor, "discuss", session)
    queries.matter(session, number)
    Session.objects.filter(pk=session.pk).update(shown=number)
    session.shown = number
    return session


def make_ballots(session: Session) -> None:
    """A ballot for each seat and some to spare, under serials that follow in no order."""
    seats = sum(row.seats for row in queries.delegations(session))
    used = set(queries.serials(session))
    wanted = seats + queries.spare(seats)
    fresh: set[int] = set()
    while len(used) + len(fresh) < wanted:
        fresh |= {queries.drawn_serial()} - used
    Ballot.objects.bulk_create(Ballot(session=session, serial=serial) for serial in sorted(fresh))
