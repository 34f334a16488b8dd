"""A musrenbang as it sits: delegations, what is discussed one by one, and ballots where the round wants them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from rembuk.coordination.meetings.models import Meeting
from rembuk.foundation.accounts.models import User
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel.chance import new_id
from rembuk.foundation.territory.models import Territory
from rembuk.planning.musrenbang.models.proposal import Proposal
from rembuk.planning.musrenbang.models.round import Round


class Session(models.Model):
    """The musrenbang of a kelurahan or kecamatan in a round; `meeting` is where it is invited to and attended.

    `points_each` and `names_most` say how many points a delegate gives and how many proposals one may name (0: any
    number). `shown` is the number that everybody sees on the projector.
    """

    FORMS: ClassVar = [
        ("", "tanpa surat suara"), ("approval", "pilih yang disetujui"), ("points", "bagi poin"),
        ("ranking", "urutkan"),
    ]  # fmt: skip
    STATES: ClassVar = [
        ("prepared", "disiapkan"), ("voting", "pemungutan suara"), ("counted", "suara dihitung"),
        ("decided", "diputuskan"),
    ]  # fmt: skip
    subject_kind: ClassVar[str] = "musrenbang.session"

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="sessions", db_index=False)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=24)
    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, null=True, related_name="+")
    ballot_form = models.CharField(max_length=10, choices=FORMS, blank=True)
    is_secret = models.BooleanField(default=True)
    points_each = models.PositiveSmallIntegerField(default=0)
    names_most = models.PositiveSmallIntegerField(default=0)
    shown = models.PositiveSmallIntegerField(null=True)
    status = models.CharField(max_length=10, choices=STATES, default="prepared")
    version = models.PositiveIntegerField(default=1)
    prepared_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "territory"], name="musrenbang_session_once"),
            models.CheckConstraint(
                condition=~Q(ballot_form="points") | Q(points_each__gt=0), name="musrenbang_session_points"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["voting", "counted"]) | ~Q(ballot_form=""), name="musrenbang_session_votes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.territory.label}"


class Delegation(models.Model):
    """How many a body sends, and how many of them are women or disabled: counts, so that no person is marked.

    `handed` is how many ballots it was given.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="delegations", db_index=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+", db_index=False)
    seats = models.PositiveSmallIntegerField()
    women = models.PositiveSmallIntegerField(default=0)
    disabled = models.PositiveSmallIntegerField(default=0)
    handed = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "institution"], name="musrenbang_delegation_once"),
            models.CheckConstraint(
                condition=Q(women__lte=F("seats")) & Q(disabled__lte=F("seats")), name="musrenbang_delegation_parts"
            ),
            models.CheckConstraint(condition=Q(handed__lte=F("seats")), name="musrenbang_delegation_handed"),
        ]

    def __str__(self) -> str:
        return f"{self.institution_id}: {self.seats}"


class Matter(models.Model):
    """A proposal before a session, under the short number that stands on the ballot; and what was said of it.

    What was merged into the proposal is spoken of with it. A number is never given to another one. `on_ballot` is fixed
    when the voting opens.
    """

    TALKS: ClassVar = [
        ("", "belum dibahas"), ("agreed", "disepakati"), ("changed", "disepakati dengan catatan"),
        ("postponed", "ditunda"),
    ]  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="matters", db_index=False)
    number = models.PositiveSmallIntegerField()
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="matters")
    talk = models.CharField(max_length=10, choices=TALKS, blank=True)
    note = models.CharField(max_length=300, blank=True)
    talked_at = models.DateTimeField(null=True)
    on_ballot = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "number"], name="musrenbang_matter_number"),
            models.UniqueConstraint(fields=["session", "proposal"], name="musrenbang_matter_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="musrenbang_matter_from_one"),
            models.CheckConstraint(
                condition=~Q(talk__in=["changed", "postponed"]) | ~Q(note=""), name="musrenbang_matter_says"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.proposal_id}"


class Ballot(models.Model):
    """A ballot under its serial, made before the voting: whose it is, nobody writes down.

    `marks` is what counts, as `ballots.canonical` writes it; "" with a way is a blank ballot. On a secret ballot no row
    tells when it was given.
    """

    WAYS: ClassVar = [
        ("", "belum masuk"), ("twice", "diketik dua orang"), ("settled", "dilihat lagi"),
        ("screen", "di layar bersama"), ("void", "rusak"),
    ]  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="ballots", db_index=False)
    serial = models.PositiveIntegerField()
    marks = models.CharField(max_length=1000, blank=True)
    way = models.CharField(max_length=8, choices=WAYS, blank=True)
    request_key = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "serial"], name="musrenbang_ballot_serial"),
            models.UniqueConstraint(
                fields=["session", "request_key"], condition=~Q(request_key=""), name="musrenbang_ballot_once"
            ),
            models.CheckConstraint(
                condition=~Q(way__in=["", "void"]) | Q(marks=""), name="musrenbang_ballot_counts"
            ),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=["session", "way"], name="musrenbang_ballot_way")]

    def __str__(self) -> str:
        return str(self.serial)


class Typed(models.Model):
    """What somebody typed from a paper ballot: two people, each once."""

    id = models.UUIDField(primary_key=True, default=new_id)
    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="typed", db_index=False)
    place = models.PositiveSmallIntegerField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    office = models.CharField(max_length=300)
    marks = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ballot", "place"], name="musrenbang_typed_place"),
            models.UniqueConstraint(fields=["ballot", "user"], name="musrenbang_typed_by"),
            models.CheckConstraint(condition=Q(place__in=[1, 2]), name="musrenbang_typed_twice"),
        ]

    def __str__(self) -> str:
        return f"{self.ballot_id} {self.place}"
