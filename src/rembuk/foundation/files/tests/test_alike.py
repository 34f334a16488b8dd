"""Photos that look alike: found again however they were sent, shown to those who may see both, refusing nothing."""

import random
from collections.abc import Iterator
from itertools import combinations
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembuk.foundation.files import actions, fingerprints, pictures, queries
from rembuk.foundation.files.models import File, Fingerprint
from rembuk.foundation.files.tests.conftest import KIND, PLACE
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.chance import new_id
from tests.support import scenes

SCENES = 60
BITS = st.integers(min_value=-(2**63), max_value=2**63 - 1)


def looks(image: Any, quality: int = 85) -> int:
    found = pictures.looks(scenes.encoded(image, quality))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def drawn() -> list[tuple[Any, int]]:
    """Scenes with their fingerprints."""
    return [(image, looks(image)) for image in map(scenes.scene, range(SCENES))]


def share(near: Iterator[bool]) -> float:
    answers = list(near)
    return sum(answers) / len(answers)


def test_resized_and_recompressed_photos_are_found(drawn: list[tuple[Any, int]]) -> None:
    for image, bits in drawn:
        for other in (scenes.resized(image, 0.35), scenes.resized(image, 1.3)):
            assert fingerprints.distance(bits, looks(other)) <= fingerprints.ALIKE
        assert fingerprints.distance(bits, looks(image, quality=25)) <= fingerprints.ALIKE


def test_four_of_five_photos_cropped_by_a_twentieth_are_found(drawn: list[tuple[Any, int]]) -> None:
    dice = random.Random(5)
    cropped = ((bits, looks(scenes.cropped(image, 0.05, dice))) for image, bits in drawn)
    assert share(fingerprints.distance(*pair) <= fingerprints.ALIKE for pair in cropped) >= 0.8


def test_other_scenes_are_not_alike(drawn: list[tuple[Any, int]]) -> None:
    pairs = combinations([bits for _, bits in drawn], 2)
    assert not any(fingerprints.distance(one, other) <= fingerprints.ALIKE for one, other in pairs)


def test_a_picture_of_nothing_has_no_fingerprint() -> None:
    from PIL import Image

    assert pictures.looks(scenes.encoded(Image.new("RGB", (640, 480), (9, 9, 12)))) is None


@given(BITS, st.sets(st.integers(min_value=0, max_value=63), max_size=fingerprints.ALIKE))
def test_what_is_alike_is_found_by_a_band(bits: int, changed: set[int]) -> None:
    other = fingerprints.signed((bits & (2**64 - 1)) ^ sum(1 << place for place in changed))
    assert fingerprints.distance(bits, other) == len(changed)
    shared = zip(fingerprints.bands(bits), fingerprints.bands(other), strict=True)
    assert any(theirs in fingerprints.near(mine) for mine, theirs in shared)


def stored(actor: Actor, owner: UUID, image: Any, quality: int = 85) -> File:
    content = scenes.encoded(image, quality)
    return actions.store_photo(actor=actor, owner_kind=KIND, owner_id=owner, path=PLACE, upload=content)


@pytest.fixture
def pair(db: None, owner: UUID, officer: Actor) -> tuple[File, File]:
    """The same scene sent twice, and another one."""
    first, second = (stored(officer, owner, scenes.scene(7), quality) for quality in (90, 40))
    stored(officer, owner, scenes.scene(8))
    actions.draw(10)
    return first, second


def test_the_same_scene_sent_twice_is_shown(pair: tuple[File, File], officer: Actor, neighbour: Actor) -> None:
    first, second = pair
    assert [one.file.pk for one in queries.alike(officer, first)] == [second.pk]
    assert queries.alike(neighbour, first) == []


def test_what_another_matter_hides_is_not_shown(pair: tuple[File, File], officer: Actor) -> None:
    first, second = pair
    hidden = stored(officer, new_id(), scenes.scene(7))
    actions.draw(10)
    assert hidden.pk in queries.near_to(Fingerprint.objects.get(file=first).bits)
    assert [one.file.pk for one in queries.alike(officer, first)] == [second.pk]


def test_a_masked_photo_is_found_by_what_lies_under_the_mask(officer: Actor, owner: UUID, db: None) -> None:
    first, second = (stored(officer, owner, scenes.scene(11)) for _ in range(2))
    actions.draw(10)
    second.refresh_from_db()
    actions.set_masks(actor=officer, file=second, masks=[[0, 0, 900, 900]])
    actions.draw(10)
    assert [one.differs for one in queries.alike(officer, first)] == [0]


def test_a_removed_photo_leaves_no_fingerprint(pair: tuple[File, File], officer: Actor) -> None:
    first, second = pair
    second.refresh_from_db()
    actions.remove(actor=officer, file=second)
    assert not Fingerprint.objects.filter(file=second).exists()
    assert queries.alike(officer, first) == []


def test_photos_from_before_get_theirs_with_the_next_small_picture(pair: tuple[File, File], officer: Actor) -> None:
    Fingerprint.objects.all().delete()
    File.objects.update(thumbnails_due=True)
    actions.draw(10)
    assert Fingerprint.objects.count() == 3


def test_the_page_shows_them_side_by_side(
    browser: Any, pair: tuple[File, File], officer: Actor, neighbour: Actor
) -> None:
    first, second = pair
    page = browser.as_(officer).get(f"/berkas/foto/{first.pk}/serupa/").content.decode()
    assert str(second.pk) in page
    assert browser.as_(neighbour).get(f"/berkas/foto/{first.pk}/serupa/").status_code == 404
