"""Ways out of the inbox. E-mail is one; a messaging service is another class with the same three members, named in
`settings.NOTICE_CHANNELS`, written by whoever has a contract with such a service.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.module_loading import import_string

from rembuk.foundation.accounts.models import User
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.notices.models import Delivery
from rembuk.foundation.web import share


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is sent. `message_id` is the same at every attempt, so that a receiver can drop what it already has.

    `calendars` are what its mailbox may put into a calendar (RFC 5545).
    """

    message_id: str
    address: str
    subject: str
    text: str
    calendars: tuple[str, ...] = ()


class Channel(Protocol):
    """A way out."""

    key: str

    def address(self, user: User) -> str:
        """Where a person is reached, or "" where not."""

    def send(self, parcel: Parcel) -> None:
        """Sends, or raises."""


class Email:
    """By Django's e-mail, to the address that a person gave."""

    key = "surel"

    def address(self, user: User) -> str:
        """The person's e-mail."""
        return user.email

    def send(self, parcel: Parcel) -> None:
        """Hands it to the server of settings.EMAIL_HOST."""
        headers = {"Message-ID": parcel.message_id, "Auto-Submitted": "auto-generated"}
        message = EmailMessage(parcel.subject, parcel.text, to=[parcel.address], headers=headers)
        for calendar in parcel.calendars:
            method = "CANCEL" if "METHOD:CANCEL" in calendar else "REQUEST"
            message.attach("rapat.ics", calendar, f"text/calendar; method={method}")
        message.send()


class File:
    """Writes what a messaging service would send to REMBUK_HOME/pesan.jsonl: for developing such a channel."""

    key = "berkas"

    def address(self, user: User) -> str:
        """Everyone is reached."""
        return user.name

    def send(self, parcel: Parcel) -> None:
        """Appends a line."""
        clock.home().mkdir(parents=True, exist_ok=True)
        with (clock.home() / "pesan.jsonl").open("a") as out:
            out.write(json.dumps({"at": clock.now().isoformat(), **asdict(parcel)}, ensure_ascii=False) + "\n")


@cache
def channels() -> tuple[Channel, ...]:
    """The ways out of this installation."""
    return tuple(import_string(name)() for name in settings.NOTICE_CHANNELS)


def parcel(deliveries: Sequence[Delivery]) -> Parcel:
    """One delivery as it is, several for the same address as a digest."""
    first = deliveries[0]
    named = hashlib.sha256(" ".join(sorted(str(delivery.pk) for delivery in deliveries)).encode()).hexdigest()[:32]
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    calendars = tuple(delivery.calendar for delivery in deliveries if delivery.calendar)
    if len(deliveries) == 1:
        return Parcel(f"<{named}@{host}>", first.address, first.subject, f"{_lines(first)}\n\n{_foot()}", calendars)
    subject = f"Ringkasan {text.day(clock.local(first.due_at))}: {len(deliveries)} kabar"
    parts = [f"{number}. {delivery.subject}\n{_lines(delivery)}" for number, delivery in enumerate(deliveries, 1)]
    return Parcel(f"<{named}@{host}>", first.address, subject, "\n\n".join([*parts, _foot()]), calendars)


def _lines(delivery: Delivery) -> str:
    return "\n".join(part for part in (delivery.text, share.absolute(delivery.url) if delivery.url else "") if part)


def _foot() -> str:
    return f"-- \nRembuk, {settings.PUBLIC_URL}\nSurat ini dikirim oleh mesin; jangan dibalas."
