"""Uploads and issued documents. Bytes lie under REMBUK_HOME/files by SHA-256; rows say what they belong to."""

from typing import ClassVar

from django.db import models

from rembuk.foundation.kernel.chance import new_id


class File(models.Model):
    """A file of a subject. What is served is drawn anew, without EXIF; what EXIF said is sealed in `claims`.

    `sha256` is the fingerprint of what was sent, which for photos is kept only until the worker has drawn them (`state`
    says whether it has); nothing is served before. `base_sha256` is the picture drawn anew,
    `served_sha256` the same with its masks painted over, `public_sha256` what everyone may see once published (blurred
    for matters of the home). `claimed_at` is what the phone says; `received_at` is what we know.
    `masks` are boxes painted over by an officer: [[left, top, width, height], …] in thousandths of the picture.
    """

    KINDS: ClassVar = [("photo", "Foto"), ("document", "Dokumen")]
    STATES: ClassVar = [
        ("waiting", "sedang disiapkan"), ("drawn", "siap"), ("unreadable", "tidak bisa dibuka"),
    ]  # fmt: skip
    subject_kind: ClassVar[str] = "files.file"

    id = models.UUIDField(primary_key=True, default=new_id)
    owner_kind = models.CharField(max_length=40)
    owner_id = models.UUIDField()
    kind = models.CharField(max_length=10, choices=KINDS)
    state = models.CharField(max_length=10, choices=STATES, default="drawn", db_default="drawn")
    sha256 = models.CharField(max_length=64, db_index=True)
    base_sha256 = models.CharField(max_length=64, blank=True)
    served_sha256 = models.CharField(max_length=64, blank=True)
    public_sha256 = models.CharField(max_length=64, blank=True)
    thumbnail_sha256 = models.CharField(max_length=64, blank=True)
    public_thumbnail_sha256 = models.CharField(max_length=64, blank=True)
    thumbnails_due = models.BooleanField(default=False)
    media_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    name = models.CharField(max_length=120, blank=True)
    received_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    claims = models.BinaryField(null=True)
    masks = models.JSONField(default=list)
    is_public = models.BooleanField(default=False)
    is_blurred = models.BooleanField(default=False)
    removed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    path = models.CharField(max_length=24, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["owner_kind", "owner_id"], name="files_owner"),
            models.Index(fields=["id"], condition=models.Q(thumbnails_due=True), name="files_thumbnails_due"),
        ]

    def __str__(self) -> str:
        return self.name or self.sha256[:12]


class Original(models.Model):
    """A photo as it was sent, EXIF and all: sealed, served to nobody, gone once it is drawn.

    It lies in the database, so it is there with its row or not at all. One that cannot be drawn stays.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    file = models.OneToOneField(File, on_delete=models.PROTECT, related_name="original")
    content = models.BinaryField(null=True)

    def __str__(self) -> str:
        return f"Asli {self.file_id}"


class Fingerprint(models.Model):
    """What a photo looks like before masks (see `fingerprints`); by the bands those that are alike are found."""

    file = models.OneToOneField(File, on_delete=models.PROTECT, primary_key=True, related_name="fingerprint")
    bits = models.BigIntegerField()
    band_0 = models.IntegerField()
    band_1 = models.IntegerField()
    band_2 = models.IntegerField()
    band_3 = models.IntegerField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=[f"band_{band}", "bits"], name=f"files_band_{band}") for band in range(4)
        ]

    def __str__(self) -> str:
        return f"{self.bits & (2**64 - 1):016x}"


class Document(models.Model):
    """A document as it was issued, stored once; `code` leads to /periksa/<code>."""

    subject_kind: ClassVar[str] = "files.document"

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField(max_length=16, unique=True)
    file = models.OneToOneField(File, on_delete=models.PROTECT, related_name="document")
    title = models.CharField(max_length=200)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1)

    @property
    def path(self) -> str:
        """Its file's place."""
        return self.file.path

    def __str__(self) -> str:
        return self.title
