"""What files offers to the slots."""

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse

from rembuk.foundation.files import actions, queries
from rembuk.foundation.files.models import Document, File
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.seams import Measure, Move, SubjectKind


def access(actor: Actor, owner_kind: str, owner_id: UUID) -> bool | None:
    """The program itself sees every file; of other people the owner's module knows."""
    return True if actor.holds("system", at="") else None


def moved(actor: Actor, moves: tuple[Move, ...]) -> None:
    """Files go with the place that they belong to."""
    for move in moves:
        actions.move_place(move.old, move.new)


def measures() -> Iterable[Measure]:
    """Photos that a worker has not seen to yet."""
    most = queries.MOST
    yield Measure("photos_waiting", f"Photos that are not drawn yet, counted up to {most}.", queries.undrawn())


def _sees_document(actor: Actor, document_id: UUID) -> bool:
    document = queries.document_of(document_id)
    return document is not None and queries.file(actor, document.file_id) is not None


def _document_url(document_id: UUID) -> str:
    document = queries.document_of(document_id)
    return reverse("files:check", args=[document.code]) if document else ""


SUBJECTS = (
    SubjectKind(
        kind=File.subject_kind,
        rows=queries.file_rows,
        visible=lambda actor, file_id: queries.file(actor, file_id) is not None,
        url=lambda file_id: reverse("files:file", args=[file_id]),
        title=lambda file_id: queries.titles(File.subject_kind, file_id),
    ),
    SubjectKind(
        kind=Document.subject_kind,
        rows=queries.document_rows,
        visible=_sees_document,
        url=_document_url,
        title=lambda document_id: queries.titles(Document.subject_kind, document_id),
    ),
)
