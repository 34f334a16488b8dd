"""The law of the musrenbang on one screen: whose round it is, who proposes, who orders, who looks through.

What was proposed stands in the proposer's own figures. The ladder that follows (see `ladder.py`) goes on from
`proposed` for years, whether the round takes proposals or not; each of its reviewers writes rows of its own.
"""

from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.flow import Flow, Step, flow, step
from rembuk.foundation.territory.models import DIGITS
from rembuk.planning.musrenbang import ladder
from rembuk.planning.musrenbang.models import Proposal, Round, Rung, Status, Verdict

VIEW, PROPOSE, PAPER = "musrenbang.view", "musrenbang.propose", "musrenbang.paper"
ORDER, KEEP, REVIEW = "musrenbang.order", "musrenbang.keep", ladder.REVIEW
KECAMATAN, KELURAHAN = 3 * DIGITS, 4 * DIGITS
LENGTHS = {"kelurahan": KELURAHAN, "kecamatan": KECAMATAN}
OPEN_STATES = (Status.PROPOSED, Status.RETURNED)

# A verdict's step; a yes is the step of its rung.
VERDICTS = {
    Verdict.POSTPONED: step("postpone", " ".join(ladder.sources_of(Verdict.POSTPONED)), "postponed", "Tunda", "Ditunda",
                            event="musrenbang.postponed", permission=REVIEW),
    Verdict.REFUSED: step("refuse", " ".join(ladder.sources_of(Verdict.REFUSED)), "refused", "Tidak setujui",
                          "Tidak disetujui", event="musrenbang.refused", permission=REVIEW),
    Verdict.RETURNED: step("send_back", " ".join(ladder.sources_of(Verdict.RETURNED)), "returned",
                           "Kembalikan ke pengusul", "Dikembalikan ke pengusul", event="musrenbang.sent_back",
                           permission=REVIEW),
    Verdict.CANCELLED: step("cancel", " ".join(ladder.sources_of(Verdict.CANCELLED)), "cancelled", "Batalkan",
                            "Dibatalkan", event="musrenbang.cancelled", permission=REVIEW),
}  # fmt: skip
AGREED = {
    place.key: step(f"agree_{place.key}", " ".join(ladder.sources(place.key)), place.key, place.label, place.done,
                    event=f"musrenbang.agreed_{place.key}", permission=place.permission)
    for place in ladder.LADDER
}  # fmt: skip
LADDER_STEPS = frozenset(known.name for known in (*VERDICTS.values(), *AGREED.values()))

FLOW: Flow = flow(
    step("propose", "", "proposed", "Usulkan", "Diusulkan", event="musrenbang.proposed", permission=PROPOSE),
    step("amend", "proposed", "", "Ubah usulan", "Diubah pengusul", event="musrenbang.amended", permission=PROPOSE),
    # Back to where it was sent back from: `proposed`, or the state in which it waits at a rung of the ladder.
    step("complete", "returned", "proposed", "Lengkapi", "Dilengkapi", event="musrenbang.completed",
         permission=PROPOSE),
    step("rank", "proposed returned", "", "Urutkan", "Diurutkan RW", event="musrenbang.ranked", permission=ORDER),
    step("return_for_completion", "proposed", "returned", "Kembalikan untuk dilengkapi", "Dikembalikan",
         event="musrenbang.returned", permission=REVIEW),
    step("merge", "proposed", "merged", "Gabungkan", "Digabung", event="musrenbang.merged", permission=REVIEW),
    step("part", "merged", "proposed", "Pisahkan lagi", "Dipisahkan lagi", event="musrenbang.parted",
         permission=REVIEW),
    step("tell_apart", "proposed", "", "Bukan pekerjaan yang sama", "Dinyatakan bukan pekerjaan yang sama",
         event="musrenbang.told_apart", permission=REVIEW, by_people=False),
    step("gather", "proposed", "", "Terima gabungan", "Usulan lain digabungkan ke sini", event="musrenbang.gathered",
         permission=REVIEW, by_people=False),
    step("withdraw", "proposed returned", "withdrawn", "Tarik usulan", "Ditarik", event="musrenbang.withdrawn",
         permission=PROPOSE),
    *AGREED.values(), *VERDICTS.values(),
    # What was not funded returns in a later year, as a proposal of its own that knows where it came from.
    step("ask_again", "proposed kelurahan kecamatan forum bappeda tapd rkpd kuappas apbd postponed refused cancelled",
         "", "Usulkan lagi tahun ini", "Diusulkan lagi", event="musrenbang.asked_again", permission=PROPOSE),
    step("set_budget", "rkpd kuappas apbd dpa contract built", "", "Catat mata anggaran", "Mata anggaran dicatat",
         event="musrenbang.budgeted", permission=ladder.BUDGET),
    step("show_photos", "proposed returned kelurahan kecamatan forum bappeda tapd rkpd kuappas apbd dpa contract built "
         "postponed refused cancelled", "", "Foto untuk warga", "Foto untuk warga dipilih",
         event="musrenbang.photos_shown", permission=REVIEW),
    step("link_work", "dpa contract built", "", "Tautkan tindak lanjut", "Tindak lanjut yang membangun ditautkan",
         event="musrenbang.work_linked", permission=ladder.VERIFY),
)  # fmt: skip

ROUND_FLOW: Flow = flow(
    step("prepare", "", "prepared", "Siapkan putaran", "Putaran disiapkan", event="musrenbang.round_prepared",
         permission=KEEP),
    step("set_stage", "prepared open closed", "", "Tetapkan jadwal", "Jadwal ditetapkan",
         event="musrenbang.stage_set", permission=KEEP),
    step("set_ceiling", "prepared open closed", "", "Tetapkan pagu", "Pagu ditetapkan",
         event="musrenbang.ceiling_set", permission=KEEP),
    step("set_weight", "prepared open closed", "", "Tetapkan bobot kriteria", "Bobot ditetapkan",
         event="musrenbang.weight_set", permission=KEEP),
    step("set_priority", "prepared open closed", "", "Tetapkan prioritas kota", "Prioritas kota ditetapkan",
         event="musrenbang.priority_set", permission=KEEP),
    step("set_limit", "prepared open closed", "", "Tetapkan batas", "Batas ditetapkan",
         event="musrenbang.limit_set", permission=KEEP),
    step("open_round", "prepared closed", "open", "Buka penerimaan usulan", "Penerimaan usulan dibuka",
         event="musrenbang.round_opened", permission=KEEP),
    step("close_round", "open", "closed", "Tutup penerimaan usulan", "Penerimaan usulan ditutup",
         event="musrenbang.round_closed", permission=KEEP),
)  # fmt: skip

ITEM_SET, ITEM_ENDED = "musrenbang.item_set", "musrenbang.item_ended"
FILED = "musrenbang.filed"
# Whose deed a step is: the proposer's own, or of whoever looks through the proposals of the place.
BY_PROPOSER = frozenset({"amend", "complete", "withdraw", "ask_again"})


def office_of(actor: Actor) -> str:
    """As whom one speaks, for everyone to read: an office, never a name."""
    return actor.office.title[:300] if actor.office else "Rembuk"


def may_keep(actor: Actor) -> bool:
    """Whether the actor keeps rounds, ceilings and the dictionary of the city."""
    return actor.holds("system", "") or (actor.office is not None and bool(actor.scope(KEEP)))


def demand_keep(actor: Actor) -> None:
    """Raises Refused("not_allowed")."""
    if not may_keep(actor):
        raise Refused("not_allowed", "Putaran, pagu, dan kamus usulan dijaga Bagian Pemerintahan.")


def may_read(actor: Actor) -> bool:
    """Rounds, ceilings and the dictionary are for everyone in office: all of them propose or are asked."""
    return actor.office is not None or actor.holds("system", "")


def budgets(actor: Actor) -> set[str]:
    """The paths under which the actor notes where proposals stand in the plan and the budget."""
    return {path for permission in (ladder.PLAN, ladder.BUDGET) for path in actor.scope(permission)}


def demand_budget(actor: Actor) -> None:
    """Raises Refused("not_allowed")."""
    if actor.office is None or not budgets(actor):
        raise Refused("not_allowed", "Mata anggaran dicatat Bappeda dan tim anggaran (TAPD).")


def may_propose(actor: Actor) -> bool:
    """Whether the actor writes proposals at all."""
    return actor.office is not None and bool(actor.scope(PROPOSE))


def brings(actor: Actor) -> bool:
    """Whether the actor brings a whole sheet: whoever writes from paper in a kelurahan."""
    office = actor.office
    return office is not None and len(office.path) >= KELURAHAN and actor.holds(PAPER, office.path)


def writes_for(actor: Actor, body_id: object, path: str) -> bool:
    """One's own body's proposals, and from paper those of the bodies one writes for."""
    own = actor.office is not None and actor.office.institution_id == body_id and actor.holds(PROPOSE, path)
    return own or (actor.office is not None and actor.holds(PAPER, path))


def visible(actor: Actor, proposal: Proposal) -> bool:
    """In whose area the place lies, who proposed, and the unit that is asked."""
    if actor.holds("system", "") or actor.holds(VIEW, proposal.path):
        return True
    body = actor.office.institution_id if actor.office else None
    return body is not None and body in {proposal.proposer_id, proposal.handler_id}


def entitled(actor: Actor, name: str, proposal: Proposal) -> bool:
    """The proposer's steps are also whoever's writes for that body; the others belong to the reviewers of the place."""
    if actor.office is None:
        return False
    if name in BY_PROPOSER:
        return writes_for(actor, proposal.proposer_id, proposal.proposer.territory.path)
    if name == "link_work":
        return spends(actor, proposal)
    if name == "set_budget":
        return any(proposal.path.startswith(path) for path in budgets(actor))
    return actor.holds(FLOW[name].permission, proposal.path)


def steps_for(actor: Actor, proposal: Proposal) -> list[Step]:
    """What the actor may do now, in the order of FLOW, besides the verdict of a rung; see `rung_of`."""
    return [known for name, known in FLOW.items()
            if known.by_people and name not in LADDER_STEPS and proposal.status in known.sources
            and not _too_early(proposal) and entitled(actor, name, proposal)]  # fmt: skip


def _too_early(proposal: Proposal) -> bool:
    """Whether the round still has to be open: before the ladder, everything stands still with it."""
    return proposal.waits_at == Rung.KELURAHAN and proposal.round.status != "open"


def purse_of(proposal: Proposal) -> str:
    """Whose money is asked now."""
    return proposal.goes_by or proposal.purse


def may_review(actor: Actor, rung: Rung, proposal: Proposal) -> bool:
    """Whether it is the actor who speaks at a rung about this proposal."""
    permission, who = ladder.reviewer(rung, purse_of(proposal))
    office = actor.office
    if office is None or not actor.holds(permission, proposal.path):
        return False
    if who == "unit":
        return office.institution_id == proposal.handler_id
    return who == "city" or len(office.path) == LENGTHS[who]


def desks(actor: Actor) -> list[tuple[Rung, str]]:
    """The rungs at which the actor's office speaks, and as whom."""
    office, found = actor.office, []
    if office is None:
        return []
    for place in ladder.LADDER:
        for permission, who in sorted({ladder.reviewer(place.key, purse) for purse in place.purses}):
            if who in LENGTHS:
                speaks = len(office.path) == LENGTHS[who] and actor.holds(permission, office.path)
            else:
                speaks = bool(actor.scope(permission))
            if speaks:
                found.append((place.key, who))
    return found


def is_desk(actor: Actor) -> bool:
    """Whether the actor's office works through what waits; the wali kota, who may, has two desks for it."""
    office = actor.office
    return office is not None and (len(office.path) >= KECAMATAN or not actor.holds(REVIEW, office.path))


def spends(actor: Actor, proposal: Proposal) -> bool:
    """Whether the actor's body spends the money: the unit that is asked, or the kelurahan for its own."""
    return may_review(actor, Rung.CONTRACT, proposal)


def is_waiting(rung: Rung, proposal: Proposal) -> bool:
    """Whether it is the rung's turn."""
    turn = {ladder.below(rung, purse_of(proposal)), Status.POSTPONED}
    return proposal.waits_at == rung and proposal.status in turn


def rung_of(actor: Actor, proposal: Proposal) -> Rung | None:
    """The rung where the proposal waits for the actor's verdict."""
    rung = Rung(proposal.waits_at) if proposal.waits_at else None
    speaks = rung is not None and is_waiting(rung, proposal) and may_review(actor, rung, proposal)
    return rung if speaks else None


def verdicts(rung: Rung, proposal: Proposal) -> list[Verdict]:
    """What may be said of it there."""
    return [said for said in Verdict if rung in ladder.GIVEN[said]
            and (said != Verdict.POSTPONED or proposal.status != Status.POSTPONED)]  # fmt: skip


def step_of(rung: Rung, verdict: Verdict) -> Step:
    """The step of FLOW that a verdict is."""
    return AGREED[rung] if verdict == Verdict.AGREED else VERDICTS[verdict]


def demand_turn(actor: Actor, rung: Rung, verdict: str, proposal: Proposal) -> Verdict:
    """Raises Refused("not_found" | "not_allowed" | "wrong_step" | "no_verdict")."""
    if not visible(actor, proposal):
        raise Refused("not_found", "Usulan ini tidak ada, atau bukan untuk Anda.")
    if not may_review(actor, rung, proposal):
        raise Refused("not_allowed", f"{proposal.code} tidak ditinjau jabatan Anda pada tahap {rung.label}.")
    if not is_waiting(rung, proposal):
        raise Refused("wrong_step", f"{proposal.code} tidak sedang menunggu di tahap {rung.label}. Muat ulang halaman.")
    if verdict not in verdicts(rung, proposal):
        raise Refused("no_verdict", "Pilih keputusan untuk tahap ini.", "verdict")
    return Verdict(verdict)


def demand(actor: Actor, name: str, proposal: Proposal) -> None:
    """Raises Refused("not_found" | "not_allowed" | "closed" | "wrong_step")."""
    if not visible(actor, proposal):
        raise Refused("not_found", "Usulan ini tidak ada, atau bukan untuk Anda.")
    if not entitled(actor, name, proposal):
        raise Refused("not_allowed", f"“{FLOW[name].label}” bukan untuk jabatan Anda pada usulan ini.")
    if _too_early(proposal):
        demand_open(proposal.round)
    if proposal.status not in FLOW[name].sources:
        raise Refused("wrong_step", f"“{FLOW[name].label}” tidak bisa dilakukan pada keadaan sekarang.")


def may_file(actor: Actor, proposal: Proposal) -> bool:
    """Whether the actor types back what SIPD says of a proposal: whoever looks through it, and Pemerintahan."""
    return visible(actor, proposal) and (may_keep(actor) or actor.holds(REVIEW, proposal.path))


def demand_file(actor: Actor, proposal: Proposal) -> None:
    """Raises Refused("not_found" | "not_allowed")."""
    if not visible(actor, proposal):
        raise Refused("not_found", "Usulan ini tidak ada, atau bukan untuk Anda.")
    if not may_file(actor, proposal):
        raise Refused("not_allowed", "ID SIPD dicatat kelurahan, kecamatan, atau Bagian Pemerintahan.")


def demand_open(found: Round | None) -> Round:
    """The round that takes proposals. Raises Refused("closed")."""
    if found is None or found.status != "open":
        raise Refused("closed", "Penerimaan usulan musrenbang sedang tidak dibuka.")
    return found
