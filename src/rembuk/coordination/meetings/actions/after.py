"""What follows a meeting: photos, comments on its minutes and their answers, its papers, and the signed one."""

from io import BytesIO

from django.db import transaction

from rembuk.coordination.meetings import queries, signing
from rembuk.coordination.meetings.actions.steps import enter, enter_invited, touch
from rembuk.coordination.meetings.bundle import parts
from rembuk.coordination.meetings.models import Comment, Meeting, Paper, Photo
from rembuk.foundation.files import actions as files
from rembuk.foundation.files import pictures
from rembuk.foundation.kernel import chance, clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused

MOST_PHOTOS = 40


@transaction.atomic
def add_photo(*, actor: Actor, meeting: Meeting, upload: files.Upload | bytes, caption: str) -> Photo:
    """Keeps a photo of the meeting with what it shows."""
    enter(actor, "add_photo", meeting)
    if not caption.strip():
        raise Refused("no_caption", "Tulis apa yang terlihat pada foto.", "caption")
    if len(queries.photos(meeting)) >= MOST_PHOTOS:
        raise Refused("too_many", f"Paling banyak {MOST_PHOTOS} foto satu rapat.", "photos")
    file = files.store_photo(
        actor=actor, owner_kind=meeting.subject_kind, owner_id=meeting.pk, path=meeting.path, upload=upload
    )
    touch(actor, "add_photo", meeting, {"file": file.pk})
    return Photo.objects.create(meeting=meeting, file=file, caption=caption.strip()[:200], added_at=clock.now())


@transaction.atomic
def drop_photo(*, actor: Actor, meeting: Meeting, photo: Photo) -> None:
    """Takes a photo away; papers that were issued with it stay as they were issued."""
    enter(actor, "drop_photo", meeting)
    found = queries.photo(meeting, photo.pk)
    if found is None:
        raise Refused("not_found", "Foto itu tidak ada lagi.")
    touch(actor, "drop_photo", meeting, {"file": found.file_id})
    files.remove(actor=actor, file=found.file)


@transaction.atomic
def comment(*, actor: Actor, meeting: Meeting, text: str) -> Comment:
    """What somebody who was there says of the minutes, while they wait for the chair and the time runs."""
    row = enter_invited(actor, "comment", meeting)
    if row.arrived_at is None or row.position is None:
        raise Refused("was_absent", "Hanya yang hadir pada rapat ini yang menanggapi notulennya.")
    meeting.refresh_from_db(fields=["comments_until"])
    if meeting.comments_until is not None and clock.now() > meeting.comments_until:
        raise Refused("too_late", "Waktu menanggapi notulen ini sudah lewat.", "text")
    if not text.strip():
        raise Refused("no_text", "Tulis tanggapan Anda.", "text")
    touch(actor, "comment", meeting)
    return Comment.objects.create(
        meeting=meeting, position=row.position, who=actor.label[:300], text=text.strip(), made_at=clock.now()
    )


@transaction.atomic
def answer_comment(*, actor: Actor, meeting: Meeting, comment: Comment, answer: str) -> Comment:
    """What was done about a comment, or why nothing was; once."""
    enter(actor, "answer_comment", meeting)
    if not answer.strip():
        raise Refused("no_text", "Tulis apa yang diubah, atau mengapa tidak.", "answer")
    touch(actor, "answer_comment", meeting)
    mine = Comment.objects.filter(meeting=meeting, pk=comment.pk, answered_at__isnull=True)
    said = {"answer": answer.strip(), "answered_by": actor.label[:300], "answered_at": clock.now()}
    if not mine.update(**said):
        raise Refused("answered", "Tanggapan ini sudah dijawab.")
    comment.refresh_from_db()
    return comment


@transaction.atomic
def make_papers(*, actor: Actor, meeting: Meeting, only: str = "") -> list[Paper]:
    """Issues what is not issued yet of the bundle, or `only` one part of it; what says the same is not drawn again."""
    enter(actor, "make_papers", meeting)
    # First, so that two who press at once wait for each other and the second finds what the first made.
    touch(actor, "make_papers", meeting)
    # Photos taken just now may still wait for the worker.
    files.draw(MOST_PHOTOS, meeting.pk)
    signs = signing.signing()
    return [_issue(actor, meeting, key, drawn, signs) for key, drawn in parts.missing(queries.record_of(meeting), only)]


@transaction.atomic
def sign(*, actor: Actor, meeting: Meeting, content: bytes) -> Paper:
    """Keeps the scan of the berita acara signed by hand, a PDF or a photo of it; the minutes stay as they are."""
    enter(actor, "sign", meeting)
    touch(actor, "sign", meeting)
    scan = _as_pdf(content)
    drawn = parts.Drawn(chance.new_id().hex, lambda code, note, at: scan)
    return _issue(actor, meeting, parts.SIGNED, drawn, signing.ByHand(scan))


def _as_pdf(content: bytes) -> bytes:
    """A photo drawn anew, without what its phone wrote into it, on a page."""
    if content.startswith(b"%PDF-"):
        return content
    if len(content) > files.MAX_DOCUMENT:
        raise Refused("too_large", f"Pindaian lebih dari {files.MAX_DOCUMENT // 1_000_000} MB.", "file")
    try:
        drawn = pictures.draw(content)
    except Refused as refused:
        raise Refused(refused.code, "Pindaian ini bukan PDF atau JPEG yang utuh.", "file") from None
    from PIL import Image

    page = BytesIO()
    with Image.open(BytesIO(drawn.content)) as image:
        image.save(page, "PDF", resolution=150)
    return page.getvalue()


def _issue(actor: Actor, meeting: Meeting, key: str, drawn: parts.Drawn, signs: signing.Signing) -> Paper:
    code, now = chance.word(8), clock.now()
    label = parts.SIGNED_LABEL if key == parts.SIGNED else parts.ISSUED[key].label
    content = signs.sign(drawn.pdf(code, signs.note, now))
    file = files.store_document(
        actor=actor, owner_kind=meeting.subject_kind, owner_id=meeting.pk, path=meeting.path, content=content,
        name=f"{key}-{meeting.code}.pdf", media_type="application/pdf",
    )  # fmt: skip
    document = files.issue(actor=actor, file=file, title=f"{label} {meeting.title}"[:200], code=code)
    return Paper.objects.create(meeting=meeting, part=key, source=drawn.source, document=document, made_at=now)
