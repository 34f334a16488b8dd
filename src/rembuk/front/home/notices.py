"""What was typed in somebody's name is told to them."""

from collections.abc import Iterable

from django.urls import reverse

from rembuk.foundation.kernel.seams import Notice, Told
from rembuk.front.home import queries
from rembuk.front.home.models import Sheet


def notices(told: Told) -> Iterable[Notice]:
    """The head of the RW reads which line was typed in their name, and by whom."""
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
