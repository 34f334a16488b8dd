"""A body's rapat rutin: one row at a time, changed by ending it and beginning another."""

from datetime import time

from django.db import IntegrityError, transaction

from rembuk.coordination.meetings import queries, rules
from rembuk.coordination.meetings.models import Regular
from rembuk.foundation.audit.actions import record
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused


@transaction.atomic
def set_regular(*, actor: Actor, institution: Institution, weekday: int, week: int, at: time, place: str) -> Regular:
    """When and where a body meets from now on; what it was before stays in the history."""
    _check(actor, institution)
    if weekday not in range(7):
        raise Refused("no_weekday", "Pilih hari rapat rutin.", "weekday")
    if week not in range(6):
        raise Refused("no_week", "Pilih minggu ke berapa rapat rutin diadakan.", "week")
    if not place.strip():
        raise Refused("no_place", "Tulis tempat rapat rutin.", "place")
    present = queries.regular(institution)
    if present is not None:
        _end(actor, present)
    row = Regular(institution=institution, weekday=weekday, week=week, at=at, place=place.strip())
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Refused("stale", "Rapat rutin baru saja diubah orang lain. Muat ulang halaman, lalu coba lagi.") from None
    record(actor, row, "meetings.regular_set", changes={"weekday": weekday, "week": week, "at": f"{at:%H:%M}"})
    return row


@transaction.atomic
def end_regular(*, actor: Actor, institution: Institution) -> None:
    """The body no longer meets regularly; matters wait for an ad hoc meeting, at most the city's number of days."""
    _check(actor, institution)
    present = queries.regular(institution)
    if present is None:
        raise Refused("no_regular", "Lembaga ini tidak punya jadwal rapat rutin.")
    _end(actor, present)


def _check(actor: Actor, institution: Institution) -> None:
    chair = queries.chair(institution)
    own = rules.of_body(actor, institution.pk, chair.institution_id)
    if not (own and actor.holds("meetings.regular", institution.path)):
        raise Refused("not_allowed", "Hanya pengurus lembaga ini yang menetapkan rapat rutinnya.")


def _end(actor: Actor, row: Regular) -> None:
    ended = clock.now()
    if not Regular.objects.filter(pk=row.pk, ended_at__isnull=True).update(ended_at=ended, version=row.version + 1):
        raise Refused("stale", "Rapat rutin baru saja diubah orang lain. Muat ulang halaman, lalu coba lagi.")
    row.ended_at, row.version = ended, row.version + 1
    record(actor, row, "meetings.regular_ended")
