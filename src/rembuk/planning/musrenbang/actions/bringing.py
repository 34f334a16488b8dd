"""A sheet of proposals: each row becomes a proposal as if it had been typed; all of them or none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import rupiah
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory
from rembuk.planning.musrenbang import amounts, checks, queries, rules
from rembuk.planning.musrenbang.actions.proposing import Wish, propose
from rembuk.planning.musrenbang.models import Proposal, Round
from rembuk.planning.musrenbang.sheets import FIELDS, LANDS, PURSES, Line, Wrong


@dataclass(slots=True)
class Brought:
    """What came of a sheet: the new proposals, what stood here already, and what cannot be taken."""

    made: list[Proposal] = field(default_factory=list)
    there: list[str] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)


def bring_in(*, actor: Actor, kelurahan: Territory, lines: Sequence[Line], look: bool = False) -> Brought:
    """With a wrong row, or for a look, nothing is kept."""
    found = rules.demand_open(queries.open_round())
    if not actor.scope(rules.PAPER):
        raise Refused("not_allowed", "Lembar usulan diunggah kelurahan atau RW.")
    done = Brought()
    done.wrong = row_by_row(lines, lambda line: bring(actor, found, kelurahan, line, done), look=look)
    return done


def row_by_row(lines: Sequence[Line], take: Callable[[Line], None], *, look: bool) -> list[Wrong]:
    """Takes each row by itself; the rows that are refused. With one of them, or for a look, nothing is kept."""
    wrong = []
    with transaction.atomic():
        for line in lines:
            try:
                with transaction.atomic():
                    take(line)
            except Refused as refused:
                wrong.append(Wrong(line.row, line.cells.get("title", ""), refused.message))
        transaction.set_rollback(look or bool(wrong))
    return wrong


def bring(actor: Actor, found: Round, kelurahan: Territory, line: Line, done: Brought) -> None:
    """A row as if it had been typed; one that stands here already is only named."""
    earlier = queries.by_key(found, line.key)
    if earlier is not None and rules.visible(actor, earlier):
        done.there.append(earlier.code)
        return
    wish = _wish(kelurahan, line)
    proposer = _proposer(kelurahan, wish.territory, line.cells.get("proposer", ""))
    done.made.append(propose(actor=actor, proposer=proposer, wish=wish, request_key=line.key))


def _wish(kelurahan: Territory, line: Line) -> Wish:
    told = line.cells
    item = queries.item_called(told.get("title", ""))
    size, price = amounts.volume(told.get("volume", "")), rupiah.read(told.get("unit_price", ""))
    cost = rupiah.read(told["cost"]) if told.get("cost") else checks.total(size, price)
    unit = institutions.by_name(told["institution"]) if told.get("institution") else None
    if told.get("institution") and unit is None:
        raise Refused("no_unit", f"OPD “{told['institution']}” tidak ada di daftar lembaga.")
    return Wish(
        title=told.get("title", ""), problem=told.get("problem", ""), territory=_place(kelurahan, line), volume=size,
        unit=told.get("unit") or (item.unit if item else ""), unit_price=price, cost=cost,
        purse=_word(PURSES, told.get("purse", ""), item.purse if item else "", "Sumber dana"),
        field=_word(FIELDS, told.get("field", ""), item.field if item else "", "Bidang"), item=item,
        institution=unit or (item.institution if item else None), place=told.get("place", ""),
        land=_word(LANDS, told.get("land", ""), "", "Tanah"), beneficiaries=_count(told.get("beneficiaries", "")),
        people=_count(told.get("people", "")), hours=_count(told.get("hours", "")),
        materials=told.get("materials", ""), pokir=told.get("pokir", ""),
    )  # fmt: skip


def _place(kelurahan: Territory, line: Line) -> Territory:
    rw, rt = (_count(_bare(line.cells.get(level, ""), level)) for level in ("rw", "rt"))
    if rw is None:
        return kelurahan
    place = territories.local(kelurahan, rw, rt)
    if place is None:
        raise Refused("no_place", f"RW {rw}{f' RT {rt}' if rt else ''} tidak ada di {kelurahan.label}.")
    return place


def _proposer(kelurahan: Territory, place: Territory, named: str) -> Institution:
    """The organisation that is named; else the RT or RW of the place."""
    for body in queries.bodies(kelurahan):
        if named and named.casefold() in {body.name.casefold(), body.short_name.casefold()}:
            return body
    found = institutions.institution_at(place, place.level) if place.level in {"rt", "rw"} else None
    if found is None or (named and named.casefold() not in {found.name.casefold(), found.short_name.casefold()}):
        raise Refused("no_proposer", f"Pengusul “{named}” bukan lembaga di {place.label}." if named else
                      "Isi RW, atau nama lembaga kelurahan yang mengusulkan.")  # fmt: skip
    return found


def _word(known: dict[str, str], said: str, otherwise: str, column: str) -> str:
    if not said:
        return otherwise
    if said.casefold() not in known:
        raise Refused("no_word", f"{column} “{said}” tidak ada di pilihannya.")
    return known[said.casefold()]


def _bare(said: str, level: str) -> str:
    """`RW 01` and `rt. 1` are numbers too."""
    is_named = said[: len(level)].casefold() == level
    return said[len(level) :].lstrip(". ") if is_named else said


def _count(said: str) -> int | None:
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and 0 < int(said) < 10**6):
        raise Refused("no_count", f"“{said[:20]}” bukan bilangan bulat.")
    return int(said)
