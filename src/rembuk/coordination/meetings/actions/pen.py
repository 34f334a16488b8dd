"""One person writes the minutes at a time; another takes the pen over by saying so, and nothing typed is lost."""

from django.db import transaction

from rembuk.coordination.meetings import queries
from rembuk.coordination.meetings.actions.steps import enter, hold_open, touch
from rembuk.coordination.meetings.models import AgendaItem, Meeting, Pen
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused


@transaction.atomic
def take_pen(*, actor: Actor, meeting: Meeting) -> None:
    """Takes the pen from whoever writes; their next save is refused and shows both texts."""
    enter(actor, "take_pen", meeting)
    if actor.user_id is None:
        raise Refused("not_allowed", "Notulen ditulis oleh orang yang masuk dengan namanya.")
    hold_open(meeting)
    other = queries.pen_of_another(actor, meeting)
    touch(actor, "take_pen", meeting, {"from": other.name if other else ""})
    _keep(actor, meeting, None)


def write_with_pen(actor: Actor, item: AgendaItem) -> None:
    """Every word renews it. Called within a deed that holds the meeting, so two cannot both find it free."""
    other = queries.pen_of_another(actor, item.meeting)
    if other is not None:
        raise Refused(
            "pen_held", f"{other.name} sedang menulis notulen ini sejak {text.hour(other.since)}. Tekan “Ambil alih” "
            "bila Anda yang menulis sekarang; tulisan Anda tetap ada.",
        )  # fmt: skip
    _keep(actor, item.meeting, item)


def _keep(actor: Actor, meeting: Meeting, item: AgendaItem | None) -> None:
    if actor.user_id is None:
        return
    now, held = clock.now(), queries.pen(meeting)
    if held is None:
        Pen(meeting=meeting, user_id=actor.user_id, name=actor.label, since=now, seen_at=now, item=item).save()
        return
    since = held.since if held.user_id == actor.user_id else now
    Pen.objects.filter(pk=held.pk).update(
        user_id=actor.user_id, name=actor.label, since=since, seen_at=now, item=item or held.item
    )
