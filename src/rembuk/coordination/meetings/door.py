"""The QR at the door: an address that only this meeting has, drawn as a picture."""

import hmac
from uuid import UUID

from django.urls import reverse

from rembuk.coordination.meetings.models import Meeting
from rembuk.foundation.kernel import seal
from rembuk.foundation.web import share

SIGNED = 24


def token(meeting: Meeting) -> str:
    """The meeting's code, signed."""
    return f"{meeting.code}-{_sign(meeting.pk)}"


def code_of(given: str) -> str:
    """The code that a token claims."""
    return given.rpartition("-")[0]


def fits(given: str, meeting: Meeting) -> bool:
    """Whether the token was made for this meeting."""
    return hmac.compare_digest(given.encode(), token(meeting).encode())


def _sign(meeting_id: UUID) -> str:
    return seal.blind("meetings.door", str(meeting_id))[:SIGNED]


def address(meeting: Meeting) -> str:
    """What the QR says."""
    return share.absolute(reverse("meetings:check_in", args=[token(meeting)]))


def picture(meeting: Meeting) -> str:
    """The QR as SVG."""
    import segno

    made = segno.make(address(meeting), error="m", micro=False)
    return made.svg_inline(border=2, omitsize=True, svgclass="qr", title="Kode QR untuk mencatat kehadiran")
