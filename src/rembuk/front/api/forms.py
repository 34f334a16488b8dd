"""What a program sends for a resident, as the form on the portal knows it."""

from typing import ClassVar

from django.http import HttpRequest

from rembuk.coordination.reports.forms import ReceiveForm
from rembuk.coordination.reports.models import Track
from rembuk.foundation.kernel.actor import PUBLIC
from rembuk.foundation.territory import queries as territory

# Our field: what GeoReport calls it.
NAMES = {
    "category": "service_code", "text": "description", "lat": "lat", "lng": "long", "place": "address_string",
    "kelurahan": "attribute[kelurahan]", "rw": "attribute[rw]", "rt": "attribute[rt]",
    "photos": "media", "request_key": "Idempotency-Key", "territory": "lat, long, address_id, attribute[kelurahan]",
}  # fmt: skip


class SentForm(ReceiveForm):
    """Protected matters and incidents stay with our own pages: they say whom to call and who will read it."""

    tracks: ClassVar[tuple[str, ...]] = (Track.NEIGHBOURHOOD, Track.SERVICE)


def sent(request: HttpRequest) -> SentForm:
    """The form out of what came."""
    given = request.POST
    code = given.get("attribute[kelurahan]") or given.get("address_id") or ""
    place = territory.place(code[:20]) if code else None
    person = " ".join(
        part for part in (given.get("first_name", "").strip(), given.get("last_name", "").strip()) if part
    )
    contact = given.get("phone", "").strip() or given.get("email", "").strip()
    told = {
        "category": given.get("service_code", ""), "text": given.get("description", ""),
        "lat": given.get("lat", ""), "lng": given.get("long", ""), "place": given.get("address_string", "")[:160],
        "kelurahan": str(place.pk) if place else code, "rw": given.get("attribute[rw]", ""),
        "rt": given.get("attribute[rt]", ""), "name": person, "contact": contact,
        "request_key": request.headers.get("Idempotency-Key", ""),
    }  # fmt: skip
    files = request.FILES.copy()
    files.setlist("photos", request.FILES.getlist("media"))
    return SentForm(told, files, actor=PUBLIC)


def faults(form: SentForm) -> str:
    """What is wrong, each under the name by which it was sent."""
    return " ".join(f"{NAMES.get(name, name)}: {' '.join(map(str, told))}" for name, told in form.errors.items())
