"""Which event of a meeting tells whom, with which text. Each leads to the very step."""

from collections.abc import Iterable

from django.urls import reverse

from rembuk.coordination.meetings import queries, rules
from rembuk.coordination.meetings.models import Meeting
from rembuk.foundation.kernel import text
from rembuk.foundation.kernel.seams import Notice, Told


def notices(told: Told) -> Iterable[Notice]:
    """The invited are told of the invitation, the cancelling and the approved minutes; the chair of what waits."""
    if told.subject_kind != Meeting.subject_kind or told.verb not in TEXTS:
        return []
    meeting = queries.by_id(told.subject_id)
    if meeting is None:
        return []
    subject, page = TEXTS[told.verb]
    only_chair = told.verb == rules.FLOW["close_minutes"].event
    to = [queries.chair_now(meeting).pk] if only_chair else queries.invited_positions(meeting)
    when = f"{text.weekday(meeting.starts_at)}, pukul {text.hour(meeting.starts_at)}, di {meeting.place}"
    url = reverse(page, args=[meeting.code])
    return [
        Notice(position_id=position, user_id=None, subject=f"{subject}: {meeting.title}"[:200], text=when, url=url)
        for position in to
    ]


TEXTS = {
    rules.FLOW["convene"].event: ("Undangan rapat", "meetings:meeting"),
    rules.FLOW["cancel"].event: ("Rapat dibatalkan", "meetings:meeting"),
    rules.FLOW["close_minutes"].event: ("Notulen menunggu persetujuan Anda", "meetings:approve"),
    rules.FLOW["approve"].event: ("Berita acara rapat sudah disetujui", "meetings:meeting"),
}
