"""What anyone may read of a report, who joins it, and what only the holder may open."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from rembuk.coordination.reports import masking, places, proofs, queries, rules
from rembuk.coordination.reports.actions import course
from rembuk.coordination.reports.models import Deliberation, Report, Situation, Supporter, Track, Wording
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.files import actions as files
from rembuk.foundation.files import queries as file_queries
from rembuk.foundation.kernel import chance, clock, seal
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.seams import Move
from rembuk.foundation.web import limits

GONE = "(diturunkan)"
TRIES, WINDOW = 10, 15 * 60
JOIN_TRIES = 5


@dataclass(frozen=True, slots=True)
class Joined:
    """The report joined, and the secret that follows it for this person."""

    report: Report
    secret: str


@dataclass(frozen=True, slots=True)
class Opened:
    """The reporter's own words, name and contact, opened for whoever holds the report."""

    text: str
    name: str
    contact: str


@transaction.atomic
def join(*, actor: Actor, report: Report) -> Joined:
    """ "Ini sama, saya ikut": one more person is counted and kept informed."""
    if actor.user_id and Supporter.objects.filter(report=report, user_id=actor.user_id).exists():
        raise Refused("joined", "Anda sudah ikut laporan ini.")
    _count(actor, report)
    secret = chance.word(10)
    Supporter(
        report=report,
        user_id=actor.user_id,
        secret_hash=proofs.secret_hash(report.code, secret),
        joined_at=clock.now(),
    ).save(force_insert=True)
    return Joined(report, secret)


def _count(actor: Actor, report: Report) -> None:
    """One more. Many may join at the same moment, and none of them decides anything: who was second tries again."""
    for attempt in range(JOIN_TRIES):
        try:
            with transaction.atomic():
                course.go(actor, "join", report, changes={"supporters": report.supporters + 1}, silent=True)
            return
        except Refused as refused:
            if refused.code != "stale" or attempt == JOIN_TRIES - 1:
                raise
            report.refresh_from_db()


@transaction.atomic
def mask(*, actor: Actor, report: Report, masked: str, title: str = "") -> Report:
    """Corrects the public wording; what patterns find is masked in any case."""
    words = masking.mask(masked.strip())
    if not words:
        raise Refused("empty", "Kata-kata publik tidak boleh kosong.", "masked")
    line = masking.headline(masking.mask(title.strip()) or words)
    course.go(actor, "mask", report, unrecorded={"title": line}, silent=True)
    Wording.objects.filter(report=report).update(masked=words)
    return report


@transaction.atomic
def take_down(*, actor: Actor, report: Report, reason: str, erase: bool = False) -> Report:
    """Takes it off the public pages for good; `erase` also blanks all words by law. The chain stays whole."""
    if not reason.strip():
        raise Refused("no_reason", "Tuliskan alasannya; tercatat di jejak.", "reason")
    course.allow(actor, "take_down", report)
    changes: dict[str, object] = {"published_at": None, "public_lat": None, "public_lng": None, "is_private": True}
    unrecorded: dict[str, object] = {"title": GONE, "place": ""} if erase else {}
    if erase:
        now = clock.now()
        Wording.objects.filter(report=report).update(
            text="", masked="", salt="", sealed_name=None, sealed_contact=None, erased_at=now
        )
        Deliberation.objects.filter(report=report).update(text="", witnesses=[])
        Situation.objects.filter(report=report).update(line="", done="", needs="")
        report.answers.update(text=GONE)
        right = "reports.sealed" if report.track == Track.SEALED else "reports.take_down"
        audit.erase_words_of(actor=actor, subject=report, permission=right)
    course.hide_photos(actor, report)
    if erase:
        for photo in file_queries.photos_of(Report.subject_kind, report.pk):
            files.remove(actor=actor, file=photo)
    course.go(actor, "take_down", report, changes=changes, unrecorded=unrecorded, details={"erased": erase},
              reason=reason, silent=True, allowed=True)  # fmt: skip
    return report


@transaction.atomic
def look(*, actor: Actor, report: Report) -> Opened:
    """Opens the reporter's own words, name and contact for the body that holds the report; every look is recorded."""
    if not queries.sees(actor, report) or not (rules.works_on(actor, report) or queries.stands_in(actor, report)):
        raise Refused("not_allowed", "Nama dan kontak pelapor hanya dibuka oleh pemegang laporan.")
    wording = Wording.objects.get(report=report)
    audit.record_look(actor, report, "reports.wording")
    return Opened(
        wording.text, _unsealed("sealed_name", wording, wording.sealed_name),
        _unsealed("sealed_contact", wording, wording.sealed_contact),
    )  # fmt: skip


@transaction.atomic
def open_sealed(*, actor: Actor, report: Report) -> None:
    """Whoever opens a protected report's page is written down, each time; the reporter's own looks are not."""
    if report.track == Track.SEALED and not rules.is_reporter(actor, report):
        audit.record_look(actor, report, "reports.sealed")


def _unsealed(column: str, wording: Wording, blob: bytes | memoryview | None) -> str:
    return seal.unseal(Wording._meta.db_table, column, wording.pk, bytes(blob)) if blob else ""


@transaction.atomic
def move_places(*, actor: Actor, moves: Sequence[Move]) -> None:
    """Follows territories that got other parents; the deed on the territories is the one that is recorded."""
    for move in moves:
        fields = {column: move.ids[level] for level, column in places.COLUMNS.items() if level in move.ids}
        Report.objects.filter(path=move.old).update(path=move.new, **fields)


def unlock(*, code: str, secret: str, address: str = "") -> Report:
    """The report of whoever has its code and secret; guessing is slowed down by code and by address."""
    wanted = code.strip().upper()
    # By address many may stand behind one; the code is what a guesser is after.
    asked = [(f"reports.unlock:{wanted}", TRIES), *([(f"reports.unlock@{address}", TRIES * 10)] if address else [])]
    for key, most in asked:
        if not limits.hit(key, most, WINDOW):
            raise Refused("too_many", "Terlalu banyak percobaan. Tunggu lima belas menit, lalu coba lagi.", "secret")
    rows = Report.objects.select_related("category", "territory__parent", "holder", "body", "unit")
    found = rows.filter(code=wanted).first()
    # Asked whether or not the code is somebody's, so that both cost the same.
    supported = supports(wanted, secret)
    if found is None or not (supported or proofs.knows_secret(found, secret)):
        raise Refused("wrong_secret", "Kode atau kata kunci tidak cocok. Periksa lagi tulisannya.", "secret")
    return found


def supports(code: str, secret: str) -> bool:
    """Whether the secret is one of those who joined the report: they may follow, not decide."""
    return (
        bool(secret)
        and Supporter.objects.filter(report__code=code, secret_hash=proofs.secret_hash(code, secret)).exists()
    )
