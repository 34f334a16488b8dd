"""Bahan rembuk: what the mayor reads before sitting with a kelurahan. Indexed reads of one kelurahan, each with an end.

Nothing that is private stands in it, for it is printed and carried along.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q
from django.db.models.functions import Coalesce

from rembuk.coordination.decisions import rules as work_rules
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.reports import queries as reports
from rembuk.coordination.reports import rules as report_rules
from rembuk.coordination.reports.models import Report
from rembuk.coordination.visits import rules
from rembuk.coordination.visits.models import Gathering
from rembuk.coordination.visits.queries import fridays
from rembuk.coordination.visits.queries.hearing import last_at, promises_at
from rembuk.coordination.visits.rotation.urgency import Facts
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.regulations import queries as regulations
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Boundary, Territory
from rembuk.people.figures import queries as figures

MOST, SPAN = 12, 90
POINTS = 200


@dataclass(frozen=True, slots=True)
class Silent:
    """What one body owes news of in the kelurahan: follow-ups that it leads, reports that lie with it."""

    body: str
    work: int
    reports: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Raised:
    """How often a kind of matter was raised in the last days, and in as many before them."""

    label: str
    now: int
    before: int

    @property
    def change(self) -> str:
        """As a person says it."""
        if self.now == self.before:
            return "tetap"
        return f"{'naik' if self.now > self.before else 'turun'} dari {self.before}"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the monograph; `value` "" where it is not known, then `source` is too."""

    label: str
    value: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything at once."""

    place: Territory
    last: Gathering | None
    promises: list[FollowUp]
    silent: list[Silent]
    raised: list[Raised]
    figures: list[Figure]
    facts: Facts
    boundaries: list[Boundary]
    points: list[Any]
    made_at: datetime


def kelurahan(actor: Actor, code: str) -> Territory:
    """The kelurahan with this official code, for those who prepare or lead a rembuk there."""
    found = territories.by_code(code)
    if found is None or found.level not in fridays.KELURAHAN or not rules.may_lead(actor, found.path):
        raise Refused("not_found", "Kelurahan itu tidak ada, atau bukan di wilayah Anda.")
    return found


def brief_of(actor: Actor, place: Territory) -> Brief:
    """What stands in a kelurahan today."""
    if not rules.may_lead(actor, place.path):
        raise Refused("not_found", "Kelurahan itu tidak ada, atau bukan di wilayah Anda.")
    before = fridays.last_visits(clock.today() + timedelta(days=1))
    within = [place, *(row for row in territories.children(place) if row.level == "rw")]
    return Brief(
        place=place, last=last_at(place), promises=promises_at(place), silent=_silent(place), raised=_raised(place),
        figures=_figures(within), facts=fridays.facts([place], before)[place.pk],
        boundaries=territories.boundaries(within), points=_points(place), made_at=clock.now(),
    )  # fmt: skip


def _figures(within: list[Territory]) -> list[Figure]:
    """RT and RW are known from the territory itself; the rest as the office stated it, with its day and source."""
    counted = {"Jumlah RW": len(within) - 1, "Jumlah RT": territories.subtree(within[0], "rt").count()}
    told = [Figure(label, str(count), "daftar wilayah") for label, count in counted.items()]
    for row in figures.known(within[0]):
        if row.figure is None:
            told.append(Figure(row.kind.label))
        else:
            old = ", sudah lama" if row.old else ""
            told.append(Figure(row.kind.label, f"{text.number(row.figure.value)} {row.kind.unit}",
                               f"{row.figure.source}, per {text.day(row.figure.on)}{old}"))  # fmt: skip
    return told


def _silent(place: Territory) -> list[Silent]:
    """By body, the most first; a body that owes nothing is not named."""
    now = clock.now()
    limit = now - timedelta(days=regulations.number("reports.without_news", clock.today()))
    work = FollowUp.objects.filter(
        kelurahan_id=place.pk, status__in=work_rules.UNDER_WAY_STATES, news_due__lt=now, is_private=False
    ).values_list("lead_id")
    heard = Report.objects.filter(
        kelurahan_id=place.pk, status__in=report_rules.OPEN_STATES, news_at__lt=limit, is_private=False
    ).values_list(Coalesce("unit_id", "body_id"))
    found: dict[UUID, list[Any]] = {}
    for place_of, rows in enumerate((work, heard)):
        for body, count, at in rows.order_by().annotate(Count("pk"), Min("news_at")):
            row = found.setdefault(body, [0, 0, at])
            row[place_of], row[2] = count, min(row[2], at)
    names = dict(Institution.objects.filter(pk__in=found).values_list("pk", "name"))
    told = [Silent(names[body], *counts) for body, counts in found.items()]
    return sorted(told, key=lambda row: (-row.work - row.reports, row.body))[:MOST]


def _raised(place: Territory) -> list[Raised]:
    """By kind, the most raised in the last ninety days first; a kind that was renamed is one, by today's name."""
    middle = clock.now() - timedelta(days=SPAN)
    rows = Report.objects.filter(
        kelurahan_id=place.pk, received_at__gte=middle - timedelta(days=SPAN), is_private=False
    ).order_by()  # fmt: skip
    counted = rows.values_list("category__key").annotate(
        now=Count("pk", filter=Q(received_at__gte=middle)), before=Count("pk", filter=Q(received_at__lt=middle))
    )
    names = reports.names_now()
    found = [Raised(names[key], now, was) for key, now, was in counted if now]
    return sorted(found, key=lambda row: (-row.now, row.label))[:MOST]


def _points(place: Territory) -> list[Any]:
    """Where the newest public reports that are still open lie, as the public map has them."""
    rows = Report.objects.filter(
        kelurahan_id=place.pk, published_at__isnull=False, public_lat__isnull=False,
        status__in=report_rules.OPEN_STATES,
    ).order_by("-published_at", "-id")  # fmt: skip
    return list(rows.values_list("public_lat", "public_lng", "title", named=True)[:POINTS])
