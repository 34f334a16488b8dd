"""A meeting is convened, started, or cancelled."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from rembuk.coordination.meetings import queries, rules
from rembuk.coordination.meetings.actions.agenda import take_proposal
from rembuk.coordination.meetings.actions.steps import enter, note_outcome
from rembuk.coordination.meetings.models import Attendance, Kind, Meeting, Regular, Room
from rembuk.foundation.audit.actions import move, record
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import chance, clock, text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.regulations import queries as regulations
from rembuk.foundation.territory import queries as territory

FARTHEST = timedelta(days=2 * 366)


@transaction.atomic
def convene(
    *,
    actor: Actor,
    institution: Institution,
    title: str,
    starts_at: datetime,
    place: str,
    kind: Kind | None = None,
    regular: Regular | None = None,
    keys: Iterable[str] = (),
) -> Meeting:
    """Calls a body together: whom its `kind` says is invited, the quorum is pinned, `keys` of proposals become its
    agenda. Without a kind it is what the body convenes by itself.
    """
    chair = queries.chair(institution)
    if not rules.may(actor, "convene", institution.path, institution.pk, chair.pk, chair.institution_id):
        raise Refused("not_allowed", "Hanya pengurus lembaga ini yang dapat mengundang rapatnya.")
    if not title.strip():
        raise Refused("no_title", "Tulis acara rapat.", "title")
    place = " ".join(place.split())
    if not place:
        raise Refused("no_place", "Tulis tempat rapat.", "place")
    _demand_day(starts_at)
    if regular is not None and (regular.institution_id != institution.pk or regular.ended_at):
        raise Refused("not_regular", "Jadwal rapat rutin itu sudah tidak berlaku. Muat ulang halaman.")
    kind = kind or queries.kind_for(institution)
    if kind.ends or kind.tier != rules.group(institution.kind.tier):
        raise Refused("not_its_kind", "Jenis rapat itu tidak diundang oleh lembaga ini.", "kind")
    demand_room(actor, institution, place, starts_at, starts_at + queries.usual(kind))
    invited = queries.invitees(institution, kind)
    if not invited:
        raise Refused("nobody", "Belum ada pengurus yang bisa diundang: isi dulu jabatan-jabatannya.")
    percent = regulations.number(rules.QUORUM_RULE, clock.today()) if kind.quorum is None else kind.quorum
    above = territory.ancestors(institution.territory)
    places = {f"{level}_id": above[level].pk for level in ("kecamatan", "kelurahan", "rw", "rt") if level in above}
    meeting = Meeting(
        code=chance.word(8), institution=institution, kind=kind, regular=regular, title=title.strip(),
        starts_at=starts_at, place=place, chair=chair, quorum=rules.quorum(len(invited), percent),
        **places,
    )  # fmt: skip
    try:
        with transaction.atomic():
            meeting.save(force_insert=True)
    except IntegrityError:
        raise Refused("twice", "Lembaga ini sudah punya rapat pada hari dan jam itu.", "starts_at") from None
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, position=position, name=name, office=position.title, order=order)
        for order, (position, name) in enumerate(invited)
    )
    record(
        actor, meeting, rules.FLOW["convene"].event,
        changes={"starts_at": starts_at, "kind": kind.key, "chair": chair.title, "invited": len(invited),
                 "quorum": meeting.quorum},
    )  # fmt: skip
    for key in keys:
        take_proposal(actor=actor, meeting=meeting, key=key)
    return meeting


def _demand_day(starts_at: datetime) -> None:
    """Refuses a day that is over, and one that somebody can only have mistyped."""
    if starts_at > clock.now() + FARTHEST:
        raise Refused("too_far", "Paling jauh dua tahun dari sekarang. Periksa lagi tahunnya.", "starts_at")
    if clock.local(starts_at).date() < clock.today():
        raise Refused("past", "Hari rapat sudah lewat. Pilih hari ini atau sesudahnya.", "starts_at")


def demand_room(
    actor: Actor, institution: Institution, place: str, starts_at: datetime, until: datetime, but: Meeting | None = None
) -> None:  # fmt: skip
    """Refuses a room that another meeting has at that time, or is being given in this very moment."""
    _hold_room(place)
    taken = queries.in_the_room(institution, place, starts_at, until, but)
    if taken is None:
        return
    other = taken.meeting
    # A body that meets twice at once has a sentence of its own.
    if (other.institution_id, other.starts_at) != (institution.pk, starts_at):
        called = f"{other.title}, " if queries.visible(actor, other.pk) else ""
        raise Refused(
            "room_taken",
            f"{other.place} sudah dipakai pukul {text.hour(other.starts_at)} sampai kira-kira "
            f"{text.hour(taken.until)}: {called}{other.institution}. Pilih tempat atau jam lain.",
            "place",
        )


def _hold_room(place: str) -> None:
    """Until the end of the transaction nobody else convenes at a place of these words."""
    words = place.casefold()[: Room._meta.get_field("words").max_length]
    Room.objects.bulk_create([Room(words=words)], ignore_conflicts=True)
    Room.objects.filter(words=words).update(version=F("version") + 1)


@transaction.atomic
def start(*, actor: Actor, meeting: Meeting, seen: int | None = None) -> Meeting:
    """Opens the meeting; whoever does it takes the minutes."""
    enter(actor, "start", meeting, seen)
    move(actor, meeting, rules.FLOW["start"],
         unrecorded={"minute_taker_id": actor.user_id, "minuted_by": actor.label})  # fmt: skip
    return meeting


@transaction.atomic
def reschedule(
    *, actor: Actor, meeting: Meeting, starts_at: datetime, place: str, reason: str = "", seen: int | None = None
) -> Meeting:
    """Another time or place: everybody invited is told, and their answers are asked anew where the time changed."""
    enter(actor, "reschedule", meeting, seen)
    place = " ".join(place.split())
    if not place:
        raise Refused("no_place", "Tulis tempat rapat.", "place")
    _demand_day(starts_at)
    if (starts_at, place) == (meeting.starts_at, meeting.place):
        raise Refused("the_same", "Waktu dan tempatnya masih sama.", "starts_at")
    lasts = queries.ends_at(meeting, queries.timed(queries.items(meeting))) - meeting.starts_at
    demand_room(actor, meeting.institution, place, starts_at, starts_at + lasts, but=meeting)
    moved = starts_at != meeting.starts_at
    changes = {"starts_at": starts_at, "place": place}
    try:
        with transaction.atomic():
            move(actor, meeting, rules.FLOW["reschedule"], changes=changes, reason=reason.strip(),
                 unrecorded={"sequence": meeting.sequence + 1})  # fmt: skip
    except IntegrityError:
        raise Refused("twice", "Lembaga ini sudah punya rapat pada hari dan jam itu.", "starts_at") from None
    if moved:
        Attendance.objects.filter(meeting=meeting).update(reply="", stand_in="", replied_at=None)
    return meeting


@transaction.atomic
def cancel(*, actor: Actor, meeting: Meeting, reason: str, seen: int | None = None) -> Meeting:
    """Calls the meeting off. Its items are postponed, so what they are about may propose itself again."""
    enter(actor, "cancel", meeting, seen)
    if not reason.strip():
        raise Refused("no_reason", "Tulis mengapa rapat dibatalkan: alasan ini dibaca yang diundang.", "reason")
    unrecorded = {"sequence": meeting.sequence + 1}
    move(actor, meeting, rules.FLOW["cancel"], reason=reason.strip(), unrecorded=unrecorded)
    for item in queries.items(meeting):
        note_outcome(actor, item, "postponed", reason=f"Rapat dibatalkan: {reason.strip()}")
    return meeting
