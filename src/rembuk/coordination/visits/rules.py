"""The law of visits on one screen: who may go where, who reads what was seen, what belongs to the day of a visit.

A visit is of its day: what was seen may be put right, promised on, reported and joined to other matters until the day
is over; from then on it stands. What is private is never visited: its place alone would say too much.
"""

from collections.abc import Collection
from uuid import UUID

from rembuk.coordination.visits.models import Rotation, Visit
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.flow import Flow, Step, flow, step

MAKE, VIEW, PROMISE = "visits.make", "visits.view", "decisions.make"

# What the journal of a report or follow-up says of a visit that looked at it, and of one noted by mistake.
CAME, UNCAME = "visits.came", "visits.uncame"

FLOW: Flow = flow(
    step("note", "", "noted", "Catat kunjungan", "Kunjungan dicatat", event="visits.noted", permission=MAKE),
    step("promise", "noted", "", "Janji di tempat", "Dijanjikan di tempat", event="visits.promised",
         permission=PROMISE),
    step("report", "noted", "", "Laporkan yang dilihat", "Dilaporkan dari kunjungan", event="visits.reported",
         permission="reports.receive"),
    step("connect", "noted", "", "Sambungkan", "Disambungkan", event="visits.connected", permission=MAKE),
    step("accompany", "noted", "", "Catat yang ikut", "Yang ikut dicatat", event="visits.accompanied", permission=MAKE),
    step("amend", "noted", "", "Perbaiki", "Diperbaiki", event="visits.amended", permission=MAKE),
    step("cancel", "noted", "cancelled", "Batalkan", "Dibatalkan, salah catat", event="visits.cancelled",
         permission=MAKE),
)  # fmt: skip


def may_make(actor: Actor, path: str) -> bool:
    """Whether the actor visits at this place in an office."""
    return actor.office is not None and actor.holds(MAKE, path)


def visible(actor: Actor, visit: Visit, *, concerned: Collection[UUID] = ()) -> bool:
    """In whose area it is, whose visit it is, and the people of the bodies in `concerned`.

    Those came along, or lead or help with what was promised there.
    """
    if actor.holds("system", "") or (actor.user_id is not None and actor.user_id == visit.visitor_id):
        return True
    if actor.holds(VIEW, visit.path):
        return True
    return actor.office is not None and actor.office.institution_id in {visit.body_id, *concerned}


def is_of_today(visit: Visit) -> bool:
    """Whether the day on which it was noted is not over in the city."""
    return clock.local(visit.noted_at).date() == clock.today()


def allows(name: str, visit: Visit, *, promised: bool = False) -> bool:
    """Whether state and day have the step. What was promised stands: such a visit is not cancelled."""
    return visit.status in FLOW[name].sources and is_of_today(visit) and not (name == "cancel" and promised)


def entitled(actor: Actor, name: str, visit: Visit) -> bool:
    """Only the visitor's own deeds, in an office that holds them there."""
    mine = actor.user_id is not None and actor.user_id == visit.visitor_id
    return mine and actor.office is not None and actor.holds(FLOW[name].permission, visit.path)


def steps_for(actor: Actor, visit: Visit, *, promised: bool = False) -> list[Step]:
    """What the actor may do now, in the order of FLOW."""
    return [
        known for name, known in FLOW.items() if allows(name, visit, promised=promised) and entitled(actor, name, visit)
    ]


def demand(actor: Actor, name: str, visit: Visit, *, concerned: Collection[UUID] = (), promised: bool = False) -> None:
    """Raises Refused("not_found" | "not_allowed" | "wrong_step" | "day_over")."""
    if not visible(actor, visit, concerned=concerned):
        raise Refused("not_found", "Kunjungan ini tidak ada, atau bukan untuk Anda.")
    if not entitled(actor, name, visit):
        raise Refused("not_allowed", f"“{FLOW[name].label}” hanya oleh yang berkunjung, dan yang berwenang di situ.")
    if not is_of_today(visit):
        raise Refused("day_over", "Hari kunjungan ini sudah lewat, jadi catatannya tetap. Buat kunjungan baru.")
    if not allows(name, visit, promised=promised):
        raise Refused("wrong_step", f"“{FLOW[name].label}” tidak bisa dilakukan pada keadaan sekarang.")


FRIDAYS, REMBUK, SYSTEM = "visits.rotation", "visits.rembuk", "system"

# A visit that is planned; who may do what is in `plan_rules.py`.
PLAN_FLOW: Flow = flow(
    step("plan", "", "planned", "Rencanakan kunjungan", "Kunjungan direncanakan", event="visits.planned",
         permission=MAKE),
    step("add_places", "planned", "", "Tambah tempat", "Tempat ditambah", event="visits.places_added",
         permission=MAKE),
    step("check_in", "planned done", "", "Saya di sini", "Kedatangan dicatat", event="visits.checked_in",
         permission=MAKE),
    step("see", "planned done", "", "Catat yang dilihat", "Tempat dilihat", event="visits.place_seen",
         permission=MAKE),
    step("miss", "planned", "", "Tidak sampai ke sini", "Tidak sampai ke tempat", event="visits.place_missed",
         permission=MAKE),
    step("cancel_plan", "planned", "cancelled", "Batalkan rencana", "Rencana dibatalkan",
         event="visits.plan_cancelled", permission=MAKE),
    step("finish", "planned", "done", "Selesai", "Semua tempat sudah jelas", event="visits.plan_finished",
         permission=SYSTEM, by_people=False),
    step("unsee", "planned done", "planned", "Buka lagi", "Catatan dibatalkan, tempat terbuka lagi",
         event="visits.place_unseen", permission=SYSTEM, by_people=False),
    step("remind", "planned", "", "Ingatkan", "Diingatkan: harinya sudah lewat", event="visits.plan_reminded",
         permission=SYSTEM, by_people=False),
)  # fmt: skip

# The year's plan of the mayor's Fridays; the planner works in the worker's own process.
ROTATION_FLOW: Flow = flow(
    step("ask", "", "asked", "Susun giliran", "Giliran diminta", event="visits.rotation_asked", permission=FRIDAYS),
    step("lay", "asked", "draft", "Susun", "Giliran disusun", event="visits.rotation_laid", permission=SYSTEM,
         by_people=False),
    step("fail", "asked", "failed", "Tidak tersusun", "Giliran tidak tersusun", event="visits.rotation_failed",
         permission=SYSTEM, by_people=False),
    step("publish", "draft", "published", "Umumkan", "Giliran diumumkan", event="visits.rotation_published",
         permission=FRIDAYS),
    step("swap", "draft published", "", "Tukar tanggal", "Tanggal ditukar", event="visits.rotation_swapped",
         permission=FRIDAYS),
    step("stand_in", "published", "", "Diwakili", "Wakil dicatat", event="visits.rotation_stood_in",
         permission=FRIDAYS),
    step("replace", "published", "replaced", "Ganti", "Giliran diganti susunan baru",
         event="visits.rotation_replaced", permission=SYSTEM, by_people=False),
    step("drop_rotation", "asked draft failed", "dropped", "Jangan dipakai", "Giliran tidak dipakai",
         event="visits.rotation_dropped", permission=FRIDAYS),
)  # fmt: skip

PAUSE_FLOW: Flow = flow(
    step("note_pause", "", "standing", "Catat jeda", "Jeda dicatat", event="visits.pause_noted", permission=FRIDAYS),
    step("drop_pause", "standing", "dropped", "Cabut jeda", "Jeda dicabut", event="visits.pause_dropped",
         permission=FRIDAYS),
)  # fmt: skip


def may_plan(actor: Actor) -> bool:
    """Whether the actor keeps the mayor's Fridays."""
    return actor.office is not None and bool(actor.scope(FRIDAYS))


def demand_plan(actor: Actor, name: str) -> None:
    """Raises Refused("not_allowed")."""
    if not may_plan(actor):
        known = {**ROTATION_FLOW, **PAUSE_FLOW, **TIDING_FLOW}[name]
        raise Refused("not_allowed", f"“{known.label}” oleh wali kota dan petugas kota yang menyusun rembuk Jumat.")


def may_read(actor: Actor, found: Rotation) -> bool:
    """What is published is for everyone in office; what is being prepared for those who prepare it."""
    return may_plan(actor) or (found.status in {"published", "replaced"} and actor.office is not None)


def rotation_steps(actor: Actor, found: Rotation) -> list[Step]:
    """What the actor may do with a plan now."""
    steps = [known for known in ROTATION_FLOW.values() if known.by_people and found.status in known.sources]
    return steps if may_plan(actor) else []


GATHERING_FLOW: Flow = flow(
    step("open_gathering", "", "open", "Buka rembuk", "Rembuk dibuka", event="visits.gathering_opened",
         permission=REMBUK),
    step("hear", "open", "", "Catat aspirasi", "Aspirasi dicatat", event="visits.gathering_heard", permission=REMBUK),
    step("answer", "open", "", "Jawab", "Aspirasi dijawab", event="visits.gathering_answered", permission=REMBUK),
    step("tell", "open", "", "Sudah disampaikan", "Kebijakan disampaikan", event="visits.gathering_told",
         permission=REMBUK),
    step("close_gathering", "open", "closed", "Tutup rembuk", "Rembuk ditutup", event="visits.gathering_closed",
         permission=REMBUK),
    step("sit", "open", "", "Buka daftar hadir", "Menjadi rapat, dengan daftar hadir", event="visits.gathering_sat",
         permission=REMBUK),
    step("minute", "open closed", "", "Tulis ke notulen", "Ditulis ke notulen", event="visits.gathering_minuted",
         permission=REMBUK),
    step("cancel_gathering", "open", "cancelled", "Batalkan", "Rembuk dibatalkan", event="visits.gathering_cancelled",
         permission=REMBUK),
)  # fmt: skip

TIDING_FLOW: Flow = flow(
    step("note_tiding", "", "standing", "Tambah kebijakan", "Kebijakan ditambahkan", event="visits.tiding_noted",
         permission=FRIDAYS),
    step("end_tiding", "standing", "ended", "Cabut", "Kebijakan dicabut dari daftar", event="visits.tiding_ended",
         permission=FRIDAYS),
)  # fmt: skip


def may_lead(actor: Actor, path: str) -> bool:
    """Whether the actor keeps the page of a rembuk at this place."""
    return actor.office is not None and actor.holds(REMBUK, path)


def sees_gathering(actor: Actor, path: str) -> bool:
    """Whoever watches over the place, and the program itself."""
    return may_lead(actor, path) or actor.holds(VIEW, path) or actor.holds(SYSTEM, "")


def demand_lead(actor: Actor, name: str, path: str) -> None:
    """Raises Refused("not_found" | "not_allowed")."""
    if may_lead(actor, path):
        return
    if not sees_gathering(actor, path):
        raise Refused("not_found", "Rembuk ini tidak ada, atau bukan untuk Anda.")
    raise Refused("not_allowed", f"“{GATHERING_FLOW[name].label}” oleh kelurahan, kecamatan, dan kota yang memimpin.")
