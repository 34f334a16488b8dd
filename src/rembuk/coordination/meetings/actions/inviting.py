"""Who comes: answers to the invitation, and those who are invited by letter."""

from django.db import IntegrityError, transaction

from rembuk.coordination.meetings.actions.steps import enter, enter_invited, touch
from rembuk.coordination.meetings.models import Attendance, Guest, Meeting
from rembuk.foundation.files import actions as files
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused


@transaction.atomic
def answer(*, actor: Actor, meeting: Meeting, reply: str, stand_in: str = "") -> Attendance:
    """Whether one will come, or sends somebody; it may be changed until the meeting begins."""
    row = enter_invited(actor, "answer", meeting)
    if reply not in {"yes", "no", "sends"}:
        raise Refused("no_reply", "Pilih jawaban: akan hadir, tidak hadir, atau diwakili.", "reply")
    stand_in = stand_in.strip()[:120] if reply == "sends" else ""
    if reply == "sends" and not stand_in:
        raise Refused("no_name", "Tulis nama yang mewakili.", "stand_in")
    touch(actor, "answer", meeting, {"reply": reply})
    row.reply, row.stand_in, row.replied_at = reply, stand_in, clock.now()
    row.save(update_fields=["reply", "stand_in", "replied_at"])
    return row


@transaction.atomic
def invite_guest(
    *, actor: Actor, meeting: Meeting, name: str, office: str = "", email: str = "", topic: str = "",
    material: bytes | None = None, material_name: str = "",
) -> Guest:  # fmt: skip
    """Invites somebody without an account by letter. A speaker has a topic, and may have material (a PDF)."""
    enter(actor, "invite_guest", meeting)
    if not name.strip():
        raise Refused("no_name", "Tulis siapa yang diundang.", "name")
    if material is not None and not topic.strip():
        raise Refused("no_topic", "Tulis judul paparan untuk bahan ini.", "topic")
    guest = Guest(meeting=meeting, name=name.strip()[:120], office=office.strip()[:160], email=email.strip(),
                  topic=topic.strip()[:200], made_at=clock.now())  # fmt: skip
    if material is not None:
        guest.material = files.store_document(
            actor=actor, owner_kind=meeting.subject_kind, owner_id=meeting.pk, path=meeting.path, content=material,
            name=material_name or "bahan.pdf", media_type="application/pdf",
        )  # fmt: skip
    try:
        with transaction.atomic():
            guest.save(force_insert=True)
    except IntegrityError:
        raise Refused("twice", "Tamu itu sudah ada di daftar.", "name") from None
    touch(actor, "invite_guest", meeting, {"guest": guest.pk, "speaker": bool(guest.topic)})
    return guest


@transaction.atomic
def drop_guest(*, actor: Actor, meeting: Meeting, guest: Guest) -> None:
    """Takes a guest off the list; the material goes too."""
    enter(actor, "drop_guest", meeting)
    found = Guest.objects.filter(meeting=meeting, pk=guest.pk).select_related("material").first()
    if found is None:
        raise Refused("not_invited", "Tamu itu tidak ada di daftar rapat ini.")
    touch(actor, "drop_guest", meeting)
    if found.material is not None:
        files.remove(actor=actor, file=found.material, reason="Undangan tamu dicabut")
    found.delete()
