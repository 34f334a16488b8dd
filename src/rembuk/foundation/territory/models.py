"""Provinsi > kota or kabupaten > kecamatan > kelurahan or desa > RW > RT, with codes and boundaries that change."""

from datetime import date
from typing import ClassVar

from django.db import models

from rembuk.foundation.kernel.chance import new_id

DIGITS = 3


class Level(models.TextChoices):
    PROVINSI = "provinsi", "Provinsi"
    KABUPATEN = "kabupaten", "Kabupaten"
    KOTA = "kota", "Kota"
    KECAMATAN = "kecamatan", "Kecamatan"
    KELURAHAN = "kelurahan", "Kelurahan"
    DESA = "desa", "Desa"
    RW = "rw", "RW"
    RT = "rt", "RT"


class Zone(models.TextChoices):
    WIB = "WIB", "WIB (waktu Indonesia barat)"
    WITA = "WITA", "WITA (waktu Indonesia tengah)"
    WIT = "WIT", "WIT (waktu Indonesia timur)"


KINDS = {level.value: str(level.label) for level in (Level.KECAMATAN, Level.KELURAHAN, Level.DESA)}


def label(level: str, name: str, parent: str | None) -> str:
    """`Territory.label` of columns; `parent` is the name of an RT's RW."""
    if level == Level.RT and parent:
        return f"{name} / {parent}"
    kind = KINDS.get(level)
    return f"{kind} {name}" if kind and not name.startswith(kind) else name


def label_afar(level: str, name: str, parent: str | None, above: str | None) -> str:
    """`label` for whoever looks at many kelurahan: "RT 004 / RW 02, Margajaya". `above` is the name over `parent`."""
    near, around = label(level, name, parent), {Level.RT: above, Level.RW: parent}.get(Level(level))
    return f"{near}, {around}" if around else near


class Territory(models.Model):
    """`path` is three digits per level, numbered by us: it answers "inside?" and never orders a list.

    `name` is the present name ("Kayuringinjaya", "RW 02", "RT 004"); `number` is set for RW and RT. `ends` is set when
    it merged, split or was abolished. `is_served` marks the one city of this installation; `zone` is the time by which
    that city lives, and of others says nothing.
    """

    subject_kind: ClassVar[str] = "territory.territory"

    id = models.UUIDField(primary_key=True, default=new_id)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    level = models.CharField(max_length=10, choices=Level.choices)
    path = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=120)
    number = models.PositiveSmallIntegerField(null=True)
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    is_served = models.BooleanField(default=False)
    zone = models.CharField(max_length=4, choices=Zone.choices, default=Zone.WIB, db_default=Zone.WIB)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["is_served"], condition=models.Q(is_served=True), name="territory_served"),
            models.CheckConstraint(condition=models.Q(zone__in=Zone.values), name="territory_zone_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["parent", "name"], name="territory_parent_name")]

    @property
    def label(self) -> str:
        """Its name with its kind, as people say it: "Kelurahan Margajaya", "RT 004 / RW 02" (join `parent`)."""
        return label(self.level, self.name, self.parent.name if self.level == Level.RT and self.parent else "")

    @property
    def label_afar(self) -> str:
        """The same with its kelurahan, for whoever looks at many (join `parent__parent`)."""
        parent = self.parent if self.level in {Level.RT, Level.RW} else None
        above = parent.parent if parent and self.level == Level.RT else None
        return label_afar(self.level, self.name, parent.name if parent else "", above.name if above else "")

    @property
    def is_present(self) -> bool:
        """Whether it has not merged, split or been abolished."""
        return self.ends is None

    def __str__(self) -> str:
        return self.label


class Code(models.Model):
    """An official code and name of a territory, from when to when (`ends` exclusive), by which decree.

    RW and RT have no official code: theirs is "", and a row only says what they were called before. `folded` is the
    name as it is searched (see `rules.fold`).
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="codes")
    code = models.CharField(max_length=16, blank=True, db_index=True)
    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=120)
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(ends__isnull=True) & ~models.Q(code=""), name="territory_code_open"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["folded"], name="territory_code_folded")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def was_used(self, on: date) -> bool:
        """Whether it is (was) in use on a date."""
        return (self.starts is None or self.starts <= on) and (self.ends is None or on < self.ends)


class Succession(models.Model):
    """`new` took over (part of) `old`: a merge has many old, a split many new."""

    id = models.UUIDField(primary_key=True, default=new_id)
    old = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="successors")
    new = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="predecessors")
    on = models.DateField(null=True)
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["old", "new"], name="territory_succession_once")]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class Spelling(models.Model):
    """Another way people write a territory's name, folded (lower case, letters and digits only)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="spellings")
    folded = models.CharField(max_length=120, db_index=True)
    note = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.folded


class Boundary(models.Model):
    """A territory's outline: GeoJSON geometry text (lng, lat; WGS84), with its box for a first look."""

    id = models.UUIDField(primary_key=True, default=new_id)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="boundaries")
    geometry = models.TextField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    source = models.CharField(max_length=200)
    is_sample = models.BooleanField(default=False)
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["territory"], condition=models.Q(ends__isnull=True), name="territory_boundary_open"
            ),
        ]

    def __str__(self) -> str:
        return f"Batas {self.territory}"


class Stamp(models.Model):
    """One row; `value` is drawn anew when a boundary or a territory changes, so that every process looks again."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    value = models.UUIDField(default=new_id)

    def __str__(self) -> str:
        return str(self.value)
