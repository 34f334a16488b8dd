"""Meetings of the demo: convened when something proposes itself, held, minuted, and approved the next morning."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from rembuk.config.demo import cast, hours, words
from rembuk.config.demo.city import Made
from rembuk.config.demo.dice import between, choose, percent, sure, weighed
from rembuk.config.demo.stories import WILLS, Story
from rembuk.coordination.meetings import actions as meetings
from rembuk.coordination.meetings import queries
from rembuk.coordination.meetings.models import AgendaItem, Meeting
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor

# tier → (weekday, week, hour, minute, place): RW every second Wednesday evening, the kelurahan every third.
REGULAR = {
    "rt": (5, 4, 20, 0, "Rumah ketua RT"),
    "rw": (2, 2, 19, 30, "Balai warga"),
    "kelurahan": (2, 3, 13, 30, "Aula kelurahan"),
    "kecamatan": (1, 1, 9, 0, "Aula kecamatan"),
    "kota": (0, 2, 9, 0, "Ruang rapat Setda"),
}
# When the lurah invites to the meeting after the last Friday, so that it stands on the desk with its agenda.
EARLY = date(2026, 1, 28)
LOOKED_BACK = "ditinjau bersama"
LEADERS = {"rt": "ketua_rt", "rw": "ketua_rw", "kelurahan": "lurah", "kecamatan": "camat", "kota": "wali_kota"}
CLERKS = {
    "rt": "sekretaris_rt",
    "rw": "sekretaris_rw",
    "kelurahan": "sekretaris_kelurahan",
    "kecamatan": "kasi_kecamatan",
    "kota": "petugas_kota",
}


@dataclass(frozen=True)
class Gathering:
    """A meeting to come of a body."""

    body: Institution
    tier: str
    starts: datetime
    early: datetime | None = None


def plan(made: Made, until: datetime) -> list[Gathering]:
    """Sets every body's rapat rutin and returns all that fall before `until`, and the next one after it."""
    found = []
    for body in made.meeting_bodies():
        tier = body.kind.tier
        weekday, week, hour, minute, place = REGULAR[tier]
        leader = made.in_body(body, LEADERS[tier])
        if leader is None:
            continue
        meetings.set_regular(
            actor=leader, institution=body, weekday=weekday, week=week, at=time(hour, minute), place=place
        )
        starts = queries.next_regular(body, made.opened)
        while starts is not None and starts < until + timedelta(days=4):
            found.append(Gathering(body, tier, starts.astimezone(UTC)))
            starts = queries.next_regular(body, starts)
        if starts is not None and tier == "kelurahan" and body.territory_id == made.kelurahan[cast.PLAYED].pk:
            found.append(Gathering(body, tier, starts.astimezone(UTC), hours.at(EARLY, 9, 10)))
    return sorted(found, key=lambda one: (one.starts, one.body.name))


def convene(made: Made, one: Gathering) -> Meeting | None:
    """Calls the body together where there is something to talk about."""
    leader = made.in_body(one.body, LEADERS[one.tier])
    proposed = queries.proposed(leader, one.body.pk) if leader else []
    if leader is None or not proposed:
        return None
    return meetings.convene(
        actor=leader, institution=one.body, title=f"Rapat rutin {one.body.name}", starts_at=one.starts,
        place=REGULAR[one.tier][4],
        regular=queries.regular(one.body), keys=[proposal.key for proposal in proposed[:6]],
    )  # fmt: skip


def hold(made: Made, one: Gathering, meeting: Meeting, stories: Sequence[Story]) -> None:
    """From the opening to the minutes: most of the invited come, every item gets an outcome."""
    leader = made.in_body(one.body, LEADERS[one.tier])
    clerk = sure(made.in_body(one.body, CLERKS[one.tier]) or leader, one.body.name)
    meetings.start(actor=clerk, meeting=meeting)
    invited = list(queries.attendances(meeting))
    for number, row in enumerate(invited):
        if number < meeting.quorum or percent(45):
            meetings.mark_present(actor=clerk, meeting=meeting, attendance=row)
    for proposal in queries.proposals(clerk, meeting)[:3]:
        meetings.take_proposal(actor=clerk, meeting=meeting, key=proposal.key)
    for item in queries.items(meeting):
        meetings.discuss(actor=clerk, item=item, discussion=choose(words.DISCUSSED))
        _decide(clerk, one.tier, item, _told(item, stories))
    meetings.close_minutes(actor=clerk, meeting=meeting)


def _told(item: AgendaItem, stories: Sequence[Story]) -> str:
    """How this item ends: as its story says, or by chance; at an incident that is over everybody looks back."""
    if item.why.endswith(LOOKED_BACK):
        return "kelurahan:agreed"
    return next((story.fixed for story in stories if str(story.report.pk) in item.key), {}).get("meeting", "")


def _decide(clerk: Actor, tier: str, item: AgendaItem, fixed: str) -> None:
    # "rw:not_agreed kelurahan:agreed" says how it ends at each level.
    told = dict(pair.split(":") for pair in fixed.split())
    outcome = told.get(tier) or weighed(WILLS["meeting"])
    if tier == "kota" and outcome == "not_agreed":
        outcome = "agreed"
    if outcome == "agreed":
        meetings.decide(actor=clerk, item=item, outcome="agreed", decision=choose(words.AGREED))
    elif outcome == "not_agreed":
        reason = choose(words.NOT_AGREED)
        meetings.decide(actor=clerk, item=item, outcome="not_agreed", decision="", reason=reason, hand_up=True)
    else:
        meetings.decide(
            actor=clerk, item=item, outcome="postponed", decision="", reason="Menunggu hasil pengukuran di lapangan."
        )


def approval(one: Gathering) -> datetime:
    """When the chair reads and approves: the next evening, or the next morning in an office."""
    after = one.starts + timedelta(hours=3)
    return hours.evening(after, 1) if one.tier in {"rt", "rw"} else hours.office(after, 1)


def approve(made: Made, meeting: Meeting) -> None:
    """The chair locks the minutes; the berita acara is issued."""
    chair = made.actor(queries.chair_now(meeting))
    meetings.approve(actor=sure(chair, meeting.code), meeting=meeting)


def invitation(one: Gathering) -> datetime:
    """When the invitation goes out: some days before, or as early as it was wished."""
    if one.early:
        return one.early
    return hours.at(clock.local(one.starts - timedelta(days=4)).date(), between(8, 20), between(0, 59))
