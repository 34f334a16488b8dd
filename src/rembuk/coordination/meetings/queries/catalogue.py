"""The kinds of meeting that the city has."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from rembuk.coordination.meetings import rules
from rembuk.coordination.meetings.models import Kind
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused


def kinds(*, ended: bool = False) -> Sequence[Kind]:
    """All rows in their order; those that no longer stand only where asked."""
    rows = Kind.objects.all() if ended else Kind.objects.filter(ends__isnull=True)
    return list(rows)


def kinds_of(institution: Institution) -> Sequence[Kind]:
    """What a body may convene, what it convenes by itself first."""
    return list(Kind.objects.filter(tier=rules.group(institution.kind.tier), ends__isnull=True))


def kind_for(institution: Institution, key: str = "") -> Kind:
    """The kind with this key that a body may convene; without a key, what it convenes by itself."""
    for row in kinds_of(institution):
        if key in {"", row.key}:
            return row
    raise Refused("no_kind", "Jenis rapat ini belum diisi atau sudah ditutup. Hubungi bagian Pemerintahan.", "kind")


def kind(key: str) -> Kind | None:
    """A row by its key."""
    return Kind.objects.filter(key=key).first()


def kind_rows() -> Iterator[tuple[UUID, int, str]]:
    """Every kind's id and version; it has no state."""
    rows = Kind.objects.order_by("pk").values_list("id", "version").iterator()
    yield from ((pk, version, "") for pk, version in rows)


def sees_kinds(actor: Actor, _: UUID) -> bool:
    """Whoever keeps them."""
    return rules.may_edit_kinds(actor)
