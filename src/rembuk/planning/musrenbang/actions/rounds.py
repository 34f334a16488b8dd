"""Rounds: prepared, given dates and ceilings, opened for proposals and closed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from rembuk.foundation.audit import actions as audit
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory
from rembuk.planning.musrenbang import queries, rules
from rembuk.planning.musrenbang.models import Ceiling, Field, Limit, Priority, Purse, Round, Stage, Weight

AHEAD, MOST_POINTS = 5, 100


@transaction.atomic
def prepare(*, actor: Actor, year: int, theme: str) -> Round:
    """The round for the plan of a year."""
    rules.demand_keep(actor)
    now = clock.today().year
    if not now <= year <= now + AHEAD:
        raise Refused("no_year", f"Tahun rencananya antara {now} dan {now + AHEAD}.", "year")
    said = " ".join(theme.split())[:200]
    if not said:
        raise Refused("empty", "Tulis temanya, satu kalimat.", "theme")
    made = Round(year=year, theme=said, path=territories.served().path, prepared_at=clock.now())
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Refused("again", f"Musrenbang untuk tahun {year} sudah disiapkan.", "year") from None
    audit.record(actor, made, rules.ROUND_FLOW["prepare"].event, changes={"year": year, "theme": said})
    queries.rounds_now.forget()
    return made


@transaction.atomic
def set_stage(*, actor: Actor, round_: Round, key: str, starts: date, ends: date) -> Stage:
    """From when until when a stage lasts; set again, the new dates hold."""
    rules.demand_keep(actor)
    if key not in dict(Stage.KEYS):
        raise Refused("no_stage", "Pilih tahapnya.", "key")
    if ends < starts:
        raise Refused("no_span", "Tanggal selesainya sebelum mulainya.", "ends")
    before = queries.stage(round_, key)
    told = {"stage": key, "starts": starts, "ends": ends}
    if before:
        told |= {"before": [before.starts, before.ends]}
    audit.move(actor, round_, rules.ROUND_FLOW["set_stage"], details=told)
    row, _ = Stage.objects.update_or_create(round=round_, key=key, defaults={"starts": starts, "ends": ends})
    return row


@transaction.atomic
def set_ceiling(
    *, actor: Actor, round_: Round, purse: str, field: str, amount: int, kelurahan: Territory | None = None,
    legal_basis: str = "",
) -> Ceiling:  # fmt: skip
    """How much lies in a purse for a field: of a kelurahan, or of each one that has none of its own."""
    rules.demand_keep(actor)
    if purse not in Purse.values or field not in Field.values:
        raise Refused("no_purse", "Pilih sumber dana dan bidangnya.", "purse")
    if amount <= 0:
        raise Refused("no_amount", "Pagunya harus lebih dari nol.", "amount")
    if kelurahan is not None and kelurahan.level not in ("kelurahan", "desa"):
        raise Refused("no_place", "Pagu ditetapkan untuk sebuah kelurahan.", "kelurahan")
    place = kelurahan.pk if kelurahan else None
    before = Ceiling.objects.filter(round=round_, kelurahan=place, purse=purse, field=field).first()
    told = {"kelurahan": place, "purse": purse, "field": field, "amount": amount, "legal_basis": legal_basis.strip()}
    if before:
        told |= {"before": before.amount}
    audit.move(actor, round_, rules.ROUND_FLOW["set_ceiling"], details=told)
    row, _ = Ceiling.objects.update_or_create(
        round=round_, kelurahan=kelurahan, purse=purse, field=field,
        defaults={"amount": amount, "legal_basis": legal_basis.strip()[:200]},
    )  # fmt: skip
    return row


@transaction.atomic
def set_weight(*, actor: Actor, round_: Round, key: str, points: int, legal_basis: str = "") -> Weight:
    """How much a criterion counts in the round; 0 takes it out."""
    rules.demand_keep(actor)
    if key not in dict(Weight.KEYS) or not 0 <= points <= MOST_POINTS:
        raise Refused("no_weight", f"Pilih kriterianya, dan bobot antara 0 dan {MOST_POINTS}.", "points")
    told = {"key": key, "points": points, "legal_basis": legal_basis.strip()}
    audit.move(actor, round_, rules.ROUND_FLOW["set_weight"], details=told)
    row, _ = Weight.objects.update_or_create(
        round=round_, key=key, defaults={"points": points, "legal_basis": legal_basis.strip()[:200]}
    )
    return row


@transaction.atomic
def set_priority(*, actor: Actor, round_: Round, code: str, is_wanted: bool, legal_basis: str = "") -> None:
    """A standard item is among what the city wants most this year, or no longer."""
    rules.demand_keep(actor)
    known = queries.last_of(code.strip())
    if known is None:
        raise Refused("no_item", "Kode itu tidak ada di kamus usulan.", "code")
    told = {"code": known.code, "is_wanted": is_wanted, "legal_basis": legal_basis.strip()}
    audit.move(actor, round_, rules.ROUND_FLOW["set_priority"], details=told)
    if is_wanted:
        Priority.objects.update_or_create(
            round=round_, code=known.code, defaults={"legal_basis": legal_basis.strip()[:200]}
        )
    else:
        Priority.objects.filter(round=round_, code=known.code).delete()


@transaction.atomic
def set_limit(
    *, actor: Actor, round_: Round, purse: str, field: str = "", territory: Territory | None = None,
    institution: Institution | None = None, least: int = 0, most: int | None = None, legal_basis: str = "",
) -> Limit | None:  # fmt: skip
    """What is kept and what may go at most, for a field or a unit; set again it is replaced, both empty: it ends."""
    rules.demand_keep(actor)
    if purse not in Purse.values or field not in ("", *Field.values):
        raise Refused("no_purse", "Pilih sumber dana dan bidangnya.", "purse")
    if most is not None and least > most:
        raise Refused("no_span", "Batas paling sedikit melebihi batas paling banyak.", "least")
    which = {"round": round_, "territory": territory, "purse": purse, "field": field, "institution": institution}
    others = [row for row in queries.limits(round_) if row.purse == purse and row.least]
    if least and any(_overlaps(row, which) for row in others):
        raise Refused("kept_twice", "Sebagian dana itu sudah disisihkan oleh batas lain. Ubah batas itu dulu.", "least")
    told = {"purse": purse, "field": field, "least": least, "most": most, "legal_basis": legal_basis.strip()}
    where = {"territory": territory.pk if territory else None, "institution": institution.pk if institution else None}
    audit.move(actor, round_, rules.ROUND_FLOW["set_limit"], details={**told, **where})
    Limit.objects.filter(**which).delete()
    if not least and most is None:
        return None
    return Limit.objects.create(**which, least=least, most=most, legal_basis=legal_basis.strip()[:200])


def _overlaps(row: Limit, which: Mapping[str, Any]) -> bool:
    """Whether another row that keeps money counts some of the same proposals."""
    pairs = ((row.territory, which["territory"]), (row.field, which["field"]), (row.institution, which["institution"]))
    return any(one != other for one, other in pairs) and all(not one or not other or one == other
                                                             for one, other in pairs)  # fmt: skip


@transaction.atomic
def open_round(*, actor: Actor, round_: Round) -> Round:
    """Proposals are taken from now on; only one round is open."""
    rules.demand_keep(actor)
    other = queries.open_round()
    if other is not None and other.pk != round_.pk:
        raise Refused("other", f"Musrenbang {other.year} masih menerima usulan. Tutup dulu.")
    if queries.stage(round_, "intake") is None:
        raise Refused("no_stage", "Tetapkan dulu sampai kapan RT dan RW mengusulkan.")
    audit.move(actor, round_, rules.ROUND_FLOW["open_round"])
    queries.rounds_now.forget()
    return round_


@transaction.atomic
def close_round(*, actor: Actor, round_: Round) -> Round:
    """Nothing is proposed, changed or ordered any more."""
    rules.demand_keep(actor)
    audit.move(actor, round_, rules.ROUND_FLOW["close_round"])
    queries.rounds_now.forget()
    return round_
