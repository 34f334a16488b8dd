"""What reports may be about: rows that Pemerintahan keeps."""

import re
from datetime import date
from typing import Any

from django.db import transaction

from rembuk.coordination.reports import first_rows, first_words, queries
from rembuk.coordination.reports.models import Category, Keyword, Track
from rembuk.coordination.reports.suggestions.keywords import plain
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.regulations.first_rows import STARTS
from rembuk.foundation.regulations.models import Rule

# What a report keeps of the day on which it came in; who answers, and the order in the list, are changed in place.
DATED = ("label", "group", "track", "office", "blurs", "legal_basis", "certainty")


@transaction.atomic
def set_category(
    *, actor: Actor, key: str, label: str, group: str, track: str, blurs: bool = False,
    unit: Institution | None = None, office: str = "", order: int = 0, starts: date | None = None,
    legal_basis: str | None = None, certainty: str | None = None,
) -> Category:  # fmt: skip
    """What may be reported under a key from a day on (today): the row before ends there, and its reports keep it."""
    demand(actor)
    before = next(iter(queries.category_history(key)), None)
    fields = _checked(label, group, track, office) | {
        "blurs": blurs or track == Track.SEALED, "unit": unit, "order": order,
        "legal_basis": _kept(before, "legal_basis", "", legal_basis).strip(),
        "certainty": _kept(before, "certainty", "city", certainty),
    }  # fmt: skip
    if fields["certainty"] not in dict(Rule.CERTAINTY):
        raise Refused("no_certainty", "Pilih seberapa pasti sumbernya.", "certainty")
    starts = starts or clock.today()
    if before is None:
        if not re.fullmatch(r"[a-z][a-z0-9_]{1,39}", key):
            raise Refused("bad_key", "Kunci terdiri dari huruf kecil, angka, dan garis bawah.", "key")
        return _add(actor, key=key, starts=starts, **fields)
    if before.ends is None and all(getattr(before, name) == fields[name] for name in DATED):
        return _in_place(actor, before, {"unit": unit, "order": order})
    if before.starts > clock.today():
        return _planned_anew(actor, before, starts, fields)
    _take_over(actor, before, starts)
    return _add(actor, key=key, starts=starts, **fields)


def _take_over(actor: Actor, before: Category, starts: date, until: date | None = None) -> None:
    """The row before ends where the next one starts; `until`: where it was to end by a plan that is changed."""
    if starts <= before.starts or (before.ends not in (None, until) and starts < before.ends):
        raise Refused("not_after", f"Harus sesudah {text.day(before.starts)}, awal yang sekarang.", "starts")
    if starts < clock.today():
        raise Refused("in_past", "Tidak boleh berlaku surut: pilih hari ini atau sesudahnya.", "starts")
    if before.ends in (None, until):
        change(actor, before, {"ends": starts}, "reports.category_ended")


def _planned_anew(actor: Actor, coming: Category, starts: date, fields: dict[str, Any]) -> Category:
    """What has not started is still a plan, which may be changed."""
    earlier = queries.category_history(coming.key)[1:2]
    for before in earlier:
        _take_over(actor, before, starts, until=coming.starts)
    change(actor, coming, {**fields, "starts": starts, "ends": None}, "reports.category_changed")
    return coming


def _kept(before: Category | None, name: str, first: str, value: str | None) -> str:
    """A value that was not given stays what it was."""
    return value if value is not None else str(getattr(before, name, first))


def _add(actor: Actor, **fields: Any) -> Category:
    made = Category(**fields)
    made.save(force_insert=True)
    audit.record(actor, made, "reports.category_added", changes=fields)
    return made


def _in_place(actor: Actor, newest: Category, fields: dict[str, Any]) -> Category:
    """In every row of the key that holds or is to come, so that it counts from now on whatever was planned."""
    for row in queries.category_history(newest.key):
        if row.pk != newest.pk and (row.ends is None or row.ends > clock.today()):
            change(actor, row, fields, "reports.category_changed")
    change(actor, newest, fields, "reports.category_changed")
    return newest


@transaction.atomic
def end_category(*, actor: Actor, category: Category) -> Category:
    """No new reports under its key from today; what is there keeps it."""
    demand(actor)
    today, rows = clock.today(), queries.category_history(category.key)
    if all(row.ends and row.ends <= max(today, row.starts) for row in rows):
        raise Refused("ended", "Jenis ini sudah ditutup.")
    for row in rows:
        if row.ends is None or row.ends > max(today, row.starts):
            change(actor, row, {"ends": max(today, row.starts)}, "reports.category_ended")
    return rows[0]


@transaction.atomic
def fill_first(actor: Actor) -> int:
    """The first categories of a new city, and a legal basis for rows that say none; returns how many were filled."""
    known = set(Category.objects.values_list("key", flat=True))
    new: dict[str, Category] = {}
    for order, row in enumerate(first_rows.CATEGORIES):
        key, label, group, track, blurs, office = row
        if key not in known:
            basis, certainty = first_rows.basis(key, track)
            new[key] = set_category(actor=actor, key=key, label=label, group=group, track=track, blurs=blurs,
                                    office=office, order=order, starts=STARTS, legal_basis=basis,
                                    certainty=certainty)  # fmt: skip
    _first_words(actor, new)
    return len(new) + _first_bases(actor)


def _first_bases(actor: Actor) -> int:
    """For rows of before there was a place for it."""
    rows = list(Category.objects.filter(legal_basis=""))
    for row in rows:
        basis, certainty = first_rows.basis(row.key, row.track)
        change(actor, row, {"legal_basis": basis, "certainty": certainty}, "reports.category_changed")
    return len(rows)


def _first_words(actor: Actor, new: dict[str, Category]) -> None:
    """The words that suggest them, each category's in one event."""
    for key, category in new.items():
        said = [(plain(words), owner) for of, owner, row in first_words.KEYWORDS if of == key
                for words in row.split(", ")]  # fmt: skip
        if said:
            Keyword.objects.bulk_create(Keyword(category=category, words=words, owner=owner) for words, owner in said)
            change(actor, category, {}, "reports.keyword_added", {"words": [words for words, _ in said]})


def demand(actor: Actor) -> None:
    """Only those who keep the rows."""
    if not actor.scope("reports.categories") and not actor.holds("system", ""):
        raise Refused("not_allowed", "Jenis laporan diatur oleh Pemerintahan.")


def _checked(label: str, group: str, track: str, office: str) -> dict[str, Any]:
    if not label.strip() or not group.strip():
        raise Refused("empty", "Isi nama dan kelompoknya.", "label")
    if track not in Track.values:
        raise Refused("no_track", "Pilih jalurnya.", "track")
    if track == Track.SEALED and not office:
        raise Refused("no_office", "Jalur terlindungi perlu kantor yang memegangnya.", "office")
    return {"label": label.strip(), "group": group.strip(), "track": track, "office": office}


def change(
    actor: Actor, category: Category, fields: dict[str, Any], verb: str, details: dict[str, Any] | None = None
) -> None:
    """Changes a category's own fields, or tells of what belongs to it (`details`); the version counts either."""
    seen = category.version
    told = {
        name: [getattr(category, name), value] for name, value in fields.items() if getattr(category, name) != value
    }
    if not Category.objects.filter(pk=category.pk, version=seen).update(**fields, version=seen + 1):
        raise Refused("stale", "Sudah lebih dulu diubah orang lain. Muat ulang halaman.")
    for name, value in {**fields, "version": seen + 1}.items():
        setattr(category, name, value)
    audit.record(actor, category, verb, changes=told | (details or {}))
