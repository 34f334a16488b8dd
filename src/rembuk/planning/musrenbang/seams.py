"""What the musrenbang offers to the slots: `config/seams.py` fills them in."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from uuid import UUID

from django.urls import reverse

from rembuk.coordination.meetings.models import Meeting
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.seams import MANY, Found, Move, NavItem, Outcome, SubjectKind, Task, TrailLine, Worklist
from rembuk.planning.musrenbang import actions, ladder, queries, rules, session_rules, sitting
from rembuk.planning.musrenbang.models import Item, Proposal, Round, Ruling, Rung, Session
from rembuk.planning.musrenbang.notices import notices

__all__ = [
    "LINKS", "NAV", "SUBJECTS", "access", "case", "followed", "held", "moved", "notices", "search", "today", "trail",
]  # fmt: skip

NAV = (
    NavItem("Musrenbang", "musrenbang:list", "flag", 48, permission=rules.VIEW),
    NavItem("Nasib usulan", "musrenbang:fates", "list", 45, public=True),
)
# What waits for money is proposed from its own page.
LINKS = (("propose", "musrenbang:make"),)


def trail(actor: Actor, subject: object) -> Iterable[TrailLine]:
    """A proposal's own life; and that a report or a follow-up was asked for."""
    return queries.office_trail(actor, subject) if isinstance(subject, Proposal) else queries.lines_of(actor, subject)


def case(subject: object) -> Iterable[Proposal]:
    """What was proposed because of a report or a follow-up."""
    return queries.asked_of(subject)


def held(actor: Actor, meeting: Meeting) -> Iterable[tuple[str, str]]:
    """The session that a meeting is."""
    found = queries.session_in(meeting)
    if found is not None and session_rules.visible(actor, found.path):
        yield "Halaman sidang", reverse("musrenbang:session", args=[found.pk])


def today(actor: Actor, most: int = MANY) -> Worklist:
    """What waits at one's rung, is to be completed, is not put in order; and what the session of one's place asks."""
    waits = _at_desk(actor)
    tasks = [*waits, *_to_complete(actor)]
    found = queries.open_now()
    if found is not None and rules.may_propose(actor):
        tasks += _to_order(actor, found)
    tasks += sitting.tasks(actor)
    page = "musrenbang:reviews" if waits else "musrenbang:list"
    return Worklist(tasks[:most], max(0, len(tasks) - most), "usulan", page)


def _at_desk(actor: Actor) -> list[Task]:
    """A line for each year and rung. What the musrenbang of the kelurahan decides, its session calls for."""
    if not rules.is_desk(actor):
        return []
    counts = queries.waiting_for(actor, but=(Rung.KELURAHAN,))
    return [_waits(year, rung, count) for (year, rung), count in sorted(counts.items())]


def _waits(year: int, rung: str, count: int) -> Task:
    url = f"{reverse('musrenbang:reviews')}?tahap={rung}&tahun={year}"
    place = ladder.BY_KEY[Rung(rung)]
    ends = queries.stage_ends(year, place.stage)
    due = datetime.combine(ends, time(23, 59, 59), clock.zone()) if ends else None
    many = f"{count} lebih" if count >= queries.SEEN else str(count)
    deed = "Tinjau" if place.asks == ladder.JUDGED else "Catat"
    return Task(
        f"{many} usulan {place.asks}", f"tahap {place.key.label}", url, due=due, note=f"Musrenbang {year}",
        buttons=((deed, url),), key=f"musrenbang.review:{year}:{rung}",
    )  # fmt: skip


def _to_complete(actor: Actor) -> list[Task]:
    if actor.office is None or not rules.may_propose(actor) or len(actor.office.path) < rules.KELURAHAN:
        return []
    return [
        Task(f"Lengkapi usulan: {row.title}", row.territory.label, reverse("musrenbang:detail", args=[row.code]),
             note=str(row.round), buttons=(("Lengkapi", reverse("musrenbang:step", args=[row.code, "complete"])),),
             tone="soon", key=f"musrenbang.complete:{row.pk}")
        for row in queries.returned_to(actor.office.institution_id)
    ]  # fmt: skip


def _to_order(actor: Actor, found: Round) -> list[Task]:
    """Of an RW's own people: the kelurahan orders from paper only."""
    office = actor.office
    if office is None or len(office.path) <= rules.KELURAHAN or not actor.holds(rules.ORDER, office.path):
        return []
    count, loose = queries.unordered(found, office.territory_id)
    if not loose or queries.is_decided(found, office.path):
        return []
    intake = queries.stage(found, "intake")
    until = f", urutkan paling lambat {text.day(intake.ends)}" if intake else ""
    due = datetime.combine(intake.ends, time(23, 59, 59), clock.zone()) if intake else None
    url = reverse("musrenbang:order", args=[office.territory_id])
    return [Task(f"Usulan RW Anda: {count}{until}", str(found), url, due=due, note=f"{loose} belum diurutkan",
                 buttons=(("Urutkan", url),), key=f"musrenbang.order:{found.pk}", group="agenda")]  # fmt: skip


def search(actor: Actor, words: str) -> Iterable[Found]:
    """Proposals that the actor sees with all the words in code, title or place."""
    return [
        Found(row.title, f"{row.code} · {row.get_status_display()} · {row.proposer}",
              reverse("musrenbang:detail", args=[row.code]), row.noted_at)
        for row in queries.matching(actor, words)
    ]  # fmt: skip


def followed(actor: Actor, outcome: Outcome) -> None:
    """A follow-up was looked at and passed: where it builds what was asked for, everyone sees it."""
    if outcome.kind == "passed" and outcome.decision_id is not None:
        actions.show_built(actor=actor, decision_id=outcome.decision_id)


def moved(actor: Actor, moves: Sequence[Move]) -> None:
    """Territories got other parents: what is asked for there stands in the lists of the new ones."""
    actions.move_places(actor=actor, moves=moves)


def access(actor: Actor, owner_kind: str, owner_id: UUID) -> bool | None:
    """Who may see its photos or papers: whoever sees the proposal or the session. None where it is neither's."""
    if owner_kind == Session.subject_kind:
        return _session_seen(actor, owner_id)
    return queries.is_seen(actor, owner_id) if owner_kind == Proposal.subject_kind else None


def _url(pk: UUID) -> str:
    found = queries.by_id(pk)
    return reverse("musrenbang:detail", args=[found.code]) if found else ""


def _round_url(pk: UUID) -> str:
    found = queries.round_by_id(pk)
    return reverse("musrenbang:round", args=[found.year]) if found else ""


def _item_url(pk: UUID) -> str:
    found = queries.item_by_id(pk)
    return reverse("musrenbang:item", args=[found.code]) if found else ""


def _session_seen(actor: Actor, pk: UUID) -> bool:
    found = queries.session_by_id(pk)
    return found is not None and session_rules.visible(actor, found.path)


def _ruling_seen(actor: Actor, pk: UUID) -> bool:
    found = queries.ruling_by_id(pk)
    return found is not None and session_rules.visible(actor, found.path)


def _ruling_url(pk: UUID) -> str:
    found = queries.ruling_by_id(pk)
    return reverse("musrenbang:result", args=[found.session_id, found.purse]) if found else ""


def _read(actor: Actor, pk: UUID) -> bool:
    return rules.may_read(actor)


SUBJECTS = (
    SubjectKind(Proposal.subject_kind, queries.rows, queries.is_seen, _url, lambda pk: str(queries.by_id(pk) or "")),
    SubjectKind(
        Round.subject_kind, queries.round_rows, _read, _round_url, lambda pk: str(queries.round_by_id(pk) or "")
    ),
    SubjectKind(
        Session.subject_kind,
        queries.session_rows,
        _session_seen,
        lambda pk: reverse("musrenbang:session", args=[pk]),
        lambda pk: str(queries.session_by_id(pk) or ""),
    ),
    SubjectKind(
        Ruling.subject_kind,
        queries.ruling_rows,
        _ruling_seen,
        _ruling_url,
        lambda pk: str(queries.ruling_by_id(pk) or ""),
    ),
    SubjectKind(Item.subject_kind, queries.item_rows, _read, _item_url, lambda pk: str(queries.item_by_id(pk) or "")),
)
