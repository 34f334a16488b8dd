"""The whole bundle of a long meeting: 20 items, 60 who came, 12 photos; and how long ten pages take.

`bench.bulk.bundle` runs it on a database of its own.
"""

import io
import json
import time
from dataclasses import asdict
from datetime import timedelta

from django.core.management import call_command
from PIL import Image

from bench.row import Row, at_most
from rembuk.coordination.meetings import actions, queries
from rembuk.coordination.meetings.bundle import paper, parts, words
from rembuk.coordination.meetings.models import Meeting
from rembuk.foundation.kernel import clock, seams
from tests import builders

ITEMS, PEOPLE, PHOTOS = 20, 60, 12
BUNDLE_SECONDS, PAGES_SECONDS, PAGES = 5.0, 1.0, 10
SAID = "Warga menyampaikan keadaan di lapangan, lembaga menjawab, lalu disepakati siapa berbuat apa. " * 6


def held() -> Meeting:
    """A locked meeting of the kelurahan that took three hours."""
    town = builders.city()
    lurah = town.actor("lurah")
    meeting = actions.convene(
        actor=lurah, institution=town.institution("kelurahan"), title="Rapat koordinasi fungsi", place="Aula",
        starts_at=clock.now() + timedelta(hours=1),
    )  # fmt: skip
    actions.write_invitation(actor=lurah, meeting=meeting, note="Bawa data.")
    items = [actions.add_item(actor=lurah, meeting=meeting, title=f"Butir ke-{number}") for number in range(ITEMS)]
    actions.start(actor=lurah, meeting=meeting)
    for row in queries.attendances(meeting):
        actions.mark_present(actor=lurah, meeting=meeting, attendance=row)
    for number in range(PEOPLE - len(queries.attendances(meeting))):
        actions.mark_present(actor=lurah, meeting=meeting, name=f"Warga {number}", office=f"RT {number % 20:03}")
    for item in items:
        actions.discuss(actor=lurah, item=item, discussion=SAID)
        actions.decide(actor=lurah, item=item, outcome="agreed", decision="Dikerjakan bersama sebelum akhir bulan.")
    for number in range(PHOTOS):
        actions.add_photo(actor=lurah, meeting=meeting, upload=noise(), caption=f"Suasana rapat, foto {number}")
    actions.close_minutes(actor=lurah, meeting=meeting)
    actions.approve(actor=lurah, meeting=meeting)
    return meeting


def noise() -> bytes:
    """A photo as a phone sends it: nothing in it can be packed."""
    out = io.BytesIO()
    Image.effect_noise((2400, 1800), 60).convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()


def work(meeting: Meeting) -> None:
    """Two pieces of work to an item, as decisions would tell of them."""
    due = clock.now() + timedelta(days=14)
    told = [
        seams.Work(
            item.pk, f"TL-{item.order}-{number}", "Keruk saluran", "Dinas PU", ["RW 01"], due, "dikerjakan", "open", "/"
        )
        for item in queries.items(meeting) for number in range(2)
    ]  # fmt: skip
    seams.WORK.fill(lambda ids: told)


def main() -> None:
    """Prints the rows as JSON."""
    call_command("migrate", verbosity=0)
    meeting = held()
    work(meeting)
    lurah = builders.actor_of("lurah")
    started = time.perf_counter()
    actions.make_papers(actor=lurah, meeting=meeting)
    made = time.perf_counter() - started
    content = parts.zipped(lurah, queries.record_of(meeting))
    whole = time.perf_counter() - started
    again = time.perf_counter()
    parts.zipped(lurah, queries.record_of(meeting))
    rows = [
        at_most(f"berkas rapat, {ITEMS} butir, {PEOPLE} hadir, {PHOTOS} foto", whole, "s", BUNDLE_SECONDS),
        Row("berkas rapat: membuat dan menyimpan PDF", round(made, 2), "s"),
        Row("berkas rapat: diunduh lagi", round(time.perf_counter() - again, 2), "s"),
        Row("berkas rapat: besar ZIP", round(len(content) / 1e6, 2), "MB"),
        ten_pages(meeting),
    ]
    print(json.dumps([asdict(row) for row in rows]))


def ten_pages(meeting: Meeting) -> Row:
    """The minutes' PDF, by the time of ten pages."""
    from pypdf import PdfReader

    sheet = words.minutes(queries.record_of(meeting))
    started = time.perf_counter()
    content = paper.pdf(sheet, code="CONTOH23", note="Contoh.", at=clock.now())
    seconds = time.perf_counter() - started
    pages = len(PdfReader(io.BytesIO(content)).pages)
    return at_most(f"notulen PDF, {PAGES} halaman (diukur pada {pages})", seconds * PAGES / pages, "s", PAGES_SECONDS)
