"""A body's rapat rutin: one row at a time, changed by ending it and beginning another."""

from datetime import date, datetime, time

from django.db import IntegrityError, transaction

from rembuk.coordination.meetings import queries, rules
from rembuk.coordination.meetings.models import Deviation, Regular
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
    _end(actor, _present(institution))


@transaction.atomic
def deviate(
    *, actor: Actor, institution: Institution, day: date, reason: str, starts_at: datetime | None = None,
    place: str = "",
) -> Deviation:  # fmt: skip
    """Holds the rapat rutin of one day at another time or place, or (no `starts_at`) not at all. Said twice, the last
    one holds."""
    _check(actor, institution)
    row = _present(institution)
    due = rules.occurrence(row.weekday, row.week, row.at, datetime.combine(day, time.min))
    if due.date() != day or day < clock.today():
        raise Refused("no_such_day", "Pada hari itu tidak ada rapat rutin yang akan datang.", "day")
    if not reason.strip():
        raise Refused("no_reason", "Tulis sebabnya: dibaca anggota.", "reason")
    if starts_at is not None and starts_at <= clock.now():
        raise Refused("past", "Waktu penggantinya sudah lewat.", "new_day")
    if starts_at is not None and abs(clock.local(starts_at).date() - day) > queries.FARTHEST:
        raise Refused("too_far", f"Paling jauh {queries.FARTHEST.days} hari dari hari semula.", "new_day")
    _touch(row)
    told = {"starts_at": starts_at, "place": place.strip()[:160], "reason": reason.strip()[:240]}
    found, _ = Deviation.objects.update_or_create(regular=row, day=day, defaults=told)
    record(actor, row, "meetings.regular_deviated", changes={"day": day, "starts_at": starts_at})
    return found


@transaction.atomic
def keep_regular(*, actor: Actor, institution: Institution, day: date) -> None:
    """The day is held as usual after all."""
    _check(actor, institution)
    row = _present(institution)
    if not Deviation.objects.filter(regular=row, day=day).delete()[0]:
        raise Refused("no_deviation", "Hari itu sudah menurut jadwal.")
    _touch(row)
    record(actor, row, "meetings.regular_kept", changes={"day": day})


def _present(institution: Institution) -> Regular:
    row = queries.regular(institution)
    if row is None:
        raise Refused("no_regular", "Lembaga ini tidak punya jadwal rapat rutin.")
    return row


def _touch(row: Regular) -> None:
    if not Regular.objects.filter(pk=row.pk, ended_at__isnull=True, version=row.version).update(
        version=row.version + 1
    ):
        raise Refused("stale", "Rapat rutin baru saja diubah orang lain. Muat ulang halaman, lalu coba lagi.")
    row.version += 1


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
