"""Sheets, devices and PINs. Whether an office may issue a sheet for a person is asked above, in `institutions`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F

from rembuk.foundation.accounts import adapter, queries, rules, tokens
from rembuk.foundation.accounts.models import Device, DeviceUser, Sheet, User, new_stamp
from rembuk.foundation.audit.actions import record, record_new
from rembuk.foundation.kernel import chance, clock, seal
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused

NO_SHEET = "Lembar ini sudah dipakai, sudah lewat masanya, atau salah ketik. Minta lembar baru ke kelurahan."
NO_DEVICE = "Perangkat ini belum dikenal. Masuk dulu dengan lembar QR."
NO_COUNTER = "Hanya petugas kelurahan atau kecamatan yang menyiapkan komputer loket."


@dataclass(frozen=True, slots=True)
class IssuedSheet:
    """What is printed, once; only hashes of it are kept."""

    token: str
    pin: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who signed in, on which device, and the secret that its cookie must hold."""

    user: User
    device: Device
    secret: str


@transaction.atomic
def add_people(*, actor: Actor, names: list[str]) -> list[User]:
    """Makes people known by name. They can sign in once a sheet is issued to them."""
    people = [User(name=name) for name in names]
    User.objects.bulk_create(people, batch_size=1000)
    record_new(actor, people, "accounts.added", changes={person.pk: {"name": person.name} for person in people})
    return people


@transaction.atomic
def issue_sheet(*, actor: Actor, user: User, uses: int = 1, days: int = rules.SHEET_DAYS) -> IssuedSheet:
    """Issues a sheet; earlier ones of the same person no longer work."""
    now = clock.now()
    Sheet.objects.filter(user=user, uses_left__gt=0).update(uses_left=0)
    token, pin = tokens.new_code(), _good_pin()
    Sheet.objects.create(
        user=user, token_hash=tokens.digest(token), pin_hash=tokens.pin_digest(token, pin), issued_at=now,
        expires_at=now + timedelta(days=days), uses_left=uses,
    )  # fmt: skip
    record(actor, user, "accounts.sheet_issued", changes={"uses": uses, "days": days})
    return IssuedSheet(token, pin)


def _good_pin() -> str:
    pin = chance.digits(tokens.PIN_LENGTH)
    return pin if not rules.weakness(pin) else _good_pin()


def sign_in_by_sheet(*, token: str, pin: str, device_secret: str = "") -> SignedIn:
    """Opens a session by sheet and PIN, and remembers the device; from then on the PIN is enough there."""
    token = tokens.tidy(token)
    sheet = queries.sheet(token)
    if sheet is None:
        raise Refused("no_sheet", NO_SHEET, "code")
    _count_try(sheet)
    if not tokens.same(sheet.pin_hash, tokens.pin_digest(token, pin)):
        raise Refused("wrong_pin", "PIN tidak cocok. Lihat enam angka di lembar, lalu coba lagi.", "pin")
    return _use_sheet(sheet, pin, device_secret)


@transaction.atomic
def _count_try(row: Sheet | DeviceUser, **fields: Any) -> None:
    """Counts a try before it is judged, so that guesses sent at the same time cannot share one count."""
    counted = type(row).objects.filter(pk=row.pk, failures=row.failures)
    if not counted.update(failures=F("failures") + 1, **fields):
        raise Refused("busy", "Sedang dicoba dari tempat lain. Tunggu sebentar, lalu coba lagi.", "pin")


@transaction.atomic
def _use_sheet(sheet: Sheet, pin: str, device_secret: str) -> SignedIn:
    left = Sheet.objects.filter(pk=sheet.pk, uses_left__gt=0)
    if not left.update(uses_left=F("uses_left") - 1, failures=0):
        raise Refused("no_sheet", NO_SHEET, "code")
    now, device = clock.now(), queries.device(device_secret)
    if device is None:
        device_secret = chance.secret(32)
        device = Device(secret_hash=tokens.digest(device_secret), made_at=now, seen_at=now)
        device.save(force_insert=True)
    DeviceUser.objects.update_or_create(
        device=device, user=sheet.user,
        defaults={"pin_hash": tokens.pin_digest(device_secret, pin), "failures": 0, "locked_until": None},
    )  # fmt: skip
    return _signed_in(sheet.user, device, device_secret, "lembar")


def sign_in_by_pin(*, device_secret: str, user_id: UUID, pin: str) -> SignedIn:
    """Opens a session by PIN on a remembered device. Wrong PINs make this person wait on this device only."""
    device = queries.device(device_secret)
    known = queries.known_on(device, user_id) if device else None
    if device is None or known is None:
        raise Refused("no_device", NO_DEVICE, "pin")
    now = clock.machine_now()
    if known.locked_until and known.locked_until > now:
        wait = rules.in_words(known.locked_until - now)
        message = f"Terlalu sering salah. Tunggu {wait} lagi, atau minta lembar baru ke kelurahan."
        raise Refused("wait", message, "pin")
    wait_next = rules.wait_after(known.failures + 1)
    _count_try(known, locked_until=now + wait_next if wait_next else None)
    if not tokens.same(known.pin_hash, tokens.pin_digest(device_secret, pin)):
        _note_lock(known, bool(wait_next))
        hint = f" Tunggu {rules.in_words(wait_next)} sebelum mencoba lagi." if wait_next else ""
        raise Refused("wrong_pin", f"PIN tidak cocok.{hint}", "pin")
    return _use_pin(known, device_secret)


@transaction.atomic
def _note_lock(known: DeviceUser, locked: bool) -> None:
    if locked:
        record(_self(known.user), known.user, "accounts.pin_locked", changes={"device": str(known.device)})


@transaction.atomic
def _use_pin(known: DeviceUser, device_secret: str) -> SignedIn:
    DeviceUser.objects.filter(pk=known.pk).update(failures=0, locked_until=None)
    return _signed_in(known.user, known.device, device_secret, "pin")


def _signed_in(user: User, device: Device, secret: str, by: str) -> SignedIn:
    Device.objects.filter(pk=device.pk).update(seen_at=clock.now())
    record(_self(user), user, "accounts.signed_in", changes={"by": by, "device": str(device)})
    return SignedIn(user, device, secret)


def _self(user: User) -> Actor:
    return Actor(user_id=user.pk, name=user.name)


@transaction.atomic
def change_pin(*, actor: Actor, device_secret: str, pin: str) -> None:
    """A PIN of one's own choice, on this device."""
    device = queries.device(device_secret)
    known = queries.known_on(device, actor.user_id) if device and actor.user_id else None
    if known is None:
        raise Refused("no_device", NO_DEVICE, "pin")
    if why := rules.weakness(pin):
        raise Refused("weak_pin", why, "pin")
    DeviceUser.objects.filter(pk=known.pk).update(
        pin_hash=tokens.pin_digest(device_secret, pin), failures=0, locked_until=None
    )
    record(actor, known.user, "accounts.pin_changed", changes={"device": str(known.device)})


@transaction.atomic
def make_counter(*, actor: Actor, device_secret: str, label: str) -> Device:
    """Turns this device into a counter computer: several people sign in on it, each with a PIN, for a short session."""
    device = queries.device(device_secret)
    if device is None or actor.user_id is None:
        raise Refused("no_device", NO_DEVICE)
    if not actor.scope("accounts.counter"):
        raise Refused("not_allowed", NO_COUNTER)
    Device.objects.filter(pk=device.pk).update(kind="counter", label=label)
    device.kind, device.label = "counter", label
    record(actor, User.objects.get(pk=actor.user_id), "accounts.counter_made", changes={"device": label})
    return device


@transaction.atomic
def forget(*, actor: Actor, device_id: UUID) -> None:
    """Forgets the actor on one of their devices and ends all their sessions; a device without people is revoked."""
    known = queries.own_device(actor, device_id)
    if known is None:
        raise Refused("no_device", "Perangkat itu sudah dilupakan.")
    known.delete()
    if not DeviceUser.objects.filter(device_id=device_id).exists():
        Device.objects.filter(pk=device_id).update(revoked_at=clock.now())
    User.objects.filter(pk=known.user_id).update(stamp=new_stamp())
    record(actor, known.user, "accounts.device_forgotten", changes={"device": str(known.device)})


@transaction.atomic
def reset(*, actor: Actor, user: User, uses: int = 1) -> IssuedSheet:
    """Ends every session, forgets every device, password and code app of a person, and issues a new sheet."""
    known = list(DeviceUser.objects.filter(user=user).values_list("device_id", flat=True))
    DeviceUser.objects.filter(user=user).delete()
    Device.objects.filter(pk__in=known, users__isnull=True).update(revoked_at=clock.now())
    Authenticator.objects.filter(user=user).delete()
    user.stamp, user.password = new_stamp(), "!"
    User.objects.filter(pk=user.pk).update(stamp=user.stamp, password=user.password)
    record(actor, user, "accounts.reset")
    return issue_sheet(actor=actor, user=user, uses=uses)


@transaction.atomic
def set_password(*, actor: Actor, user: User, username: str, password: str) -> None:
    """A name and a password for those whose office needs codes from an app. Ends the person's other sessions."""
    if actor.user_id != user.pk and not actor.holds("system", at=""):
        raise Refused("not_allowed", "Kata sandi hanya dapat dibuat oleh orangnya sendiri.")
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused("weak_password", " ".join(error.messages), "password") from error
    user.username, user.password = username, make_password(password, salt=chance.word(22))
    try:
        with transaction.atomic():
            User.objects.filter(pk=user.pk).update(username=user.username, password=user.password)
    except IntegrityError:
        raise Refused("taken", "Nama pengguna itu sudah dipakai. Pilih yang lain.", "username") from None
    record(actor, user, "accounts.password_set", changes={"username": username})


def reseal() -> Iterator[None]:
    """Seals the secrets of code apps and recovery codes with the ring's current key, each row whole or not at all."""
    current = seal.ring().current
    for pk in Authenticator.objects.order_by("pk").values_list("pk", flat=True):
        yield from [None] * _reseal_row(pk, current)


@transaction.atomic
def _reseal_row(pk: int, current: str) -> int:
    # Locked, for a recovery code that is used meanwhile is written into the same column.
    row = Authenticator.objects.select_for_update().filter(pk=pk).first()
    box = adapter.SealedMFAAdapter()
    sealed = {key: row.data[key] for key in adapter.SEALED if key in row.data} if row else {}
    old = {key: value for key, value in sealed.items() if seal.key_of(bytes.fromhex(value)) != current}
    if row is None or not old:
        return 0
    try:
        new = {key: box.encrypt(box.decrypt(value)) for key, value in old.items()}
    except Refused as refused:
        raise Refused(refused.code, f"{adapter.TABLE} baris {pk}: {refused.message}") from refused
    Authenticator.objects.filter(pk=pk).update(data={**row.data, **new})
    return len(new)
