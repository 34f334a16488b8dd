"""A sheet of budget lines: each row as if it had been typed on its proposal's page; all of them or none."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from rembuk.foundation.kernel import rupiah
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.planning.musrenbang import budget_sheet, queries, rules
from rembuk.planning.musrenbang.actions.bringing import row_by_row
from rembuk.planning.musrenbang.actions.budget import Line, set_budget
from rembuk.planning.musrenbang.models import BudgetLine, Proposal
from rembuk.planning.musrenbang.sheets import Line as Row
from rembuk.planning.musrenbang.sheets import Wrong


@dataclass(frozen=True, slots=True)
class Noted:
    """A line that is new here; without an amount it takes out the one that stood there."""

    proposal: Proposal
    stage: str
    line: Line

    @property
    def where(self) -> str:
        """The document and its year."""
        return f"{budget_sheet.LABELS[self.stage]} {self.line.year}"


@dataclass(slots=True)
class Budgeted:
    """What came of a sheet: lines that are new here, those that stood here already, and rows that cannot be taken."""

    noted: list[Noted] = field(default_factory=list)
    same: int = 0
    wrong: list[Wrong] = field(default_factory=list)


def take_budget(*, actor: Actor, lines: Sequence[Row], look: bool = False) -> Budgeted:
    """Budget lines row by row; with a wrong row, or for a look, nothing is kept. The same sheet again changes nothing.

    Several lines of one proposal are several rows.
    """
    rules.demand_budget(actor)
    codes = list({line.cells.get("code", "").upper() for line in lines})
    known = {row.code: row for row in queries.by_codes(actor, codes)}
    stand, done, seen = queries.budget_lines(known.values()), Budgeted(), set[tuple[object, ...]]()

    def take(row: Row) -> None:
        told, proposal = row.cells, known.get(row.cells.get("code", "").upper())
        if proposal is None:
            raise Refused("not_found", f"Usulan {told.get('code') or 'tanpa kode'} tidak ada, atau bukan untuk Anda.")
        stage, line = _stage(told.get("stage", "")), _line(row)
        place = (proposal.pk, stage, line.year, line.subkegiatan.casefold(), line.account.casefold())
        if place in seen:
            raise Refused("twice", "Mata anggaran yang sama ada dua kali di lembar ini.")
        seen.add(place)
        if any(_says(one, stage, line) for one in stand[proposal.pk]):
            done.same += 1
            return
        set_budget(actor=actor, proposal=proposal, stage=stage, lines=[line])
        done.noted.append(Noted(proposal, stage, line))

    done.wrong = row_by_row(lines, take, look=look)
    return done


def _stage(said: str) -> str:
    stage = budget_sheet.STAGES.get(said.casefold(), "")
    if not stage:
        raise Refused("no_stage", f"Dokumen “{said}” tidak dikenal. Pilih: {', '.join(budget_sheet.LABELS.values())}.")
    return stage


def _line(row: Row) -> Line:
    told = row.cells
    year, amount = told.get("year", ""), told.get("amount", "")
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        raise Refused("no_year", f"Tahun anggaran “{year[:20]}” bukan tahun.")
    if not amount:
        raise Refused("no_amount", "Nilainya belum diisi.")
    return Line(
        subkegiatan=told.get("subkegiatan", ""), amount=rupiah.read(amount), year=int(year),
        program=told.get("program", ""), kegiatan=told.get("kegiatan", ""), account=told.get("account", ""),
    )  # fmt: skip


def _says(one: BudgetLine, stage: str, line: Line) -> bool:
    """Whether a line that stands says the same."""
    names = ("year", "subkegiatan", "account", "amount", "program", "kegiatan")
    return one.stage == stage and all(getattr(one, name) == getattr(line, name) for name in names)
