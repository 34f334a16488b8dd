"""What anyone may read of follow-ups: bodies and offices, never persons. Whoever shows it masks what was written."""

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.decisions.queries.life import DONE, GOOD, details
from rembuk.foundation.audit import queries as audit
from rembuk.foundation.audit.queries import Said
from rembuk.foundation.kernel.seams import TrailLine

# What a public trail tells. What is asked for and not given, letters, photos and links are for those who take part.
OPEN = frozenset(
    {"decisions.made", "decisions.accepted", "decisions.answered", "decisions.insisted", "decisions.told",
     "decisions.extension_allowed", "decisions.awaiting_budget", "decisions.handed_over", "decisions.resumed",
     "decisions.part_taken", "decisions.part_finished", "decisions.finished", "decisions.inspected",
     "decisions.vouched", "decisions.sent_back", "decisions.passed_on", "decisions.revoked", "decisions.climbed"}
)  # fmt: skip
# Whose words were written to be read by whoever follows the work; other reasons stay with those who take part.
SPOKEN = frozenset({"decisions.told", "decisions.finished", "decisions.part_finished", "decisions.inspected",
                    "decisions.sent_back"})  # fmt: skip


def public_work(decisions: QuerySet[Any, Any]) -> QuerySet[FollowUp, Any]:
    """The follow-ups of these decisions that are not private, oldest first, each with the story for `public_lines`."""
    rows = FollowUp.objects.filter(decision__in=decisions, is_private=False).order_by("asked_at", "id")
    return rows.annotate(story=audit.with_story(FollowUp.subject_kind)).values_list(
        "title", "status", "story", named=True
    )


def public_lines(story: str | None) -> Iterator[TrailLine]:
    """The lines of a follow-up's story, oldest first: which body, which office, how far, with which result."""
    for event in audit.told(story):
        if event.verb in OPEN:
            yield _line(event, json.loads(event.body))


def _line(event: Said, body: dict[str, Any]) -> TrailLine:
    changes, verb = body["changes"], event.verb
    by_reporter = changes.get("as") == "reporter"
    told = details(verb, changes)
    if event.words and verb in SPOKEN and not by_reporter:
        told.append(event.words)
    told.append("pelapor" if by_reporter else body["office"])
    title = DONE[verb]
    if verb == "decisions.climbed":
        # Also what was not accepted or looked at in time goes up: it is told as it is, without a colour.
        title = "Lewat dari hari yang dijanjikan, diteruskan" if changes.get("late") else "Diteruskan ke atas"
    tone = "good" if verb in GOOD else ""
    return TrailLine(event.recorded_at, title, " · ".join(part for part in told if part), tone=tone)
