"""Code and secret open one's own report; a supporter follows and does not decide."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rembuk.coordination.reports import actions
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.models import Report, Status
from rembuk.foundation.files import actions as drawing
from rembuk.foundation.files import queries as files
from rembuk.foundation.files import store
from rembuk.foundation.files.tests import samples
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import PUBLIC
from tests import builders

pytestmark = pytest.mark.django_db


def opened(phone: Client, received: Received) -> Client:
    answer = phone.post("/lacak/", {"code": received.report.code, "secret": received.secret})
    assert answer.status_code == 302, answer.content.decode()
    return phone


def status(received: Received) -> str:
    return Report.objects.get(pk=received.report.pk).status


def test_a_wrong_secret_opens_nothing(public: Received, phone: Client) -> None:
    answer = phone.post("/lacak/", {"code": public.report.code, "secret": "SALAHSEKALI"})
    assert answer.status_code == 422
    assert phone.get(f"/lacak/{public.report.code}/").status_code == 302


def test_guessing_is_slowed_down_even_with_the_right_secret(public: Received, phone: Client) -> None:
    for _ in range(30):
        phone.post("/lacak/", {"code": public.report.code, "secret": "SALAHSEKALI"})
    answer = phone.post("/lacak/", {"code": public.report.code, "secret": public.secret})
    assert answer.status_code == 422
    assert "Terlalu banyak" in answer.content.decode()


def test_the_reporter_confirms_by_code(settled: Received, phone: Client) -> None:
    opened(phone, settled)
    assert "Benar, sudah beres" in phone.get(f"/lacak/{settled.report.code}/").content.decode()
    phone.post(f"/lacak/{settled.report.code}/confirm/", {"text": ""})
    assert status(settled) == Status.CLOSED


def test_the_reporter_says_it_is_not_solved_and_why(settled: Received, phone: Client) -> None:
    opened(phone, settled)
    address = f"/lacak/{settled.report.code}/reopen/"
    assert phone.post(address, {"text": ""}).status_code == 422
    phone.post(address, {"text": "Airnya masih menggenang."})
    assert status(settled) == Status.DELIBERATING


def test_a_reporter_may_read_their_report_before_it_is_public(heard: Received, phone: Client) -> None:
    page = opened(phone, heard).get(f"/lacak/{heard.report.code}/").content.decode()
    assert "Dilaporkan" in page
    assert phone.get(f"/publik/{heard.report.code}/").status_code == 404


def test_a_supporter_follows_but_may_not_decide(settled: Received, phone: Client) -> None:
    address = phone.post(f"/publik/{settled.report.code}/")["Location"]
    assert phone.get(address).status_code == 200
    assert "Benar, sudah beres" not in phone.get(f"/lacak/{settled.report.code}/").content.decode()
    assert phone.post(f"/lacak/{settled.report.code}/confirm/", {"text": ""}).status_code == 404
    assert status(settled) == Status.SETTLED


def test_closing_takes_the_receipt_off_the_device(settled: Received, phone: Client) -> None:
    opened(phone, settled).post(f"/lacak/{settled.report.code}/tutup/")
    assert phone.get(f"/lacak/{settled.report.code}/").status_code == 302


def test_a_question_of_the_office_stands_on_the_page_and_is_answered(
    town: builders.City, public: Received, phone: Client
) -> None:
    actions.return_for_completion(actor=town.actor("ketua_rt"), report=public.report, question="Di sisi mana jalannya?")
    page = opened(phone, public).get(f"/lacak/{public.report.code}/").content.decode()
    assert "Di sisi mana jalannya?" in page
    phone.post(f"/lacak/{public.report.code}/complete/", {"text": "Sisi kiri dari pos ronda."})
    assert status(public) != Status.RETURNED


def test_what_was_closed_without_an_answer_is_opened_again_by_code(settled: Received, phone: Client) -> None:
    with clock.standing(clock.now() + timedelta(days=40)):
        assert actions.close_silent(clock.now(), 1) == 1
        assert "Belum beres" in opened(phone, settled).get(f"/lacak/{settled.report.code}/").content.decode()
        phone.post(f"/lacak/{settled.report.code}/reopen/", {"text": "Airnya masih menggenang."})
    assert status(settled) == Status.DELIBERATING


def test_what_was_confirmed_too_early_is_opened_again_by_code(settled: Received, phone: Client) -> None:
    opened(phone, settled).post(f"/lacak/{settled.report.code}/confirm/", {"text": ""})
    assert f"/lacak/{settled.report.code}/reopen/" in phone.get(f"/lacak/{settled.report.code}/").content.decode()
    phone.post(f"/lacak/{settled.report.code}/reopen/", {"text": "Tersumbat lagi."})
    assert status(settled) == Status.DELIBERATING


def test_a_public_report_is_passed_around_from_its_own_page(public: Received, phone: Client) -> None:
    page = opened(phone, public).get(f"/lacak/{public.report.code}/").content.decode()
    assert f"publik%2F{public.report.code}" in page
    assert public.secret not in page


def shared(page: str) -> str:
    """What the button “Bagikan ke WA” would send, with its address."""
    link = next(part for part in page.split("<a ") if "Bagikan ke WA" in part)
    return unquote(link.split('href="')[1].split('"')[0])


@pytest.mark.parametrize("page", ["/lacak/{}/", "/lapor/tanda-terima/{}/"])
def test_before_it_is_public_only_the_way_to_ask_is_passed_around(heard: Received, phone: Client, page: str) -> None:
    code = heard.report.code
    told = shared(opened(phone, heard).get(page.format(code)).content.decode())
    assert f"/lacak/?kode={code}" in told
    assert heard.secret not in told
    for word in (heard.report.title, "Saluran", "pos ronda", "publik", "RT", "RW"):
        assert word not in told
    # Whoever follows the link finds the code filled in, and nothing else.
    other = Client().get(f"/lacak/?kode={code}").content.decode()
    assert f'value="{code}"' in other
    assert "Saluran" not in other


@pytest.mark.parametrize("page", ["/lacak/{}/", "/lapor/tanda-terima/{}/"])
def test_what_is_sealed_is_not_passed_around_at_all(town: builders.City, phone: Client, page: str) -> None:
    sealed = actions.receive(actor=PUBLIC, category="anak", text="Anak itu dipukul.", territory=town.rt)
    assert "Bagikan ke WA" not in opened(phone, sealed).get(page.format(sealed.report.code)).content.decode()


def test_a_question_is_answered_with_a_photo_that_tells_nothing_else(
    town: builders.City, public: Received, phone: Client
) -> None:
    actions.return_for_completion(actor=town.actor("ketua_rt"), report=public.report, question="Ada fotonya?")
    address = f"/lacak/{public.report.code}/complete/"
    assert 'enctype="multipart/form-data"' in opened(phone, public).get(address).content.decode()
    content = samples.photo(taken="2026:01:19 08:00:00", place=True)
    answer = phone.post(address, {"text": "Ini fotonya.", "photos": SimpleUploadedFile("got.jpg", content)})
    assert answer.status_code == 302
    drawing.draw(10)
    (photo,) = files.photos_of(Report.subject_kind, public.report.pk)
    assert not samples.opened(store.read(photo.base_sha256)).getexif()
    assert status(public) == Status.NEW


@pytest.mark.parametrize(("name", "content"), [("got.jpg", samples.SVG), ("surat.pdf", samples.PDF)])
def test_what_is_no_photo_is_refused_beside_its_field_and_nothing_moves(
    town: builders.City, public: Received, phone: Client, name: str, content: bytes
) -> None:
    actions.return_for_completion(actor=town.actor("ketua_rt"), report=public.report, question="Ada fotonya?")
    opened(phone, public)
    address = f"/lacak/{public.report.code}/complete/"
    answer = phone.post(address, {"text": "Ini fotonya.", "photos": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert "Ini fotonya." in answer.content.decode()
    assert "foto" in answer.context["form"].errors["photos"][0].lower()
    assert status(public) == Status.RETURNED
    assert files.photos_of(Report.subject_kind, public.report.pk) == []


def test_no_more_photos_than_the_office_may_send_and_none_where_none_are_asked(
    town: builders.City, public: Received, phone: Client
) -> None:
    actions.return_for_completion(actor=town.actor("ketua_rt"), report=public.report, question="Ada fotonya?")
    opened(phone, public)
    many = [SimpleUploadedFile(f"{number}.jpg", samples.photo(40, 30)) for number in range(5)]
    answer = phone.post(f"/lacak/{public.report.code}/complete/", {"text": "Ini.", "photos": many})
    assert answer.status_code == 422
    assert 'type="file"' not in phone.get(f"/lacak/{public.report.code}/withdraw/").content.decode()


def test_whose_report_was_merged_reads_on_in_the_other(town: builders.City, public: Received, phone: Client) -> None:
    rt = town.actor("ketua_rt")
    other = actions.receive(actor=PUBLIC, category="drainase", text="Got mampet.", territory=town.rt)
    actions.acknowledge(actor=rt, report=other.report)
    actions.merge(actor=rt, report=other.report, into=public.report)
    page = opened(phone, other).get(f"/lacak/{other.report.code}/").content.decode()
    assert f"/publik/{public.report.code}/" in page


def test_the_reporter_does_not_become_a_follower_when_it_is_public(public: Received, phone: Client) -> None:
    page = opened(phone, public).get(f"/lapor/tanda-terima/{public.report.code}/").content.decode()
    assert "Anda ikut" not in page


def test_what_became_private_since_is_named_on_no_page_of_what_was_merged_into_it(
    town: builders.City, public: Received, client: Client
) -> None:
    rt = town.actor("ketua_rt")
    other = actions.receive(actor=PUBLIC, category="drainase", text="Saluran depan pos ronda.", territory=town.rt)
    actions.acknowledge(actor=rt, report=other.report)
    actions.merge(actor=rt, report=other.report, into=public.report)
    page = f"/publik/{other.report.code}/"
    assert public.report.code in client.get(page).content.decode()
    actions.climb(actor=rt, report=Report.objects.get(pk=public.report.pk), basis="conflict", note="Tentang saya.")
    assert public.report.title not in client.get(page).content.decode()
