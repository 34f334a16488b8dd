"""Who is known on this device, and which sheet a code belongs to."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField, QuerySet, UUIDField

from rembuk.foundation.accounts import rules, tokens
from rembuk.foundation.accounts.models import Device, DeviceUser, Sheet, User
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.prepared import Prepared

# Asked by every page of those who are signed in.
_person = Prepared(lambda pk: User.objects.filter(pk=pk), pk=UUIDField())
_session = Prepared(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now),
    key=CharField(), now=DateTimeField(),
)  # fmt: skip


_met: ContextVar[User | None] = ContextVar("_met", default=None)


@contextmanager
def met(person: User | None) -> Iterator[None]:
    """Within it a person who was just read, with what they do here, is not read again."""
    token = _met.set(person)
    try:
        yield
    finally:
        _met.reset(token)


def signed_in(user_id: object) -> User | None:
    """The person whom a session names."""
    known = _met.get()
    found: User | None = known if known is not None and known.pk == user_id else _person.first(pk=user_id)
    return found


def session(key: str) -> Session | None:
    """A session that has not run out, by the machine's clock."""
    found: Session | None = _session.first(key=key, now=clock.machine_now())
    return found


def user(user_id: UUID) -> User | None:
    """A person by id."""
    return User.objects.filter(pk=user_id, is_active=True).first()


def device(secret: str) -> Device | None:
    """The device whose cookie this is, unless it was revoked."""
    if not secret:
        return None
    return Device.objects.filter(secret_hash=tokens.digest(secret), revoked_at__isnull=True).first()


def people_on(device: Device | None) -> list[DeviceUser]:
    """Who may sign in on a device with a PIN, by name."""
    if device is None:
        return []
    return list(_known(device).select_related("user").order_by("user__name", "user_id"))


def known_on(device: Device, user_id: UUID) -> DeviceUser | None:
    """One of them."""
    return _known(device).filter(user_id=user_id).select_related("user", "device").first()


def _known(device: Device) -> QuerySet[DeviceUser]:
    return DeviceUser.objects.filter(device=device, user__is_active=True)


def sheet(token: str) -> Sheet | None:
    """The sheet with this code, while it can still be used."""
    found = Sheet.objects.filter(token_hash=tokens.digest(tokens.tidy(token)), uses_left__gt=0, user__is_active=True)
    alive = found.filter(expires_at__gt=clock.now(), failures__lt=rules.SHEET_TRIES)
    return alive.select_related("user").first()


def devices(actor: Actor) -> list[DeviceUser]:
    """The actor's own devices, latest first."""
    return list(_own(actor).order_by("-device__seen_at", "device_id"))


def own_device(actor: Actor, device_id: UUID) -> DeviceUser | None:
    """One of them."""
    return _own(actor).filter(device_id=device_id).first()


def _own(actor: Actor) -> QuerySet[DeviceUser]:
    if actor.user_id is None:
        return DeviceUser.objects.none()
    own = DeviceUser.objects.filter(user_id=actor.user_id, device__revoked_at__isnull=True)
    return own.select_related("user", "device")


def has_second_factor(user_id: UUID) -> bool:
    """Whether a person has set up codes from an app."""
    return bool(Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.TOTP).exists())


def newest_sheet(user: User) -> Sheet | None:
    """The last sheet that was issued to a person, used or not."""
    return Sheet.objects.filter(user=user).order_by("-issued_at", "-id").first()


def has_entered(user: User) -> bool:
    """Whether a person has ever got in: a device knows them, or they have a password."""
    return bool(user.username) or DeviceUser.objects.filter(user=user).exists()
