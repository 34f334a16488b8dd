"""Which event of a follow-up tells whom, with which text. Those who reported the matter are told by its module."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse

from rembuk.coordination.decisions import queries, rules
from rembuk.coordination.decisions.models import FollowUp
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.institutions.models import Position
from rembuk.foundation.kernel import text
from rembuk.foundation.kernel.seams import Notice, Told

LEAD, HELPERS, DECIDER, INSPECTORS, ABOVE = "lead", "helpers", "decider", "inspectors", "above"

# Event → whom → head and text.
TELLS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "decisions.made": {
        LEAD: ("Tindak lanjut untuk Anda", "Mohon diterima atau dijawab paling lambat {stage}. Tenggatnya {due}."),
        HELPERS: ("Diminta mendukung", "{lead} memimpin. Bagian Anda ada di halamannya. Tenggatnya {due}."),
    },
    "decisions.accepted": {DECIDER: ("Tindak lanjut diterima", "{lead} mengerjakannya, sampai {due}.")},
    "decisions.answered": {DECIDER: ("Ada jawaban, belum diterima", "{lead} menjawab. Mohon diputuskan: {stage}.")},
    "decisions.insisted": {LEAD: ("Tetap diminta", "Mohon diterima paling lambat {stage}.")},
    "decisions.news_asked": {LEAD: ("Kabar ditanyakan", "{asker} menanyakan kabarnya. Satu baris saja sudah cukup.")},
    "decisions.extension_asked": {DECIDER: ("Diminta tambahan waktu", "{lead} menunggu jawaban Anda.")},
    "decisions.extension_allowed": {LEAD: ("Waktu ditambah", "Tenggatnya sekarang {due}.")},
    "decisions.extension_denied": {LEAD: ("Waktu tidak ditambah", "Tenggatnya tetap {due}.")},
    "decisions.awaiting_budget": {DECIDER: ("Menunggu anggaran", "Rencananya tahun {year}, {source}.")},
    "decisions.handed_over": {DECIDER: ("Bukan wewenang kota", "Diserahkan ke {owner}.")},
    "decisions.resumed": {DECIDER: ("Dikerjakan lagi", "{lead} melanjutkan, sampai {due}.")},
    "decisions.part_finished": {LEAD: ("Satu bagian selesai", "Satu bagian pendukung sudah selesai.")},
    "decisions.part_excused": {HELPERS: ("Satu bagian dilepaskan", "Lihat bagian Anda di halamannya.")},
    "decisions.finished": {INSPECTORS: ("Mohon dicek di lapangan", "Kata {lead} sudah selesai. Cek sampai {stage}.")},
    "decisions.vouched": {INSPECTORS: ("Pelapor membenarkan", "Masih perlu dicek lembaga lain, sampai {stage}.")},
    "decisions.inspected": {
        LEAD: ("Terima kasih, sudah dicek", "Sesuai di lapangan. Tindak lanjut ini selesai."),
        HELPERS: ("Terima kasih, sudah dicek", "Sesuai di lapangan. Tindak lanjut ini selesai."),
        DECIDER: ("Selesai, lolos cek lapangan", "Sudah dicek orang lain di lapangan."),
    },
    "decisions.sent_back": {
        LEAD: ("Belum sesuai di lapangan", "Mohon dikerjakan lagi. Tenggatnya tetap {due}."),
    },
    "decisions.passed_on": {LEAD: ("Tindak lanjut untuk Anda", "Dipindahkan kepada Anda. Jawab sampai {stage}.")},
    "decisions.revoked": {
        LEAD: ("Tindak lanjut dicabut", "Tidak perlu dilanjutkan. Yang sudah dikerjakan tetap tercatat."),
        HELPERS: ("Tindak lanjut dicabut", "Tidak perlu dilanjutkan."),
    },
    "decisions.warned": {LEAD: ("Tenggat sudah dekat", "Tenggatnya {due}. Hanya Anda yang menerima pesan ini.")},
    "decisions.climbed": {
        ABOVE: ("Lewat batas, naik kepada Anda", "Dipimpin {lead}, tenggatnya {due}. Mohon dibantu."),
        LEAD: ("Lewat batas, diteruskan ke atas", "{above} sudah diberi tahu."),
    },
}  # fmt: skip


def notices(told: Told) -> Iterable[Notice]:
    """Each who takes part is told what it has to do, or what became of it."""
    if told.verb == "decisions.week_told":
        return _week(told.body["changes"])
    if told.subject_kind != FollowUp.subject_kind or told.verb not in TELLS:
        return []
    found = queries.by_id(told.subject_id)
    if found is None:
        return []
    known = words(found) | {"asker": str(told.body.get("office", ""))}
    url = reverse("decisions:detail", args=[found.code])
    # Whoever is asked to do something is not told the same as somebody else too.
    once: dict[UUID, Notice] = {}
    for whom, (head, body) in TELLS[told.verb].items():
        urgent = found.priority == "urgent" and whom == LEAD
        for seat in _seats(found, whom):
            subject = f"{head}: {title(found)}"[:200]
            once.setdefault(seat, Notice(seat, None, subject, body.format(**known), url, urgent=urgent))
    return [*once.values(), *_people(told, found, known, url)]


WEEK = (("silent", "tanpa kabar"), ("due", "jatuh tempo minggu ini"), ("asked", "menunggu diterima"))


def _week(figures: Mapping[str, Any]) -> list[Notice]:
    """One message at the beginning of a week, with the page on which all of it is filled in."""
    said = ", ".join(f"{figures[key]} {words}" for key, words in WEEK if figures[key])
    body = UUID(figures["body"])
    seat = institutions.unit_offices([body]).get(body)
    text_ = "Semuanya ada di satu halaman: isi yang berubah, lalu simpan sekaligus."
    return [Notice(seat.pk, None, f"Pekan ini: {said}", text_, reverse("decisions:list"))] if seat else []


def _people(told: Told, found: FollowUp, known: Mapping[str, str], url: str) -> list[Notice]:
    """Reporters who may inspect, by account."""
    said = TELLS[told.verb].get(INSPECTORS)
    if said is None or told.verb == "decisions.vouched":
        return []
    people = [row.user_id for row in found.inspectors.all() if row.user_id]
    return [Notice(None, user, f"{said[0]}: {title(found)}"[:200], said[1].format(**known), url) for user in people]


def _seats(found: FollowUp, whom: str) -> list[UUID]:
    if whom == LEAD and found.lead.ends is None:
        return [found.holder_id]
    if whom == ABOVE:
        return [found.raised_to_id] if found.raised_to_id else []
    if whom in {LEAD, DECIDER}:
        # A body that was closed reads nothing: then whoever decided is told, or acts in its place.
        return [_decider(found).pk]
    if whom == HELPERS:
        bodies = [part.institution_id for part in found.parts.all() if part.institution_id]
    else:
        bodies = [row.institution_id for row in found.inspectors.all() if row.institution_id]
    offices = institutions.unit_offices(bodies)
    return [offices[body].pk for body in bodies if body in offices]


def _decider(found: FollowUp) -> Position:
    offices = institutions.unit_offices([found.body_id]) if found.body.ends is None else {}
    known = offices.get(found.body_id)
    return known or institutions.responsible_at(found.path, rules.level_of(found.body))


def title(found: FollowUp) -> str:
    """In a subject line, where others look over the shoulder, what is closed tells its code only."""
    return found.code if found.is_private else found.title


def words(found: FollowUp) -> dict[str, str]:
    """What the texts are filled with."""
    return {
        "due": text.day(found.total_due), "stage": text.day(found.stage_due) if found.stage_due else "secepatnya",
        "lead": found.partner_name or str(found.lead), "year": str(found.budget_year or ""),
        "source": found.budget_source, "owner": found.handed_to,
        "above": found.raised_to.title if found.raised_to else "tingkat di atas",
    }  # fmt: skip
