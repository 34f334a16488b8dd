"""A seat without the person who sits in it: what it has before it, and who writes in its holder's name."""

from rembuk.foundation.institutions import queries, roles
from rembuk.foundation.institutions.models import Position
from rembuk.foundation.kernel.actor import Actor, Office

# What is written in the holder's name is bounded as an operator's deeds are.
MANDATE = "operator"


def in_seat(position: Position, by: Actor | None = None) -> Actor:
    """The Actor of a seat for reading what lies before it; `by`: somebody who writes in its holder's name.

    Whoever calls it with `by` has asked whether they may. Both names stand in every event.
    """
    holder = queries.holder(position)
    name = holder.user.name if holder else f"pemegang jabatan {position.title}"
    own = by.office if by else None
    appointment = own.appointment_id if own else holder.pk if holder else position.pk
    office = Office(
        appointment_id=appointment, position_id=position.pk, institution_id=position.institution_id,
        role=position.role, title=position.title, territory_id=position.institution.territory_id, path=position.path,
    )  # fmt: skip
    grants = frozenset((deed, office.path) for deed in roles.permissions(position.role, MANDATE))
    if by is None:
        return Actor(user_id=None, name=name, office=office, grants=grants)
    return Actor(user_id=by.user_id, name=by.name, office=office, on_behalf=name, grants=grants)
