"""An invited person says at the door that they are here: once, however often they press."""

from collections.abc import Sequence

from django.db import transaction

from rembuk.coordination.meetings import queries, rules
from rembuk.coordination.meetings.actions.steps import enter, hold, touch
from rembuk.coordination.meetings.models import Attendance, Meeting
from rembuk.foundation.audit.actions import move
from rembuk.foundation.files import actions as files
from rembuk.foundation.files.actions import Upload
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused


def may_check_in(actor: Actor, meeting: Meeting) -> None:
    """Refuses whoever was not invited, and any time but that of the meeting."""
    if actor.on_behalf or queries.invited(actor, meeting) is None:
        raise Refused(
            "not_allowed", f"Anda tidak ada di daftar undangan “{meeting.title}”. Bila diundang dalam jabatan lain, "
            "pilih jabatan itu dulu; bila tidak, minta notulis mencatat Anda sebagai tamu.",
        )  # fmt: skip
    if meeting.status == "cancelled":
        raise Refused("ended", f"“{meeting.title}” dibatalkan; kehadiran tidak dicatat.")
    if meeting.status not in rules.CHECK_IN.sources:
        raise Refused("ended", f"“{meeting.title}” sudah selesai; kehadiran tidak bisa dicatat lagi.")
    opens = meeting.starts_at - rules.DOOR_OPENS
    if meeting.status == "convened" and clock.now() < opens:
        raise Refused("too_early", f"Kehadiran dicatat mulai {text.moment(opens)}, dua jam sebelum rapat.")


@transaction.atomic
def check_in(*, actor: Actor, meeting: Meeting) -> Attendance:
    """Notes the actor's own presence. A hundred at once wait for each other: none is lost, none is counted twice."""
    hold(meeting)
    may_check_in(actor, meeting)
    row = queries.invited(actor, meeting)
    assert row is not None  # noqa: S101 - may_check_in has just said so
    if row.arrived_at is None:
        row.arrived_at, row.name = clock.now(), actor.name
        row.save(update_fields=["arrived_at", "name"])
        move(actor, meeting, rules.CHECK_IN)
    return row


@transaction.atomic
def keep_signed(*, actor: Actor, meeting: Meeting, photos: Sequence[Upload | bytes]) -> None:
    """Keeps photos of the daftar hadir that was signed by hand."""
    enter(actor, "keep_signed", meeting)
    if not photos:
        raise Refused("no_photo", "Pilih foto daftar hadir.", "photos")
    for upload in photos:
        files.store_photo(
            actor=actor, owner_kind=Meeting.subject_kind, owner_id=meeting.pk, path=meeting.path, upload=upload
        )
    touch(actor, "keep_signed", meeting, {"photos": len(photos)})
