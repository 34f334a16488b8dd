"""What anyone may read of follow-ups: bodies and offices, never persons. Whoever shows it masks what was written."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from rembuk.coordination.decisions import counting
from rembuk.coordination.decisions.models import FollowUp, News, Status
from rembuk.coordination.decisions.queries.life import DONE, GOOD, details
from rembuk.foundation.audit import queries as audit
from rembuk.foundation.audit.queries import Said
from rembuk.foundation.files import queries as files
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.seams import Tally, TrailLine
from rembuk.foundation.tallies import queries as tallies
from rembuk.foundation.tallies.queries import Span
from rembuk.foundation.territory.models import Territory

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


# What a page says of a follow-up: where it stands, by when, who leads, its photos, and the story for `public_story`.
PIECE = (
    "title", "status", "percent", "budget_year", "total_due", "news_due", "partner_name", "lead__short_name",
    "lead__name", "photos", "story",
)  # fmt: skip


def public_work(decisions: QuerySet[Any, Any]) -> QuerySet[FollowUp, Any]:
    """The follow-ups of these decisions that are not private, oldest first, as the named columns of `PIECE`."""
    return _pieces(FollowUp.objects.filter(decision__in=decisions))


def public_pieces(ids: QuerySet[Any, Any]) -> QuerySet[FollowUp, Any]:
    """The same of follow-ups by their ids."""
    return _pieces(FollowUp.objects.filter(pk__in=ids))


def _pieces(rows: QuerySet[FollowUp]) -> QuerySet[FollowUp, Any]:
    kind = FollowUp.subject_kind
    rows = rows.filter(is_private=False).order_by("asked_at", "id")
    return rows.annotate(photos=files.with_photos(kind), story=audit.with_story(kind)).values_list(*PIECE, named=True)


def public_story(listed: str | None) -> list[Said]:
    """What anyone may be told of a follow-up's story, oldest first."""
    return [event for event in audit.told(listed) if event.verb in OPEN]


def public_lines(story: Iterable[Said]) -> Iterator[TrailLine]:
    """The lines of a `public_story`: which body, which office, how far, with which result."""
    return (_line(event, json.loads(event.body)) for event in story)


def newest_news(story: Sequence[Said]) -> Said | None:
    """The last line of news in a `public_story`."""
    return next((event for event in reversed(story) if event.verb == "decisions.told" and event.words), None)


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


def public_led(lead: Any) -> QuerySet[FollowUp]:
    """What a body leads that is neither private nor revoked, each with its kelurahan and its newest news."""
    newest = News.objects.filter(follow_up=OuterRef("pk")).order_by("-given_at", "-id")
    return FollowUp.objects.filter(lead=lead, is_private=False).exclude(status=Status.REVOKED).annotate(
        kelurahan=Subquery(Territory.objects.filter(pk=OuterRef("kelurahan_id")).values("name")),
        told=Subquery(newest.values("text")[:1]), told_at=Subquery(newest.values("given_at")[:1]),
    )  # fmt: skip


class Counted(NamedTuple):
    """Of what a body leads: done and looked at, of all that was not revoked; and without news, of what is under way."""

    passed: int
    whole: int
    silent: int
    going: int


GOING = (counting.DUE, counting.DONE, counting.BUDGET, counting.OTHERS)
PASSED = (counting.KEPT, counting.LATER)


def public_counts(paths: Sequence[str], leads: Sequence[str]) -> dict[str, Counted]:
    """By the id of the lead, from the running counts of these places; what is private stands under nobody's name.

    Asked by these leads only: in a city every RT has led something.
    """
    if not leads:
        return {}
    yesterday: date = clock.today() - timedelta(days=1)
    spans = (*(Span(kind) for kind in (*GOING, *PASSED)), Span(counting.NEWS, until=yesterday))
    found = tallies.table("state", paths, *spans, states=leads)

    def counted(lead: str, kinds: tuple[str, ...]) -> int:
        return sum(found.get((lead, kind), (0, 0))[0] for kind in kinds)

    return {
        lead: Counted(passed, passed + counted(lead, GOING), found.get((lead, counting.NEWS), (0, 0))[1],
                      counted(lead, (counting.DUE,)))
        for lead in {lead for lead, _ in found if lead}
        for passed in (counted(lead, PASSED),)
    }  # fmt: skip


def counted() -> Iterator[Tally]:
    """What every follow-up counts for as it stands now: for a recount that asks no event."""
    for row in FollowUp.objects.only(*counting.NAMES, "path", "is_private").order_by("pk").iterator(1000):
        yield from counting.counts(row.path, counting.standing(row), 1)


def last_told(leads: Collection[UUID]) -> dict[UUID, datetime]:
    """When something was last told or done of what these bodies lead; what is private is left out."""
    newest = FollowUp.objects.filter(lead=OuterRef("pk"), is_private=False).order_by("-news_at", "-id")
    rows = Institution.objects.filter(pk__in=leads).annotate(last=Subquery(newest.values("news_at")[:1]))
    return {pk: last for pk, last in rows.values_list("pk", "last") if last}
