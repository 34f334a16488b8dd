"""The pages under /kunjungan/: the form with what is near, a month and its sheet, the steps, the blank form."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rembuk.coordination.decisions import actions as decisions
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.decisions.tests import scene
from rembuk.coordination.visits import actions, queries
from rembuk.coordination.visits.models import Visit
from rembuk.coordination.visits.tests import field
from rembuk.foundation.files import queries as files
from rembuk.foundation.kernel import clock
from tests import builders


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.fixture
def lurah(town: builders.City) -> Client:
    return builders.sign_in(Client(), "lurah")


def told(town: builders.City, **more: Any) -> dict[str, Any]:
    return {"seen": field.SEEN, "kelurahan": str(town.kelurahan.pk), "rw": "1", "rt": "1", **more}


def test_the_form_notes_a_visit_with_photo_ticks_codes_and_promise(town: builders.City, lurah: Client) -> None:
    near, other = field.heard(town), field.heard(town, north=9)
    due = clock.today() + timedelta(days=10)
    sent = told(
        town, near=near.code, concerns=f" {other.code.lower()}, {near.code}", promise="Keruk saluran", promise_due=due,
        promise_lead=str(town.institution("opd").pk), lat=field.LAT, lng=field.LNG, request_key="k" * 20,
        claimed_at="2026-01-20T01:15:00Z", photos=SimpleUploadedFile("a.jpg", scene.photo(), "image/jpeg"),
    )  # fmt: skip
    answer = lurah.post("/kunjungan/baru/", sent)
    visit = Visit.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/kunjungan/{visit.code}/")
    assert {link.report_id for link in queries.report_links(visit)} == {near.pk, other.pk}
    assert field.promised(visit).lead == town.institution("opd")
    assert (visit.request_key, visit.claimed_at) == ("k" * 20, scene.MORNING - timedelta(minutes=45))
    assert len(files.photos_of(Visit.subject_kind, visit.pk)) == 1
    shown = page(lurah, f"/kunjungan/{visit.code}/")
    assert all(words in shown for words in (field.SEEN, near.title, "Keruk saluran", "106.99200", "menurut HP"))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"seen": ""}, "seen"), ({"rt": "77"}, "tidak ada di"), ({"promise": "Keruk"}, "Sampai kapan"),
        ({"concerns": "KYY-26-00000"}, "tidak ada, atau bukan untuk Anda"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_lost(
    town: builders.City, lurah: Client, more: dict[str, str], words: str
) -> None:
    near = field.heard(town)
    answer = lurah.post("/kunjungan/baru/", {**told(town, place="gang tiga", near=near.code), **more})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert words in shown
    assert "gang tiga" in shown
    assert not Visit.objects.exists()


def test_where_one_stands_brings_what_is_near_into_the_form(town: builders.City, lurah: Client) -> None:
    near = field.heard(town, north=1)
    shown = page(lurah, f"/kunjungan/baru/?lat={field.LAT}&lng={field.LNG}")
    assert f'value="{near.code}"' in shown
    assert f'value="{field.LAT}"' in shown
    ticks = page(lurah, f"/kunjungan/sekitar/?bagian=1&lat={field.LAT}&lng={field.LNG}&near={near.code}")
    assert f'value="{near.code}" checked' in ticks
    assert "<html" not in ticks
    assert near.code in page(lurah, f"/kunjungan/sekitar/?lat={field.LAT}&lng={field.LNG}")
    assert near.code in page(lurah, f"/kunjungan/sekitar/?kelurahan={town.kelurahan.pk}&rw=1&rt=1")
    assert lurah.get("/kunjungan/sekitar/?lat=abc&lng=1").status_code == 422


def test_an_rt_head_sees_the_own_rt_at_once(town: builders.City) -> None:
    near = field.heard(town, lat=None, lng=None)
    head = builders.sign_in(Client(), "ketua_rt")
    assert near.code in page(head, "/kunjungan/sekitar/")
    assert f'value="{near.code}"' in page(head, "/kunjungan/baru/")


def test_whoever_may_inspect_has_the_buttons_right_there(town: builders.City) -> None:
    done = scene.finished(town)
    rw, kasi = (builders.sign_in(Client(), who) for who in ("ketua_rw", "kasi"))
    shown = page(rw, "/kunjungan/sekitar/")
    assert f"/tindak-lanjut/{done.code}/inspect/" in shown
    assert f"/tindak-lanjut/{done.code}/send_back/" in shown
    there = f"/kunjungan/sekitar/?kelurahan={town.kelurahan.pk}&rw=1"
    assert f"/tindak-lanjut/{done.code}/inspect/" not in page(kasi, there)
    visit = field.noted(town, "ketua_rw", territory=town.rw, concerns=[done.code])
    assert f"/tindak-lanjut/{done.code}/inspect/" in page(rw, f"/kunjungan/{visit.code}/")
    decisions.inspect(actor=town.actor("ketua_rw"), follow_up=FollowUp.objects.get(pk=done.pk))
    assert f"/tindak-lanjut/{done.code}/inspect/" not in page(rw, f"/kunjungan/{visit.code}/")


def test_who_decides_nothing_is_not_asked_for_promises(town: builders.City) -> None:
    assert "Janji di tempat" not in page(builders.sign_in(Client(), "pamor"), "/kunjungan/baru/")
    assert "Janji di tempat" in page(builders.sign_in(Client(), "ketua_rt"), "/kunjungan/baru/")


def test_ones_month_and_its_sheet(town: builders.City, lurah: Client) -> None:
    promise = actions.Promise("Keruk saluran", clock.today() + timedelta(days=3))
    mine = field.noted(town, promise=promise)
    field.noted(town, "kasi", seen="Kasi melihat lain.")
    shown = page(lurah, "/kunjungan/")
    assert mine.code in shown
    assert "Kasi melihat lain" not in shown
    assert "Kasi melihat lain" in page(lurah, "/kunjungan/wilayah/")
    paper = page(lurah, "/kunjungan/cetak/?bulan=2026-01")
    assert all(words in paper for words in (field.SEEN, "janji 0 dari 1", "Januari 2026"))
    assert mine.code not in page(lurah, "/kunjungan/?bulan=2025-12")
    for nonsense in ("omong", "0001-01", "9999-12"):
        assert mine.code in page(lurah, f"/kunjungan/?bulan={nonsense}")


def test_a_month_goes_on_by_pages_in_a_fixed_number_of_queries(town: builders.City, lurah: Client) -> None:
    asked = []
    for more in (1, 26):
        for _ in range(more):
            field.noted(town)
        page(lurah, "/kunjungan/")
        with CaptureQueriesContext(connection) as seen:
            shown = page(lurah, "/kunjungan/")
        asked.append(len(seen))
    assert asked[0] == asked[1]
    assert 'rel="next"' in shown


def test_steps_by_their_pages(town: builders.City, lurah: Client) -> None:
    visit, report = field.noted(town), field.heard(town)
    due = clock.today() + timedelta(days=5)
    sent: dict[str, dict[str, Any]] = {
        "promise": {"text": "Keruk saluran", "due": due}, "report": {"category": "drainase", "text": "Lumpur."},
        "connect": {"code": report.code}, "accompany": {"institution": str(town.institution("opd").pk)},
        "amend": {"seen": "Lumpur 40 meter.", "place": "gang 3"},
    }  # fmt: skip
    for name, body in sent.items():
        assert name in page(lurah, f"/kunjungan/{visit.code}/")
        page(lurah, f"/kunjungan/{visit.code}/{name}/")
        assert lurah.post(f"/kunjungan/{visit.code}/{name}/", {}).status_code == 422
        assert lurah.post(f"/kunjungan/{visit.code}/{name}/", body).status_code == 302, name
    shown = page(lurah, f"/kunjungan/{visit.code}/")
    assert all(words in shown for words in ("Keruk saluran", "Lumpur 40 meter.", report.code, "ikut ke tempat"))
    assert f"/kunjungan/{visit.code}/cancel/" not in shown
    assert lurah.get(f"/kunjungan/{visit.code}/fly/").status_code == 404


def test_the_blank_form_is_about_nobody(town: builders.City, lurah: Client) -> None:
    field.heard(town)
    blank, signed = Client().get("/kunjungan/luring/"), lurah.get("/kunjungan/luring/")
    assert blank.content == signed.content
    shown = blank.content.decode()
    assert "Indah Permata" not in shown
    assert "csrfmiddlewaretoken" not in shown
    assert 'data-outbox="Kunjungan"' in shown
    assert 'action="/kunjungan/baru/"' in shown
    assert "request_key" in shown
    assert "max-age" in blank.headers["Cache-Control"]


def test_phones_keep_the_blank_form_under_the_address_of_the_form(client: Client) -> None:
    worker = client.get("/sw.js").content.decode()
    assert '"/kunjungan/baru/": "/kunjungan/luring/"' in worker
    assert "visits/near" in worker
