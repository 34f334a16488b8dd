"""What stands in the letter of invitation."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from django.db.models import UUIDField

from rembuk.coordination.meetings.models import Guest, Invitation, Meeting, Number, Numbering
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.prepared import Prepared


def invitation(found: Meeting) -> Invitation:
    """The letter as it was written; one that nobody has written says what is usual."""
    row = Invitation.objects.select_related("scan").filter(meeting=found).first()
    return row or Invitation(meeting=found, dated=clock.today())


def letter_day(found: Meeting) -> date:
    """The day on the letter."""
    return invitation(found).dated


def number_of(found: Meeting) -> Number | None:
    """The letter's number, where it has one."""
    return Number.objects.filter(meeting=found, voided_at__isnull=True).first()


def numbering(institution: Institution) -> Numbering | None:
    """How the body's letters get their numbers; None is from the office's own system."""
    return Numbering.objects.select_related("institution__territory").filter(institution=institution).first()


def book(institution: Institution, year: int, most: int = 200) -> Sequence[Number]:
    """The body's numbers of a year, the newest first; voided ones too."""
    rows = Number.objects.filter(institution=institution, year=year).select_related("meeting")
    return list(rows.order_by("-serial", "-suffix", "-taken_at")[:most])


_guests = Prepared(
    lambda meeting: Guest.objects.filter(meeting=meeting).select_related("material"), meeting=UUIDField()
)


def guests(found: Meeting) -> Sequence[Guest]:
    """Who is invited by letter, speakers too."""
    return _guests(meeting=found.pk)


def guest(found: Meeting, guest_id: UUID) -> Guest | None:
    """One of them."""
    return Guest.objects.filter(meeting=found, pk=guest_id).first()


def numbering_rows() -> Iterator[tuple[UUID, int, str]]:
    """Every numbering's id and version; it has no state."""
    rows = Numbering.objects.order_by("pk").values_list("id", "version").iterator()
    yield from ((pk, version, "") for pk, version in rows)


def sees_numbering(actor: Actor, pk: UUID) -> bool:
    """Within one's area."""
    row = Numbering.objects.select_related("institution__territory").filter(pk=pk).first()
    return row is not None and actor.holds("meetings.view", row.path)
