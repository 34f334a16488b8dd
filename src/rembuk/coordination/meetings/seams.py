"""What meetings offer to the slots."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse

from rembuk.coordination.meetings import actions, queries, rules
from rembuk.coordination.meetings.models import AgendaItem, Kind, Meeting, Numbering, Regular
from rembuk.coordination.meetings.notices import notices
from rembuk.foundation.audit import queries as audit
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.seams import (
    MANY,
    AgendaSource,
    Found,
    NavItem,
    Proposal,
    SubjectKind,
    Task,
    Ticker,
    TrailLine,
    Worklist,
)
from rembuk.foundation.web import links

__all__ = ["NAV", "SUBJECTS", "access", "agenda", "endings", "notices", "search", "today", "trail"]

NAV = (
    NavItem("Rapat", "meetings:list", "people", 30, permission="meetings.invited"),
    NavItem("Jenis rapat", "meetings:kinds", "gear", 76, permission="regulations.edit"),
)
STEPS = (*rules.FLOW.values(), *rules.INVITED_FLOW.values())
TOLD = {step.event: step.done for step in STEPS} | {"meetings.decided": "Hasil butir dicatat"}
QUIET = {"meetings.attended", "meetings.attendance_withdrawn", "meetings.item_ordered", "meetings.item_timed",
         "meetings.answered"}  # fmt: skip
# How far ahead the calendar on Hari ini looks, and how many meetings it tells of.
AHEAD, MOST = timedelta(days=21), 3
endings = Ticker("rapat lembaga yang ditutup dibatalkan", actions.end_with_bodies)
TONES = {"meetings.approved": "good", "meetings.cancelled": "warn"}


def _carried(actor: Actor, institution_id: UUID) -> Sequence[Proposal]:
    """What this body's own meetings put off."""
    return [
        Proposal(f"{queries.CARRIED}:{row.pk}", row.title, _over(row),
                 f"{_page('meeting', row.meeting)}#agenda", group="carried")
        for row in queries.carried_over(institution_id)
    ]  # fmt: skip


def _over(row: AgendaItem) -> str:
    return f"{row.get_outcome_display()}, {text.day(row.meeting.starts_at)}. {row.reason}".strip()


def _take(actor: Actor, item_id: UUID, key: str) -> None:
    """The item's key says what it goes on from; nothing of the older item changes."""
    if not queries.is_item(UUID(key.removeprefix(f"{queries.CARRIED}:"))):
        raise Refused("not_found", "Butir itu tidak ada lagi.")


agenda = AgendaSource(queries.CARRIED, _carried, _take)


def trail(actor: Actor, subject: object) -> Iterable[TrailLine]:
    """A meeting's own life; who came is on its page, not here."""
    if not isinstance(subject, Meeting) or not queries.visible(actor, subject.pk):
        return []
    return [
        TrailLine(at=event.recorded_at, title=TOLD[event.verb], note=_who(event.body), tone=TONES.get(event.verb, ""))
        for event in audit.events(subject.subject_kind, subject.pk)
        if event.verb in TOLD and event.verb not in QUIET
    ]


def _who(body: str) -> str:
    told = json.loads(body)
    return ", ".join(part for part in (told["who"], told["office"]) if part)


def today(actor: Actor, most: int = MANY) -> Worklist:
    """Minutes that wait for this chair, what goes on, meetings of today and tomorrow, sheets to bring; the rest."""
    midnight = datetime.combine(clock.today(), time(), clock.zone())
    soon = midnight + timedelta(days=2)
    found = queries.today(actor, midnight, midnight + AHEAD)
    rows = [row for row in found if not row.brings]
    own = actor.office.institution_id if actor.office else None
    tasks = [_to_approve(row) for row in rows if row.status == "minuted" and queries.leads(actor, "approve", row)]
    tasks += [_task(actor, row, "decide", "Lanjutkan notulen") for row in rows
              if row.status == "running" and row.institution_id == own]  # fmt: skip
    coming = [row for row in rows if row.status == "convened"]
    tasks += [_task(actor, row, "start", "Mulai") for row in coming if row.starts_at < soon]
    tasks += [_to_bring(row) for row in found if row.brings]
    later = [row for row in coming if row.starts_at >= soon][:MOST]
    tasks += [_task(actor, row, "add_item", "Siapkan agenda", "agenda") for row in later]
    tasks.sort(key=lambda task: (task.due is None, task.due))
    return Worklist(tasks[:most], max(0, len(tasks) - most), "rapat", "meetings:list")


def _to_approve(row: Any) -> Task:
    url = links.each("meetings:approve")(row.code)
    return Task(
        f"Notulen menunggu persetujuan Anda: {row.title}", _body(row), url, note=text.weekday(row.starts_at),
        buttons=(("Baca dan setujui", url),), tone="soon", key=f"meetings.approve:{row.id}",
    )  # fmt: skip


def _to_bring(row: Any) -> Task:
    url = links.each("meetings:briefing")(row.code)
    return Task(
        f"Bahan untuk {row.title}", _body(row), url, due=row.starts_at, note="belum diserahkan",
        buttons=(("Isi bahan", url),), key=f"meetings.briefing:{row.id}",
    )  # fmt: skip


def _task(actor: Actor, row: Any, step: str, deed: str, group: str = "work") -> Task:
    url, reply = links.each("meetings:meeting")(row.code), row.reply
    leads = queries.leads(actor, step, row)
    # Whoever is invited and has not answered is asked; None is not invited.
    asked = not leads and reply == "" and row.status == "convened"
    button = (deed, url) if leads else ("Lihat undangan", url)
    title = row.title if row.title.startswith("Rapat ") else f"Rapat {row.title}"
    return Task(
        title, f"{_body(row)}, {row.place}", url, due=row.starts_at,
        note=f"{text.weekday(row.starts_at)}, pukul {text.hour(row.starts_at)}",
        buttons=(("Jawab undangan", links.each("meetings:answer")(row.code)),) if asked else (button,),
        key=f"meetings.meeting:{row.id}", group=group,
    )  # fmt: skip


def _body(row: Any) -> str:
    return str(row.institution__short_name or row.institution__name)


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
    SubjectKind(
        Kind.subject_kind, queries.kind_rows, queries.sees_kinds, lambda _: reverse("meetings:kinds"),
        lambda _: "Jenis rapat",
    ),
    SubjectKind(
        Numbering.subject_kind, queries.numbering_rows, queries.sees_numbering, lambda _: reverse("meetings:numbers"),
        lambda _: "Penomoran surat",
    ),
)  # fmt: skip
