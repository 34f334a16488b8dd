"""Who opened what is protected, read from the journal."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rembuk.coordination.reports.queries.figures import codes
from rembuk.coordination.visits.queries.hearing import gathering_codes
from rembuk.foundation.audit import queries as audit
from rembuk.foundation.audit.models import Event
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.web.pager import Page, keyset

OPENED = {
    "trail.case": "berkas perkara disimpan",
    "reports.sealed": "halaman laporan terlindungi",
    "reports.wording": "kata asli, nama, dan kontak pelapor",
    "visits.speakers": "nama yang bicara di rembuk",
}


@dataclass(frozen=True, slots=True)
class Look:
    """A look: who, in which office, when, at what. Never what stood there."""

    at: datetime
    who: str
    office: str
    what: str
    code: str


def looks(actor: Actor, cursor: str = "") -> Page[Look]:
    """Newest first."""
    page: Page[Event] = keyset(audit.looks(actor), ("-recorded_at", "-id"), cursor, 25)
    said = [(event.recorded_at, json.loads(event.body)) for event in page.items]
    subjects = [UUID(body["changes"]["subject"].partition(":")[2]) for _, body in said]
    known = codes(subjects) | gathering_codes(subjects)
    rows = [
        Look(at, _who(body), body["office"], OPENED.get(body["changes"]["what"], ""), known.get(pk, ""))
        for (at, body), pk in zip(said, subjects, strict=True)
    ]
    return Page(rows, page.next, page.previous)


def _who(body: dict[str, str]) -> str:
    return f"{body['who']}, atas nama {body['on_behalf']}" if body["on_behalf"] else body["who"]
