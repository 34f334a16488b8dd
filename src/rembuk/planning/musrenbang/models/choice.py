"""What binds a choice, as rows, and what was chosen: written once, with everything that it was chosen from."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from rembuk.foundation.files.models import Document
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel.chance import new_id
from rembuk.foundation.territory.models import Territory
from rembuk.planning.musrenbang.marks import CRITERIA
from rembuk.planning.musrenbang.models.proposal import Proposal
from rembuk.planning.musrenbang.models.round import Field, Purse, Round
from rembuk.planning.musrenbang.models.session import Session


class Weight(models.Model):
    """How much a criterion counts in a round; 0 takes it out."""

    KEYS: ClassVar = [(key, one.label) for key, one in CRITERIA.items()]

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="weights", db_index=False)
    key = models.CharField(max_length=16, choices=KEYS)
    points = models.PositiveSmallIntegerField()
    legal_basis = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "key"], name="musrenbang_weight_once")]

    def __str__(self) -> str:
        return f"{self.get_key_display()} {self.points}"


class Priority(models.Model):
    """A standard item that the city wants most this year, by the code of the dictionary."""

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="priorities", db_index=False)
    code = models.CharField(max_length=40)
    legal_basis = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "code"], name="musrenbang_priority_once")]

    def __str__(self) -> str:
        return self.code


class Limit(models.Model):
    """How much of a purse may go, or is kept, for a field and for a unit ("": any); without a place: everywhere."""

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="limits", db_index=False)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    purse = models.CharField(max_length=10, choices=Purse.choices)
    field = models.CharField(max_length=8, choices=Field.choices, blank=True)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    least = models.PositiveBigIntegerField(default=0)
    most = models.PositiveBigIntegerField(null=True)
    legal_basis = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(least__gt=0) | Q(most__isnull=False), name="musrenbang_limit_some"),
            models.CheckConstraint(condition=Q(most__isnull=True) | Q(least__lte=F("most")),
                                   name="musrenbang_limit_order"),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=["round", "purse"], name="musrenbang_limit_of")]

    def __str__(self) -> str:
        return f"{self.get_purse_display()} {self.least} {self.most}"


class Tie(models.Model):
    """Works of which at most one may be chosen, or all or none."""

    KINDS: ClassVar = [("alternatives", "pilihan: paling banyak satu"), ("together", "sepaket: semua atau tidak")]

    id = models.UUIDField(primary_key=True, default=new_id)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="ties")
    kind = models.CharField(max_length=12, choices=KINDS)
    proposals = models.ManyToManyField(Proposal, related_name="+")
    reason = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.get_kind_display()


class Ruling(models.Model):
    """The decision of a session about a purse: by which rule, out of what, and how it was agreed.

    `instance` is all that the rule looked at, packed: whoever runs the rule again gets the same. No person is in it.
    """

    subject_kind: ClassVar[str] = "musrenbang.ruling"

    id = models.UUIDField(primary_key=True, default=new_id)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="rulings", db_index=False)
    path = models.CharField(max_length=24)
    purse = models.CharField(max_length=10, choices=Purse.choices)
    rule = models.CharField(max_length=30)
    budget = models.PositiveBigIntegerField()
    spent = models.PositiveBigIntegerField()
    instance = models.TextField()
    fingerprint = models.CharField(max_length=64)
    is_by_vote = models.BooleanField(default=False)
    votes_for = models.PositiveSmallIntegerField(null=True)
    votes_against = models.PositiveSmallIntegerField(null=True)
    note = models.TextField(blank=True)
    office = models.CharField(max_length=300)
    version = models.PositiveIntegerField(default=1)
    decided_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "purse"], name="musrenbang_ruling_once"),
            models.CheckConstraint(condition=Q(spent__lte=F("budget")), name="musrenbang_ruling_within"),
        ]

    def __str__(self) -> str:
        return f"{self.session}, {self.get_purse_display()}"


class Fate(models.TextChoices):
    IN = "in", "prioritas"
    ONWARD = "onward", "diteruskan ke usulan OPD"
    OUT = "out", "tidak disepakati"


class Choice(models.Model):
    """What a ruling says of a proposal: its place among those that are in, and for the others why not.

    `institution` is the unit that is asked for it, of what is asked of units.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    ruling = models.ForeignKey(Ruling, on_delete=models.PROTECT, related_name="choices", db_index=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="choices")
    fate = models.CharField(max_length=8, choices=Fate.choices)
    rank = models.PositiveSmallIntegerField(null=True)
    cost = models.PositiveBigIntegerField()
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    votes = models.PositiveSmallIntegerField(null=True)
    sentence = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ruling", "proposal"], name="musrenbang_choice_once"),
            models.CheckConstraint(
                condition=Q(fate="in", rank__isnull=False) | (~Q(fate="in") & Q(rank__isnull=True)),
                name="musrenbang_choice_ranked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_fate_display()} {self.proposal_id}"


class Envoy(models.Model):
    """Who speaks for the session one level up: a name as it stands on the paper, and of which body."""

    id = models.UUIDField(primary_key=True, default=new_id)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="envoys")
    name = models.CharField(max_length=120)
    body = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["session", "name"], name="musrenbang_envoy_once")]

    def __str__(self) -> str:
        return self.name


class Issued(models.Model):
    """The berita acara of a session with its annexes, issued once."""

    id = models.UUIDField(primary_key=True, default=new_id)
    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="issued")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", db_index=False)

    def __str__(self) -> str:
        return str(self.session_id)
