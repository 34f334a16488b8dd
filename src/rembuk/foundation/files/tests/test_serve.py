"""A file is served through the permission of what it belongs to, and by nothing else."""

from typing import Any
from uuid import UUID

import pytest

from rembuk.foundation.files import actions
from rembuk.foundation.files.models import File
from rembuk.foundation.files.tests import samples
from rembuk.foundation.files.tests.conftest import KIND, PLACE
from rembuk.foundation.kernel import seams
from rembuk.foundation.kernel.actor import PUBLIC, SYSTEM, Actor
from rembuk.foundation.kernel.chance import new_id


def url(file: File, size: str = "full") -> str:
    return f"/berkas/foto/{file.pk}/{size}/"


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_who_sees_the_matter_sees_its_photo(browser: Any, file: File, officer: Actor) -> None:
    answer = browser.as_(officer).get(url(file))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert samples.opened(body(answer)).size == (800, 600)


def test_every_size_says_what_it_is(browser: Any, file: File, officer: Actor) -> None:
    actions.draw(10)
    answer = browser.as_(officer).get(url(file, "thumb"))
    assert (answer.headers["Content-Type"], samples.opened(body(answer)).format) == ("image/webp", "WEBP")


def test_neighbour_and_public_do_not_learn_that_it_exists(browser: Any, file: File, neighbour: Actor) -> None:
    for someone in (neighbour, PUBLIC):
        assert browser.as_(someone).get(url(file)).status_code == 404
        assert browser.as_(someone).get(f"/berkas/{file.pk}/").status_code == 404
        assert browser.as_(someone).get(f"/berkas/foto/{file.pk}/asal/").status_code == 404


def test_owner_that_nobody_knows_is_seen_by_nobody(browser: Any, file: File, officer: Actor) -> None:
    seams.ACCESS.fill()
    assert browser.as_(officer).get(url(file)).status_code == 404


def test_program_itself_sees_every_file() -> None:
    from rembuk.foundation.files.seams import access

    assert access(SYSTEM, "x", new_id()) is True
    assert access(PUBLIC, "x", new_id()) is None


def test_photo_cannot_do_harm_in_a_browser(browser: Any, file: File, officer: Actor) -> None:
    headers = browser.as_(officer).get(url(file)).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("default-src 'none';")
    assert headers["Content-Security-Policy"].endswith("; sandbox")
    assert "private" in headers["Cache-Control"]
    assert "Set-Cookie" not in headers
    assert headers["Content-Disposition"].startswith("inline")


def test_unchanged_photo_is_304_and_a_masked_one_is_not(browser: Any, file: File, officer: Actor) -> None:
    tag = browser.as_(officer).get(url(file)).headers["ETag"]
    known = {"If-None-Match": tag}
    assert browser.get(url(file), headers=known).status_code == 304
    actions.set_masks(actor=officer, file=file, masks=[[0, 0, 100, 100]])
    assert browser.get(url(file), headers=known).status_code == 200


def test_304_asks_for_permission_too(browser: Any, file: File, officer: Actor, neighbour: Actor) -> None:
    tag = browser.as_(officer).get(url(file)).headers["ETag"]
    assert browser.as_(neighbour).get(url(file), headers={"If-None-Match": tag}).status_code == 404


def test_public_sees_a_photo_only_after_it_was_published_and_until_it_is_hidden(
    browser: Any, file: File, officer: Actor, owner: UUID
) -> None:
    actions.publish(actor=officer, file=file)
    assert list(File.objects.filter(owner_id=owner, is_public=True)) == [file]
    assert browser.get(url(file)).status_code == 200
    actions.hide(actor=officer, file=file, reason="wajah anak")
    assert browser.get(url(file)).status_code == 404
    assert browser.as_(officer).get(url(file)).status_code == 200


def test_blurred_photo_is_blurred_for_the_public_only(browser: Any, file: File, officer: Actor) -> None:
    actions.publish(actor=officer, file=file, blurred=True)
    actions.draw(10)

    def edge(content: bytes) -> int:
        """How hard the edge between red and blue is: the red of two points beside the middle."""
        image = samples.opened(content).convert("RGB")
        middle = image.width // 2
        step = max(2, image.width // 80)
        return int(image.getpixel((middle - step, 9))[0]) - int(image.getpixel((middle + step, 9))[0])

    assert edge(body(browser.as_(officer).get(url(file)))) > 200
    for size in ("full", "thumb"):
        assert edge(body(browser.as_(PUBLIC).get(url(file, size)))) < 150, size


def test_removed_file_is_gone_for_everyone_and_from_the_disk(
    browser: Any, file: File, officer: Actor, home: Any, django_capture_on_commit_callbacks: Any
) -> None:
    actions.draw(10)
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove(actor=officer, file=File.objects.get(pk=file.pk), reason="permintaan warga")
    assert browser.as_(officer).get(url(file)).status_code == 404
    assert not [path for path in (home / "files").rglob("*") if path.is_file()]
    assert File.objects.get(pk=file.pk).claims is None


def test_removing_one_of_two_equal_photos_keeps_the_other(
    browser: Any, file: File, officer: Actor, owner: UUID, django_capture_on_commit_callbacks: Any
) -> None:
    sent = samples.photo(taken="2026:02:01 08:12:00", place=True)
    other = actions.store_photo(actor=officer, owner_kind=KIND, owner_id=owner, path=PLACE, upload=sent)
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove(actor=officer, file=file)
    assert browser.as_(officer).get(url(other)).status_code == 200


def test_document_is_saved_and_never_shown(browser: Any, owner: UUID, officer: Actor) -> None:
    document = actions.store_document(
        actor=officer, owner_kind=KIND, owner_id=owner, path=PLACE, content=samples.PDF,
        name='../../"berita\r\nSet-Cookie: x=1.pdf', media_type="application/pdf",
    )  # fmt: skip
    answer = browser.as_(officer).get(f"/berkas/dokumen/{document.pk}/")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert ".." not in answer.headers["Content-Disposition"]
    assert "\n" not in answer.headers["Content-Disposition"]
    assert body(answer) == samples.PDF
    assert browser.as_(PUBLIC).get(f"/berkas/dokumen/{document.pk}/").status_code == 404


def test_link_of_a_trail_leads_to_the_file(browser: Any, file: File, officer: Actor) -> None:
    assert browser.as_(officer).get(f"/berkas/{file.pk}/").headers["Location"] == url(file)


@pytest.mark.parametrize("size", ["huge", "..", "%2e%2e"])
def test_other_sizes_do_not_exist(browser: Any, file: File, officer: Actor, size: str) -> None:
    assert browser.as_(officer).get(url(file, size)).status_code == 404


def test_bytes_that_are_lost_are_404(browser: Any, file: File, officer: Actor, home: Any) -> None:
    for path in (home / "files").rglob("*"):
        if path.is_file():
            path.unlink()
    assert browser.as_(officer).get(url(file)).status_code == 404
