"""Which event of a meeting tells whom, with which text. Each leads to the very step."""

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse

from rembuk.coordination.meetings import ics, queries, rules
from rembuk.coordination.meetings.models import Guest, Meeting
from rembuk.foundation.kernel import text
from rembuk.foundation.kernel.seams import Notice, Told


def notices(told: Told) -> Iterable[Notice]:
    """The invited are told of the invitation, the cancelling and the approved minutes; the chair of what waits."""
    if told.subject_kind != Meeting.subject_kind or told.verb not in {*TEXTS, GUEST}:
        return []
    meeting = queries.by_id(told.subject_id)
    if meeting is None:
        return []
    if told.verb == GUEST:
        guest = queries.guest(meeting, UUID(told.body["changes"]["guest"]))
        return _by_mail(meeting, "Undangan rapat", [guest] if guest else [], ics.text_of(meeting))
    subject, page = TEXTS[told.verb]
    to = [queries.chair_now(meeting).pk] if told.verb in CHAIRS else queries.invited_positions(meeting)
    when, url = _when(meeting), reverse(page, args=[meeting.code])
    calendar = ics.text_of(meeting) if told.verb in DATED else ""
    title = f"{subject}: {meeting.title}"[:200]
    seats = [
        Notice(position_id=position, user_id=None, subject=title, text=when, url=url, calendar=calendar)
        for position in to
    ]
    # When it is convened nobody is invited by letter yet; each of them is told as they are added.
    changed = told.verb in DATED and told.verb != rules.FLOW["convene"].event
    return seats + _by_mail(meeting, subject, queries.guests(meeting) if changed else [], calendar)


def _when(meeting: Meeting) -> str:
    return f"{text.weekday(meeting.starts_at)}, pukul {text.hour(meeting.starts_at)}, di {meeting.place}"


def _by_mail(meeting: Meeting, subject: str, guests: Iterable[Guest], calendar: str) -> list[Notice]:
    """Those without an account who left an address; the letter itself is handed over by the office."""
    return [
        Notice(position_id=None, user_id=None, subject=f"{subject}: {meeting.title}"[:200], text=_when(meeting), url="",
               email=guest.email, calendar=calendar)
        for guest in guests if guest.email
    ]  # fmt: skip


TEXTS = {
    rules.FLOW["convene"].event: ("Undangan rapat", "meetings:meeting"),
    rules.FLOW["reschedule"].event: ("Waktu atau tempat rapat diubah", "meetings:meeting"),
    rules.FLOW["cancel"].event: ("Rapat dibatalkan", "meetings:meeting"),
    rules.INVITED_FLOW["propose_item"].event: ("Anggota mengusulkan butir", "meetings:meeting"),
    rules.FLOW["close_minutes"].event: ("Notulen menunggu persetujuan Anda", "meetings:approve"),
    rules.INVITED_FLOW["comment"].event: ("Notulen ditanggapi", "meetings:comments"),
    rules.FLOW["approve"].event: ("Berita acara rapat sudah disetujui", "meetings:meeting"),
}
# What only the chair is told of.
CHAIRS = {rules.FLOW["close_minutes"].event, rules.INVITED_FLOW["propose_item"].event,
          rules.INVITED_FLOW["comment"].event}  # fmt: skip
GUEST = rules.FLOW["invite_guest"].event
# What changes a calendar.
DATED = {rules.FLOW[name].event for name in ("convene", "reschedule", "cancel")}
