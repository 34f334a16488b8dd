"""The law of choosing: what a session does about a purse, from its ties to its decision.

What a round binds for every session (weights, priorities, limits) are steps of the round.
"""

from collections.abc import Container, Mapping

from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.flow import Flow, Step, flow, step
from rembuk.planning.musrenbang import session_rules
from rembuk.planning.musrenbang.models import Purse, Session
from rembuk.planning.musrenbang.rules import REVIEW
from rembuk.planning.musrenbang.session_rules import runs

# While ballots are out nothing is decided.
READY = "prepared counted"

CHOICE_FLOW: Flow = flow(
    step("tie", "prepared voting counted", "", "Tambah syarat", "Syarat ditambah", event="musrenbang.tied",
         permission=REVIEW),
    step("untie", "prepared voting counted", "", "Hapus syarat", "Syarat dihapus", event="musrenbang.untied",
         permission=REVIEW),
    step("rule_on", READY, "", "Putuskan", "Diputuskan", event="musrenbang.ruled", permission=REVIEW),
    step("send", "prepared voting counted decided", "", "Catat utusan ke atas", "Utusan ke atas dicatat",
         event="musrenbang.sent", permission=REVIEW),
    step("issue", "decided", "", "Terbitkan berita acara", "Berita acara diterbitkan", event="musrenbang.issued",
         permission=REVIEW),
)  # fmt: skip


def may(actor: Actor, name: str, session: Session) -> bool:
    """Whether the actor may take the step now."""
    return runs(actor, session.path) and session.status in CHOICE_FLOW[name].sources


def demand(actor: Actor, name: str, session: Session) -> Step:
    """The step. Raises Refused("not_found" | "not_allowed" | "wrong_step")."""
    return session_rules.demand(actor, name, session, CHOICE_FLOW)


def purses(session: Session) -> tuple[Purse, ...]:
    """What is chosen from: a kelurahan has money of its own; a kecamatan only ranks what units are asked for."""
    own = session.territory.level in {"kelurahan", "desa"}
    return (Purse.KELURAHAN, Purse.UNIT) if own else (Purse.UNIT,)


def purse_left(actor: Actor, session: Session, ruled: Container[str]) -> Purse | None:
    """What is still to be decided, for whoever decides."""
    if not may(actor, "rule_on", session):
        return None
    return next((one for one in purses(session) if one not in ruled), None)


def is_early(session: Session) -> bool:
    """Whether the day of the session is still to come; one without a meeting has no day."""
    meeting = session.meeting
    return meeting is not None and clock.local(meeting.starts_at).date() > clock.today()


def early(session: Session, talks: Mapping[int, str]) -> str:
    """What whoever decides before the day of the session should know first; nothing on that day and after it."""
    meeting = session.meeting
    if meeting is None or not is_early(session):
        return ""
    silent = sum(not talk for talk in talks.values())
    left = f", dan {text.number(silent)} dari {text.number(len(talks))} usulan belum dibahas" if silent else ""
    return (
        f"Sidang ini baru diadakan {text.day(meeting.starts_at)}{left}. Berita acaranya bertanggal hari diputuskan, "
        "jadi tulis di catatannya mengapa tidak menunggu."
    )
