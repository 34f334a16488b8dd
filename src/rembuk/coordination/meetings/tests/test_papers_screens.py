"""The screens after a meeting: one button, each paper alone, comments, photos, a scan that is too large."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from rembuk.coordination.meetings import queries
from rembuk.coordination.meetings.tests import scene
from rembuk.coordination.meetings.tests.test_make_papers import picture
from tests import builders


@pytest.fixture
def ketua(town: builders.City) -> Client:
    """The chair's browser."""
    return builders.sign_in(Client(), "ketua_rw")


def test_one_button_brings_the_whole_bundle(town: builders.City, ketua: Client) -> None:
    meeting = scene.locked(town)
    page = ketua.get(reverse("meetings:meeting", args=[meeting.code])).content.decode()
    assert "Buat berkas rapat" in page
    answer = ketua.post(reverse("meetings:papers", args=[meeting.code]), {"semua": "ya"}, follow=True)
    assert answer.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as opened:
        assert any(name.endswith("-notulen.pdf") for name in opened.namelist())
    page = ketua.get(reverse("meetings:papers", args=[meeting.code])).content.decode()
    assert all(paper.document.code in page for paper in queries.papers(meeting).values())
    assert "bukan tanda tangan elektronik tersertifikasi" in page


def test_a_part_alone_leads_to_it_and_an_unknown_one_to_nothing(town: builders.City, ketua: Client) -> None:
    address = reverse("meetings:papers", args=[scene.locked(town).code])
    assert "/berkas/dokumen/" in ketua.post(address, {"buat": "notulen"}).headers["Location"]
    assert ketua.post(address, {"buat": "foto"}).headers["Location"] == address
    assert ketua.post(address, {"buat": "rahasia"}).status_code == 404


def test_before_the_lock_there_is_no_bundle(town: builders.City, ketua: Client) -> None:
    meeting = scene.minuted(town)
    assert ketua.get(reverse("meetings:bundle", args=[meeting.code])).status_code == 404
    assert "setelah notulen disetujui" in ketua.get(reverse("meetings:papers", args=[meeting.code])).content.decode()


def test_a_scan_that_is_too_large_is_refused_with_a_sentence(town: builders.City, ketua: Client) -> None:
    upload = SimpleUploadedFile("besar.pdf", b"%PDF-" + b" " * 20_000_001)
    address = reverse("meetings:papers", args=[scene.locked(town).code])
    answer = ketua.post(address, {"pindaian": "ya", "file": upload})
    assert answer.status_code == 422
    assert "lebih dari 20 MB" in answer.content.decode()


def test_photos_come_with_what_they_show(town: builders.City, ketua: Client) -> None:
    meeting = scene.locked(town)
    address = reverse("meetings:photos", args=[meeting.code])
    two = [SimpleUploadedFile(f"{color}.jpg", picture(color)) for color in ("red", "blue")]
    assert ketua.post(address, {"photos": two, "caption": ""}).status_code == 422
    two = [SimpleUploadedFile(f"{color}.jpg", picture(color)) for color in ("red", "blue")]
    assert ketua.post(address, {"photos": two, "caption": "Kerja bakti"}).status_code == 302
    first, second = queries.photos(meeting)
    assert ketua.post(address, {"hapus": first.pk}).status_code == 302
    assert list(queries.photos(meeting)) == [second]
    assert "Kerja bakti" in ketua.get(address).content.decode()


def test_a_comment_is_sent_read_and_answered(town: builders.City, ketua: Client) -> None:
    meeting = scene.minuted(town)
    address, rt = reverse("meetings:comments", args=[meeting.code]), builders.sign_in(Client(), "ketua_rt")
    assert "ditanggapi sampai Senin, 2 Februari 2026" in rt.get(address).content.decode()
    assert rt.post(address, {"text": "Butir 1: hari <b>Sabtu</b>."}).status_code == 302
    page = ketua.get(address).content.decode()
    assert "hari &lt;b&gt;Sabtu&lt;/b&gt;" in page
    said = queries.comments(meeting)[0]
    assert ketua.post(address, {"jawab": said.pk, "answer": ""}).status_code == 422
    assert ketua.post(address, {"jawab": said.pk, "answer": "Sudah diubah."}).status_code == 302
    assert "Sudah diubah." in rt.get(address).content.decode()
    assert builders.sign_in(Client(), "lurah").post(address, {"text": "Saya juga."}).status_code == 403
