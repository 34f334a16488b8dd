"""What kinds of meeting there are: rows that Pemerintahan keeps."""

import re
from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction

from rembuk.coordination.meetings import first_rows, rules
from rembuk.coordination.meetings.models import Kind
from rembuk.foundation.audit.actions import record
from rembuk.foundation.institutions import roles as offices
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused

KEY = re.compile(r"[a-z][a-z0-9_]{1,39}")


@transaction.atomic
def fill_first(actor: Actor) -> int:
    """Adds the first kinds that the city does not have yet, and returns how many."""
    known = set(Kind.objects.values_list("key", flat=True))
    missing = [(order, row) for order, row in enumerate(first_rows.FIRST) if row.key not in known]
    for order, row in missing:
        told = asdict(row) | {"roles": row.roles.split(), "papers": row.papers.split()}
        set_kind(actor=actor, order=order, **told)
    return len(missing)


@transaction.atomic
def set_kind(
    *, actor: Actor, key: str, label: str, tier: str, roles: Sequence[str], quorum: int | None = None,
    papers: Sequence[str] = (), votes: bool = True, sheets: str = "", closes_hours: int = 24, lasts: int = 120,
    open_to_all: bool = False, order: int = 0,
) -> Kind:  # fmt: skip
    """Adds a kind, or changes the one with this key; meetings that were convened keep whom they invited."""
    _demand(actor)
    _check(label, tier, roles, papers, quorum)
    if sheets and sheets not in rules.SHEETS:
        raise Refused("no_sheets", "Pilih bahan rapat dari daftar.", "sheets")
    fields: dict[str, object] = {
        "label": label.strip(), "tier": tier, "roles": " ".join(roles), "quorum": quorum,
        "papers": " ".join(word for word in rules.PAPERS if word in papers), "votes": votes, "sheets": sheets,
        "closes_hours": closes_hours, "lasts": lasts, "open_to_all": open_to_all, "order": order,
    }  # fmt: skip
    found = Kind.objects.filter(key=key).first()
    if found is not None:
        return _change(actor, found, {**fields, "ends": None}, "meetings.kind_changed")
    if not KEY.fullmatch(key):
        raise Refused("bad_key", "Kunci terdiri dari huruf kecil, angka, dan garis bawah.", "key")
    made = Kind(key=key, **fields)
    made.save(force_insert=True)
    record(actor, made, "meetings.kind_added", changes={"key": key, **fields})
    return made


@transaction.atomic
def end_kind(*, actor: Actor, kind: Kind) -> Kind:
    """No new meetings of it; those that were convened keep it. A tier keeps at least one kind."""
    _demand(actor)
    others = Kind.objects.filter(tier=kind.tier, ends__isnull=True).exclude(pk=kind.pk)
    if not others.exists():
        raise Refused("last_kind", "Ini satu-satunya jenis rapat tingkat ini: lembaganya tidak bisa lagi mengundang.")
    return _change(actor, kind, {"ends": clock.today()}, "meetings.kind_ended")


def _demand(actor: Actor) -> None:
    if not rules.may_edit_kinds(actor):
        raise Refused("not_allowed", "Hanya bagian Pemerintahan yang mengubah jenis rapat.")


def _check(label: str, tier: str, roles: Sequence[str], papers: Sequence[str], quorum: int | None) -> None:
    if not label.strip():
        raise Refused("no_label", "Tulis nama jenis rapat.", "label")
    if tier not in rules.TIERS:
        raise Refused("no_tier", "Pilih tingkat yang mengundang.", "tier")
    if not roles or not set(roles) <= set(offices.ROLES):
        raise Refused("no_roles", "Pilih siapa yang diundang.", "roles")
    if not set(papers) <= set(rules.PAPERS):
        raise Refused("no_papers", "Pilih berkas dari daftar.", "papers")
    if quorum is not None and not 0 <= quorum <= 100:
        raise Refused("bad_quorum", "Kuorum antara 0 dan 100 persen.", "quorum")


def _change(actor: Actor, kind: Kind, fields: dict[str, object], verb: str) -> Kind:
    seen = kind.version
    told = {name: [getattr(kind, name), value] for name, value in fields.items() if getattr(kind, name) != value}
    if not Kind.objects.filter(pk=kind.pk, version=seen).update(**fields, version=seen + 1):
        raise Refused("stale", "Sudah lebih dulu diubah orang lain. Muat ulang halaman.")
    for name, value in {**fields, "version": seen + 1}.items():
        setattr(kind, name, value)
    record(actor, kind, verb, changes=told)
    return kind
