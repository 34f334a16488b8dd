"""The law of decisions on one screen: what may follow what, who may do it, who may say that it is done.

A follow-up has one lead and one named holder. It is done when others than the doer saw it. What waits for money or lies
with others says so, and is never called late. Nothing is late in silence: its lead is warned, then it climbs.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from rembuk.coordination.decisions.models import Decision, FollowUp, Inspector, Part, Status
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.flow import Flow, Step, flow, step

# Who takes a step: a party to the follow-up, whose office holds the permission of that party.
LEAD, HELPER, DECIDER, INSPECTOR = "decisions.lead", "decisions.help", "decisions.make", "decisions.inspect"
# Who keeps watch over what was promised: whoever decided, to whom it was raised, the offices of the place.
WATCHER = "decisions.watch"
SYSTEM = "system"

UNDER_WAY = "asked answered working"
WAITING = "waiting_budget not_our_authority"
OPEN = f"{UNDER_WAY} {WAITING} done"

FLOW: Flow = flow(
    step("make", "", "asked", "Buat tindak lanjut", "Tindak lanjut dibuat", event="decisions.made", permission=DECIDER),
    step("accept", "asked", "working", "Terima", "Diterima", event="decisions.accepted", permission=LEAD),
    step("answer", "asked", "answered", "Jawab dulu", "Dijawab, belum diterima", event="decisions.answered",
         permission=LEAD),
    step("insist", "answered", "asked", "Tetap diminta", "Tetap diminta", event="decisions.insisted",
         permission=DECIDER),
    step("tell", f"working {WAITING}", "", "Beri kabar", "Ada kabar", event="decisions.told", permission=HELPER),
    step("ask_news", UNDER_WAY, "", "Tanyakan kabar", "Kabar ditanyakan", event="decisions.news_asked",
         permission=WATCHER),
    step("extend_ask", "working", "", "Minta waktu", "Minta tambahan waktu", event="decisions.extension_asked",
         permission=LEAD),
    step("extend_allow", "working", "", "Beri waktu", "Tambahan waktu diberi", event="decisions.extension_allowed",
         permission=DECIDER),
    step("extend_deny", "working", "", "Tidak diberi", "Tambahan waktu tidak diberi",
         event="decisions.extension_denied", permission=DECIDER),
    step("await_budget", "asked working", "waiting_budget", "Menunggu anggaran", "Menunggu anggaran",
         event="decisions.awaiting_budget", permission=LEAD),
    step("hand_over", "asked working", "not_our_authority", "Bukan wewenang kota", "Bukan wewenang kota, diserahkan",
         event="decisions.handed_over", permission=LEAD),
    step("resume", WAITING, "working", "Kerjakan lagi", "Dikerjakan lagi", event="decisions.resumed", permission=LEAD),
    step("write", f"asked working {WAITING}", "", "Catat surat", "Surat dicatat", event="decisions.letter_kept",
         permission=LEAD),
    step("take_part", f"asked working {WAITING}", "", "Kami kerjakan", "Bagian dikerjakan",
         event="decisions.part_taken", permission=HELPER),
    step("finish_part", f"asked working {WAITING}", "", "Bagian kami selesai", "Bagian selesai",
         event="decisions.part_finished", permission=HELPER),
    step("excuse_part", f"{UNDER_WAY} {WAITING}", "", "Lepaskan bagian", "Bagian tidak jadi",
         event="decisions.part_excused", permission=DECIDER),
    step("show", "working", "", "Tambah foto bukti", "Foto bukti ditambah", event="decisions.shown", permission=HELPER),
    step("link_crew", "working", "", "Tautan regu", "Tautan regu dibuat", event="decisions.crew_linked",
         permission=HELPER),
    step("unlink_crew", f"{UNDER_WAY} {WAITING} done", "", "Tutup tautan", "Tautan regu ditutup",
         event="decisions.crew_unlinked", permission=HELPER, by_people=False),
    step("finish", "working", "done", "Nyatakan selesai", "Dinyatakan selesai", event="decisions.finished",
         permission=LEAD),
    step("inspect", "done", "passed", "Sesuai di lapangan", "Dicek di lapangan: sesuai", event="decisions.inspected",
         permission=INSPECTOR),
    step("vouch", "done", "", "Benar, sudah selesai", "Pelapor membenarkan, masih dicek lembaga lain",
         event="decisions.vouched", permission=INSPECTOR, by_people=False),
    step("send_back", "done", "working", "Belum sesuai", "Dicek di lapangan: belum sesuai",
         event="decisions.sent_back", permission=INSPECTOR),
    step("pass_on", f"{UNDER_WAY} {WAITING}", "asked", "Ganti pemimpin", "Diserahkan ke lembaga lain",
         event="decisions.passed_on", permission=DECIDER),
    step("revoke", OPEN, "revoked", "Cabut", "Dicabut", event="decisions.revoked", permission=DECIDER),
    step("warn", UNDER_WAY, "", "Ingatkan", "Diingatkan: batasnya sudah dekat", event="decisions.warned",
         permission=SYSTEM, by_people=False),
    step("climb", f"{UNDER_WAY} done", "", "Teruskan ke atas", "Lewat batas, diteruskan ke atas",
         event="decisions.climbed", permission=SYSTEM, by_people=False),
    step("recount", f"{UNDER_WAY} done", "", "Hitung ulang", "Batas waktu dihitung ulang: hari libur berubah",
         event="decisions.recounted", permission=SYSTEM, by_people=False),
)  # fmt: skip

DECISION_FLOW: Flow = flow(
    step("decide", "", "standing", "Putuskan", "Diputuskan", event="decisions.decided", permission=DECIDER),
    step("follow", "standing", "", "Tambah tindak lanjut", "Tindak lanjut ditambah", event="decisions.followed",
         permission=DECIDER),
    step("fulfil", "standing", "fulfilled", "Selesai", "Semua tindak lanjutnya selesai", event="decisions.fulfilled",
         permission=SYSTEM, by_people=False),
    step("withdraw", "standing", "revoked", "Cabut keputusan", "Keputusan dicabut", event="decisions.withdrawn",
         permission=DECIDER),
)  # fmt: skip

# What each party's office must hold, where it acts.
PERMISSION: Mapping[str, str] = {
    LEAD: "decisions.work", HELPER: "decisions.work", DECIDER: "decisions.make", INSPECTOR: "decisions.inspect",
}  # fmt: skip
OPEN_STATES = tuple(OPEN.split())
UNDER_WAY_STATES = tuple(UNDER_WAY.split())
WAITING_STATES = tuple(WAITING.split())
ENDED = ("passed", "revoked")
# Part of a step's own conditions: the part must be in one of these states.
PART_STATES: Mapping[str, tuple[str, ...]] = {
    "take_part": ("asked",), "finish_part": ("asked", "taken"), "excuse_part": ("asked", "taken"),
}  # fmt: skip

# Levels, lowest first; a desa stands where a kelurahan does, a kabupaten where a kota does, an OPD below the kota.
LEVELS = ("rt", "rw", "kelurahan", "kecamatan", "kota")
TIERS: Mapping[str, str] = {"desa": "kelurahan", "kabupaten": "kota", "opd": "kecamatan", "provinsi": "kota"}
# Whose bodies may ask the city's units and partners for work; RT and RW ask their own people.
OFFICES = frozenset({"kelurahan", "kecamatan", "kota"})


def level_of(body: Institution) -> str:
    """The level at which a body stands; an OPD is one below the mayor, wherever it works."""
    tier = TIERS.get(body.kind.tier, body.kind.tier)
    return tier if tier in LEVELS else "kelurahan"


def level_above(level: str) -> str:
    """The next level, "" above the city."""
    place = LEVELS.index(level) + 1
    return LEVELS[place] if place < len(LEVELS) else ""


def may_ask(body: Institution, other: Institution) -> bool:
    """Whether a body may ask another for work: its own area's; from the kelurahan up also the city's units."""
    inside = other.path.startswith(body.path) and other.kind.tier != "opd"
    return inside or (level_of(body) in OFFICES and other.kind.tier == "opd") or body.pk == other.pk


def acts_for(actor: Actor, body_id: UUID | None, party: str) -> bool:
    """Whether the actor holds an office of the body that does what this party does."""
    if actor.office is None or actor.office.institution_id != body_id:
        return False
    return actor.holds(PERMISSION[party], actor.office.path)


def movable(actor: Actor, follow_up: FollowUp) -> list[Part]:
    """The parts that the actor may move: their own body's; for the lead also those of partners without account."""
    if actor.office is None:
        return []
    leads = acts_for(actor, follow_up.lead_id, LEAD)
    own = actor.office.institution_id
    return [p for p in follow_up.parts.all() if p.institution_id == own or (leads and p.institution_id is None)]


def inspector_of(actor: Actor, inspectors: Iterable[Inspector]) -> Inspector | None:
    """As which of those allowed the actor inspects: for their body, or as the reporter in person."""
    for row in inspectors:
        if row.institution_id and acts_for(actor, row.institution_id, INSPECTOR):
            return row
        if row.user_id is not None and row.user_id == actor.user_id:
            return row
    return None


def parties(actor: Actor, follow_up: FollowUp, *, stands_in: Collection[UUID] = ()) -> frozenset[str]:
    """As what the actor takes part. `stands_in`: vacant bodies whose work falls to the actor.

    Whoever said that it is done cannot inspect it, in whichever office.
    """
    found: set[str] = set()
    for party, body in ((LEAD, follow_up.lead_id), (DECIDER, follow_up.body_id)):
        falls = body in stands_in and actor.office is not None and actor.holds(PERMISSION[party], actor.office.path)
        if falls or acts_for(actor, body, party):
            found.add(party)
    if LEAD in found or any(acts_for(actor, p.institution_id, HELPER) for p in follow_up.parts.all()):
        found.add(HELPER)
    is_doer = follow_up.finished_by_id is not None and follow_up.finished_by_id == actor.user_id
    if not is_doer and LEAD not in found and inspector_of(actor, follow_up.inspectors.all()):
        found.add(INSPECTOR)
    if LEAD not in found and (DECIDER in found or _watches(actor, follow_up)):
        found.add(WATCHER)
    return frozenset(found)


def _watches(actor: Actor, follow_up: FollowUp) -> bool:
    """Whether it was raised to the actor's seat, or the office keeps watch over the place."""
    if actor.office is not None and actor.office.position_id == follow_up.raised_to_id:
        return True
    return not follow_up.is_private and actor.holds(WATCHER, follow_up.path)


def visible(actor: Actor, follow_up: FollowUp, *, stands_in: Collection[UUID] = ()) -> bool:
    """Whoever takes part, whom it was raised to, the others of their bodies, and in whose area it lies.

    What is private only the first two: not a clerk or helper beside them.
    """
    if actor.holds("system", "") or parties(actor, follow_up, stands_in=stands_in):
        return True
    if any(row.user_id is not None and row.user_id == actor.user_id for row in follow_up.inspectors.all()):
        return True
    office = actor.office
    if office is not None and office.position_id == follow_up.raised_to_id:
        return True
    if follow_up.is_private:
        return False
    takes_part = {follow_up.lead_id, follow_up.body_id, *(part.institution_id for part in follow_up.parts.all())}
    in_body = office is not None and office.institution_id in takes_part
    return in_body or actor.holds("decisions.view", follow_up.path)


def entitled(actor: Actor, name: str, follow_up: FollowUp, *, stands_in: Collection[UUID] = ()) -> bool:
    """Whether the person may take this step, whatever the state."""
    who = FLOW[name].permission
    if who == SYSTEM:
        return actor.holds("system", "")
    return who in parties(actor, follow_up, stands_in=stands_in)


def allows(name: str, follow_up: FollowUp, actor: Actor | None = None) -> bool:
    """Whether the state has the step, and the parts or the extension that it is about."""
    if follow_up.status not in FLOW[name].sources:
        return False
    if name in PART_STATES:
        own = actor is not None and name != "excuse_part"
        parts = movable(actor, follow_up) if actor is not None and own else list(follow_up.parts.all())
        return any(part.status in PART_STATES[name] for part in parts)
    if name == "link_crew" and follow_up.is_private:
        # What is closed to the public is not handed on by an address.
        return False
    if name == "ask_news":
        # Asked once, until there is news.
        return follow_up.news_asked_at is None
    asked = any(row.answer == "" for row in follow_up.extensions.all())
    if name in {"extend_allow", "extend_deny"}:
        return asked
    return not (name == "extend_ask" and asked)


def steps_for(actor: Actor, follow_up: FollowUp, *, stands_in: Collection[UUID] = ()) -> list[Step]:
    """What the actor may do now, in the order of FLOW."""
    return [
        known
        for name, known in FLOW.items()
        if known.by_people and allows(name, follow_up, actor) and entitled(actor, name, follow_up, stands_in=stands_in)
    ]


def demand(actor: Actor, name: str, follow_up: FollowUp, *, stands_in: Collection[UUID] = ()) -> None:
    """Raises Refused("not_found" | "not_allowed" | "wrong_step")."""
    if not entitled(actor, name, follow_up, stands_in=stands_in):
        if not visible(actor, follow_up, stands_in=stands_in):
            raise Refused("not_found", "Tindak lanjut ini tidak ada, atau bukan untuk Anda.")
        raise Refused("not_allowed", f"“{FLOW[name].label}” bukan wewenang Anda untuk tindak lanjut ini.")
    if not allows(name, follow_up, actor):
        raise Refused("wrong_step", f"“{FLOW[name].label}” tidak bisa dilakukan pada keadaan sekarang.")


def may_decide(actor: Actor, body_id: UUID) -> bool:
    """Whether the actor may give out work in a body's name."""
    return acts_for(actor, body_id, DECIDER)


def may_withdraw(actor: Actor, decision: Decision) -> bool:
    """Only the body that decided takes it back."""
    return acts_for(actor, decision.body_id, DECIDER)


def needs_more(*, flagged: bool, cost: int | None, above: int, drawn: int, percent: int) -> bool:
    """Whether the reporter's word alone is not enough: flagged, dear, or drawn for the sample (0 … 99)."""
    return flagged or (cost is not None and cost > above) or drawn < percent


def check_due(due: date, decided_at: datetime, longest: datetime) -> datetime:
    """The end of the promised day; refused before the decision, in the past, and beyond what the city allows."""
    if due < clock.local(decided_at).date():
        raise Refused("due_before_decision", "Tenggatnya sebelum diputuskan. Pilih hari sesudah keputusan.", "due")
    if due < clock.today():
        raise Refused("due_past", "Tenggatnya sudah lewat. Pilih hari ini atau sesudahnya.", "due")
    end = end_of(due)
    if end > longest:
        raise Refused("due_too_far", f"Paling lama sampai {clock.local(longest):%d-%m-%Y}. Pecah menjadi tahap.", "due")
    return end


def end_of(day: date) -> datetime:
    """23.59.59 of that day in the city."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=clock.zone())
    return midnight + timedelta(days=1) - timedelta(seconds=1)


def is_late(follow_up: FollowUp, now: datetime) -> bool:
    """Past what was promised, and still with its lead. What waits for money or lies with others is not late."""
    return follow_up.status in UNDER_WAY_STATES and follow_up.total_due < now


def without_news(follow_up: FollowUp, now: datetime) -> bool:
    """*Tanpa kabar*: news was owed and has not come."""
    return follow_up.status in UNDER_WAY_STATES and follow_up.news_due is not None and follow_up.news_due < now


STARTS_STAGE: Mapping[str, str] = {
    Status.ASKED: "decisions.stage.accept", Status.ANSWERED: "decisions.stage.accept",
    Status.WORKING: "decisions.stage.news", Status.DONE: "decisions.stage.inspect",
}  # fmt: skip
