"""Whatever goes wrong, a person is told in Indonesian what to do next, and a script gets a problem document."""

import json
from typing import Any

import pytest
from django.test import Client


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/tidak-ada/", 404, "Periksa lagi alamat"),
        ("/rusak/no/", 403, "minta kelurahan memeriksa jabatan"),
        ("/hanya-post/", 405, "tekan tombolnya"),
        ("/rusak/value/", 500, "nomor kejadian"),
        ("/rusak/database/", 503, "satu menit lagi"),
        ("/rusak/year/", 422, "tahun atau angka yang terlalu besar"),
        ("/tolak/stale/", 409, "Sudah lebih dulu diubah orang lain."),
        ("/tolak/whatever/", 422, "Sudah lebih dulu diubah orang lain."),
        ("/tolak/too_many/", 429, "Sudah lebih dulu diubah orang lain."),
        ("/tolak/disk_full/", 507, "Sudah lebih dulu diubah orang lain."),
    ],
)
def test_error_page_says_what_to_do_next(pages: Client, address: str, status: int, words: str) -> None:
    answer = pages.get(address)
    assert answer.status_code == status
    assert words in answer.text
    assert 'href="/"' in answer.text, "the way on"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_number_larger_than_its_column_is_a_sentence(pages: Client) -> None:
    answer = pages.get("/jumlah/99999999999/")
    assert answer.status_code == 422
    assert "tahun atau angka yang terlalu besar" in answer.text


def test_405_names_what_is_allowed(pages: Client) -> None:
    assert pages.get("/hanya-post/").headers["Allow"] == "POST"


def test_503_says_when_to_come_back(pages: Client) -> None:
    assert pages.get("/rusak/database/").headers["Retry-After"] == "60"


def test_500_shows_the_request_id_and_not_the_words(pages: Client) -> None:
    answer = pages.get("/rusak/value/?catatan=Bu+Sari")
    assert answer.headers["X-Request-ID"] in answer.text
    assert "Bu Sari" not in answer.text


def test_a_body_that_is_too_long_is_refused_before_it_is_read(pages: Client, settings: Any) -> None:
    settings.MAX_BODY = 1000
    answer = pages.post("/kalimat/", {"text": "a" * 2000})
    assert answer.status_code == 413
    assert "satu per satu" in answer.text


def test_too_many_words_in_a_form_are_413_too(pages: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    assert pages.post("/kalimat/", {"text": "a" * 2000}).status_code == 413


def test_forged_form_is_403_and_says_reload(pages: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/kalimat/", {"text": "a"})
    assert answer.status_code == 403
    assert "Muat ulang" in answer.text


def test_htmx_gets_a_fragment_for_the_place_of_news(pages: Client) -> None:
    answer = pages.get("/tolak/stale/", headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert "<html" not in answer.text
    assert answer.headers["HX-Retarget"] == "#kabar"


def test_script_gets_a_problem_document(pages: Client) -> None:
    answer = pages.get("/tolak/stale/", headers={"Accept": "application/json"})
    assert answer.headers["Content-Type"] == "application/problem+json"
    told = json.loads(answer.content)
    assert (told["status"], told["code"], told["field"]) == (409, "stale", "status")
    assert told["detail"] == "Sudah lebih dulu diubah orang lain."


def test_limit_is_429_on_the_third_time(pages: Client) -> None:
    assert [pages.get("/sering/").status_code for _ in range(3)] == [200, 200, 429]
