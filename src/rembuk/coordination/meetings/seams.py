"""What meetings offer to the slots."""

import json
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from uuid import UUID

from django.urls import reverse

from rembuk.coordination.meetings import queries, rules
from rembuk.coordination.meetings.models import AgendaItem, Meeting, Regular
from rembuk.coordination.meetings.notices import notices
from rembuk.foundation.audit import queries as audit
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.seams import Found, NavItem, SubjectKind, Task, TrailLine

__all__ = ["NAV", "SUBJECTS", "access", "notices", "search", "today", "trail"]

NAV = (NavItem("Rapat", "meetings:list", "people", 30, permission="meetings.invited"),)
TOLD = {step.event: step.done for step in rules.FLOW.values()} | {"meetings.decided": "Hasil butir dicatat"}
QUIET = {"meetings.attended", "meetings.attendance_withdrawn", "meetings.item_ordered"}
TONES = {"meetings.approved": "good", "meetings.cancelled": "warn"}


def trail(actor: Actor, kind: str, subject_id: UUID) -> Iterable[TrailLine]:
    """A meeting's own life; who came is on its page, not here."""
    if kind != Meeting.subject_kind or not queries.visible(actor, subject_id):
        return []
    return [
        TrailLine(at=event.recorded_at, title=TOLD[event.verb], note=_who(event.body), tone=TONES.get(event.verb, ""))
        for event in audit.events(kind, subject_id)
        if event.verb in TOLD and event.verb not in QUIET
    ]


def _who(body: str) -> str:
    told = json.loads(body)
    return ", ".join(part for part in (told["who"], told["office"]) if part)


def today(actor: Actor) -> Iterable[Task]:
    """Minutes that wait for this chair, what goes on, and the meetings of today and tomorrow."""
    tasks = [
        Task(
            f"Notulen menunggu persetujuan Anda: {meeting.title}", str(meeting.institution), _page("approve", meeting),
            note=text.weekday(meeting.starts_at), buttons=(("Baca dan setujui", _page("approve", meeting)),),
            tone="soon", key=f"meetings.approve:{meeting.pk}",
        )
        for meeting in queries.awaiting_approval(actor)
    ]  # fmt: skip
    tasks += [_task(actor, meeting, "Lanjutkan notulen") for meeting in queries.running(actor)]
    midnight = datetime.combine(clock.today(), time(), clock.zone())
    coming = queries.around(actor, midnight, midnight + timedelta(days=2))
    return tasks + [_task(actor, meeting, "Mulai") for meeting in coming if meeting.status == "convened"]


def _task(actor: Actor, meeting: Meeting, deed: str) -> Task:
    runs = bool({"start", "decide"} & queries.steps(actor, meeting))
    url = _page("meeting", meeting)
    return Task(
        f"Rapat {meeting.title}", f"{meeting.institution}, {meeting.place}", url, due=meeting.starts_at,
        note=f"{text.weekday(meeting.starts_at)}, pukul {text.hour(meeting.starts_at)}",
        buttons=((deed if runs else "Lihat undangan", url),), key=f"meetings.meeting:{meeting.pk}",
    )  # fmt: skip


def search(actor: Actor, words: str) -> Iterable[Found]:
    """Meetings by their title or what they spoke of."""
    return [
        Found(meeting.title, f"{meeting.institution} · {meeting.get_status_display()}", _page("meeting", meeting),
              meeting.starts_at)
        for meeting in queries.search(actor, words)
    ]  # fmt: skip


def access(actor: Actor, owner_kind: str, owner_id: UUID) -> bool | None:
    """The documents of a meeting: whoever sees the meeting. Others' files are not ours to answer for."""
    return queries.visible(actor, owner_id) if owner_kind == Meeting.subject_kind else None


def _page(name: str, meeting: Meeting) -> str:
    return reverse(f"meetings:{name}", args=[meeting.code])


def _meeting_url(meeting_id: UUID) -> str:
    found = queries.by_id(meeting_id)
    return _page("meeting", found) if found else ""


def _meeting_title(meeting_id: UUID) -> str:
    found = queries.by_id(meeting_id)
    return f"Rapat {found.title}" if found else ""


SUBJECTS = (
    SubjectKind(Meeting.subject_kind, queries.meeting_rows, queries.visible, _meeting_url, _meeting_title),
    SubjectKind(
        AgendaItem.subject_kind, queries.item_rows, queries.item_visible,
        lambda item_id: _meeting_url(queries.meeting_of(item_id)), queries.item_title,
    ),
    SubjectKind(
        Regular.subject_kind, queries.regular_rows, queries.regular_visible,
        lambda _: reverse("meetings:regular"), lambda _: "Rapat rutin",
    ),
)  # fmt: skip
