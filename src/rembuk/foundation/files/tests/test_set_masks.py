"""An officer paints boxes over faces; what is painted over is served to nobody."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembuk.foundation.audit.models import Event
from rembuk.foundation.files import actions, rules, store
from rembuk.foundation.files.models import File
from rembuk.foundation.files.tests import samples
from rembuk.foundation.kernel.actor import PUBLIC, Actor
from rembuk.foundation.kernel.errors import Refused

LEFT_HALF = [0, 0, 500, 1000]
UNSOUND = [[[0, 0, 0, 5]], [[-1, 0, 5, 5]], [[990, 0, 20, 5]], [[0, 0, 5]], "x", [["a"] * 4], None]


def form(*boxes: list[int]) -> dict[str, str]:
    sent = {"form-TOTAL_FORMS": str(len(boxes)), "form-INITIAL_FORMS": "0"}
    for at, box in enumerate(boxes):
        for name, value in zip(("left", "top", "width", "height"), box, strict=True):
            sent[f"form-{at}-{name}"] = str(value)
    return sent


def is_red(content: bytes) -> bool:
    red, _, blue = samples.opened(content).convert("RGB").getpixel((20, 20))
    return bool(red > 150 and blue < 100)


def test_masked_part_is_gone_from_what_is_served_and_published(file: File, officer: Actor) -> None:
    actions.publish(actor=officer, file=file)
    assert is_red(store.read(file.served_sha256))
    actions.set_masks(actor=officer, file=file, masks=[LEFT_HALF])
    assert not is_red(store.read(file.served_sha256))
    assert file.public_sha256 == file.served_sha256


def test_boxes_can_be_taken_back_for_they_are_drawn_on_the_first_picture(file: File, officer: Actor) -> None:
    actions.set_masks(actor=officer, file=file, masks=[LEFT_HALF])
    actions.set_masks(actor=officer, file=file, masks=[])
    assert is_red(store.read(file.served_sha256))


def test_thumbnail_of_before_is_not_shown_after(file: File, officer: Actor) -> None:
    actions.draw(10)
    file.refresh_from_db()
    assert file.thumbnail_sha256
    actions.set_masks(actor=officer, file=file, masks=[LEFT_HALF])
    assert file.thumbnail_sha256 == ""
    actions.draw(10)
    file.refresh_from_db()
    assert not is_red(store.read(file.thumbnail_sha256))


def test_two_officers_at_once_do_not_overwrite_each_other(file: File, officer: Actor) -> None:
    seen = File.objects.get(pk=file.pk)
    actions.set_masks(actor=officer, file=file, masks=[LEFT_HALF])
    with pytest.raises(Refused) as refused:
        actions.set_masks(actor=officer, file=seen, masks=[])
    assert refused.value.code == "stale"


def test_masking_is_an_event_with_its_version(file: File, officer: Actor) -> None:
    actions.set_masks(actor=officer, file=file, masks=[LEFT_HALF])
    event = Event.objects.filter(subject_id=file.pk).order_by("-seq").first()
    assert event is not None
    assert event.verb == "files.masked"
    assert '"version":2' in event.body


@pytest.mark.parametrize("boxes", UNSOUND)
def test_box_outside_the_photo_is_refused(file: File, officer: Actor, boxes: Any) -> None:
    with pytest.raises(Refused) as refused:
        actions.set_masks(actor=officer, file=file, masks=boxes)
    assert refused.value.code == "bad_masks"


@given(st.lists(st.lists(st.integers(-5, 1005), min_size=3, max_size=5), max_size=45))
def test_sound_boxes_lie_inside(boxes: list[list[int]]) -> None:
    def fits(box: list[int]) -> bool:
        return len(box) == 4 and min(box[:2]) >= 0 and min(box[2:]) >= 1 and box[0] + box[2] <= 1000 >= box[1] + box[3]

    inside = all(fits(box) for box in boxes)
    assert (rules.sound_masks(boxes) is not None) is (inside and len(boxes) <= 40)


def test_page_works_by_numbers_alone(browser: Any, file: File, officer: Actor) -> None:
    address = f"/berkas/foto/{file.pk}/samarkan/"
    page = browser.as_(officer).get(address)
    assert page.status_code == 200
    assert 'name="form-0-left"' in page.text
    assert f"/berkas/foto/{file.pk}/asal/" in page.text
    assert browser.post(address, form(LEFT_HALF, [600, 100, 50, 50])).status_code == 302
    file.refresh_from_db()
    assert file.masks == [LEFT_HALF, [600, 100, 50, 50]]
    assert 'value="600"' in browser.get(address).text


def test_half_a_box_is_told_beside_it(browser: Any, file: File, officer: Actor) -> None:
    sent = form(LEFT_HALF)
    del sent["form-0-width"]
    answer = browser.as_(officer).post(f"/berkas/foto/{file.pk}/samarkan/", sent)
    assert answer.status_code == 422
    assert "Isi keempat angkanya" in answer.text


def test_only_an_officer_of_the_place_masks(browser: Any, file: File, officer: Actor, neighbour: Actor) -> None:
    address = f"/berkas/foto/{file.pk}/samarkan/"
    assert browser.as_(neighbour).get(address).status_code == 404
    assert browser.as_(PUBLIC).post(address, form(LEFT_HALF)).status_code == 404
    onlooker = Actor(user_id=officer.user_id, name="Pamor", grants=frozenset({("tests.view", "001")}))
    assert browser.as_(onlooker).post(address, form(LEFT_HALF)).status_code == 403
    assert browser.as_(onlooker).get(f"/berkas/foto/{file.pk}/asal/").status_code == 403
    assert browser.as_(neighbour).get(f"/berkas/foto/{file.pk}/asal/").status_code == 404
    file.refresh_from_db()
    assert file.masks == []
