"""How people get in: the printed sheet, a reset, and those who act in somebody's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import segno
from django.db import transaction
from django.urls import reverse

from rembuk.foundation.accounts import actions as accounts
from rembuk.foundation.accounts import rules as account_rules
from rembuk.foundation.accounts import tokens
from rembuk.foundation.accounts.models import User
from rembuk.foundation.institutions import queries, rules
from rembuk.foundation.institutions.actions.terms import NewAppointment, write
from rembuk.foundation.institutions.models import Appointment, Position
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web import share

USES = 2


@dataclass(frozen=True, slots=True)
class Invitation:
    """What stands on the sheet. It is shown once; only hashes are kept."""

    appointment: Appointment
    link: str
    code: str
    pin: str
    qr: str
    uses: int
    days: int
    home: str


@transaction.atomic
def invite(*, actor: Actor, appointment: Appointment, uses: int = USES) -> Invitation:
    """Issues a sheet. Two uses, so that a lost signal half-way or a second phone needs no second sheet."""
    demand_entry(actor, appointment)
    return _invitation(appointment, accounts.issue_sheet(actor=actor, user=appointment.user, uses=uses), uses)


@transaction.atomic
def invite_many(*, actor: Actor, appointments: Sequence[Appointment]) -> list[Invitation]:
    """A sheet for each, to be printed in one go; all or none."""
    return [invite(actor=actor, appointment=appointment) for appointment in appointments]


@transaction.atomic
def reset(*, actor: Actor, appointment: Appointment) -> Invitation:
    """Ends all sessions and forgets all devices of a person who lost the phone or the PIN, and issues a new sheet."""
    demand_entry(actor, appointment)
    return _invitation(appointment, accounts.reset(actor=actor, user=appointment.user, uses=USES), USES)


def demand_entry(actor: Actor, appointment: Appointment) -> None:
    """A sheet opens every office of a person, also one that is still to come, so each must be one that the actor may
    open."""
    for office in [appointment, *queries.offices_now_or_later(appointment.user)]:
        if not may_open(actor, office):
            raise Refused(
                "not_allowed",
                f"{office.user} adalah {office.position}. Lembar untuk jabatan itu tidak dapat Anda cetak; "
                "minta pejabat di atasnya.",
            )


def may_enter(actor: Actor, appointment: Appointment) -> bool:
    """`demand_entry` as a question, for the button."""
    return all(may_open(actor, office) for office in [appointment, *queries.offices_now_or_later(appointment.user)])


def may_open(actor: Actor, office: Appointment) -> bool:
    """Whether the actor may print a sheet for this office: from above, or for those who act in the actor's name."""
    mine = actor.office is not None and actor.office.position_id == office.position_id and not actor.on_behalf
    if mine and office.mandate in rules.ON_BEHALF:
        return True
    return rules.may_invite(actor, office.position.role, office.path)


def _invitation(appointment: Appointment, issued: accounts.IssuedSheet, uses: int) -> Invitation:
    link = share.absolute(reverse("accounts:sheet", args=[issued.token]))
    qr = segno.make(link, error="m").svg_inline(border=4, omitsize=True, svgclass="qr", title="Kode QR untuk masuk")
    return Invitation(appointment, link, tokens.spaced(issued.token), issued.pin, qr, uses, account_rules.SHEET_DAYS,
                      share.absolute("/"))  # fmt: skip


@transaction.atomic
def delegate(
    *, actor: Actor, position: Position, mandate: str, user: User | None = None, name: str = "",
    starts: date | None = None, ends: date | None = None, decree: str = "", reason: str = "",
) -> Appointment:  # fmt: skip
    """Names a deputy or an operator: by the holder of the position, or by whoever may appoint to it.

    Either a new name, or somebody who already has an office in the same body; never for longer than the holder's term.
    """
    if mandate not in rules.ON_BEHALF:
        raise Refused("bad_mandate", "Pilih wakil atau operator.", "mandate")
    held = queries.holder(position)
    is_holder = held is not None and actor.office is not None and held.pk == actor.office.appointment_id
    if not is_holder and not rules.may_appoint(actor, position.role, position.path):
        raise Refused("not_allowed", f"Hanya {position} sendiri yang menunjuk wakil atau operatornya.")
    if user is not None and user.pk not in {row.user_id for row in queries.colleagues(position)}:
        raise Refused("not_colleague", f"Pilih orang dari {position.institution}, atau tulis nama baru.", "person")
    if held is not None and held.ends is not None:
        ends = min(ends or held.ends, held.ends)
    row = NewAppointment(position, starts or clock.today(), user, name, mandate, decree, None, ends, reason)
    return write(actor, [row])[0]
