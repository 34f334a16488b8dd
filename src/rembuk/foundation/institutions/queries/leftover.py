"""Bodies that still stand where nothing stands any more: their territory was merged, split or given up."""

from dataclasses import dataclass
from uuid import UUID

from rembuk.foundation.institutions import queries, rules
from rembuk.foundation.institutions.models import Appointment, Institution
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory

MOST = 100


@dataclass(frozen=True, slots=True)
class Leftover:
    """Such a body, whose terms the actor may end in it, and whether they may close the whole."""

    institution: Institution
    terms: tuple[Appointment, ...]
    may_close: bool

    @property
    def into(self) -> list[Territory]:
        """What stands there now."""
        return [place for place in territories.present(self.institution.territory) if place.is_present]


def leftovers(actor: Actor) -> list[Leftover]:
    """Those with which the actor can do something: end a term that runs on, or close the body. Two queries."""
    inside = queries.within(actor.scope("institutions.appoint"), "territory__path")
    found = Institution.objects.filter(inside, ends__isnull=True, territory__ends__lte=clock.today())
    rows = list(found.select_related("kind", "territory__parent").order_by("territory__path", "name", "id")[:MOST])
    may_close = rules.may_edit_kinds(actor)
    terms = _terms(actor, rows)
    made = [Leftover(row, tuple(terms.get(row.pk, ())), may_close) for row in rows]
    return [row for row in made if row.terms or row.may_close]


def _terms(actor: Actor, rows: list[Institution]) -> dict[UUID, list[Appointment]]:
    running = Appointment.objects.filter(queries.running(), position__institution__in=rows)
    related = running.select_related("user", "position__institution__territory")
    found: dict[UUID, list[Appointment]] = {}
    for term in related.order_by("position__rank", "starts", "id"):
        if rules.may_appoint(actor, term.position.role, term.path):
            found.setdefault(term.position.institution_id, []).append(term)
    return found
