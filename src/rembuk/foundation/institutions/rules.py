"""Who may appoint and invite whom, and what a term of office strains. Writes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rembuk.foundation.institutions import roles
from rembuk.foundation.kernel.actor import Actor

CONCERNS = {
    "third_term": "Masa jabatan melebihi batas jumlah periode",
    "long_term": "Masa jabatan lebih panjang dari yang ditetapkan",
    "no_end": "Masa jabatan tidak disebut ujungnya",
    "double_office": "Merangkap jabatan lain pada waktu yang sama",
}
HOLDING = frozenset({"definitive", "acting"})
ON_BEHALF = frozenset({"deputy", "operator"})


@dataclass(frozen=True, slots=True)
class Term:
    """A person in a position from `starts` until `ends` (exclusive); as much of an appointment as the rules need."""

    role: str
    kind: str
    position: object
    mandate: str
    starts: date
    ends: date | None


def overlap(one: Term, other: Term) -> bool:
    """Whether two terms share a day."""
    return (other.ends is None or one.starts < other.ends) and (one.ends is None or other.starts < one.ends)


def is_running(starts: date, ends: date | None, on: date) -> bool:
    """Whether a term covers a day."""
    return starts <= on and (ends is None or on < ends)


def years_after(start: date, years: int) -> date:
    """The same day, years later; 29 February becomes 1 March."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return date(start.year + years, 3, 1)


def concerns(term: Term, others: Iterable[Term], *, terms: int, years: int, one_body: bool = True) -> list[str]:
    """The codes of what this term strains, given the same person's other terms.

    `one_body`: whether the city holds that those of a neighbourhood body have no second office.
    """
    if term.mandate != "definitive":
        return []
    definitive = [other for other in others if other.mandate == "definitive"]
    found = []
    if term.role in roles.TERM_LIMITED:
        before = [other for other in definitive if other.role == term.role and other.starts < term.starts]
        if len(before) >= terms:
            found.append("third_term")
        if term.ends is None:
            found.append("no_end")
        elif term.ends > years_after(term.starts, years):
            found.append("long_term")
    second = [other for other in definitive if overlap(term, other) and other.position != term.position]
    if any(one_body or not {term.role, other.role} <= roles.TERM_LIMITED for other in second):
        found.append("double_office")
    return found


def may_appoint(actor: Actor, role: str, path: str) -> bool:
    """Only whom the office may appoint, and only inside its territory. The command line may make the first ones."""
    if actor.holds("system", at=""):
        return True
    return actor.holds("institutions.appoint", at=path) and actor.holds(roles.APPOINT + role, at=path)


def may_invite(actor: Actor, role: str, path: str) -> bool:
    """Who may print a sheet for an office: whoever may appoint it, and the kelurahan's secretary for RT and RW."""
    if actor.holds("system", at=""):
        return True
    return actor.holds("institutions.invite", at=path) and actor.holds(roles.INVITE + role, at=path)


def may_view(actor: Actor, path: str) -> bool:
    """The list of bodies and who holds them."""
    return actor.holds("institutions.view", at=path)


def may_edit_kinds(actor: Actor) -> bool:
    """Kinds of body, their labels and new bodies: Pemerintahan."""
    return bool(actor.scope("institutions.kinds")) or actor.holds("system", at="")
