"""What observers write, and the questions that they answer."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from rembuk.coordination.decisions import places as decision_places
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.visits import observe_rules as law
from rembuk.coordination.visits.models import FieldNote, NoteAnswer, Question, Visit
from rembuk.coordination.visits.queries import observing as queries
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.files import actions as files
from rembuk.foundation.kernel import chance, clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused

MOST_WORDS = 4000
ANSWERS = dict(NoteAnswer.ANSWERS)


@transaction.atomic
def observe(
    *, actor: Actor, about: Visit | FollowUp, text: str, answers: Mapping[UUID, tuple[str, str]],
    photos: Sequence[Any] = (), claimed_at: datetime | None = None, request_key: str = "",
) -> FieldNote:  # fmt: skip
    """A field note on a visit, or at the place of a follow-up, with each question of today answered.

    A key sent again gives the first answer.
    """
    said, pictures = (
        text.strip()[:MOST_WORDS],
        [photo if isinstance(photo, bytes) else photo.read() for photo in photos],
    )
    sent = _payload_hash(about, said, answers, pictures)
    if request_key and (earlier := _answered(actor, request_key, sent)):
        return earlier
    user, office = law.demand_observer(actor, about.path)
    if not said:
        raise Refused("empty", "Tuliskan apa yang Anda lihat, satu kalimat saja cukup.", "text")
    if isinstance(about, FollowUp) and about.is_private:
        raise Refused("private", "Yang tertutup untuk umum tidak dipantau lewat catatan.")
    asked = queries.questions()
    if missing := next((row for row in asked if answers.get(row.pk, ("", ""))[0] not in ANSWERS), None):
        raise Refused("unanswered", f"Jawab: {missing.text}", f"answer_{missing.pk.hex}")
    row = FieldNote(
        code=_code(), observer_id=user, body_id=office.institution_id, title=office.title[:160],
        office=actor.label[:300], text=said, claimed_at=claimed_at, noted_at=clock.now(), request_key=request_key,
        payload_hash=sent if request_key else "", **decision_places.columns(about.territory),
    )  # fmt: skip
    if isinstance(about, Visit):
        row.visit = about
    else:
        row.follow_up = about
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        if earlier := _answered(actor, request_key, sent):
            return earlier
        raise Refused("busy", "Catatan belum tersimpan. Coba kirim sekali lagi.") from None
    NoteAnswer.objects.bulk_create(
        NoteAnswer(note=row, question=one, answer=answers[one.pk][0], remark=answers[one.pk][1].strip()[:300])
        for one in asked
    )
    told = {"code": row.code, "about": about.code, "photos": len(pictures), "claimed_at": claimed_at,
            "answers": {str(one.pk): answers[one.pk][0] for one in asked}}  # fmt: skip
    audit.record(actor, row, law.OBSERVED, changes=told, reason=said)
    for picture in pictures:
        files.store_photo(actor=actor, owner_kind=FieldNote.subject_kind, owner_id=row.pk, path=row.path,
                          upload=picture, claimed_at=claimed_at)  # fmt: skip
    return row


@transaction.atomic
def ask_question(*, actor: Actor, text: str) -> Question:
    """A further question, from today on, at the end of the list."""
    law.demand_asker(actor)
    said = " ".join(text.split())[:200]
    if not said:
        raise Refused("empty", "Tulis pertanyaannya.", "text")
    if any(row.text.casefold() == said.casefold() for row in queries.questions()):
        raise Refused("again", "Pertanyaan itu sudah ada.", "text")
    last = Question.objects.aggregate(last=Max("order"))["last"] or 0
    row = Question(text=said, order=last + 1, starts=clock.today())
    row.save(force_insert=True)
    audit.record(actor, row, law.ASKED, changes={"text": said})
    return row


@transaction.atomic
def end_question(*, actor: Actor, question: Question) -> Question:
    """Asks it no more, from today on; what was answered to it stays."""
    law.demand_asker(actor)
    today = clock.today()
    left = Question.objects.filter(pk=question.pk, version=question.version, ends__isnull=True)
    if not left.update(ends=today, version=question.version + 1):
        raise Refused("stale", "Pertanyaan itu sudah dicabut.")
    question.ends, question.version = today, question.version + 1
    audit.record(actor, question, law.UNASKED, changes={"ends": today})
    return question


def _payload_hash(about: Visit | FollowUp, said: str, answers: Mapping[UUID, tuple[str, str]], pictures: Any) -> str:
    told = {str(pk): list(answer) for pk, answer in answers.items()}
    whole = audit.canonical([about.code, said, told, [hashlib.sha256(picture).hexdigest() for picture in pictures]])
    return hashlib.sha256(whole.encode()).hexdigest()


def _answered(actor: Actor, key: str, sent: str) -> FieldNote | None:
    earlier = FieldNote.objects.filter(observer=actor.user_id, request_key=key).first()
    if earlier is not None and earlier.payload_hash != sent:
        raise Refused("other_payload", "Kiriman dengan tanda ini sudah diterima dengan isi lain. Catat sebagai baru.")
    return earlier


def _code() -> str:
    while True:
        code = f"CP-{clock.today():%y}-{chance.word(6)}"
        if not FieldNote.objects.filter(code=code).exists():
            return code
