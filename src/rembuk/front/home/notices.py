"""What was typed in somebody's name is told to them; an office that is handed on is told to who leaves and comes."""

from collections.abc import Iterable

from django.urls import reverse

from rembuk.foundation.kernel.seams import Notice, Told
from rembuk.front.home import queries
from rembuk.front.home.models import Handover, Sheet


def notices(told: Told) -> Iterable[Notice]:
    """The head of the RW reads which line was typed in their name; a seat, what is to be handed over or read."""
    if told.subject_kind == Handover.subject_kind:
        return _handed(told)
    if told.subject_kind != Sheet.subject_kind or told.verb != "home.line_typed":
        return []
    found = queries.sheet_by_id(told.subject_id)
    if found is None:
        return []
    changes = told.body["changes"]
    subject = f"Diketik atas nama Anda: baris {changes['line']}, {changes['code']}"
    return [Notice(
        queries.seat(found.institution).pk, None, subject,
        f"{told.body['who']} mengetik lembar {found.number}. Bila keliru, sampaikan kepadanya atau perbaiki di HP.",
        reverse("home:sheet", args=[found.number]),
    )]  # fmt: skip


HANDED = {
    "home.handover_asked": (
        "Masa jabatan Anda segera berakhir",
        "Mohon serahkan memori jabatannya sebelum itu.",
    ),
    "home.handed_over": ("Memori jabatan diserahkan", "Pemegang jabatan berikutnya membacanya sebelum mulai bertugas."),
    "home.handover_made": ("Memori jabatan dibuat dari data", "Pejabat sebelumnya tidak menyerahkannya sendiri."),
}


def _handed(told: Told) -> Iterable[Notice]:
    """Told to the seat: before the end whoever leaves sits in it, afterwards whoever comes."""
    found = queries.handover_by_id(told.subject_id)
    if found is None or told.verb not in HANDED:
        return []
    head, body = HANDED[told.verb]
    url = reverse("home:handover", args=[found.appointment_id])
    return [Notice(found.position_id, None, f"{head}: {found.position.title}"[:200], body, url)]
