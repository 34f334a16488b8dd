"""An e-mail backend that keeps what would be sent under REMBUK_HOME/surat, for demo and development."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from rembuk.foundation.kernel import clock

NAME = f"{__name__}.OutboxBackend"


class OutboxBackend(BaseEmailBackend):
    """A file per Message-ID: what is sent twice stands once, as a good mailbox shows it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Writes them, readable by the owner only."""
        for message in email_messages:
            content = message.message()
            named = hashlib.sha256(str(content["Message-ID"]).encode()).hexdigest()[:16]
            path = folder() / f"{clock.now():%Y%m%dT%H%M%S%f}-{named}.eml"
            if not any(folder().glob(f"*-{named}.eml")):
                with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
                    out.write(content.as_bytes())
        return len(email_messages)


def folder() -> Path:
    """Where they lie."""
    path = clock.home() / "surat"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def is_used() -> bool:
    """Whether e-mail goes to files."""
    return bool(settings.EMAIL_BACKEND == NAME)


@dataclass(frozen=True, slots=True)
class Letter:
    """A stored letter."""

    name: str
    at: datetime
    to: str
    subject: str
    text: str


def letters(count: int = 100) -> list[Letter]:
    """The newest stored letters, newest first."""
    return [_read(path) for path in sorted(folder().glob("*.eml"), reverse=True)[:count]]


def letter(name: str) -> Letter | None:
    """A stored letter by the name of its file."""
    path = folder() / f"{name}.eml"
    return _read(path) if path.parent == folder() and path.is_file() else None


def _read(path: Path) -> Letter:
    content = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = content.get_body(("plain",))
    at = datetime.strptime(path.stem.split("-")[0], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
    return Letter(path.stem, at, str(content["To"]), str(content["Subject"]), body.get_content() if body else "")
