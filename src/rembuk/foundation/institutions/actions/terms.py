"""Terms of office. What strains a rule is noted for the camat with its reason; it never leaves an office empty.

Two rules look at sets of rows (one definitive holder per position and day; offices of one person). Both bump the
parent's version first: on PostgreSQL that makes two transactions on the same position or person go one after the other,
and the second one sees what the first one did.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F

from rembuk.foundation.accounts import actions as accounts
from rembuk.foundation.accounts.models import User
from rembuk.foundation.audit.actions import record, record_new
from rembuk.foundation.institutions import queries, rules
from rembuk.foundation.institutions.actions.waking import wake
from rembuk.foundation.institutions.models import Appointment, Concern, Position
from rembuk.foundation.institutions.rules import Term
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.regulations import queries as regulations

BATCH = 500


@dataclass(frozen=True, slots=True)
class NewAppointment:
    """A person (known, or a new name) in a position. `replaces` ends the present holder's term when this one starts."""

    position: Position
    starts: date
    user: User | None = None
    name: str = ""
    mandate: str = "definitive"
    decree: str = ""
    decree_on: date | None = None
    ends: date | None = None
    reason: str = ""
    replaces: bool = False


def appoint(
    *, actor: Actor, position: Position, starts: date, user: User | None = None, name: str = "",
    mandate: str = "definitive", decree: str = "", decree_on: date | None = None, ends: date | None = None,
    reason: str = "", replaces: bool = False,
) -> Appointment:  # fmt: skip
    """Puts a person into a position. Raises Refused("needs_reason") once for what must be explained."""
    row = NewAppointment(position, starts, user, name, mandate, decree, decree_on, ends, reason, replaces)
    return appoint_many(actor=actor, rows=[row])[0]


@transaction.atomic
def appoint_many(*, actor: Actor, rows: Sequence[NewAppointment]) -> list[Appointment]:
    """Many appointments in order, all or none; equal to single calls one after the other."""
    for row in rows:
        _check(actor, row)
    return write(actor, rows)


def _check(actor: Actor, row: NewAppointment) -> None:
    if not rules.may_appoint(actor, row.position.role, row.position.path):
        raise Refused("not_allowed", f"Jabatan Anda tidak berwenang mengangkat {row.position}.")


def write(actor: Actor, rows: Sequence[NewAppointment]) -> list[Appointment]:
    """Writes appointments that somebody has already been allowed to make (see `appoint_many` and `delegate`)."""
    _one_after_the_other(Position, {row.position.pk for row in rows})
    _one_after_the_other(User, {row.user.pk for row in rows if row.user})
    named = iter(accounts.add_people(actor=actor, names=[row.name.strip() for row in rows if row.user is None]))
    book = _Book(rows)
    made = [book.enter(row, row.user or next(named)) for row in rows]
    book.write(actor)
    return made


def _check_row(row: NewAppointment) -> None:
    if row.user is None and not row.name.strip():
        raise Refused("no_name", "Tulis nama orang yang diangkat.", "name")
    if row.mandate not in rules.HOLDING | rules.ON_BEHALF:
        raise Refused("bad_mandate", "Pilih sifat jabatan.", "mandate")
    if row.ends is not None and row.ends <= row.starts:
        raise Refused("bad_term", "Hari terakhir harus sesudah hari mulai.", "ends")


def _one_after_the_other(model: type[Position] | type[User], ids: set[UUID]) -> None:
    ordered = sorted(ids)
    for start in range(0, len(ordered), BATCH):
        model.objects.filter(pk__in=ordered[start : start + BATCH]).update(version=F("version") + 1)


@dataclass
class _Book:
    """The terms that touch these rows, as they stand while the rows are entered one by one."""

    rows: Sequence[NewAppointment]
    by_position: dict[UUID, list[Appointment]] = field(default_factory=dict)
    by_person: dict[UUID, list[Appointment]] = field(default_factory=dict)
    made: list[Appointment] = field(default_factory=list)
    reasons: dict[UUID, str] = field(default_factory=dict)
    ended: list[tuple[Appointment, date]] = field(default_factory=list)
    noted: list[Concern] = field(default_factory=list)
    limits: tuple[int, int, bool] = (0, 0, True)

    def __post_init__(self) -> None:
        today = clock.today()
        self.limits = (
            regulations.number("institutions.terms_max", today), regulations.number("institutions.term", today),
            regulations.truth("institutions.one_body", today),
        )  # fmt: skip
        positions = sorted({row.position.pk for row in self.rows})
        people = sorted({row.user.pk for row in self.rows if row.user})
        known: dict[UUID, Appointment] = {}
        for name, ids in (("position_id__in", positions), ("user_id__in", people)):
            for start in range(0, len(ids), BATCH):
                found = Appointment.objects.filter(**{name: ids[start : start + BATCH]})
                for term in found.select_related("user", "position__institution__territory"):
                    known[term.pk] = term
        for term in sorted(known.values(), key=lambda term: (term.starts, term.pk)):
            self._know(term)

    def _know(self, term: Appointment) -> None:
        self.by_position.setdefault(term.position_id, []).append(term)
        self.by_person.setdefault(term.user_id, []).append(term)

    def enter(self, row: NewAppointment, user: User) -> Appointment:
        """One row, judged against everything before it."""
        _check_row(row)
        new = Appointment(
            position=row.position, user=user, mandate=row.mandate, decree=row.decree.strip(), decree_on=row.decree_on,
            starts=row.starts, ends=row.ends,
        )  # fmt: skip
        term = _term(new)
        for other in self.by_position.get(row.position.pk, []):
            if rules.overlap(term, _term(other)) and other.mandate in rules.HOLDING and row.mandate in rules.HOLDING:
                self._make_room(row, other)
        others = [_term(other) for other in self.by_person.get(user.pk, [])]
        most, years, one_body = self.limits
        codes = rules.concerns(term, others, terms=most, years=years, one_body=one_body)
        if codes and not row.reason.strip():
            said = "; ".join(rules.CONCERNS[code].lower() for code in codes)
            raise Refused("needs_reason", f"Perlu alasan: {said}. Alasan ini dibaca camat.", "reason")
        self.noted += [
            Concern(appointment=new, code=code, reason=row.reason.strip(), noted_at=clock.now()) for code in codes
        ]
        self.reasons[new.pk] = row.reason.strip()
        self.made.append(new)
        self._know(new)
        return new

    def _make_room(self, row: NewAppointment, other: Appointment) -> None:
        """An acting holder gives way to a definitive one; two of a kind do not sit on one chair."""
        gives_way = row.mandate == "definitive" and other.mandate == "acting"
        if other.mandate != row.mandate and not gives_way:
            return
        if (row.replaces or gives_way) and other.starts < row.starts:
            other.ends = row.starts
            self.ended.append((other, row.starts))
            return
        until = f" sampai {text.day(other.ends)}" if other.ends else ""
        message = f"{row.position} sudah dijabat {other.user}{until}. Akhiri dulu masa jabatannya."
        raise Refused("held", message, "starts")

    def write(self, actor: Actor) -> None:
        """Puts everything down in batches, with an event for each row; terms begin as asked and are ended after."""
        for term, row in zip(self.made, self.rows, strict=True):
            term.ends = row.ends
        Appointment.objects.bulk_create(self.made, batch_size=BATCH)
        Concern.objects.bulk_create(self.noted, batch_size=BATCH)
        told = {term.pk: _told(term) for term in self.made}
        record_new(actor, self.made, "institutions.appointed", changes=told, reasons=self.reasons)
        about = {row.pk: {"code": row.code, **told[row.appointment_id]} for row in self.noted}
        record_new(actor, self.noted, "institutions.concern_noted", changes=about)
        for term, on in self.ended:
            _end(actor, term, on, "")
        wake()


def _term(row: Appointment) -> Term:
    position = row.position
    return Term(position.role, str(position.institution.kind_id), position.pk, row.mandate, row.starts, row.ends)


def _told(row: Appointment) -> dict[str, object]:
    return {
        "user": row.user_id, "name": row.user.name, "position": row.position_id, "title": row.position.title,
        "mandate": row.mandate, "decree": row.decree, "starts": row.starts, "ends": row.ends,
    }  # fmt: skip


@transaction.atomic
def end_appointment(*, actor: Actor, appointment: Appointment, on: date, reason: str = "") -> Appointment:
    """Ends a term: `on` is the first day no longer in office. What is open stays with the position."""
    own = actor.office is not None and actor.office.position_id == appointment.position_id and not actor.on_behalf
    helps_me = own and appointment.mandate in rules.ON_BEHALF
    if not helps_me and not rules.may_appoint(actor, appointment.position.role, appointment.path):
        raise Refused("not_allowed", f"Jabatan Anda tidak berwenang mengakhiri masa jabatan {appointment}.")
    if on < appointment.starts:
        raise Refused("bad_term", f"Masa jabatan ini baru mulai {text.day(appointment.starts)}.", "ends")
    if appointment.ends is not None and on > appointment.ends:
        raise Refused("bad_term", f"Masa jabatan ini sudah berakhir {text.day(appointment.ends)}.", "ends")
    _one_after_the_other(Position, {appointment.position_id})
    _one_after_the_other(User, {appointment.user_id})
    wake()
    return _end(actor, appointment, on, reason)


def _end(actor: Actor, term: Appointment, on: date | None, reason: str) -> Appointment:
    seen = term.version
    if not Appointment.objects.filter(pk=term.pk, version=seen).update(ends=on, version=seen + 1):
        raise Refused("stale", "Sudah lebih dulu diubah orang lain. Muat ulang halaman.")
    term.ends, term.version = on, seen + 1
    record(actor, term, "institutions.ended", changes={"ends": on, "name": term.user.name}, reason=reason)
    if on is not None:
        for named in queries.named_under(term, on):
            _end(actor, named, max(on, named.starts), "Masa jabatan yang diwakili berakhir.")
    return term


@transaction.atomic
def see_concern(*, actor: Actor, concern: Concern) -> Concern:
    """The camat has read it."""
    if not actor.holds("institutions.concerns", at=concern.path):
        raise Refused("not_allowed", "Catatan ini dibaca camat.")
    seen, now = concern.version, clock.now()
    if not Concern.objects.filter(pk=concern.pk, version=seen, seen_at__isnull=True).update(
        seen_at=now, seen_by_id=actor.user_id, version=seen + 1
    ):
        raise Refused("stale", "Catatan ini sudah dibaca.")
    concern.seen_at, concern.seen_by_id, concern.version = now, actor.user_id, seen + 1
    record(actor, concern, "institutions.concern_seen")
    return concern
