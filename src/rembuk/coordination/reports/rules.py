"""The law of reports on one screen: which steps exist, who may take them, what each track allows.

A neighbourhood matter is deliberated where it arose before it climbs, one level at a time. Every climb has a basis.
Every report has one named holder. No exit is dishonest: each is a state of its own and is counted apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from rembuk.coordination.reports.models import Basis, Report, Stage, Status, Track
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.flow import Step, flow, step

# Who takes a step, where it is not a permission of an office.
ANYONE, REPORTER, SYSTEM = "anyone", "reporter", "system"

WORKING = "deliberating with_unit"
WAITING = "awaiting_budget carried referred"
OPEN = f"new {WORKING} {WAITING} returned"
# How an incident or an early warning ends; a meeting looks back at it.
OUTCOMES = "ended came_true not_true prevented"
EVER = f"{OPEN} settled closed unconfirmed refused merged withdrawn {OUTCOMES}"

FLOW = flow(
    step("receive", "", "new", "Laporkan", "Dilaporkan", event="reports.received", permission=ANYONE),
    step("acknowledge", "new", "deliberating", "Terima", "Diterima", event="reports.acknowledged",
         permission="reports.acknowledge"),
    step("deliberate", "deliberating", "", "Catat belum mufakat", "Dimusyawarahkan, belum selesai",
         event="reports.deliberated", permission="reports.deliberate"),
    step("settle", "deliberating", "settled", "Catat mufakat", "Diselesaikan dengan mufakat",
         event="reports.settled", permission="reports.settle"),
    step("climb", "new deliberating", "", "Teruskan ke atas", "Diteruskan", event="reports.climbed",
         permission="reports.climb"),
    step("assign", f"{WORKING} {WAITING}", "with_unit", "Serahkan ke unit", "Diserahkan ke unit",
         event="reports.assigned", permission="reports.assign"),
    step("answer", f"with_unit {WAITING}", "", "Beri kabar", "Ada kabar", event="reports.answered",
         permission="reports.answer"),
    step("finish", f"with_unit {WAITING}", "settled", "Nyatakan selesai", "Dinyatakan selesai",
         event="reports.finished", permission="reports.finish"),
    step("tell", "new with_unit", "", "Kabarkan perkembangan", "Perkembangan", event="reports.told",
         permission="reports.tell"),
    step("end", "with_unit", "ended", "Nyatakan berakhir", "Kejadian berakhir", event="reports.ended",
         permission="reports.end"),
    step("go_on", "ended not_true", "with_unit", "Buka lagi, masih berlangsung", "Dibuka lagi: masih berlangsung",
         event="reports.went_on", permission="reports.end"),
    step("come_true", "with_unit", "came_true", "Benar terjadi", "Benar terjadi", event="reports.came_true",
         permission="reports.finish"),
    step("disprove", "new with_unit", "not_true", "Tidak benar", "Setelah diperiksa, tidak benar",
         event="reports.disproved", permission="reports.finish"),
    step("prevent", "with_unit", "prevented", "Sudah dicegah", "Sudah dicegah", event="reports.prevented",
         permission="reports.finish"),
    step("raise_report", f"with_unit {OUTCOMES}", "", "Jadikan laporan", "Dijadikan laporan",
         event="reports.raised", permission="reports.finish"),
    step("copy_out", f"{WORKING} {WAITING} settled closed unconfirmed refused merged returned", "", "Salin jawaban",
         "Jawaban disalin ke sistem asalnya", event="reports.copied_out", permission="reports.answer"),
    step("follow_up", f"{WORKING} awaiting_budget carried settled", "with_unit", "Buat tindak lanjut",
         "Diputuskan, dikerjakan lewat tindak lanjut", event="reports.followed_up", permission="decisions.make"),
    step("await_budget", f"{WORKING} carried", "awaiting_budget", "Menunggu anggaran", "Menunggu anggaran",
         event="reports.awaiting_budget", permission="reports.await_budget"),
    step("carry", f"{WORKING} awaiting_budget", "carried", "Masukkan ke usulan", "Masuk usulan",
         event="reports.carried", permission="reports.carry"),
    step("refer", WORKING, "referred", "Bukan wewenang kota", "Bukan wewenang kota, disurati",
         event="reports.referred", permission="reports.refer"),
    step("record_letter", "referred", "", "Catat surat", "Surat dicatat", event="reports.letter_recorded",
         permission="reports.refer"),
    step("refuse", f"new {WORKING}", "refused", "Tidak dapat diterima", "Tidak dapat diterima",
         event="reports.refused", permission="reports.refuse"),
    step("return_for_completion", f"new {WORKING}", "returned", "Minta dilengkapi", "Dikembalikan untuk dilengkapi",
         event="reports.returned", permission="reports.return_for_completion"),
    step("merge", f"new {WORKING}", "merged", "Gabungkan", "Digabung dengan laporan lain", event="reports.merged",
         permission="reports.merge"),
    step("complete", "returned", "new", "Lengkapi", "Dilengkapi pelapor", event="reports.completed",
         permission=REPORTER),
    step("withdraw", OPEN, "withdrawn", "Tarik laporan", "Ditarik pelapor", event="reports.withdrawn",
         permission=REPORTER),
    step("confirm", "settled", "closed", "Benar, sudah selesai", "Dibenarkan selesai", event="reports.confirmed",
         permission="reports.confirm"),
    step("reopen", "settled unconfirmed closed", "deliberating", "Belum selesai", "Dibuka lagi: belum selesai",
         event="reports.reopened", permission="reports.confirm"),
    step("join", f"{WORKING} {WAITING} returned settled", "", "Ini sama, saya ikut", "Warga lain ikut melaporkan",
         event="reports.joined", permission=ANYONE),
    step("mask", EVER, "", "Perbaiki kata-kata publik", "Kata-kata publik diperbaiki", event="reports.masked",
         permission="reports.mask"),
    step("set_owner", f"{OPEN} settled", "", "Tetapkan pemilik", "Pemilik barang ditetapkan",
         event="reports.owner_set", permission="reports.own"),
    step("take_down", EVER, "", "Turunkan dari publik", "Diturunkan dari halaman publik",
         event="reports.taken_down", permission="reports.take_down"),
    step("lapse", "new deliberating", "", "Diteruskan", "Diteruskan: waktu musyawarah habis", event="reports.lapsed",
         permission=SYSTEM, by_people=False),
    step("close_unconfirmed", "settled", "unconfirmed", "Tutup", "Ditutup: pelapor tidak menjawab",
         event="reports.closed_unconfirmed", permission=SYSTEM, by_people=False),
    step("expire", "returned", "withdrawn", "Tutup", "Ditutup: tidak dilengkapi", event="reports.expired",
         permission=SYSTEM, by_people=False),
    step("absorb", EVER, "", "Gabungan", "Laporan yang sama digabung ke sini", event="reports.absorbed",
         permission=SYSTEM, by_people=False),
    step("fulfil", f"with_unit {WAITING}", "settled", "Selesai", "Semua tindak lanjutnya selesai dan dicek",
         event="reports.fulfilled", permission=SYSTEM, by_people=False),
    step("resume", "with_unit", "deliberating", "Musyawarahkan lagi", "Keputusan dicabut, dimusyawarahkan lagi",
         event="reports.resumed", permission=SYSTEM, by_people=False),
    step("review", "ended", "", "Tinjau", "Ditinjau di rapat", event="reports.reviewed", permission=SYSTEM,
         by_people=False),
    step("recount", f"{OPEN} settled", "", "Hitung ulang", "Batas waktu dihitung ulang: hari libur berubah",
         event="reports.recounted", permission=SYSTEM, by_people=False),
    step("receive_imported", "", "closed", "Masukkan riwayat", "Dimasukkan dari sistem lain, sebagai riwayat",
         event="reports.imported", permission=SYSTEM, by_people=False),
)  # fmt: skip

# What may still be done with history from another system: it was answered there, without deliberation.
OF_HISTORY = frozenset({"mask", "take_down"})

# Steps of whoever oversees the place, not only of the body that holds the report.
OVERSEEN = frozenset({"mask", "take_down", "set_owner"})
# Steps of everyone around who sees it and has the right, whoever holds it.
AROUND = OVERSEEN | {"tell", "copy_out"}
# Steps that answer whoever reported it: what was said goes back to where the report came from.
ANSWERS = frozenset("answer finish settle await_budget carry refer refuse return_for_completion merge fulfil".split())
# Steps that end the work on a report need the report's body; these are the reporter's or the neighbourhood's.
CONFIRMING = frozenset({"confirm", "reopen"})
NEIGHBOURS = frozenset({"ketua_rt", "sekretaris_rt", "ketua_rw", "sekretaris_rw"})


@dataclass(frozen=True, slots=True)
class TrackRule:
    """What a track allows, the state in which the work is done, and the keys of its limits.

    `new_key` is the limit of being received and `work_key` that of the work; "" is the level's own, for a musyawarah.
    """

    working: Status
    steps: frozenset[str]
    total_key: str
    new_key: str = "reports.service.verify"
    work_key: str = "reports.service.first_answer"
    is_public: bool = True


_SWIFT = frozenset("receive acknowledge climb lapse follow_up resume disprove take_down recount".split())
_INCIDENT = _SWIFT | {"tell", "end", "go_on", "review", "merge", "absorb"}
_WARNING = _SWIFT | {"answer", "assign", "come_true", "prevent", "raise_report"}
# What reports of all other tracks know: everything but what belongs to incidents and warnings alone.
_ORDINARY = frozenset(FLOW) - {"tell", "end", "go_on", "review", "come_true", "disprove", "prevent", "raise_report"}
_SEALED = frozenset(
    "receive acknowledge answer finish refer record_letter refuse return_for_completion complete withdraw confirm "
    "reopen take_down close_unconfirmed expire recount copy_out".split()
)
TRACK: Mapping[str, TrackRule] = {
    Track.NEIGHBOURHOOD: TrackRule(Status.DELIBERATING, _ORDINARY, "reports.total", "", ""),
    Track.SERVICE: TrackRule(
        Status.WITH_UNIT, _ORDINARY - {"deliberate", "settle", "climb", "lapse"}, "reports.service.simple"
    ),
    Track.SEALED: TrackRule(Status.WITH_UNIT, _SEALED, "reports.service.inspection", is_public=False),
    Track.INCIDENT: TrackRule(
        Status.WITH_UNIT, _INCIDENT, "reports.incident.total", "reports.incident.accept", "reports.incident.news", False
    ),
    Track.WARNING: TrackRule(
        Status.WITH_UNIT, _WARNING, "reports.warning.total", "reports.warning.accept", "reports.warning.outcome", False
    ),
}
# What is told on a form of its own, and who may be told of it: see `may_report`.
SWIFT_TRACKS = frozenset({Track.INCIDENT, Track.WARNING})
# From whom an incident goes to the whole line at once: lurah, camat, wali kota.
LINE = ("kelurahan", "kecamatan", "kota")

LEVELS: Sequence[str] = tuple(Stage.values)
# Levels at which an office has units to hand a report to; RT and RW have only their own people.
OFFICES = frozenset({Stage.KELURAHAN, Stage.KECAMATAN, Stage.KOTA})
TERRITORY_STAGE = {
    "rt": Stage.RT, "rw": Stage.RW, "kelurahan": Stage.KELURAHAN, "desa": Stage.KELURAHAN,
    "kecamatan": Stage.KECAMATAN, "kota": Stage.KOTA, "kabupaten": Stage.KOTA,
}  # fmt: skip
# Which level's head a role is: what is said of them is heard one level above.
HEADS = {
    "ketua_rt": Stage.RT, "sekretaris_rt": Stage.RT, "rt": Stage.RT,
    "ketua_rw": Stage.RW, "sekretaris_rw": Stage.RW, "rw": Stage.RW,
    "lurah": Stage.KELURAHAN, "kelurahan": Stage.KELURAHAN, "camat": Stage.KECAMATAN, "kecamatan": Stage.KECAMATAN,
}  # fmt: skip

OPEN_STATES = tuple(OPEN.split())
WORKING_STATES = ("new", *WORKING.split())
WAITING_STATES = tuple(WAITING.split())
# In lists: no state but a date, so it is asked for by this word.
PAST_WHOLE = "lewat-batas"
OUTCOME_STATES = tuple(OUTCOMES.split())


def of_track(name: str, track: str) -> Step:
    """The step as this track knows it: what others deliberate, a unit or an office works on."""
    known = FLOW[name]
    working = TRACK[track].working
    if working == Status.DELIBERATING:
        return known
    target = working if known.target == Status.DELIBERATING else known.target
    sources = known.sources | {working} if Status.DELIBERATING in known.sources else known.sources
    return replace(known, target=target, sources=sources)


def may_report(actor: Actor, track: str, path: str) -> bool:
    """An incident is anyone's to tell; an early warning is noted by those whom the law names, for their place."""
    return track != Track.WARNING or actor.holds("reports.warn", path)


def next_level(level: str) -> str:
    """The level above, "" above the city."""
    place = LEVELS.index(level) + 1
    return LEVELS[place] if place < len(LEVELS) else ""


def higher(one: str, other: str) -> str:
    """The higher of two levels."""
    return max(one, other, key=LEVELS.index)


def passed_by(actor: Actor, report: Report) -> bool:
    """Whether the report is about the actor or the body in which they act."""
    if not report.passes_by:
        return False
    mine = {str(actor.user_id), str(actor.office.institution_id) if actor.office else ""}
    return bool(mine & set(report.passes_by))


def is_reporter(actor: Actor, report: Report) -> bool:
    """Whether the actor sent it with an account; those without one show their secret instead."""
    return actor.user_id is not None and actor.user_id == report.reporter_id


def near(actor: Actor, report: Report) -> bool:
    """Whether the actor acts in the body that holds it."""
    return actor.office is not None and actor.office.institution_id == report.body_id


def works_on(actor: Actor, report: Report, *, stands_in: bool = False) -> bool:
    """Whether the actor is one of those in the body that holds it who work on reports, not a helper beside them."""
    works = actor.holds("reports.acknowledge", report.path) or actor.holds("reports.sealed", report.path)
    return works and (stands_in or near(actor, report))


def visible(actor: Actor, report: Report, *, stands_in: bool = False) -> bool:
    """In my territory, held by or assigned to my body, or mine; what is private only to the body that holds it.

    `stands_in`: the office that holds it is vacant and its work falls to the actor; what is sealed falls to nobody.
    """
    if is_reporter(actor, report):
        return True
    if passed_by(actor, report):
        return False
    if report.track == Track.SEALED:
        return near(actor, report) and actor.holds("reports.sealed", report.path)
    if report.track == Track.WARNING and actor.holds("reports.watch", report.path):
        return True
    if works_on(actor, report, stands_in=stands_in):
        return True
    if report.is_private:
        return False
    assigned = actor.office is not None and actor.office.institution_id == report.unit_id
    return actor.holds("reports.view", report.path) or (assigned and actor.holds("reports.view_assigned", report.path))


def permitted(actor: Actor, permission: str, report: Report) -> bool:
    """Whether the office holds the permission here; a sealed report's office holds it by being the named one."""
    if report.track == Track.SEALED:
        return actor.holds("reports.sealed", report.path)
    return actor.holds(permission, report.path)


def entitled(actor: Actor, name: str, report: Report, *, by_secret: bool = False, stands_in: bool = False) -> bool:
    """Whether the person may take this step, whatever the state. `stands_in`: for a vacant office that holds it."""
    who = FLOW[name].permission
    reporter = by_secret or is_reporter(actor, report)
    if who == SYSTEM:
        return actor.holds("system", "")
    if who == ANYONE:
        return True
    if who == REPORTER:
        return reporter
    if name in CONFIRMING and reporter:
        return True
    if not visible(actor, report, stands_in=stands_in) or not permitted(actor, who, report):
        return False
    if name in CONFIRMING:
        # The neighbourhood may say whether it is solved, but never the body that says it solved it.
        return actor.office is not None and actor.office.role in NEIGHBOURS and not near(actor, report)
    return near(actor, report) or stands_in or name in AROUND or in_line(actor, report)


def in_line(actor: Actor, report: Report) -> bool:
    """Whether it is an incident in the actor's place: lurah, camat and wali kota act at once, whoever holds it."""
    return report.track == Track.INCIDENT and actor.holds("reports.end", report.path)


def allows(name: str, report: Report) -> bool:
    """Whether track, level and state have this step."""
    if name not in TRACK[report.track].steps or report.status not in of_track(name, report.track).sources:
        return False
    if report.climb_basis == Basis.IMPORTED:
        return name in OF_HISTORY
    if name in {"assign", "await_budget", "carry", "refer"} and report.track == Track.NEIGHBOURHOOD:
        return report.handled_at in OFFICES
    if name in {"climb", "lapse"}:
        # Once somebody has an incident in hand, time alone moves it no more.
        in_hand = name == "lapse" and report.track == Track.INCIDENT and report.status != Status.NEW
        return bool(next_level(report.handled_at)) and not in_hand
    if name == "copy_out":
        return report.copy_due
    if name in {"join", "merge"}:
        return not report.is_private and (name != "join" or report.published_at is not None)
    return True


def may(actor: Actor, name: str, report: Report, *, by_secret: bool = False, stands_in: bool = False) -> bool:
    """Whether the button is shown: entitled, and the state has the step."""
    return allows(name, report) and entitled(actor, name, report, by_secret=by_secret, stands_in=stands_in)


def steps_for(actor: Actor, report: Report, *, by_secret: bool = False, stands_in: bool = False) -> list[Step]:
    """What the actor may do now, in the order of FLOW."""
    return [
        of_track(name, report.track)
        for name, known in FLOW.items()
        if known.by_people and may(actor, name, report, by_secret=by_secret, stands_in=stands_in)
    ]


def demand(actor: Actor, name: str, report: Report, *, by_secret: bool = False, stands_in: bool = False) -> None:
    """Raises Refused("not_found" | "not_allowed" | "wrong_track" | "wrong_step")."""
    if not entitled(actor, name, report, by_secret=by_secret, stands_in=stands_in):
        if not by_secret and not visible(actor, report, stands_in=stands_in):
            raise Refused("not_found", "Laporan ini tidak ada, atau bukan untuk Anda.")
        raise Refused("not_allowed", f"“{FLOW[name].label}” bukan wewenang Anda untuk laporan ini.")
    if name not in TRACK[report.track].steps:
        raise Refused("wrong_track", f"“{FLOW[name].label}” tidak berlaku untuk laporan {report.get_track_display()}.")
    if not allows(name, report):
        raise Refused("wrong_step", f"“{FLOW[name].label}” tidak bisa dilakukan pada keadaan sekarang.")


def due_after_meeting(start: datetime, meeting: datetime | None, limit: datetime) -> datetime:
    """The earlier of the regular meeting's evening and the limit."""
    return min(end_of_day(meeting), limit) if meeting and meeting > start else limit


def end_of_day(instant: datetime) -> datetime:
    """23.59.59 of that day in the city: what a meeting decides in the evening still counts."""
    return clock.local(instant).replace(hour=23, minute=59, second=59, microsecond=0).astimezone(instant.tzinfo)


def day_after(instant: datetime) -> datetime:
    """Midnight after that day: a meeting on the very day a matter arrives was called without it."""
    return end_of_day(instant) + timedelta(seconds=1)
