"""Observers: what an expert council saw at a visit or where work was promised, by the questions of that day."""

from typing import ClassVar, cast

from django.db import models
from django.db.models import F, Q

from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.visits.models.field import LEVELS, Visit
from rembuk.foundation.accounts.models import User
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel.chance import new_id
from rembuk.foundation.territory.models import Territory


class Question(models.Model):
    """A line of the checklist from a day on. It is never reworded: it ends, and another begins."""

    subject_kind: ClassVar[str] = "visits.question"

    id = models.UUIDField(primary_key=True, default=new_id)
    text = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField()
    starts = models.DateField()
    ends = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="visits_question_asks"),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="visits_question_ends_after"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def status(self) -> str:
        """For the journal: an ended question asks nothing any more."""
        return "ended" if self.ends else "standing"

    @property
    def path(self) -> str:
        """The checklist is the whole city's."""
        return ""


class FieldNote(models.Model):
    """What an observer saw. It stands as it was written; the same key of a person is the same note."""

    subject_kind: ClassVar[str] = "visits.note"

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField(max_length=16, unique=True)
    observer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    body = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=160)
    office = models.CharField(max_length=300)
    visit = models.ForeignKey(Visit, null=True, on_delete=models.PROTECT, related_name="notes")
    follow_up = models.ForeignKey(FollowUp, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+", db_index=False)
    path = models.CharField(max_length=24, blank=True)
    kecamatan_id = models.UUIDField(null=True)
    kelurahan_id = models.UUIDField(null=True)
    rw_id = models.UUIDField(null=True)
    rt_id = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    noted_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    request_key = models.CharField(max_length=64, blank=True)
    payload_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="visits_note_says"),
            models.CheckConstraint(
                condition=Q(visit__isnull=False, follow_up__isnull=True)
                | Q(visit__isnull=True, follow_up__isnull=False),
                name="visits_note_is_of_one",
            ),
            models.UniqueConstraint(
                fields=["observer", "request_key"], condition=~Q(request_key=""), name="visits_note_sent_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-noted_at", "-id"], name="visits_note_newest"),
            models.Index(fields=["observer", "-noted_at", "-id"], name="visits_note_observer"),
            *(
                models.Index(fields=[f"{level}_id", "-noted_at", "-id"], name=f"visits_note_{level}")
                for level in LEVELS
            ),
        ]  # fmt: skip

    @property
    def about(self) -> Visit | FollowUp:
        """What was looked at: one of the two, as a constraint holds."""
        return self.follow_up or cast("Visit", self.visit)

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class NoteAnswer(models.Model):
    """What an observer answered to a question of the checklist."""

    ANSWERS: ClassVar = [("yes", "ya"), ("no", "tidak"), ("unseen", "tidak terlihat")]

    id = models.UUIDField(primary_key=True, default=new_id)
    note = models.ForeignKey(FieldNote, on_delete=models.PROTECT, related_name="answers", db_index=False)
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=8, choices=ANSWERS)
    remark = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["note", "question"], name="visits_answer_once")]

    def __str__(self) -> str:
        return f"{self.note_id} {self.question_id} {self.answer}"
