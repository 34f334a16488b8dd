"""Which event tells whom: messages are data."""

from collections.abc import Iterator
from uuid import UUID

from django.urls import reverse

from rembuk.foundation.institutions import queries, rules
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.seams import Notice, Told


def notices(told: Told) -> Iterator[Notice]:
    """A new office greets its holder; a strained rule reaches the camat."""
    changes = told.body.get("changes", {})
    if told.verb == "institutions.appointed" and _is_new(changes):
        yield Notice(
            None, UUID(str(changes["user"])), f"Anda tercatat sebagai {changes['title']}",
            f"Mulai {changes['starts']}. Terima kasih sudah bersedia mengurus warga.",
            reverse("institutions:offices"),
        )  # fmt: skip
    if told.verb == "institutions.concern_noted":
        camat = _camat(told.path)
        if camat is not None:
            yield Notice(
                camat, None, f"Catatan masa jabatan: {changes['title']}",
                f"{changes['name']}: {rules.CONCERNS[str(changes['code'])].lower()}. Alasannya dapat dibaca.",
                reverse("institutions:concerns"),
            )  # fmt: skip


def _is_new(changes: dict[str, object]) -> bool:
    return all(key in changes for key in ("user", "title", "starts"))


def _camat(path: str) -> UUID | None:
    try:
        return queries.responsible_at(path, "kecamatan").pk
    except Refused:
        return None
