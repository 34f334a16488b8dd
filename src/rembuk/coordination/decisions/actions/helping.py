"""Who helps takes up a part and says that it is done; gotong royong is counted in people, hours, materials."""

from django.db import transaction

from rembuk.coordination.decisions import rules
from rembuk.coordination.decisions.actions import course
from rembuk.coordination.decisions.models import FollowUp, Part
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused


@transaction.atomic
def take_part(*, actor: Actor, follow_up: FollowUp, part: Part | None = None) -> Part:
    """A helper takes up its own part."""
    course.allow(actor, "take_part", follow_up)
    found = _chosen(actor, "take_part", follow_up, part)
    _set(found, status="taken")
    course.go(actor, "take_part", follow_up, details=_told(found), allowed=True)
    return found


@transaction.atomic
def finish_part(
    *, actor: Actor, follow_up: FollowUp, note: str, people: int | None = None, hours: int | None = None,
    materials: str = "", part: Part | None = None,
) -> Part:  # fmt: skip
    """A helper says that its part is done. The lead says it for a partner without account."""
    said = course.line(note, "note", 200, "Tuliskan apa yang dikerjakan.")
    course.allow(actor, "finish_part", follow_up)
    found = _chosen(actor, "finish_part", follow_up, part)
    if found.is_mutual and not (people and hours):
        raise Refused("count", "Gotong royong dicatat: berapa orang, berapa jam.", "people")
    _set(found, status="finished", note=said, people=people, hours=hours, materials=materials.strip()[:200],
         finished_at=clock.now())  # fmt: skip
    details = _told(found) | {"people": people, "hours": hours}
    course.go(actor, "finish_part", follow_up, details=details, reason=said, allowed=True)
    return found


@transaction.atomic
def excuse_part(*, actor: Actor, follow_up: FollowUp, part: Part, reason: str) -> Part:
    """Whoever decided lets a helper off; the work no longer waits for it."""
    if not reason.strip():
        raise Refused("no_reason", "Tuliskan mengapa bagian ini tidak jadi.", "reason")
    course.allow(actor, "excuse_part", follow_up)
    if part.follow_up_id != follow_up.pk or part.status not in rules.PART_STATES["excuse_part"]:
        raise Refused("wrong_step", "Bagian itu sudah selesai atau sudah dilepaskan.")
    _set(part, status="excused", note=" ".join(reason.split())[:200])
    course.go(actor, "excuse_part", follow_up, details=_told(part), reason=reason, allowed=True)
    return part


def _chosen(actor: Actor, name: str, follow_up: FollowUp, part: Part | None) -> Part:
    """The part that was named, else the first of the actor's own that has the step."""
    fit = [row for row in rules.movable(actor, follow_up) if row.status in rules.PART_STATES[name]]
    found = next((row for row in fit if part is None or row.pk == part.pk), None)
    if found is None:
        raise Refused("no_part", "Lembaga Anda tidak punya bagian yang masih terbuka di sini.")
    return found


def _set(part: Part, **fields: object) -> None:
    for name, value in fields.items():
        setattr(part, name, value)
    part.save(update_fields=list(fields))


def _told(part: Part) -> dict[str, object]:
    return {"part": part.pk, "who": part.who, "task": part.task}
