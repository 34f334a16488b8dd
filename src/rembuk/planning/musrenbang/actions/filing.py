"""What comes back from SIPD: the number it gave, typed once; its own columns; and proposals that were born there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from rembuk.foundation.audit import actions as audit
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.kernel import clock, rupiah
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory.models import Territory
from rembuk.planning.musrenbang import amounts, queries, rules, sipd
from rembuk.planning.musrenbang.actions.bringing import Brought, bring, row_by_row
from rembuk.planning.musrenbang.models import Filed, Proposal, Review, Round, Verdict
from rembuk.planning.musrenbang.sheets import Line, Wrong

LONGEST, MOST_SAID = 20, 2000
BECAUSE = "Menurut lembar SIPD."


@dataclass(slots=True)
class FromSipd:
    """What came of a sheet from SIPD: numbers that are new here, proposals that are, reviewers' figures, and rows that
    say the same.
    """

    filed: list[Proposal] = field(default_factory=list)
    made: list[Proposal] = field(default_factory=list)
    noted: list[Review] = field(default_factory=list)
    same: int = 0
    wrong: list[Wrong] = field(default_factory=list)


@transaction.atomic
def file_number(*, actor: Actor, proposal: Proposal, number: str) -> Filed:
    """The number that SIPD gave it; the same again changes nothing, another one is refused."""
    rules.demand_file(actor, proposal)
    given = "".join(number.split())
    if not (given.isascii() and given.isdigit() and len(given) <= LONGEST):
        raise Refused("no_number", f"ID usulan SIPD hanya angka, paling panjang {LONGEST}: “{given[:30]}”.", "number")
    before = queries.filed(proposal)
    if before is not None and before.number:
        if before.number != given:
            raise Refused("filed", f"Usulan ini sudah ber-ID {before.number} di SIPD.", "number")
        return before
    other = queries.filed_as(proposal.round, given)
    if other is not None:
        raise Refused("doubled", f"ID {given} sudah dipakai {other.code}. Periksa lagi di SIPD.", "number")
    try:
        with transaction.atomic():
            row, _ = Filed.objects.update_or_create(
                proposal=proposal, defaults={"round": proposal.round, "number": given}
            )
    except IntegrityError:
        raise Refused("doubled", f"ID {given} baru saja dipakai usulan lain.", "number") from None
    audit.record(actor, proposal, rules.FILED, changes={"number": given})
    return row


def take_back(*, actor: Actor, kelurahan: Territory, lines: Sequence[Line], look: bool = False) -> FromSipd:
    """A sheet from SIPD, row by row; with a wrong row, or for a look, nothing is kept."""
    found = queries.newest()
    if found is None:
        raise Refused("not_found", "Belum ada putaran musrenbang.")
    done = FromSipd()
    codes = list(dict.fromkeys(code for line in lines if (code := line.cells.get("code", ""))))
    ahead = {row.proposal.code: row for row in queries.sipd_rows_coded(actor, found, codes)}

    def take(line: Line) -> None:
        # Once: what a row changes, the next one about the same proposal reads anew.
        stands = ahead.pop(line.cells.get("code", ""), None)
        if stands is None or not _says_the_same(actor, stands, line):
            _take(actor, found, kelurahan, line, done, ahead)
        else:
            done.same += 1

    done.wrong = row_by_row(lines, take, look=look)
    return done


def _says_the_same(actor: Actor, stands: sipd.Row, line: Line) -> bool:
    """Whether a row of the sheet tells nothing new: most of them, where a sheet comes back."""
    rules.demand_file(actor, stands.proposal)
    return (
        line.cells.get("number", "") in {"", stands.number}
        and sipd.own(line).items() <= stands.told.items()
        and not sipd.other(stands, line)
        and not sipd.reviewed(stands, line)
    )


def _take(
    actor: Actor, found: Round, kelurahan: Territory, line: Line, done: FromSipd, ahead: dict[str, sipd.Row]
) -> None:
    number = line.cells.get("number", "")
    row = _known(actor, found, line, number)
    if row is not None:
        ahead.pop(row.code, None)
    if row is None:
        row = _made(actor, found, kelurahan, line)
        file_number(actor=actor, proposal=row, number=number)
        _keep_own(actor, row, sipd.own(line))
        done.noted += _note_reviews(actor, row, line)
        done.made.append(row)
        return
    if said := sipd.other(queries.sipd_row(row), line):
        raise Refused("differs", said)
    before = queries.filed(row)
    is_new = bool(number) and (before is None or before.number != number)
    if is_new:
        file_number(actor=actor, proposal=row, number=number)
    is_told, noted = _keep_own(actor, row, sipd.own(line)), _note_reviews(actor, row, line)
    done.noted += noted
    if is_told or is_new:
        done.filed.append(row)
    elif not noted:
        done.same += 1


def _known(actor: Actor, found: Round, line: Line, number: str) -> Proposal | None:
    """By our code, else by SIPD's number; what the actor may not see is not there."""
    if code := line.cells.get("code", ""):
        row = queries.proposal(actor, code)
        if row.round_id != found.pk:
            raise Refused("other_round", f"{row.code} adalah usulan {row.round}, bukan {found}.")
        return row
    if not number:
        raise Refused("no_number", "Isi ID Usulan, atau Kode Rembuk.")
    known = queries.filed_as(found, number)
    if known is not None and not rules.visible(actor, known):
        raise Refused("doubled", f"ID {number} sudah dipakai usulan lain.")
    return known


def _made(actor: Actor, found: Round, kelurahan: Territory, line: Line) -> Proposal:
    rules.demand_open(found)
    brought = Brought()
    bring(actor, found, kelurahan, sipd.new(line), brought)
    if not brought.made:
        raise Refused("there", f"Usulan yang sama sudah ada: {brought.there[0]}. Tulis kodenya di kolom Kode Rembuk.")
    return brought.made[0]


def _note_reviews(actor: Actor, row: Proposal, line: Line) -> list[Review]:
    """A reviewer's figures that are others in SIPD, as a row of that reviewer's own; nothing moves by it."""
    made = [_noted(actor, row, said) for said in sipd.reviewed(queries.sipd_row(row), line)]
    if made:
        rules.demand_file(actor, row)
        Review.objects.bulk_create(made)
        audit.record(actor, row, rules.FILED, changes={"reviewers": [_told(one) for one in made]})
    return made


def _noted(actor: Actor, row: Proposal, said: sipd.Said) -> Review:
    size = amounts.volume(said.volume) if said.volume else None
    cost = rupiah.read(said.cost) if said.cost else None
    if (size is not None and size <= 0) or (cost is not None and cost <= 0):
        raise Refused("no_figure", f"Angka {said.who} harus lebih dari nol.")
    unit = institutions.by_name(said.unit) if said.unit else None
    if said.unit and unit is None:
        raise Refused("no_unit", f"SKPD menurut {said.who}, “{said.unit[:60]}”, tidak ada di daftar lembaga.")
    return Review(
        proposal=row, rung=said.rung, verdict=Verdict.NOTED, volume=size, unit=row.unit if size else "", cost=cost,
        institution=unit, text=said.text[:MOST_SAID], reason=BECAUSE, actor_id=actor.user_id, at=clock.now(),
        office=f"{said.who}, dicatat {rules.office_of(actor)}"[:300],
    )  # fmt: skip


def _told(one: Review) -> str:
    """The reviewer with what is noted, as the journal keeps it."""
    size = f"{queries.plain(one.volume)} {one.unit}" if one.volume else ""
    figures = (size, rupiah.rupiah(one.cost) if one.cost else "", str(one.institution or ""))
    return ", ".join(part for part in (one.get_rung_display(), *figures) if part)


def _keep_own(actor: Actor, row: Proposal, told: Mapping[str, str]) -> bool:
    """SIPD's own columns as they came; says whether anything is new."""
    rules.demand_file(actor, row)
    before = queries.filed(row)
    kept = {**(before.told if before else {}), **told}
    if kept == (before.told if before else {}):
        return False
    Filed.objects.update_or_create(proposal=row, defaults={"round": row.round, "told": kept})
    audit.record(actor, row, rules.FILED, changes={"columns": sorted(told)})
    return True
