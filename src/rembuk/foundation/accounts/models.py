"""People who sign in, the devices they use, the PIN that works only on a device, and the printed sheet."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils.crypto import salted_hmac

from rembuk.foundation.kernel import chance
from rembuk.foundation.kernel.chance import new_id


def new_stamp() -> str:
    """A mark that sessions carry."""
    return chance.secret(16)


class User(AbstractBaseUser):
    """A person who holds or held an office. Most have no password: they sign in by sheet and PIN.

    `username` is set only for those who sign in with password and TOTP. `version` serialises rules over a person's
    offices. `stamp` is part of every session: a new one ends them all.
    """

    subject_kind: ClassVar[str] = "accounts.user"
    USERNAME_FIELD: ClassVar[str] = "username"
    EMAIL_FIELD: ClassVar[str] = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    id = models.UUIDField(primary_key=True, default=new_id)
    # null, for uniqueness: most people have none.
    username = models.CharField(max_length=60, unique=True, null=True)  # noqa: DJ001
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    stamp = models.CharField(max_length=32, default=new_stamp)
    password = models.CharField(max_length=128, default="!")
    last_login = None  # the line of audit knows it; Django would read the machine's clock
    version = models.PositiveIntegerField(default=1)

    @property
    def path(self) -> str:
        """A person has no place of their own."""
        return ""

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        mark = self.password + self.stamp
        return salted_hmac("accounts.session", mark, secret=secret, algorithm="sha256").hexdigest()

    def __str__(self) -> str:
        return self.name


class Sheet(models.Model):
    """A printed sheet: a QR with a secret link and a PIN. Both together remember a device.

    Only hashes are kept: of the token, and of the PIN under the token, so that neither can be found from the database.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sheets")
    token_hash = models.CharField(max_length=64, unique=True)
    pin_hash = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    uses_left = models.PositiveSmallIntegerField()
    failures = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"Lembar masuk {self.user}"


class Device(models.Model):
    """A remembered phone or counter computer, known by the hash of a 256-bit secret in its cookie."""

    KINDS: ClassVar = [("personal", "HP sendiri"), ("counter", "Komputer loket")]

    id = models.UUIDField(primary_key=True, default=new_id)
    secret_hash = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=10, choices=KINDS, default="personal")
    label = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.label or self.get_kind_display()


class DeviceUser(models.Model):
    """A person's PIN on a device: hashed under the device's secret, and worthless without it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="users")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="devices")
    pin_hash = models.CharField(max_length=64)
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["device", "user"], name="accounts_device_user")]

    def __str__(self) -> str:
        return f"{self.user} di {self.device}"
