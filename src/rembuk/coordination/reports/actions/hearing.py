"""A matter is heard: received once however often it is sent, and acknowledged by the body that holds it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import CharField, DateField, Q

from rembuk.coordination.reports import masking, places, proofs, queries, rules
from rembuk.coordination.reports.actions import course, following
from rembuk.coordination.reports.models import (
    Basis,
    Category,
    Handling,
    Owner,
    Report,
    Request,
    Situation,
    Stage,
    Track,
    Wording,
)
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.audit import rows
from rembuk.foundation.files import actions as files
from rembuk.foundation.files import queries as file_queries
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.institutions.models import Position
from rembuk.foundation.kernel import chance, clock, fresh, seal
from rembuk.foundation.kernel.actor import PUBLIC, Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.prepared import Prepared
from rembuk.foundation.territory.models import Territory

SECRET_LENGTH = 10
HIDDEN = frozenset({Track.SEALED, Track.WARNING})


@dataclass(frozen=True, slots=True)
class Received:
    """The report, and the secret that follows it: shown once, stored as a keyed hash."""

    report: Report
    secret: str


@dataclass(frozen=True, slots=True)
class Route:
    """Where a report goes when it arrives."""

    track: str
    origin: str
    level: str
    basis: str
    holder: Position
    passes_by: list[str]
    unit_id: UUID | None = None


@fresh.once()
def receive(
    *, actor: Actor, category: Category | str, text: str, territory: Territory | None = None, lat: float | None = None,
    lng: float | None = None, place: str = "", owner: str = Owner.UNKNOWN, on_behalf_name: str = "", contact: str = "",
    anonymous: bool = False, sealed: bool = False, photos: Sequence[Any] = (), claimed_at: datetime | None = None,
    source: str = "rembuk", external_ref: str = "", request_key: str = "", passes_by: Sequence[Any] = (),
    occurred_at: datetime | None = None, victims: Mapping[str, int] | None = None,
) -> Received:  # fmt: skip
    """Takes a report in. The same `request_key` with the same content gives the first answer again.

    What it looks up it looks up before its transaction, which is short: a photo waits in no open one.
    """
    wording = text.strip()
    if not wording:
        raise Refused("empty", "Tuliskan apa yang terjadi, satu kalimat saja cukup.", "text")
    found = _category(category)
    pictures = [files.take(photo) for photo in photos]
    sent = _payload_hash(found.key, wording, territory, lat, lng, place, owner, on_behalf_name, contact, anonymous,
                         sealed, pictures, source, external_ref, sorted(map(str, passes_by)))  # fmt: skip
    sender = str(actor.user_id or "")
    # Whether the key is new nobody asks first: its row, written with the report, may stand only once (see `_second`).
    try:
        place_of = places.place_of(territory, lat, lng)
        around = places.around(place_of)
        _demand_may_report(actor, found, place_of)
        route = _route(found, place_of, sealed, passes_by)
    except Refused:
        # What was heard once stays heard, though today it would not be.
        if request_key and (earlier := _answered(sender, request_key, sent)):
            return earlier
        raise
    now = clock.now()
    report = Report(
        category=found, track=route.track, title=masking.headline(masking.mask(wording)),
        place=masking.mask(place.strip()), owner=owner, origin=route.origin, handled_at=route.level,
        climb_basis=route.basis, holder=route.holder, body=route.holder.institution, unit_id=route.unit_id,
        passes_by=route.passes_by, is_private=route.track in HIDDEN or bool(route.passes_by), lat=lat, lng=lng,
        is_urgent=route.track == Track.INCIDENT, received_at=now, claimed_at=claimed_at,
        occurred_at=occurred_at, news_at=now, source=source, external_ref=external_ref,
        is_anonymous=anonymous, reporter_id=None if anonymous or on_behalf_name else actor.user_id,
        **places.columns(place_of, around),
    )  # fmt: skip
    start = course.new_clock(route.track, route.level, report.body, now)
    for name, value in {**start, **course.total_clock(route.track, now)}.items():
        setattr(report, name, value)
    secret = chance.word(SECRET_LENGTH)
    while True:
        # Three letters of the kelurahan, the year, five characters by chance: KYJ-26-7K3QM.
        report.code = f"{places.letters(place_of, around)}-{clock.today():%y}-{chance.word(5)}"
        report.secret_hash = proofs.secret_hash(report.code, secret)
        try:
            with rows.together():
                _store(actor, report, wording, "" if anonymous else on_behalf_name, contact, secret, request_key,
                       sender, sent, pictures, victims or {})  # fmt: skip
        except IntegrityError:
            if Report.objects.filter(code=report.code).exists():
                continue
            return _second(actor, request_key, sent, source, external_ref)
        return Received(report, secret)


_by_key = Prepared(
    lambda key, on: Category.objects.filter(Q(ends__isnull=True) | Q(ends__gt=on), key=key, starts__lte=on)
    .select_related("unit"), key=CharField(), on=DateField(),
)  # fmt: skip
_request = Prepared(
    lambda sender, key: Request.objects.filter(sender=sender, key=key).select_related("report"),
    sender=CharField(), key=CharField(),
)  # fmt: skip


def _category(category: Category | str) -> Category:
    if isinstance(category, Category):
        return category
    found: Category | None = _by_key.first(key=category, on=clock.today())
    if found is None:
        raise Refused("no_category", "Pilih jenis masalahnya dari daftar.", "category")
    return found


def _demand_may_report(actor: Actor, category: Category, place: Territory) -> None:
    if not rules.may_report(actor, category.track, place.path):
        raise Refused("not_allowed", "Deteksi dini dicatat oleh LMK, RW, Pamor, dan kelurahan, untuk wilayahnya.")


def _payload_hash(*parts: Any) -> str:
    *plain, photos, source, ref, passes = parts
    whole = audit.canonical([*plain, [photo.sha256 for photo in photos], source, ref, passes])
    return hashlib.sha256(whole.encode()).hexdigest()


def _answered(sender: str, key: str, sent: str) -> Received | None:
    """The first answer to this key; a different content under it is refused."""
    earlier: Request | None = _request.first(sender=sender, key=key)
    if earlier is None:
        return None
    if earlier.payload_hash != sent:
        raise Refused(
            "other_payload", "Kiriman dengan tanda ini sudah diterima dengan isi lain. Kirim sebagai laporan baru."
        )
    secret = seal.unseal(Request._meta.db_table, "secret", earlier.pk, bytes(earlier.secret or b""))
    return Received(earlier.report, secret)


def _second(actor: Actor, key: str, sent: str, source: str, external_ref: str) -> Received:
    """Somebody was first: with the same key, or with the same number of another system."""
    if key and (earlier := _answered(str(actor.user_id or ""), key, sent)):
        return earlier
    double = Report.objects.filter(source=source, external_ref=external_ref).first() if external_ref else None
    if double:
        known = f" sebagai {double.code}" if queries.sees(actor, double) else ""
        raise Refused("double", f"{source} {external_ref} sudah ada{known}.", "external_ref")
    raise Refused("busy", "Laporan belum tersimpan. Coba kirim sekali lagi.")


def _route(category: Category, territory: Territory, sealed: bool, named: Sequence[Any]) -> Route:
    """The track decides whether it is deliberated, goes to a unit, or to a named office; conflicts pass by."""
    origin = rules.TERRITORY_STAGE[territory.level]
    passes_by, above = _persons(territory, named)
    if sealed or category.track == Track.SEALED:
        key = category.office or ("inspektorat" if passes_by else "petugas_kota")
        office = institutions.named_office(key)
        return Route(Track.SEALED, origin, Stage.KOTA, _basis(origin, Stage.KOTA, Basis.DIRECT), office, passes_by)
    if category.track == Track.SERVICE:
        office = institutions.unit_office(category.unit) if category.unit else institutions.named_office("petugas_kota")
        basis = Basis.CONFLICT if passes_by else Basis.DIRECT
        return Route(Track.SERVICE, origin, Stage.KOTA, _basis(origin, Stage.KOTA, basis), office, passes_by,
                     category.unit_id)  # fmt: skip
    if category.track in rules.SWIFT_TRACKS:
        # It does not wait for RT and RW: its way begins at the kelurahan.
        origin = Stage(rules.higher(origin, Stage.KELURAHAN))
    start = rules.higher(origin, above) if above else origin
    level, holder = course.seat(territory, start, passes_by)
    basis = Basis.CONFLICT if passes_by and level != origin else Basis.NONE
    return Route(category.track, origin, level, basis, holder, passes_by)


def _basis(origin: str, level: str, basis: str) -> str:
    return basis if level != origin else Basis.NONE


def _persons(territory: Territory, named: Sequence[Any]) -> tuple[list[str], str]:
    """The ids that a report passes by (bodies and persons), and the lowest level that may hear it ("" for any)."""
    ids: set[str] = set()
    level = ""
    for one in named:
        position, of = places.official(territory, one)
        if position:
            holder = institutions.holder(position)
            ids |= {str(position.institution_id)} | ({str(holder.user_id)} if holder else set())
        if of:
            level = rules.higher(level or Stage.RT, rules.next_level(of) or Stage.KOTA)
            ids |= {f"role:{of}"}
    return sorted(ids), level


def _store(
    actor: Actor, report: Report, text: str, name: str, contact: str, secret: str, request_key: str, sender: str,
    sent: str, photos: Sequence[files.Taken], victims: Mapping[str, int],
) -> None:  # fmt: skip
    hidden = report.track == Track.SEALED or report.is_anonymous
    voice = PUBLIC if hidden else actor
    files.store_photos(
        actor=voice, owner_kind=Report.subject_kind, owner_id=report.pk, path=report.path, uploads=photos,
        claimed_at=report.claimed_at, claimed_lat=report.lat, claimed_lng=report.lng,
    )  # fmt: skip
    rows.write([report])
    wording = Wording(report=report, salt=chance.secret(16), text=text, masked=masking.mask(text))
    if name:
        wording.sealed_name = seal.seal(Wording._meta.db_table, "sealed_name", wording.pk, name)
    if contact:
        wording.sealed_contact = seal.seal(Wording._meta.db_table, "sealed_contact", wording.pk, contact)
    rows.write([wording])
    if request_key:
        request = Request(sender=sender, key=request_key, payload_hash=sent, report=report, made_at=report.received_at)
        request.secret = seal.seal(Request._meta.db_table, "secret", request.pk, secret)
        rows.write([request])
    if report.track == Track.INCIDENT:
        Situation(report=report, told_at=report.received_at, **victims).save(force_insert=True)
    told = {
        "category": report.category.key, "track": report.track, "origin": report.origin,
        "handled_at": report.handled_at,
        "climb_basis": report.climb_basis, "holder": report.holder.title, "source": report.source,
        "external_ref": report.external_ref, "stage_due": report.stage_due, "total_due": report.total_due,
        "on_behalf": bool(name), "wording": audit.digest_of_words(wording.salt, text), "photos": len(photos),
        "private": report.is_private, "claimed_at": report.claimed_at, **course.apart(report, report.passes_by),
        "to": course.standing(report), **course.counted(report), **victims,
    }  # fmt: skip
    audit.record_new(voice, [report], rules.FLOW["receive"].event, changes={report.pk: told})


@transaction.atomic
def acknowledge(
    *, actor: Actor, report: Report, masked: str = "", photos: bool = True, note: str = "", handling: str = ""
) -> Report:
    """The body that holds it receives it; from then on everyone may read it, with the wording that it has masked.

    A service complaint is verified by it: `handling` says how it is handled, and so until when it must be done.
    """
    course.allow(actor, "acknowledge", report)
    now = clock.now()
    unrecorded: dict[str, object] = {}
    changes = _verified(report, handling)
    if masked.strip():
        words = masking.mask(masked.strip())
        Wording.objects.filter(report=report).update(masked=words)
        unrecorded["title"] = masking.headline(words)
    is_public = rules.TRACK[report.track].is_public and not report.is_private
    if is_public:
        changes["published_at"] = report.published_at or now
        unrecorded |= places.public_point(report)
    course.go(actor, "acknowledge", report, changes=changes, unrecorded=unrecorded, reason=note, allowed=True)
    if photos and is_public:
        for photo in file_queries.photos_of(Report.subject_kind, report.pk):
            files.publish(actor=actor, file=photo, blurred=report.category.blurs)
    for decision_id in queries.decision_ids(report) if is_public else ():
        following.show_work(actor, decision_id)
    return report


def _verified(report: Report, handling: str) -> dict[str, Any]:
    """The clocks of the work; of a service complaint the limit of the whole, by how it is handled."""
    if rules.TRACK[report.track].working == "deliberating":
        return {}
    changes: dict[str, Any] = course.working_clock(report, report.handled_at, report.body, clock.now())
    if handling and (report.track != Track.SERVICE or handling not in Handling.values):
        raise Refused("no_handling", "Pilih bagaimana ditangani, dari daftar.", "handling")
    if not handling:
        return changes
    # What needs an inspection runs from when its file was complete (Perpres 76/2013), all else from its receipt.
    completed = queries.completed_at(report) if handling == Handling.INSPECTION else None
    start = completed or report.received_at
    whole = course.total_clock(report.track, start, handling)
    if whole["total_due"] < changes["stage_due"]:
        changes |= {"stage_due": whole["total_due"], "stage_rule_id": whole["total_rule_id"],
                    "stage_started_at": start}  # fmt: skip
    return {**changes, **whole, "handling": handling}
