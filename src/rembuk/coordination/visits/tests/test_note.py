"""A visit is noted once however often it is sent, where the visitor may go, and never of what is private."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from rembuk.coordination.decisions.tests import scene
from rembuk.coordination.decisions.tests.scene import refused
from rembuk.coordination.visits import actions, queries
from rembuk.coordination.visits.models import Visit
from rembuk.coordination.visits.tests import field
from rembuk.foundation.audit import verify
from rembuk.foundation.files import queries as files
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import PUBLIC, SYSTEM
from tests import builders


def test_it_keeps_what_was_seen_where_and_by_whom(town: builders.City) -> None:
    report = field.heard(town)
    visit = field.noted(town, concerns=[report.code.lower()], seen=f" {field.SEEN}\n", place="depan musala")
    kept = Visit.objects.get(pk=visit.pk)
    assert (kept.seen, kept.place, kept.title, kept.territory) == (
        field.SEEN, "depan musala", "Lurah Melati Timur", town.rt,
    )  # fmt: skip
    assert "Indah Permata" in kept.office
    assert "Indah Permata" not in kept.title
    assert [link.report for link in queries.report_links(kept)] == [report]
    assert (kept.rt_id, kept.kelurahan_id) == (town.rt.pk, town.kelurahan.pk)
    assert verify.verify().broken is None


def test_what_the_phone_says_is_sealed(town: builders.City) -> None:
    said = clock.now() - timedelta(hours=3)
    visit = field.noted(town, lat=field.LAT, lng=field.LNG, claimed_at=said, photos=[scene.photo()])
    kept = Visit.objects.get(pk=visit.pk)
    assert str(field.LAT).encode() not in bytes(kept.claims or b"")
    assert queries.point(town.actor("lurah"), kept) == (field.LAT, field.LNG)
    assert queries.point(town.actor("lurah_next"), kept) == (None, None)
    assert (kept.claimed_at, kept.noted_at) == (said, clock.now())
    (photo,) = files.photos_of(Visit.subject_kind, kept.pk)
    assert files.claims(town.actor("lurah"), photo)["lat"] == field.LAT
    assert files.file(town.actor("lurah_next"), photo.pk) is None


def test_sent_twice_is_one_visit(town: builders.City) -> None:
    once: dict[str, Any] = {"request_key": "a" * 32, "photos": [scene.photo()]}
    first = field.noted(town, **once)
    assert field.noted(town, **once) == first
    assert Visit.objects.count() == 1
    assert len(files.photos_of(Visit.subject_kind, first.pk)) == 1
    assert refused(field.noted, town=town, **once, seen="Yang lain.") == "other_payload"
    # The key is the sender's own: somebody else's is another visit.
    assert field.noted(town, "kasi", **once) != first


def test_the_database_holds_a_key_once(town: builders.City) -> None:
    visit = field.noted(town, request_key="b" * 32)
    other = field.noted(town)
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=other.pk).update(request_key=visit.request_key)


@pytest.mark.parametrize("who", ["ketua_rt", "ketua_rw", "lpm", "pamor", "lurah", "kasi", "camat", "wali_kota"])
def test_who_goes_there(town: builders.City, who: str) -> None:
    assert field.noted(town, who).territory == town.rt


@pytest.mark.parametrize("who", ["ketua_rt_next", "ketua_rw_next", "pamor_next", "lurah_next", "camat_next"])
def test_next_door_is_not_ones_own(town: builders.City, who: str) -> None:
    assert refused(field.noted, town=town, who=who) == "outside"


@pytest.mark.parametrize("who", ["petugas_loket", "perlindungan", "pemerintahan"])
def test_who_stays_inside_notes_nothing(town: builders.City, who: str) -> None:
    assert refused(field.noted, town=town, who=who) == "not_allowed"


def test_nobody_in_office_is_nobody_who_visits(town: builders.City) -> None:
    for actor in (PUBLIC, SYSTEM):
        assert refused(actions.note, actor=actor, seen=field.SEEN, territory=town.rt) == "not_allowed"


def test_an_agency_visits_anywhere_in_the_city(town: builders.City) -> None:
    assert field.noted(town, "kepala_opd").territory == town.rt


def test_without_place_it_is_where_what_it_concerns_is(town: builders.City) -> None:
    report = field.heard(town)
    assert field.noted(town, territory=None, concerns=[report.code]).territory == town.rt
    assert field.noted(town, territory=None).territory == town.kelurahan


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"seen": "  "}, "empty"),
        ({"concerns": ["KYY-26-00000"]}, "not_found"),
        ({"concerns": ["TL-26-0"]}, "not_found"),
    ],
)
def test_what_is_refused(town: builders.City, more: dict[str, Any], code: str) -> None:
    assert refused(field.noted, town=town, **more) == code
    assert not Visit.objects.exists()


def test_what_is_private_is_not_visited(town: builders.City) -> None:
    sealed = field.heard(town, public=False, sealed=True)
    assert refused(field.noted, town=town, who="petugas_kota", concerns=[sealed.code]) == "private"
    assert refused(field.noted, town=town, concerns=[sealed.code]) == "not_found"


def test_a_visit_that_fails_leaves_nothing(town: builders.City) -> None:
    due = date(2026, 1, 1)
    promise = actions.Promise("Keruk saluran", due)
    assert refused(field.noted, town=town, promise=promise, photos=[scene.photo()]) == "due_before_decision"
    assert not Visit.objects.exists()
