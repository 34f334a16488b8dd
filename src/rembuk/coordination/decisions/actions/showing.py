"""Photos show the work; then the lead says that it is done."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from rembuk.coordination.decisions import queries
from rembuk.coordination.decisions.actions import course
from rembuk.coordination.decisions.models import CrewSending, Evidence, FollowUp, Status
from rembuk.foundation.files import actions as files
from rembuk.foundation.files import queries as file_queries
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM, Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import queries as territories


@transaction.atomic
def show(
    *, actor: Actor, follow_up: FollowUp, photos: Sequence[Any], claimed_at: datetime | None = None,
    lat: float | None = None, lng: float | None = None,
) -> list[Evidence]:  # fmt: skip
    """Keeps photos of this round as evidence: what the phone says of time and place, or "tanpa data lokasi"."""
    if not photos:
        raise Refused("no_photo", "Pilih atau ambil satu foto.", "photos")
    course.allow(actor, "show", follow_up)
    found = [keep(actor, follow_up, photo, claimed_at, lat, lng) for photo in photos]
    course.go(actor, "show", follow_up, details=told(found), allowed=True)
    return found


def told(found: Sequence[Evidence]) -> dict[str, object]:
    """What the event of new photos keeps of them."""
    return {"photos": [row.sha256 for row in found], "with_place": sum(row.has_place for row in found)}


def keep(
    actor: Actor, follow_up: FollowUp, photo: Any, claimed_at: datetime | None, lat: float | None, lng: float | None,
    sending: CrewSending | None = None,
) -> Evidence:  # fmt: skip
    """A photo of this round."""
    file = files.store_photo(
        actor=actor, owner_kind=FollowUp.subject_kind, owner_id=follow_up.pk, path=follow_up.path, upload=photo,
        claimed_at=claimed_at, claimed_lat=lat, claimed_lng=lng,
    )  # fmt: skip
    # Whether there is a place is no secret; where it is stays sealed with the file.
    claims = file_queries.claims(SYSTEM, file)
    row = Evidence(
        follow_up=follow_up, file=file, sha256=file.sha256, round=follow_up.round, office=course.label(actor),
        given_by_id=actor.user_id, claimed_at=file.claimed_at, has_place=claims.get("lat") is not None,
        is_elsewhere=_elsewhere(follow_up, claims.get("lat"), claims.get("lng")), sending=sending,
        received_at=file.received_at,
    )  # fmt: skip
    row.save(force_insert=True)
    return row


def _elsewhere(follow_up: FollowUp, lat: float | None, lng: float | None) -> bool:
    """Whether the phone says another place than the follow-up's, as far as the city's outlines tell."""
    found = territories.smallest_at(lat, lng) if lat is not None and lng is not None else None
    if found is None:
        return False
    return not (found.path.startswith(follow_up.path) or follow_up.path.startswith(found.path))


@transaction.atomic
def finish(*, actor: Actor, follow_up: FollowUp, text: str, photos: Sequence[Any] = ()) -> FollowUp:
    """The lead says that it is done: with evidence of this round, and after every part is done or excused."""
    said = course.line(text, "text", 400, "Tuliskan apa yang sudah dikerjakan.")
    course.allow(actor, "finish", follow_up)
    waiting = queries.open_parts(follow_up)
    if waiting:
        raise Refused("open_parts", f"Masih menunggu bagian {waiting[0].who}: {waiting[0].task}.")
    for photo in photos:
        keep(actor, follow_up, photo, None, None, None)
    if not queries.evidence(follow_up, follow_up.round):
        raise Refused("no_evidence", "Tambahkan satu foto buktinya dulu.", "photos")
    now = clock.now()
    changes = {"percent": 100, "finished_at": now, "finished_by_id": actor.user_id, "cause": ""}
    course.go(actor, "finish", follow_up, changes=changes, details={"round": follow_up.round}, reason=said,
              allowed=True)  # fmt: skip
    return follow_up


@transaction.atomic
def publish_evidence(*, actor: Actor, decision_id: UUID, blurred: bool) -> None:
    """Lets everyone see the photos of what passed, of its last round: the module above knows whether they may."""
    passed = Evidence.objects.filter(
        follow_up__decision=decision_id, follow_up__status=Status.PASSED, follow_up__is_private=False,
        round=F("follow_up__round"), file__removed_at=None, file__is_public=False,
    )  # fmt: skip
    for row in passed.select_related("file").order_by("id"):
        files.publish(actor=actor, file=row.file, blurred=blurred)


@transaction.atomic
def hide_evidence(*, actor: Actor, decision_id: UUID) -> None:
    """Takes the photos of the work out of the public's sight, together with what they are about."""
    shown = Evidence.objects.filter(follow_up__decision=decision_id, file__is_public=True)
    for row in shown.select_related("file").order_by("id"):
        files.hide(actor=actor, file=row.file)
