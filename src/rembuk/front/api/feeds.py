"""What became public, and the meetings that anyone may come to, as feeds that programs of readers follow."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from rembuk.coordination.meetings import queries as meetings
from rembuk.coordination.reports import masking
from rembuk.coordination.reports import queries as reports
from rembuk.foundation.kernel import clock, seams
from rembuk.foundation.territory import queries as territory
from rembuk.foundation.web import links
from rembuk.front.api import shapes
from rembuk.front.api.answers import writable

MOST = 50
# A calendar holds what was and what comes, so that a meeting that was called off disappears from phones.
PAST, MEETINGS = timedelta(days=30), 200


def newest(place: territory.Place | None, code: str) -> str:
    """The newest public reports; an entry is as new as the last news of its report."""
    rows = reports.exchanged(kelurahan_id=place.pk if place else None).order_by("-published_at", "-id")[:MOST]
    page = links.each(seams.link("public_report"))
    where = place.label if place else territory.served().label
    feed = Atom1Feed(
        title=f"Laporan warga {where}", link=shapes.absolute("/publik/"), language="id",
        description="Yang baru terbuka untuk umum, dan sampai di mana.",
        feed_url=shapes.absolute(f"/data/kabar.atom?kelurahan={code}" if code else "/data/kabar.atom"),
    )  # fmt: skip
    for row in rows:
        said = shapes.request(row)
        feed.add_item(
            title=writable(row.title), link=shapes.absolute(page(row.code)), unique_id=shapes.absolute(page(row.code)),
            description=escape(writable(f"{said['address']}: {said['status_notes']}")), categories=[row.category.label],
            pubdate=clock.local(row.published_at or row.received_at), updateddate=clock.local(row.news_at),
        )  # fmt: skip
    return str(feed.writeString("utf-8"))


def calendar(place: territory.Place | None) -> bytes:
    """The meetings that anyone may come to (RFC 5545): when, where, whose; who is invited stands nowhere."""
    from icalendar import Calendar, Event

    where = place.label if place else territory.served().label
    host, now = urlsplit(settings.PUBLIC_URL).hostname or "localhost", clock.now()
    book = Calendar()
    for name, value in (("prodid", "-//Rembuk//Rapat terbuka//ID"), ("version", "2.0"), ("method", "PUBLISH"),
                        ("x-wr-calname", f"Rapat terbuka {where}")):  # fmt: skip
        book.add(name, value)
    for row in meetings.open_to_all(now - PAST, MEETINGS, place.pk if place else None):
        event = Event()
        told: dict[str, object] = {
            "uid": f"{row.pk}@{host}", "sequence": row.sequence, "dtstamp": now, "dtstart": row.starts_at,
            "dtend": meetings.ends_at(row, 0), "summary": masking.mask(row.title),
            "location": masking.mask(row.place), "categories": [row.kind.label] if row.kind else [],
            "status": "CANCELLED" if row.status == "cancelled" else "CONFIRMED",
            "description": f"Terbuka untuk warga. Yang mengundang: {row.institution.name}.",
        }  # fmt: skip
        for key, said in told.items():
            event.add(key, said)
        book.add_component(event)
    written: bytes = book.to_ical()
    return written
