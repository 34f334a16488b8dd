"""A rembuk is a meeting: its door, its minutes and its papers are those of the meeting that the kelurahan called."""

from contextlib import suppress

from django.db import transaction

from rembuk.coordination.meetings import actions as meetings
from rembuk.coordination.meetings import queries as halls
from rembuk.coordination.meetings.models import Meeting
from rembuk.coordination.visits import rules
from rembuk.coordination.visits.actions.steps import move
from rembuk.coordination.visits.models import Aspiration, Gathering, Sitting
from rembuk.coordination.visits.queries import sitting as queries
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused


@transaction.atomic
def sit(*, actor: Actor, gathering: Gathering) -> Meeting:
    """Ties a rembuk to the meeting of its kind that was called for today; where none was, to one that begins now.

    Whoever may run it opens its door, and is there.
    """
    rules.demand_lead(actor, "sit", gathering.path)
    if known := queries.meeting_of(gathering):
        return known
    meeting = queries.called(gathering.territory, clock.today()) or _convened(actor, gathering)
    move(actor, gathering, "sit", details={"meeting": meeting.code})
    Sitting(gathering=gathering, meeting=meeting).save(force_insert=True)
    if meeting.status == "convened" and halls.may(actor, "start", meeting):
        _begin(actor, meeting)
    return meeting


def _convened(actor: Actor, gathering: Gathering) -> Meeting:
    body = queries.host(actor, gathering.territory)
    if body is None:
        raise Refused("not_allowed", "Daftar hadir dibuka oleh kelurahan yang mengundang.")
    return meetings.convene(
        actor=actor, institution=body, kind=halls.kind_for(body, queries.KIND), starts_at=clock.now(),
        title=f"Rembuk warga {gathering.territory.label}", place=gathering.place or str(body),
    )  # fmt: skip


def _begin(actor: Actor, meeting: Meeting) -> None:
    meetings.start(actor=actor, meeting=meeting)
    if (own := halls.invited(actor, meeting)) is not None:
        meetings.mark_present(actor=actor, meeting=meeting, attendance=own)


def sit_if_possible(actor: Actor, gathering: Gathering) -> None:
    """Whoever may not call that meeting opens the rembuk all the same; the kelurahan then opens the door."""
    with suppress(Refused), transaction.atomic():
        sit(actor=actor, gathering=gathering)


@transaction.atomic
def minute(*, actor: Actor, gathering: Gathering) -> Meeting:
    """Writes what was said and what it became into the minutes, each an item; what stands there already is left."""
    rules.demand_lead(actor, "minute", gathering.path)
    meeting = queries.meeting_of(gathering)
    if meeting is None:
        raise Refused("no_meeting", "Rembuk ini belum punya daftar hadir. Buka dulu daftar hadirnya.")
    if not halls.may(actor, "decide", meeting):
        raise Refused("not_allowed", "Notulennya ditulis oleh kelurahan yang mengundang.")
    rows = queries.unwritten(gathering)
    if meeting.status == "convened":
        _begin(actor, meeting)
    for row in rows:
        said = f"{row.rw.label}: {row.text}" if row.rw else row.text
        item = meetings.add_item(actor=actor, meeting=meeting, title=said)
        meetings.decide(actor=actor, item=item, outcome="agreed", decision=became(row))
        Aspiration.objects.filter(pk=row.pk).update(item=item)
    move(actor, gathering, "minute", details={"items": len(rows)})
    return meeting


def minute_if_possible(actor: Actor, gathering: Gathering) -> None:
    """The page closes all the same; the kelurahan then writes it."""
    with suppress(Refused), transaction.atomic():
        minute(actor=actor, gathering=gathering)


def became(row: Aspiration) -> str:
    """What became of it, as the minutes say it."""
    if row.follow_up is not None:
        return (
            f"{row.follow_up.title}. {row.follow_up.lead} memimpin, paling lambat {text.day(row.follow_up.total_due)}."
        )
    if row.decision is not None:
        return row.decision.text
    if row.report is not None:
        return f"Dicatat sebagai laporan {row.report.code}."
    return f"Belum dapat diterima: {row.reason}"
