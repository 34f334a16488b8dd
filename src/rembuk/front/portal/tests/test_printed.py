"""What the portal publishes stands on paper too: who keeps a berita acara keeps a day's digest."""

import io

from django.test import Client
from pypdf import PdfReader

from rembuk.coordination.meetings import actions as meetings
from rembuk.coordination.meetings.tests import scene
from rembuk.coordination.reports.actions import Received
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.audit import queries as journal
from rembuk.foundation.files import store
from rembuk.foundation.kernel import clock
from tests import builders


def test_the_newest_digest_is_printed_on_the_next_berita_acara(
    town: builders.City, public: Received, phone: Client
) -> None:
    with clock.standing(scene.NOON):
        assert audit.close_days(clock.now())
        sheet = meetings.approve(actor=town.actor("ketua_rw"), meeting=scene.minuted(town))
        published = phone.get("/sidik/").content.decode()
    newest = journal.digests().first()
    assert newest is not None
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(store.read(sheet.file.sha256))).pages)
    assert newest.hash in published
    assert newest.hash in "".join(text.split())
