"""What became public, as a feed that readers and neighbourhood groups follow."""

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from rembuk.coordination.reports import queries as reports
from rembuk.foundation.kernel import clock, seams
from rembuk.foundation.territory import queries as territory
from rembuk.foundation.web import links
from rembuk.front.api import shapes
from rembuk.front.api.answers import writable

MOST = 50


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
