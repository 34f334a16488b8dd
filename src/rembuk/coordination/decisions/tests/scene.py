"""Decisions and follow-ups as tests need them, made through the actions."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from PIL import Image

from rembuk.coordination.decisions import actions, queries
from rembuk.coordination.decisions.actions import Support, Work
from rembuk.coordination.decisions.models import Decision, FollowUp
from rembuk.coordination.meetings import actions as meetings
from rembuk.coordination.meetings import queries as meeting_queries
from rembuk.coordination.meetings.models import AgendaItem
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from tests import builders

# Tuesday 20 January 2026, 09.00 in the city.
MORNING = datetime(2026, 1, 20, 2, 0, tzinfo=UTC)


def later(**span: float) -> Any:
    """The clock a while after now."""
    return clock.standing(clock.now() + timedelta(**span))


def decided(town: builders.City, outcome: str = "agreed", who: str = "lurah", body: str = "kelurahan") -> AgendaItem:
    """An item that a meeting of the kelurahan decided."""
    actor = town.actor(who)
    meeting = meetings.convene(
        actor=actor, institution=town.institution(body), title="Rapat koordinasi", place="Aula",
        starts_at=clock.now() + timedelta(hours=1),
    )  # fmt: skip
    item = meetings.add_item(actor=actor, meeting=meeting, title="Saluran tersumbat")
    meetings.start(actor=actor, meeting=meeting)
    for row in meeting_queries.attendances(meeting):
        meetings.mark_present(actor=actor, meeting=meeting, attendance=row)
    reason = "" if outcome == "agreed" else "Belum cukup data."
    words = "Keruk saluran RW 01." if outcome == "agreed" else ""
    meetings.decide(actor=actor, item=item, outcome=outcome, decision=words, reason=reason)
    return item


def decision(town: builders.City, who: str = "lurah") -> Decision:
    """What an office decides on its own."""
    return actions.decide(actor=town.actor(who), text="Keruk saluran RW 01.")


def work(town: builders.City, **more: Any) -> Work:
    """Dinas PU leads in RW 01, LPM helps, within two weeks."""
    given: dict[str, Any] = {
        "title": "Keruk saluran 120 m", "lead": town.institution("opd"), "territory": town.rw,
        "due": clock.today() + timedelta(days=14),
        "supports": [Support("Kerja bakti membersihkan tepi", town.institution("lpm"), is_mutual=True)],
    }  # fmt: skip
    return Work(**(given | more))


def made(town: builders.City, of: Decision | None = None, **more: Any) -> FollowUp:
    """A follow-up that waits to be accepted."""
    row = actions.make(actor=town.actor("lurah"), decision=of or decision(town), work=work(town, **more))
    return fresh(row)


def accepted(town: builders.City, **more: Any) -> FollowUp:
    """One under way, without helpers."""
    row = made(town, **({"supports": ()} | more))
    actions.accept(actor=town.actor("petugas_opd"), follow_up=row)
    return fresh(row)


def finished(town: builders.City, by: str = "petugas_opd", **more: Any) -> FollowUp:
    """One that waits to be inspected."""
    row = accepted(town, **more)
    actions.finish(actor=town.actor(by), follow_up=row, text="Sudah dikeruk.", photos=[photo()])
    return fresh(row)


def fresh(row: FollowUp) -> FollowUp:
    """The follow-up as the database has it."""
    found = queries.by_id(row.pk)
    assert found is not None
    return found


def photo(seed: int = 1) -> bytes:
    """The bytes of a small JPEG."""
    buffer = BytesIO()
    Image.effect_mandelbrot((320, 240), (-2, -1.5, 1 + seed / 10, 1.5), 20).convert("RGB").save(buffer, "JPEG")
    return buffer.getvalue()


def refused(deed: Any, **arguments: Any) -> str:
    """The code with which a deed is refused; "" where it was done."""
    from rembuk.foundation.kernel.errors import Refused

    try:
        deed(**arguments)
    except Refused as refusal:
        return refusal.code
    return ""


def actors(town: builders.City) -> dict[str, Actor]:
    """The whole cast, in office."""
    return {name: town.actor(name) for name in builders.CAST}
