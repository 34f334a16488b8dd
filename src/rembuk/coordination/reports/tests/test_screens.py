"""The screens: what is invisible is not found, what is not allowed is forbidden, every step has its page and works."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rembuk.coordination.reports import actions, forms, queries
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.models import Report
from rembuk.coordination.reports.tests.conftest import fresh, later
from rembuk.foundation.audit.models import Event
from rembuk.foundation.kernel import clock
from tests import builders

At = Callable[..., Received]
Enter = Callable[[str], Client]


@pytest.fixture
def enter(town: builders.City) -> Enter:
    """`enter("lurah")`: a browser in which one of the cast is signed in; the second factor was shown."""
    return lambda name: builders.sign_in(Client(), name)


PAGES = ["/laporan/", "/laporan/menunggu/"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "name", ["ketua_rt", "ketua_rw", "lurah", "camat", "petugas_opd", "petugas_kota", "perlindungan"]
)
def test_everyone_in_office_has_a_list(enter: Enter, at_work: At, page: str, name: str) -> None:
    at_work()
    assert enter(name).get(page).status_code == 200


def test_of_each_part_of_what_waits_ten_are_shown_and_the_rest_by_a_link(enter: Enter, at_work: At) -> None:
    codes = [at_work(text=f"Saluran mampet di gang {number}.").report.code for number in range(12)]
    client = enter("ketua_rt")
    page = client.get("/laporan/menunggu/").content.decode()
    assert sum(page.count(f'href="/laporan/{code}/"') for code in codes) == 10
    assert 'href="?bagian=musyawarah"' in page
    whole = client.get("/laporan/menunggu/?bagian=musyawarah").content.decode()
    assert sum(whole.count(f'href="/laporan/{code}/"') for code in codes) == 12
    assert "12 laporan" in whole
    assert client.get("/laporan/menunggu/?bagian=tidak-ada").status_code == 200


def test_however_often_it_was_reported_before_its_page_asks_as_much(enter: Enter, at_work: At) -> None:
    client, asked = enter("ketua_rt"), []
    for hours in range(1, 8):
        with later(hours=hours):
            report = at_work().report
            if hours in {2, 3, 7}:
                client.get(f"/laporan/{report.code}/")
                with CaptureQueriesContext(connection) as seen:
                    page = client.get(f"/laporan/{report.code}/").content.decode()
                asked.append(len(seen))
    assert "berulang" in page.lower()
    assert asked[-1] == asked[0], asked


@pytest.mark.parametrize("page", [*PAGES, "/laporan/terima/", "/laporan/jenis/", "/laporan/ABC-26-12345/"])
def test_strangers_are_sent_to_sign_in(page: str, town: builders.City) -> None:
    answer = Client().get(page)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/masuk/")


def test_seen_is_shown_unseen_is_not_found_not_allowed_is_forbidden(enter: Enter, at_work: At) -> None:
    code = at_work().report.code
    assert enter("ketua_rt").get(f"/laporan/{code}/").status_code == 200
    assert enter("lurah").get(f"/laporan/{code}/").status_code == 200
    assert enter("ketua_rt_next").get(f"/laporan/{code}/").status_code == 404
    assert enter("lurah_next").get(f"/laporan/{code}/settle/").status_code == 404
    assert enter("lurah").get(f"/laporan/{code}/settle/").status_code == 403
    assert enter("lurah").post(f"/laporan/{code}/kata/").status_code == 403
    assert enter("ketua_rt").get(f"/laporan/{code}/acknowledge/").status_code == 409
    assert enter("ketua_rt").get(f"/laporan/{code}/fly/").status_code == 404
    assert enter("ketua_rt").get(f"/laporan/{code}/lapse/").status_code == 404


@pytest.mark.parametrize(("category", "name"), [("anak", "lurah"), ("anak", "wali_kota"), ("pungutan", "ketua_rt")])
def test_a_closed_report_is_not_found_by_others(enter: Enter, heard: At, category: str, name: str) -> None:
    more = {"passes_by": ("ketua_rt",)} if category == "pungutan" else {}
    report = heard(category, **more).report
    assert enter(name).get(f"/laporan/{report.code}/").status_code == 404
    assert report.code not in enter(name).get("/laporan/").content.decode()


def test_the_page_offers_what_flow_allows_and_nothing_else(enter: Enter, heard: At, town: builders.City) -> None:
    report = heard().report
    page = enter("ketua_rt").get(f"/laporan/{report.code}/").content.decode()
    offered = {name for name in forms.FORMS if f"/laporan/{report.code}/{name}/" in page}
    assert offered == {"acknowledge", "climb", "refuse", "return_for_completion", "merge"}
    assert enter("pamor").get(f"/laporan/{report.code}/").content.decode().count(f"/laporan/{report.code}/join/") == 0


STEPS: list[tuple[str, str, dict[str, Any], str]] = [
    ("deliberate", "ketua_rt", {"text": "Belum sepakat.", "outcome": "not_agreed"}, "deliberating"),
    ("settle", "ketua_rt", {"text": "Kerja bakti.", "witnesses": "Bu Ani\nPak Rudi"}, "settled"),
    ("climb", "ketua_rt", {"basis": "deliberated", "note": "Biaya kurang.", "witnesses": "A\nB"}, "deliberating"),
    ("climb", "ketua_rt", {"basis": "urgent", "note": "Mendesak."}, "deliberating"),
    ("refuse", "ketua_rt", {"reason": "Salah alamat."}, "refused"),
    ("return_for_completion", "ketua_rt", {"question": "Di mana?"}, "returned"),
    ("mask", "kasi", {"title": "Saluran", "masked": "Saluran tersumbat."}, "deliberating"),
    ("set_owner", "kasi", {"owner": "pln"}, "deliberating"),
    ("take_down", "lurah", {"reason": "Hukum."}, "deliberating"),
    ("join", "pamor", {}, "deliberating"),
]


@pytest.mark.parametrize(("step", "name", "fields", "state"), STEPS)
def test_a_step_has_a_page_and_does_its_deed(
    enter: Enter, at_work: At, step: str, name: str, fields: dict[str, Any], state: str
) -> None:
    report, client = at_work().report, enter(name)
    url = f"/laporan/{report.code}/{step}/"
    assert client.get(url).status_code == 200
    assert client.post(url, fields).status_code == 302
    assert fresh(report).status == state
    assert fresh(report).version == report.version + (2 if fields.get("witnesses") and step == "climb" else 1)


def test_at_the_kelurahan_too(enter: Enter, at_work: At, town: builders.City) -> None:
    report, client = at_work().report, enter("lurah")
    for who in ("ketua_rt", "ketua_rw"):
        actions.climb(actor=town.actor(who), report=report, basis="urgent", note="Mendesak.")
    for step, fields, state in [
        ("assign", {"to": str(town.position("kasi").pk)}, "with_unit"),
        ("answer", {"text": "Ditinjau."}, "with_unit"),
        ("await_budget", {"year": "2027", "source": "APBD"}, "awaiting_budget"),
        ("carry", {"note": "Usulan U-ditch."}, "carried"),
        ("assign", {"to": str(town.institution("opd").pk)}, "with_unit"),
    ]:
        url = f"/laporan/{report.code}/{step}/"
        assert client.get(url).status_code == 200
        assert client.post(url, fields).status_code == 302, step
        assert fresh(report).status == state
    unit = enter("petugas_opd")
    assert unit.get("/laporan/menunggu/").content.decode().count(report.code)
    assert unit.post(f"/laporan/{report.code}/refer/", {"owner": "balai", "note": "Mohon."}).status_code == 302
    letter = {"kind": "letter_answer", "who": "Balai", "text": "Dijadwalkan."}
    assert unit.post(f"/laporan/{report.code}/record_letter/", letter).status_code == 302
    assert unit.post(f"/laporan/{report.code}/finish/", {"text": "Sudah."}).status_code == 302
    assert enter("ketua_rw").post(f"/laporan/{report.code}/confirm/", {}).status_code == 302
    assert fresh(report).status == "closed"
    assert unit.get(f"/laporan/{report.code}/").status_code == 200


def test_receiving_shows_the_masked_words_and_asks_to_check_them(enter: Enter, heard: At) -> None:
    report = heard(text="Pak Sumarno menutup saluran.").report
    client = enter("ketua_rt")
    page = client.get(f"/laporan/{report.code}/acknowledge/").content.decode()
    assert "Pak [nama] menutup saluran." in page
    assert "Sumarno" not in page
    sent = {"masked": "Seorang warga menutup saluran.", "photos": "on"}
    assert client.post(f"/laporan/{report.code}/acknowledge/", sent).status_code == 302
    assert queries.public_words(fresh(report)) == "Seorang warga menutup saluran."


def test_a_page_taken_along_bears_the_name_of_what_it_is_about(enter: Enter, at_work: At) -> None:
    report = at_work().report
    shown = enter("ketua_rt").get(f"/laporan/{report.code}/settle/").content.decode()
    assert f"<title>Catat mufakat: {report.title}" in shown


def test_a_refused_deed_stands_beside_its_field(enter: Enter, at_work: At) -> None:
    report = at_work().report
    answer = enter("ketua_rt").post(f"/laporan/{report.code}/settle/", {"text": "Beres.", "witnesses": "Bu Ani"})
    assert answer.status_code == 422
    assert "perlu 2 saksi" in answer.content.decode()
    assert fresh(report).status == "deliberating"


def test_merging_offers_open_ones_nearby(enter: Enter, at_work: At, heard: At) -> None:
    first, second = at_work().report, heard().report
    client = enter("ketua_rt")
    page = client.get(f"/laporan/{second.code}/merge/").content.decode()
    assert first.code in page
    assert client.post(f"/laporan/{second.code}/merge/", {"into": first.code}).status_code == 302
    assert fresh(second).merged_into_id == first.pk


def test_the_words_are_opened_by_post_only_and_recorded(enter: Enter, heard: At) -> None:
    report = heard(text="Pak Sumarno marah.", contact="0812-0000-1111").report
    client = enter("ketua_rt")
    assert client.get(f"/laporan/{report.code}/kata/").status_code == 405
    assert "0812-0000" not in client.get(f"/laporan/{report.code}/").content.decode()
    page = client.post(f"/laporan/{report.code}/kata/").content.decode()
    assert "Pak Sumarno marah." in page
    assert "0812-0000-1111" in page
    assert Event.objects.filter(verb="audit.looked").count() == 1


def test_wishes_of_the_rts_home_lead_to_the_button(enter: Enter, at_work: At) -> None:
    report = at_work().report
    client = enter("ketua_rt")
    assert f"/laporan/{report.code}/settle/" in client.get("/laporan/menunggu/?untuk=mufakat").content.decode()
    assert f"/laporan/{report.code}/climb/" in client.get("/laporan/menunggu/?untuk=naik").content.decode()


def test_filters_are_links(enter: Enter, at_work: At, heard: At) -> None:
    working, new = at_work().report, heard().report
    page = enter("lurah").get("/laporan/?keadaan=new").content.decode()
    assert new.code in page
    assert working.code not in page
    assert "<select" not in page
    assert enter("lurah").get("/laporan/?keadaan=apa&sesudah=ngawur").status_code == 200


def test_a_page_takes_a_fixed_number_of_queries(enter: Enter, at_work: At, django_assert_max_num_queries: Any) -> None:
    for _ in range(3):
        report = at_work().report
    client = enter("lurah")
    with django_assert_max_num_queries(14):
        assert client.get("/laporan/").status_code == 200
    with django_assert_max_num_queries(24):
        assert client.get(f"/laporan/{report.code}/").status_code == 200


def test_the_report_page_takes_as_many_queries_late_in_its_life(enter: Enter, at_work: At, town: builders.City) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    report, client = at_work().report, enter("camat")
    client.get(f"/laporan/{report.code}/")  # what a process keeps is read once
    with CaptureQueriesContext(connection) as early:
        client.get(f"/laporan/{report.code}/")
    for _ in range(6):
        actions.deliberate(actor=town.actor("ketua_rt"), report=report, text="Belum.", witnesses=("A", "B"))
    with CaptureQueriesContext(connection) as late:
        client.get(f"/laporan/{report.code}/")
    assert len(late) == len(early)


def test_nothing_is_kept_of_a_form_that_was_refused(enter: Enter, at_work: At) -> None:
    report = at_work().report
    before = Event.objects.count()
    enter("ketua_rt").post(f"/laporan/{report.code}/climb/", {"basis": "deliberated", "note": "Biaya."})
    assert Event.objects.count() == before
    assert Report.objects.get(pk=report.pk).version == report.version


def test_categories_are_edited_by_pemerintahan_only(enter: Enter, town: builders.City) -> None:
    assert enter("lurah").get("/laporan/jenis/").status_code == 403
    client = enter("pemerintahan")
    assert client.get("/laporan/jenis/").status_code == 200
    new = {"key": "banjir", "label": "Banjir", "group": "Lingkungan", "track": "neighbourhood", "order": "5",
           "certainty": "city"}  # fmt: skip
    assert client.post("/laporan/jenis/", new).status_code == 302
    assert client.post("/laporan/jenis/", {**new, "track": "sealed"}).status_code == 422
    assert client.get("/laporan/jenis/banjir/").status_code == 200
    unit, tomorrow = str(town.institution("opd").pk), clock.today() + timedelta(days=1)
    changed = {**new, "track": "service", "unit": unit, "certainty": "city", "legal_basis": "Perwal 9/2026"}
    assert client.post("/laporan/jenis/banjir/", {**changed, "starts": clock.today()}).status_code == 422
    assert client.post("/laporan/jenis/banjir/", {**changed, "starts": tomorrow}).status_code == 302
    coming, found = queries.category_history("banjir")
    assert (found.track, found.ends, coming.track, coming.starts) == ("neighbourhood", tomorrow, "service", tomorrow)
    page = client.get("/laporan/jenis/banjir/").content.decode()
    assert "Perwal 9/2026" in page
    assert "belum berlaku" in page
    assert client.post("/laporan/jenis/banjir/", {"end": "1"}).status_code == 302
    assert "banjir" not in {row.key for row in queries.categories()}
    assert client.get("/laporan/jenis/tidak_ada/").status_code == 404


def test_photos_are_shown_with_a_way_to_paint_over_faces(enter: Enter, heard: At, photo: Callable[..., bytes]) -> None:
    report = heard(photos=[photo()]).report
    assert "/samarkan/" in enter("ketua_rt").get(f"/laporan/{report.code}/").content.decode()
    assert "/samarkan/" not in enter("pamor").get(f"/laporan/{report.code}/").content.decode()


def test_a_due_in_a_year_without_decree_is_called_provisional(enter: Enter, heard: At, town: builders.City) -> None:
    with clock.standing(datetime(2026, 12, 22, 2, 0, tzinfo=UTC)):
        report = heard("lampu").report
        page = enter("ketua_rt").get(f"/laporan/{report.code}/").content.decode()
    said = page.split("<h2>Batas waktu</h2>")[1].split("</section>")[0]
    # The first check falls into 2026, the whole into 2027, whose holidays nobody has decreed.
    assert said.split("seluruhnya")[0].count("sementara") == 0
    assert said.split("seluruhnya")[1].count("sementara") == 1


def test_what_is_alike_next_door_leads_to_its_public_page(enter: Enter, at_work: At, town: builders.City) -> None:
    other = at_work(by="ketua_rt_next", at=town.rt_next, lat=-6.25, lng=107.0).report
    assert 'data-similar="/lapor/mirip/"' in enter("ketua_rt").get("/laporan/terima/").content.decode()
    form = {"category": "drainase", "text": "", "lat": "-6.2501", "lng": "107.0", "territory": str(town.rt.pk)}
    page = enter("ketua_rt").post("/laporan/terima/", form).content.decode()
    assert f"/publik/{other.code}/" in page


def test_each_look_at_the_page_of_a_protected_report_is_recorded(enter: Enter, heard: At) -> None:
    looks = Event.objects.filter(verb="audit.looked")
    sealed, plain = heard("anak").report, heard().report
    office = enter("perlindungan")
    for address in (f"/laporan/{sealed.code}/", f"/laporan/{sealed.code}/", f"/jejak/{sealed.code}/"):
        assert office.get(address).status_code == 200
    assert enter("ketua_rt").get(f"/laporan/{plain.code}/").status_code == 200
    assert enter("lurah").get(f"/laporan/{sealed.code}/").status_code == 404
    assert [str(sealed.pk) in body for body in looks.values_list("body", flat=True)] == [True] * 3


def test_a_mufakat_that_a_phone_sends_twice_is_written_down_once(at_work: At, enter: Enter) -> None:
    report, client = at_work().report, enter("ketua_rt")
    url, told = f"/laporan/{report.code}/settle/", {"text": "Kerja bakti.", "witnesses": "Bu Ani\nPak Rudi"}
    first = client.post(url, told | {"request_key": "hp-1"})
    again = client.post(url, told | {"request_key": "hp-1"})
    assert first.status_code == again.status_code == 302
    assert first.headers["Location"] == again.headers["Location"]
    assert Event.objects.filter(subject_id=report.pk, verb="reports.settled").count() == 1
    # The key of one is no key of another, and what has no key is told that it is done already.
    assert enter("lurah").post(url, told | {"request_key": "hp-1"}).status_code == 403
    assert client.post(url, told | {"request_key": "hp-2"}).status_code == 409
    assert client.post(url, told).status_code == 409


def test_a_refused_mufakat_leaves_its_key_free(at_work: At, enter: Enter) -> None:
    report, client = at_work().report, enter("ketua_rt")
    url, told = f"/laporan/{report.code}/settle/", {"text": "Kerja bakti.", "request_key": "hp-1"}
    assert client.post(url, told | {"witnesses": ""}).status_code == 422
    assert client.post(url, told | {"witnesses": "Bu Ani\nPak Rudi"}).status_code == 302
