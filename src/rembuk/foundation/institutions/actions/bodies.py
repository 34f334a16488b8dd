"""Kinds of body, bodies, and the seats in them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q

from rembuk.foundation.audit.actions import record, record_new
from rembuk.foundation.institutions import first_rows, roles, rules
from rembuk.foundation.institutions.actions.terms import end_appointment
from rembuk.foundation.institutions.actions.waking import wake
from rembuk.foundation.institutions.models import Appointment, Institution, Kind, Position
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.regulations import queries as regulations
from rembuk.foundation.regulations.actions import set_rule
from rembuk.foundation.regulations.first_rows import STARTS
from rembuk.foundation.regulations.models import Rule
from rembuk.foundation.territory.models import Territory

KEY = re.compile(r"^[a-z][a-z0-9_]{1,29}$")


@dataclass(frozen=True, slots=True)
class NewInstitution:
    """A body to be added."""

    kind: Kind
    name: str
    territory: Territory
    short_name: str = ""


@dataclass(frozen=True, slots=True)
class NewPosition:
    """A seat to be added; `rank` orders who steps in."""

    institution: Institution
    role: str
    title: str
    rank: int = 1


def _demand_kinds(actor: Actor) -> None:
    if not rules.may_edit_kinds(actor):
        raise Refused("not_allowed", "Susunan lembaga hanya diubah oleh Pemerintahan kota.")


@transaction.atomic
def fill_first(actor: Actor) -> int:
    """Adds the kinds that a new city starts with, and the words of those that have none; returns how many were new."""
    there = {kind.key: kind for kind in Kind.objects.all()}
    missing = [row for row in first_rows.KINDS if row[0] not in there]
    for key, label, tier in missing:
        there[key] = _kind(actor, key, label, tier)
    for kind in there.values():
        if not regulations.history(kind.word):
            basis = first_rows.LEGAL_BASIS.get(kind.key, "")
            name_kind(actor=actor, kind=kind, label=kind.label, starts=STARTS, legal_basis=basis,
                      certainty="general" if basis else "city")  # fmt: skip
    return len(missing)


@transaction.atomic
def add_kind(
    *, actor: Actor, key: str, label: str, tier: str, legal_basis: str = "", certainty: str = "city"
) -> Kind:  # fmt: skip
    """A kind of body as this city calls it from today."""
    kind = _kind(actor, key, label, tier)
    name_kind(actor=actor, kind=kind, label=label, starts=clock.today(), legal_basis=legal_basis, certainty=certainty)
    return kind


def _kind(actor: Actor, key: str, label: str, tier: str) -> Kind:
    _demand_kinds(actor)
    if not KEY.match(key):
        raise Refused("bad_key", "Kunci terdiri dari huruf kecil, angka dan garis bawah, mulai dengan huruf.", "key")
    if tier not in first_rows.LEVELS:
        raise Refused("bad_tier", "Pilih tingkat lembaga.", "tier")
    kind = Kind(key=key, label=label, tier=tier)
    try:
        with transaction.atomic():
            kind.save(force_insert=True)
    except IntegrityError:
        raise Refused("taken", "Kunci itu sudah dipakai jenis lain.", "key") from None
    record(actor, kind, "institutions.kind_added", changes={"key": key, "label": label, "tier": tier})
    return kind


def name_kind(
    *, actor: Actor, kind: Kind, label: str, starts: date, legal_basis: str = "", certainty: str = "city"
) -> Rule:  # fmt: skip
    """What the city calls a kind from a day on; the words before stay in the history."""
    return set_rule(actor=actor, key=kind.word, label=f"Sebutan jenis lembaga “{kind.key}”", value=label, unit="teks",
                    starts=starts, legal_basis=legal_basis, certainty=certainty)  # fmt: skip


def add_institution(*, actor: Actor, kind: Kind, name: str, territory: Territory, short_name: str = "") -> Institution:
    """A body at a place."""
    return add_institutions(actor=actor, rows=[NewInstitution(kind, name, territory, short_name)])[0]


@transaction.atomic
def add_institutions(*, actor: Actor, rows: Sequence[NewInstitution]) -> list[Institution]:
    """Many bodies at once; equal to adding each."""
    _demand_kinds(actor)
    for row in rows:
        if row.territory.level not in first_rows.LEVELS[row.kind.tier]:
            raise Refused("wrong_level", f"{row.kind} tidak dapat berdiri di {row.territory}.", "territory")
    made = [
        Institution(kind=row.kind, name=row.name, short_name=row.short_name, territory=row.territory) for row in rows
    ]
    try:
        with transaction.atomic():
            Institution.objects.bulk_create(made, batch_size=1000)
    except IntegrityError:
        raise Refused("taken", "Lembaga dengan nama itu sudah ada di wilayah ini.", "name") from None
    told = {row.pk: {"kind": row.kind.key, "name": row.name} for row in made}
    record_new(actor, made, "institutions.institution_added", changes=told)
    wake()
    return made


@transaction.atomic
def close_institution(*, actor: Actor, institution: Institution, ends: date | None = None, reason: str = "") -> None:
    """Closes a body, after its territory was merged, say; its past stays, and every term in it ends with it.

    What it still held is worked on by whoever is responsible for the place now, so who may not end its terms may not
    close it either.
    """
    _demand_kinds(actor)
    ends, seen = ends or clock.today(), institution.version
    if not Institution.objects.filter(pk=institution.pk, version=seen, ends__isnull=True).update(
        ends=ends, version=seen + 1
    ):
        raise Refused("stale", "Sudah lebih dulu diubah orang lain. Muat ulang halaman.")
    institution.ends, institution.version = ends, seen + 1
    wake()
    record(actor, institution, "institutions.institution_closed", changes={"ends": ends}, reason=reason)
    still = Q(ends__isnull=True) | Q(ends__gt=ends)
    terms = Appointment.objects.filter(still, position__institution=institution)
    found = terms.select_related("user", "position__institution__territory").order_by("starts", "id")
    # First who acts in somebody's name: they go with whoever named them, and nobody goes twice.
    for term in sorted(found, key=lambda term: term.mandate not in rules.ON_BEHALF):
        end_appointment(actor=actor, appointment=term, on=max(ends, term.starts), reason=reason)


def add_position(*, actor: Actor, institution: Institution, role: str, title: str, rank: int = 1) -> Position:
    """A seat in a body."""
    return add_positions(actor=actor, rows=[NewPosition(institution, role, title, rank)])[0]


@transaction.atomic
def add_positions(*, actor: Actor, rows: Sequence[NewPosition]) -> list[Position]:
    """Many seats at once; equal to adding each."""
    _demand_kinds(actor)
    for row in rows:
        if row.role not in roles.ROLES:
            raise Refused("no_role", f"Peran “{row.role}” tidak dikenal.", "role")
    made = [Position(institution=row.institution, role=row.role, title=row.title, rank=row.rank) for row in rows]
    try:
        with transaction.atomic():
            Position.objects.bulk_create(made, batch_size=1000)
    except IntegrityError:
        raise Refused("taken", "Jabatan dengan nama itu sudah ada di lembaga ini.", "title") from None
    told = {row.pk: {"role": row.role, "title": row.title, "rank": row.rank} for row in made}
    record_new(actor, made, "institutions.position_added", changes=told)
    wake()
    return made
