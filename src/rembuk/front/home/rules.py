"""Who makes and types the weekly sheet of an RW; how an office is handed on, and who sees it. Writes nothing."""

from datetime import date, timedelta

from rembuk.foundation.institutions import rules as offices
from rembuk.foundation.institutions.models import Appointment, Institution
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.flow import Flow, flow, step
from rembuk.foundation.territory.models import DIGITS
from rembuk.front.home.models import Handover, Sheet

RW = "rw"
# An office of at most this depth prints for its whole area; above there are too many for a Friday.
DEPTH = 4


def monday(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def prints(actor: Actor) -> bool:
    """Whether the office stands in a kelurahan or below."""
    return actor.office is not None and len(actor.office.path) >= DEPTH * DIGITS and bool(actor.scope("home.sheet"))


def may_make(actor: Actor, body: Institution) -> bool:
    """The RW's own people, and the kelurahan in whose area it lies."""
    return body.kind.tier == RW and body.ends is None and prints(actor) and actor.holds("home.sheet", body.path)


def may_type(actor: Actor, sheet: Sheet) -> bool:
    """Only who has an office in that RW: its Pamor, its secretary, its head."""
    own = actor.office is not None and actor.office.institution_id == sheet.institution_id
    return own and actor.holds("home.sheet", sheet.path)


def demand_make(actor: Actor, body: Institution) -> None:
    """Raises Refused("not_allowed")."""
    if not may_make(actor, body):
        raise Refused("not_allowed", "Lembar RW dicetak oleh kelurahan, Pamor, atau pengurus RW itu sendiri.")


def demand_type(actor: Actor, sheet: Sheet) -> None:
    """Raises Refused("not_allowed")."""
    if not may_type(actor, sheet):
        raise Refused("not_allowed", f"Lembar ini diketik oleh Pamor atau sekretaris {sheet.institution}.")


LEAVING, COMING, SYSTEM = "leaving", "coming", "system"
# A memori jabatan: asked for before the term ends, handed over or made from data, and read by the next in the seat.
FLOW: Flow = flow(
    step("ask_handover", "", "asked", "Siapkan memori jabatan", "Memori jabatan disiapkan", event="home.handover_asked",
         permission=SYSTEM, by_people=False),
    step("hand_over", "asked", "handed", "Sudah saya serahkan", "Jabatan diserahkan", event="home.handed_over",
         permission=LEAVING),
    step("make_handover", "asked", "made", "Buat dari data", "Masa jabatan berakhir, memori dibuat dari data",
         event="home.handover_made", permission=SYSTEM, by_people=False),
    step("read_handover", "handed made", "read", "Sudah saya baca", "Memori jabatan dibaca penggantinya",
         event="home.handover_read", permission=COMING),
)  # fmt: skip
# The rule of how long before its end a term's memori is asked for, and how long after it one is still made; and what
# holds in a city that has not filled it in yet.
ASKED_BEFORE, UNTIL_THEN = "institutions.handover", 30


# Whose part of a year is told to themselves and to their lurah; of fewer than FEW a count says nothing.
RW_HEAD = "ketua_rw"
TAKES_PART = (RW_HEAD, "lpm")
FEW = 10


def takes_part(actor: Actor) -> bool:
    """Whether the actor is, in person, a head of an RW or a member of LPM (LMK)."""
    return in_person(actor) and actor.office is not None and actor.office.role in TAKES_PART


def oversees_parts(actor: Actor) -> bool:
    """Only the lurah, in person: neither who acts in the lurah's name nor anybody above."""
    return in_person(actor) and actor.office is not None and actor.office.role == "lurah"


def sees_part(actor: Actor, found: Appointment) -> bool:
    """The person, and the lurah of the place."""
    if actor.office is None or not in_person(actor):
        return False
    own = actor.office.appointment_id == found.pk
    return own or (oversees_parts(actor) and found.path.startswith(actor.office.path))


def in_person(actor: Actor) -> bool:
    """Handing over and reading are done by the holder, never in somebody's name."""
    return actor.office is not None and not actor.on_behalf


def leaves(actor: Actor, found: Handover) -> bool:
    """Whose term it is."""
    return in_person(actor) and actor.office is not None and actor.office.appointment_id == found.appointment_id


def comes(actor: Actor, found: Handover) -> bool:
    """Who sits in the seat after that term."""
    own = in_person(actor) and actor.office is not None and actor.office.position_id == found.position_id
    return own and not leaves(actor, found) and actor.user_id != found.appointment.user_id


def sees_handover(actor: Actor, found: Handover) -> bool:
    """Whoever leaves, whoever comes, and the office that appoints to that seat."""
    return leaves(actor, found) or comes(actor, found) or offices.may_appoint(actor, found.position.role, found.path)


def demand_handover(actor: Actor, name: str, found: Handover) -> None:
    """Raises Refused("not_found" | "not_allowed" | "wrong_step")."""
    known = FLOW[name]
    may = {LEAVING: leaves(actor, found), COMING: comes(actor, found), SYSTEM: actor.holds("system", "")}
    if not may[known.permission]:
        if not sees_handover(actor, found):
            raise Refused("not_found", "Memori jabatan ini tidak ada, atau bukan untuk Anda.")
        raise Refused("not_allowed", f"“{known.label}” hanya untuk pemegang jabatannya sendiri.")
    if found.status not in known.sources:
        raise Refused("wrong_step", f"Memori jabatan ini {found.get_status_display()}.")
