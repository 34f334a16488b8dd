"""A meeting for a calendar (RFC 5545): one UID for its life, a SEQUENCE that grows with each change."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from rembuk.coordination.meetings import queries
from rembuk.coordination.meetings.models import Meeting
from rembuk.foundation.kernel import clock
from rembuk.foundation.web import share

MEDIA_TYPE = "text/calendar"


def text_of(found: Meeting) -> str:
    """REQUEST while it stands, CANCEL when it was called off."""
    from icalendar import Calendar, Event, vCalAddress, vText

    cancelled = found.status == "cancelled"
    items = queries.items(found)
    book, event = Calendar(), Event()
    book.add("prodid", "-//Rembuk//Rapat//ID")
    book.add("version", "2.0")
    book.add("method", "CANCEL" if cancelled else "REQUEST")
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    event.add("uid", f"{found.pk}@{host}")
    event.add("sequence", found.sequence)
    event.add("dtstamp", clock.now())
    event.add("dtstart", found.starts_at)
    event.add("dtend", queries.ends_at(found, queries.timed(items)))
    event.add("summary", found.title)
    event.add("location", found.place)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("url", share.absolute(reverse("meetings:meeting", args=[found.code])))
    event.add("description", "\n".join(f"{item.order}. {item.title}" for item in items) or found.title)
    # Answers are given on the page; an address that nobody reads takes none.
    organizer = vCalAddress(f"mailto:jangan-dibalas@{host}")
    organizer.params["CN"] = vText(found.institution.name)
    event.add("organizer", organizer)
    book.add_component(event)
    written: bytes = book.to_ical()
    return written.decode()
