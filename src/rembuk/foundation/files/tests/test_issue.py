"""Documents: known by their content, issued once, and checked by anybody without being kept."""

from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rembuk.foundation.files import actions, queries
from rembuk.foundation.files.models import Document, File
from rembuk.foundation.files.tests import samples
from rembuk.foundation.files.tests.conftest import KIND, PLACE
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused

pytestmark = pytest.mark.django_db


def store(officer: Actor, owner: UUID, content: bytes = samples.PDF, **other: str) -> File:
    named = {"name": "berita acara.pdf", "media_type": "application/pdf", **other}
    return actions.store_document(
        actor=officer, owner_kind=KIND, owner_id=owner, path=PLACE, content=content, **named
    )  # fmt: skip


@pytest.fixture
def document(officer: Actor, owner: UUID) -> Document:
    return actions.issue(actor=officer, file=store(officer, owner), title="Berita acara rapat RW 02")


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"<html>" + samples.SCRIPT, "application/pdf"),
        (samples.SVG, "image/svg+xml"),
        (samples.PDF, "text/html"),
        (b"\n" + samples.PDF, "application/pdf"),
        (samples.PDF.replace(b"%%EOF", b""), "application/pdf"),
        (b"MZ" + samples.PDF, "application/pdf"),
    ],
)
def test_only_a_whole_pdf_is_a_document(officer: Actor, owner: UUID, content: bytes, media_type: str) -> None:
    with pytest.raises(Refused) as refused:
        store(officer, owner, content, media_type=media_type)
    assert refused.value.code == "not_a_document"


def test_huge_document_is_refused(officer: Actor, owner: UUID) -> None:
    with pytest.raises(Refused) as refused:
        store(officer, owner, samples.PDF[:9] + b"0" * actions.MAX_DOCUMENT + samples.PDF[9:])
    assert refused.value.code == "too_large"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\laporan\\rapat.pdf", "rapat.pdf"),
        ('a"b<c>.pdf', "a b c .pdf"),
        ("\x00\r\n", "berkas"),
        ("..", "berkas"),
        ("", "berkas"),
    ],
)
def test_name_is_never_a_path(name: str, kept: str) -> None:
    assert actions.clean_name(name) == kept
    assert len(actions.clean_name("x" * 500 + ".pdf")) == 120


def test_issued_document_has_a_code_that_is_easy_to_read_aloud(document: Document, officer: Actor) -> None:
    assert len(document.code) == 10
    assert not set(document.code) & set("01IO")
    assert queries.by_code(document.code.lower()) == document
    assert document.issued_by == officer.label


def test_same_file_is_the_issued_one_and_a_changed_one_is_not(browser: Any, document: Document, home: Any) -> None:
    address = f"/periksa/{document.code}/"
    before = sorted((home / "files").rglob("*"))

    def told(content: bytes) -> str:
        answer = browser.post(address, {"file": SimpleUploadedFile("x.pdf", content)})
        assert answer.status_code == 200
        return str(answer.text)

    assert "Sama persis" in told(samples.PDF)
    assert "Tidak sama" in told(samples.PDF + b"\n")
    assert sorted((home / "files").rglob("*")) == before, "the copy is thrown away"
    assert File.objects.count() == 1


def test_page_says_what_was_issued_when_and_by_whom(browser: Any, document: Document) -> None:
    text = browser.get(f"/periksa/{document.code}/").text
    assert "Berita acara rapat RW 02" in text
    assert "2 Februari 2026 pukul 10.00" in text
    assert document.issued_by in text
    assert document.file.sha256 in text
    assert "Unduh" not in text, "everyone may check it, not everyone may read it"


def test_who_may_read_it_can_save_the_issued_one(browser: Any, document: Document, officer: Actor) -> None:
    assert f"/berkas/dokumen/{document.file_id}/" in browser.as_(officer).get(f"/periksa/{document.code}/").text


def test_published_document_can_be_saved_by_everyone(browser: Any, document: Document, officer: Actor) -> None:
    actions.publish(actor=officer, file=document.file)
    assert "Unduh" in browser.get(f"/periksa/{document.code}/").text
    assert browser.get(f"/berkas/dokumen/{document.file_id}/").status_code == 200


def test_code_is_typed_or_refused(browser: Any, document: Document) -> None:
    assert browser.post("/periksa/", {"code": document.code}).headers["Location"] == f"/periksa/{document.code}/"
    assert "Tidak ada dokumen" in browser.post("/periksa/", {"code": "XXXXXXXXXX"}).text
    assert browser.get("/periksa/XXXXXXXXXX/").status_code == 404


def test_codes_cannot_be_tried_one_after_another(browser: Any, document: Document, monkeypatch: Any) -> None:
    from rembuk.foundation.files import views

    monkeypatch.setattr(views, "CHECKS_PER_HOUR", 3)
    assert [browser.get(f"/periksa/CODE{at}/").status_code for at in range(5)] == [404, 404, 404, 429, 429]


def test_issued_document_stays(document: Document, officer: Actor) -> None:
    with pytest.raises(Refused) as refused:
        actions.remove(actor=officer, file=document.file)
    assert refused.value.code == "issued"


def test_subjects_are_known_to_verify_and_trail(document: Document, officer: Actor, neighbour: Actor) -> None:
    from rembuk.foundation.files.seams import SUBJECTS

    kinds = {subject.kind: subject for subject in SUBJECTS}
    issued = kinds["files.document"]
    assert list(issued.rows()) == [(document.pk, 1, "")]
    assert issued.url(document.pk) == f"/periksa/{document.code}/"
    assert issued.title(document.pk) == "Berita acara rapat RW 02"
    assert issued.visible(officer, document.pk)
    assert not issued.visible(neighbour, document.pk)
    assert list(kinds["files.file"].rows()) == [(document.file_id, 1, "")]
