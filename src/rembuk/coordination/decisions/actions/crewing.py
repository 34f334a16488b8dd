"""A crew without account shows the work by a link: made by the lead or a helper, for one follow-up, until a day."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from rembuk.coordination.decisions import queries, rules
from rembuk.coordination.decisions.actions import course
from rembuk.coordination.decisions.actions.showing import keep, told
from rembuk.coordination.decisions.models import CrewLink, CrewSending, FollowUp
from rembuk.coordination.decisions.models.crew import MOST_PHOTOS
from rembuk.coordination.decisions.queries.crew import hash_of
from rembuk.foundation.files.pictures import MAX_BYTES
from rembuk.foundation.kernel import chance, clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused

PHOTOS = 10
# So many may be out at a time; and so long one lives where the promised day has passed.
OPEN = 5
LATE_DAYS = 7
TRIES = 3


@dataclass(frozen=True, slots=True)
class Linked:
    """A new link with its secret, which nobody can read again."""

    link: CrewLink
    token: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """What the phone says of when and where."""

    at: datetime | None = None
    lat: float | None = None
    lng: float | None = None


@transaction.atomic
def link_crew(
    *, actor: Actor, follow_up: FollowUp, crew: str = "", most: int = PHOTOS, until: date | None = None
) -> Linked:
    """Makes an address by which a crew sends photos of this follow-up, so many, until the promised day at most."""
    course.allow(actor, "link_crew", follow_up)
    if actor.user_id is None:
        raise Refused("not_allowed", "Tautan dibuat oleh yang mengerjakan.")
    if not 1 <= most <= MOST_PHOTOS:
        raise Refused("photos", f"Antara 1 dan {MOST_PHOTOS} foto.", "most")
    ends = _until(follow_up, until)
    if queries.open_crew_links(follow_up) >= OPEN:
        raise Refused("too_many_links", f"Sudah ada {OPEN} tautan yang terbuka. Tutup dulu yang tidak dipakai.")
    token = chance.secret(16)
    row = CrewLink(
        follow_up=follow_up, secret_hash=hash_of(token), crew=" ".join(crew.split())[:80], made_by_id=actor.user_id,
        office=course.label(actor), made_at=clock.now(), until=ends, most=most,
    )  # fmt: skip
    row.save(force_insert=True)
    details = {"link": row.pk, "most": most, "until": clock.local(ends).date()}
    course.go(actor, "link_crew", follow_up, details=details, allowed=True, silent=True)
    return Linked(row, token)


def _until(follow_up: FollowUp, wanted: date | None) -> datetime:
    longest = max(follow_up.total_due, rules.end_of(clock.today() + timedelta(days=LATE_DAYS)))
    if wanted is None:
        return follow_up.total_due if follow_up.total_due > clock.now() else longest
    if wanted < clock.today() or rules.end_of(wanted) > longest:
        raise Refused("until", f"Pilih hari ini sampai {clock.local(longest):%d-%m-%Y}.", "until")
    return rules.end_of(wanted)


@transaction.atomic
def unlink_crew(*, actor: Actor, follow_up: FollowUp, link_id: UUID) -> None:
    """Closes a link at once: what came by it stays, nothing more comes."""
    course.allow(actor, "unlink_crew", follow_up)
    rows = CrewLink.objects.filter(pk=link_id, follow_up=follow_up, revoked_at__isnull=True)
    if not rows.update(revoked_at=clock.now()):
        raise Refused("not_found", "Tautan ini tidak ada, atau sudah ditutup.")
    course.go(actor, "unlink_crew", follow_up, details={"link": link_id}, allowed=True, silent=True)


def show_by_link(
    *, token: str, photos: Sequence[Any], key: str = "", text: str = "", claimed: Claimed | None = None
) -> CrewSending:
    """Keeps a crew's photos as evidence of this round. The same `key` with the same content is the first answer again.

    Refused for good (`link_…`) where the link is dead.
    """
    link = queries.crew_link(token)
    content = [photo if isinstance(photo, bytes) else photo.read(MAX_BYTES + 1) for photo in photos]
    said = " ".join(text.split())[:160]
    sent = hashlib.sha256(repr([said, *(hashlib.sha256(one).hexdigest() for one in content)]).encode()).hexdigest()
    for attempt in range(TRIES):
        if earlier := _earlier(link, key, sent):
            return earlier
        try:
            return _show(link, content, key or chance.secret(16), sent, said, claimed or Claimed())
        except IntegrityError:
            continue  # the phone's other try was first
        except Refused as refused:
            # The phone's other try may have taken the last photo; or somebody told news between reading and writing.
            if earlier := _earlier(link, key, sent):
                return earlier
            if refused.code not in {"stale", "busy"} or attempt == TRIES - 1:
                raise
    raise Refused("busy", "Sedang ramai. Coba kirim lagi.")


def _earlier(link: CrewLink, key: str, sent: str) -> CrewSending | None:
    found = queries.sent_before(link, key)
    if found is not None and found.payload_hash != sent:
        raise Refused("other_payload", "Kiriman ini sudah pernah masuk dengan isi lain. Muat ulang halaman.")
    return found


@transaction.atomic
def _show(link: CrewLink, photos: Sequence[bytes], key: str, sent: str, text: str, claimed: Claimed) -> CrewSending:
    if not photos:
        raise Refused("no_photo", "Ambil satu foto dulu.", "photos")
    now, count = clock.now(), len(photos)
    # Counts first: who sends at the same time waits here, and nobody passes the last photo twice.
    left = CrewLink.objects.filter(pk=link.pk, revoked_at__isnull=True, until__gt=now, used__lte=F("most") - count)
    taken = left.update(used=F("used") + count)
    link.refresh_from_db()
    follow_up = queries.by_id(link.follow_up_id)
    if follow_up is None:
        raise Refused("not_found", "Tautan ini tidak dikenal.")
    if why := queries.dead(link, follow_up, now):
        raise why
    if not taken:
        raise queries.full(link)
    sending = CrewSending(link=link, key=key, payload_hash=sent, text=text, photos=count, sent_at=now)
    sending.save(force_insert=True)
    crew = crew_of(link)
    found = [keep(crew, follow_up, one, claimed.at, claimed.lat, claimed.lng, sending) for one in photos]
    course.go(crew, "show", follow_up, details={**told(found), "link": link.pk}, reason=text, allowed=True)
    return sending


def crew_of(link: CrewLink) -> Actor:
    """Who sends by a link, as an event names them: the crew, and whoever made the link for them."""
    who = f"Regu lapangan {link.crew}".strip()
    return Actor(user_id=None, name=f"{who}, lewat tautan {link.office}"[:300])
