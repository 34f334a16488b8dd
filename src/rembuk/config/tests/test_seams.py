"""How the wings meet: every slot is filled, and with what is really there."""

from django.urls import reverse

from rembuk.foundation.kernel import seams


def test_every_slot_is_filled() -> None:
    slots = [value for value in vars(seams).values() if isinstance(value, seams.Slot)]
    assert [slot.name for slot in slots if not list(slot)] == []


def test_menu_and_links_lead_somewhere() -> None:
    for item in seams.NAV:
        assert reverse(item.url_name)
    names = [name for name, _ in seams.LINKS]
    assert len(set(names)) == len(names)


def test_every_kind_of_subject_is_known_once() -> None:
    kinds = [subject.kind for subject in seams.SUBJECTS]
    assert len(set(kinds)) == len(kinds)
