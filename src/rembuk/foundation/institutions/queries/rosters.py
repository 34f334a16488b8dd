"""A whole kelurahan at once, for whoever brings in a list: its bodies, their seats, and every term in them."""

from dataclasses import dataclass

from rembuk.foundation.institutions.models import Appointment, Institution, Position
from rembuk.foundation.territory.models import Territory
from rembuk.foundation.territory.rules import inside


@dataclass(frozen=True, slots=True)
class Roster:
    """What stands in a kelurahan; terms of the past too."""

    bodies: list[Institution]
    seats: list[Position]
    terms: list[Appointment]


def roster(kelurahan: Territory) -> Roster:
    """Bodies by name, seats by rank, terms by their first day: three queries, however many."""
    within = {"territory__path__range": inside(kelurahan.path), "ends__isnull": True}
    through = {f"institution__{name}": value for name, value in within.items()}
    bodies = Institution.objects.filter(**within).select_related("kind", "territory__parent")
    seats = Position.objects.filter(**through).select_related("institution__kind", "institution__territory__parent")
    terms = Appointment.objects.filter(**{f"position__{name}": value for name, value in through.items()})
    return Roster(
        list(bodies.order_by("name", "id")), list(seats.order_by("rank", "id")),
        list(terms.select_related("user", "position").order_by("starts", "id")),
    )  # fmt: skip
