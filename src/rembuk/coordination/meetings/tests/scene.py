"""A meeting of RW 01 as tests need it, made through the actions; and an upper module that proposes and listens."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import UUID

from PIL import Image

from rembuk.coordination.meetings import actions, queries
from rembuk.coordination.meetings.models import AgendaItem, Meeting
from rembuk.foundation.kernel import clock, seams
from rembuk.foundation.kernel.actor import Actor
from tests import builders

NOON = datetime(2026, 1, 28, 5, 0, tzinfo=UTC)  # Wednesday 12.00 WIB
EVENING = NOON + timedelta(hours=7, minutes=30)  # 19.30 WIB
RW_INVITED = 4  # ketua and sekretaris RW, two RT heads


def convened(town: builders.City, who: str = "ketua_rw", body: str = "rw", at: datetime = EVENING) -> Meeting:
    """A meeting that is still to come."""
    return actions.convene(
        actor=town.actor(who),
        institution=town.institution(body),
        title="Musyawarah RW",
        starts_at=at,
        place=f"Balai {body.upper()}",
    )


def present(town: builders.City, meeting: Meeting, count: int, who: str = "sekretaris_rw") -> None:
    """The first `count` of the invited have come."""
    for row in queries.attendances(meeting)[:count]:
        actions.mark_present(actor=town.actor(who), meeting=meeting, attendance=row)


def running(town: builders.City, *titles: str, here: int = RW_INVITED) -> tuple[Meeting, list[AgendaItem]]:
    """A meeting that goes on, with items by hand."""
    meeting = convened(town)
    taker = town.actor("sekretaris_rw")
    items = [actions.add_item(actor=taker, meeting=meeting, title=title) for title in titles]
    actions.start(actor=taker, meeting=meeting)
    present(town, meeting, here)
    return meeting, items


def minuted(town: builders.City) -> Meeting:
    """A meeting whose minutes wait for the chair."""
    meeting, (one, two) = running(town, "Saluran tersumbat", "Lampu gang")
    taker = town.actor("sekretaris_rw")
    actions.discuss(actor=taker, item=one, discussion="Swadaya dua RT cukup.")
    actions.decide(actor=taker, item=one, outcome="agreed", decision="Kerja bakti hari Minggu.")
    actions.decide(actor=taker, item=two, outcome="not_agreed", decision="", reason="Biaya belum ada.", hand_up=True)
    actions.close_minutes(actor=taker, meeting=meeting)
    return meeting


def locked(town: builders.City) -> Meeting:
    """A meeting that is done."""
    meeting = minuted(town)
    actions.approve(actor=town.actor("ketua_rw"), meeting=meeting)
    return meeting


def photo() -> bytes:
    """A photo of a sheet."""
    kept = BytesIO()
    Image.new("RGB", (640, 480), "white").save(kept, "JPEG")
    return kept.getvalue()


@dataclass
class Upper:
    """Stands for the modules above: what they propose, what was taken, what they were told."""

    waiting: list[seams.Proposal] = field(default_factory=list)
    taken: list[tuple[UUID, str]] = field(default_factory=list)
    told: list[seams.Outcome] = field(default_factory=list)
    asked: int = 0

    def proposals(self, actor: Actor, institution_id: UUID) -> list[seams.Proposal]:
        """What waits, but for what was taken."""
        self.asked += 1
        gone = {key for _, key in self.taken}
        return [proposal for proposal in self.waiting if proposal.key not in gone]

    def take(self, actor: Actor, item_id: UUID, key: str) -> None:
        """Remembers."""
        self.taken.append((item_id, key))

    def hear(self, actor: Actor, outcome: seams.Outcome) -> None:
        """Remembers."""
        self.told.append(outcome)


@contextmanager
def upper(*waiting: seams.Proposal) -> Iterator[Upper]:
    """Fills AGENDA and OUTCOME with a listener of the test's own, and puts back what was there."""
    heard = Upper(list(waiting))
    before = tuple(seams.AGENDA), tuple(seams.OUTCOME)
    seams.AGENDA.fill(seams.AgendaSource("test:", heard.proposals, heard.take))
    seams.OUTCOME.fill(heard.hear)
    try:
        yield heard
    finally:
        seams.AGENDA.fill(*before[0])
        seams.OUTCOME.fill(*before[1])


def proposal(number: int, *, urgent: bool = False) -> seams.Proposal:
    """Something that proposes itself."""
    return seams.Proposal(f"test:{number}", f"Laporan {number}", "menunggu 3 hari", "/laporan/x/", urgent)


__all__ = ["EVENING", "NOON", "clock", "convened", "locked", "minuted", "present", "proposal", "running", "upper"]
