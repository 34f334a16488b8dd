"""What reports may be about: rows that Pemerintahan keeps."""

import re
from typing import Any

from django.db import transaction

from rembuk.coordination.reports import first_rows, first_words
from rembuk.coordination.reports.models import Category, Keyword, Track
from rembuk.coordination.reports.suggestions.keywords import plain
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused


@transaction.atomic
def set_category(
    *, actor: Actor, key: str, label: str, group: str, track: str, blurs: bool = False,
    unit: Institution | None = None, office: str = "", order: int = 0,
) -> Category:  # fmt: skip
    """Adds a category, or changes the one with this key; open reports keep the track they came in on."""
    demand(actor)
    fields = _checked(label, group, track, office) | {
        "blurs": blurs or track == Track.SEALED,
        "unit": unit,
        "order": order,
    }
    found = Category.objects.filter(key=key).first()
    if found is None:
        if not re.fullmatch(r"[a-z][a-z0-9_]{1,39}", key):
            raise Refused("bad_key", "Kunci terdiri dari huruf kecil, angka, dan garis bawah.", "key")
        found = Category(key=key, **fields)
        found.save(force_insert=True)
        audit.record(actor, found, "reports.category_added", changes={**fields, "key": key})
        return found
    change(actor, found, fields, "reports.category_changed")
    return found


@transaction.atomic
def end_category(*, actor: Actor, category: Category) -> Category:
    """No new reports under it; what is there keeps it."""
    demand(actor)
    if category.ends:
        raise Refused("ended", "Jenis ini sudah ditutup.")
    change(actor, category, {"ends": clock.today()}, "reports.category_ended")
    return category


@transaction.atomic
def fill_first(actor: Actor) -> int:
    """The first categories of a new city; returns how many were new."""
    known = set(Category.objects.values_list("key", flat=True))
    new: dict[str, Category] = {}
    for order, (key, label, group, track, blurs, office) in enumerate(first_rows.CATEGORIES):
        if key not in known:
            new[key] = set_category(actor=actor, key=key, label=label, group=group, track=track, blurs=blurs,
                                    office=office, order=order)  # fmt: skip
    _first_words(actor, new)
    return len(new)


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
