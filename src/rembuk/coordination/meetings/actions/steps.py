"""How a deed enters a meeting: who may, whether the page was still true, and one after the other."""

from collections.abc import Mapping, Sequence

from django.db.models import F

from rembuk.coordination.meetings import queries, rules
from rembuk.coordination.meetings.models import AgendaItem, Attendance, Meeting
from rembuk.foundation.audit.actions import move
from rembuk.foundation.kernel import clock, seams
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused

TRIES = 5
STEPS = {**rules.FLOW, **rules.INVITED_FLOW}
STALE = "Sudah lebih dulu diubah orang lain. Bandingkan dengan isi terbaru, lalu simpan lagi."


def enter(actor: Actor, name: str, meeting: Meeting, seen: int | None = None) -> None:
    """Reads the meeting anew and refuses whoever may not, at the wrong time, or who looked at an older page.

    `seen` is the version that the page showed.
    """
    meeting.refresh_from_db(fields=["status", "version"])
    if not queries.may(actor, name, meeting):
        raise Refused("not_allowed", _why_not(name))
    step = rules.FLOW[name]
    if meeting.status not in step.sources:
        raise Refused("wrong_step", f"“{step.label}” tidak bisa dilakukan: rapat ini {meeting.get_status_display()}.")
    if seen is not None and seen != meeting.version:
        raise Refused("stale", STALE)


def enter_invited(actor: Actor, name: str, meeting: Meeting) -> Attendance:
    """The same for what each of the invited does for themselves: the line of the actor's own seat."""
    row = queries.invited(actor, meeting)
    if row is None:
        raise Refused("not_allowed", "Hanya yang diundang ke rapat ini yang dapat melakukan ini.")
    enter_open(name, meeting)
    return row


def enter_open(name: str, meeting: Meeting) -> None:
    """Reads the meeting anew and refuses what the invited do no longer, or not yet."""
    meeting.refresh_from_db(fields=["status", "version", "starts_at"])
    step = rules.INVITED_FLOW[name]
    if meeting.status not in step.sources:
        raise Refused("wrong_step", f"“{step.label}” tidak bisa dilakukan: rapat ini {meeting.get_status_display()}.")


def _why_not(name: str) -> str:
    if name in rules.CHAIRS_ALONE:
        return "Hanya pemimpin rapat sendiri yang menyetujui atau mengembalikan notulennya."
    return "Hanya pengurus lembaga yang rapat yang dapat melakukan ini."


def touch(actor: Actor, name: str, meeting: Meeting, details: Mapping[str, object] | None = None) -> None:
    """A deed that several people may do at the same time: whoever comes second reads again and follows.

    The update of the meeting's version makes them wait for each other, so what is counted afterwards is counted once.
    """
    for left in reversed(range(TRIES)):
        try:
            move(actor, meeting, STEPS[name], details=details)
        except Refused as refused:
            if refused.code != "stale" or not left:
                raise
            meeting.refresh_from_db(fields=["status", "version"])
        else:
            return


def hold_open(meeting: Meeting) -> None:
    """Waits for whoever is closing the meeting, and refuses when it is no longer running."""
    if not Meeting.objects.filter(pk=meeting.pk, status="running").update(status="running"):
        raise Refused("wrong_step", "Rapat ini tidak sedang berlangsung; notulennya tidak bisa diubah lagi.")


def hold(meeting: Meeting) -> None:
    """Waits for whoever has the meeting in hand, then reads it as they left it."""
    Meeting.objects.filter(pk=meeting.pk).update(version=F("version"))
    meeting.refresh_from_db(fields=["status", "version", "starts_at"])


def note_outcome(
    actor: Actor,
    item: AgendaItem,
    outcome: str,
    *,
    decision: str = "",
    reason: str = "",
    hand_up: bool = False,
    votes: Sequence[int] | None = None,
) -> None:
    """Writes how an item ended and lets the modules above follow, in the same transaction."""
    changes: dict[str, object] = {"outcome": outcome, "hand_up": hand_up, "decided_at": clock.now()}
    changes |= dict(zip(("votes_for", "votes_against", "votes_blank"), votes or (None, None, None), strict=True))
    words = {"decision": decision.strip(), "reason": reason.strip()}
    move(actor, item, rules.ITEM_FLOW["decide"], changes=changes, unrecorded=words)
    for follow in seams.OUTCOME:
        follow(actor, seams.Outcome(item.pk, outcome, words["decision"], words["reason"], hand_up))
