"""Where a proposal stands in the budget's documents, and which follow-ups build it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from rembuk.coordination.decisions import actions as decisions
from rembuk.coordination.decisions import queries as work
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.reports import queries as reports
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.rupiah import rupiah
from rembuk.planning.musrenbang import ladder, rules
from rembuk.planning.musrenbang.models import BudgetLine, Building, Proposal


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a budget document, with codes and names as they stand there; an amount of 0 takes it out."""

    subkegiatan: str
    amount: int
    year: int
    program: str = ""
    kegiatan: str = ""
    account: str = ""


@transaction.atomic
def set_budget(*, actor: Actor, proposal: Proposal, stage: str, lines: Sequence[Line]) -> list[BudgetLine]:
    """Lines of one document. A line that stands there already, by its subkegiatan and account, ends before the new."""
    rules.demand(actor, "set_budget", proposal)
    if stage not in dict(BudgetLine.STAGES):
        raise Refused("no_stage", "Pilih dokumen anggarannya.", "stage")
    if stage not in ladder.documents(proposal.status):
        document = dict(BudgetLine.STAGES)[stage]
        said = f"Usulan ini baru {proposal.get_status_display()}, belum di {document}. Catat tahapnya dulu."
        raise Refused("too_early", said, "stage")
    rows = [_row(actor, proposal, stage, line) for line in lines]
    if not rows:
        raise Refused("nothing", "Tulis paling sedikit satu mata anggaran.", "subkegiatan")
    if len({(row.year, row.subkegiatan, row.account) for row in rows}) != len(rows):
        raise Refused("twice", "Mata anggaran yang sama ada dua kali.", "subkegiatan")
    for row in rows:
        same = BudgetLine.objects.filter(proposal=proposal, stage=stage, ended_at=None, year=row.year)
        ended = same.filter(subkegiatan=row.subkegiatan, account=row.account).update(ended_at=row.noted_at)
        if not row.amount and not ended:
            raise Refused("no_amount", "Nilainya harus lebih dari nol.", "amount")
    BudgetLine.objects.bulk_create([row for row in rows if row.amount])
    told = [f"{row.subkegiatan}: {rupiah(row.amount)}" for row in rows]
    audit.move(actor, proposal, rules.FLOW["set_budget"], details={"stage": stage, "lines": told})
    return [row for row in rows if row.amount]


def _row(actor: Actor, proposal: Proposal, stage: str, line: Line) -> BudgetLine:
    subkegiatan = " ".join(line.subkegiatan.split())[:240]
    if not subkegiatan:
        raise Refused("empty", "Tulis kode dan nama subkegiatannya.", "subkegiatan")
    if line.amount < 0:
        raise Refused("no_amount", "Nilainya harus lebih dari nol.", "amount")
    if not proposal.round.year <= line.year <= proposal.round.year + 9:
        raise Refused("no_year", f"Tahun anggarannya {proposal.round.year} atau sesudahnya.", "year")
    return BudgetLine(
        proposal=proposal, stage=stage, year=line.year, subkegiatan=subkegiatan, amount=line.amount,
        program=" ".join(line.program.split())[:240], kegiatan=" ".join(line.kegiatan.split())[:240],
        account=" ".join(line.account.split())[:120], office=rules.office_of(actor), noted_at=clock.now(),
    )  # fmt: skip


@transaction.atomic
def link_work(*, actor: Actor, proposal: Proposal, follow_up: FollowUp) -> Building:
    """A follow-up that builds it: its photos and its inspection show on the page of the proposal."""
    rules.demand(actor, "link_work", proposal)
    if follow_up.is_private or not work.sees(actor, follow_up):
        raise Refused("not_found", "Tindak lanjut itu tidak ada, atau bukan untuk Anda.", "follow_up")
    row, is_new = Building.objects.get_or_create(
        proposal=proposal, follow_up=follow_up, defaults={"noted_at": clock.now()}
    )
    if is_new:
        audit.move(actor, proposal, rules.FLOW["link_work"], details={"follow_up": follow_up.code})
        show_built(actor=actor, decision_id=follow_up.decision_id)
    return row


@transaction.atomic
def show_built(*, actor: Actor, decision_id: UUID) -> None:
    """What was asked for openly is shown openly: photos of what passed. Where reports are carried on, theirs decide."""
    built = Building.objects.filter(follow_up__decision=decision_id).exists()
    if built and not reports.carried_by(decision_id):
        decisions.publish_evidence(actor=actor, decision_id=decision_id, blurred=False)
