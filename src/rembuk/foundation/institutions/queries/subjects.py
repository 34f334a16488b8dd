"""How `verify` and the trail know the rows of institutions."""

from collections.abc import Iterable
from uuid import UUID

from rembuk.foundation.institutions import queries, rules
from rembuk.foundation.institutions.models import Appointment, Concern, Institution, Kind
from rembuk.foundation.kernel.actor import Actor

_MODELS: dict[str, type[Kind] | type[Institution] | type[Appointment] | type[Concern]] = {
    "kind": Kind, "institution": Institution, "appointment": Appointment, "concern": Concern,
}  # fmt: skip


def versions(name: str) -> Iterable[tuple[UUID, int, str]]:
    """(id, version, status) of every row, streamed for `verify`; these have no status."""
    rows = _MODELS[name].objects.order_by("pk").values_list("pk", "version").iterator(chunk_size=5000)
    return ((pk, version, "") for pk, version in rows)


def title_of(name: str, pk: UUID) -> str:
    """What a row is called in a trail."""
    related = {"appointment": ("user", "position"), "concern": ("appointment__user", "appointment__position")}
    found = _MODELS[name].objects.select_related(*related.get(name, ())).filter(pk=pk).first()
    return queries.called(found) if isinstance(found, Kind) else str(found or "")


def sees_kinds(actor: Actor, _: UUID) -> bool:
    """Kinds are no secret among those who look after bodies."""
    return bool(actor.scope("institutions.view"))


def sees_institution(actor: Actor, pk: UUID) -> bool:
    """Within one's area."""
    found = queries.institution(pk)
    return found is not None and rules.may_view(actor, found.path)


def sees_appointment(actor: Actor, pk: UUID) -> bool:
    """Within one's area, or one's own."""
    return queries.appointment(actor, pk) is not None


def sees_concern(actor: Actor, pk: UUID) -> bool:
    """Those who read concerns, within their area."""
    return queries.concerns(actor).filter(pk=pk).exists()
