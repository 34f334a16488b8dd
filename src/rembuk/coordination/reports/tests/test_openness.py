"""What anyone may read: after an officer received it, masked, blurred, and gone when taken down; who joins."""

from collections.abc import Callable

import pytest

from rembuk.coordination.reports import actions, queries
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.models import Report, Wording
from rembuk.coordination.reports.tests.conftest import fresh, later
from rembuk.foundation.audit.models import Event, Words
from rembuk.foundation.audit.verify import verify
from rembuk.foundation.files.models import File
from rembuk.foundation.kernel.actor import PUBLIC, SYSTEM
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import actions as territories
from tests import builders

At = Callable[..., Received]
POINT = {"lat": -6.2501, "lng": 106.9901}


def open_photos(report: Report) -> list[File]:
    """The photos that anyone may see, first come first."""
    return list(File.objects.filter(owner_id=report.pk, is_public=True, removed_at=None).order_by("received_at", "id"))


@pytest.fixture
def outlined(town: builders.City) -> builders.City:
    """The RW has an outline: a square around the point, which is not its middle."""
    ring = [[106.98, -6.26], [107.0, -6.26], [107.0, -6.24], [106.98, -6.24], [106.98, -6.26]]
    territories.set_boundary(
        actor=SYSTEM, territory=town.rw, geometry={"type": "Polygon", "coordinates": [ring]}, source="contoh",
    )  # fmt: skip
    return town


def test_nobody_reads_it_before_an_officer_received_it(heard: At, town: builders.City) -> None:
    report = heard().report
    assert queries.public_report(report.code) is None
    assert queries.public_words(fresh(report)) == ""
    actions.acknowledge(actor=town.actor("ketua_rt"), report=report)
    assert queries.public_report(report.code) == report
    assert [row.pk for row in queries.public_reports()] == [report.pk]


def test_the_officer_corrects_the_wording_while_receiving(heard: At, town: builders.City) -> None:
    report = heard(text="Rumah nomor 5 milik Rina membuang sampah.").report
    actions.acknowledge(actor=town.actor("ketua_rt"), report=report, masked="Sebuah rumah membuang sampah. 08123456789")
    assert queries.public_words(fresh(report)) == "Sebuah rumah membuang sampah. [nomor telepon]"
    assert fresh(report).title == "Sebuah rumah membuang sampah"


def test_and_later_too_without_a_word_in_the_chain(at_work: At, town: builders.City) -> None:
    report = at_work(text="Rumah Rina bocor.").report
    actions.mask(actor=town.actor("kasi"), report=report, masked="Sebuah rumah bocor.", title="Rumah bocor")
    assert (fresh(report).title, queries.public_words(fresh(report))) == ("Rumah bocor", "Sebuah rumah bocor.")
    assert "bocor" not in "".join(Event.objects.filter(subject_id=report.pk).values_list("body", flat=True))


def test_the_exact_point_of_a_street_the_middle_of_the_rw_for_a_home(outlined: builders.City, at_work: At) -> None:
    street = fresh(at_work(**POINT).report)
    home = fresh(at_work("tetangga", **POINT).report)
    assert (street.public_lat, street.public_lng) == (POINT["lat"], POINT["lng"])
    assert home.public_lat == pytest.approx(-6.25)
    assert home.public_lng == pytest.approx(106.99)
    assert {point[:1] for point in queries.public_points()} == {(street.code,), (home.code,)}


def test_without_an_outline_a_home_has_no_point_at_all(at_work: At) -> None:
    home = fresh(at_work("tetangga", **POINT).report)
    assert (home.public_lat, home.public_lng) == (None, None)
    assert queries.public_points() == []


def test_a_home_tells_its_rw_never_its_rt(at_work: At) -> None:
    home = fresh(at_work("tetangga", place="depan rumah nomor 5").report)
    assert not any("RT" in fact.split("pemegang")[0] or "nomor 5" in fact for fact in queries.facts(home, public=True))
    assert any("nomor 5" in fact for fact in queries.facts(home))


@pytest.mark.parametrize(("category", "blurred"), [("drainase", False), ("tetangga", True)])
def test_photos_are_published_with_it_and_blurred_for_a_home(
    heard: At, town: builders.City, photo: Callable[..., bytes], category: str, blurred: bool
) -> None:
    report = heard(category, photos=[photo(1), photo(2)]).report
    assert open_photos(report) == []
    actions.acknowledge(actor=town.actor("ketua_rt"), report=report)
    assert [row.is_blurred for row in open_photos(report)] == [blurred, blurred]


def test_or_kept_back_by_the_officer(heard: At, town: builders.City, photo: Callable[..., bytes]) -> None:
    report = heard(photos=[photo()]).report
    actions.acknowledge(actor=town.actor("ketua_rt"), report=report, photos=False)
    assert open_photos(report) == []


def test_the_public_trail_names_offices_never_persons(at_work: At, town: builders.City) -> None:
    report = at_work().report
    actions.settle(actor=town.actor("ketua_rt"), report=report, text="Kata Bu Ani beres.", witnesses=("Ani", "Rudi"))
    lines = queries.public_trail(fresh(report))
    assert [line.title for line in lines] == ["Mufakat di RT", "Diterima", "Dilaporkan"]
    text = " ".join(f"{line.title} {line.note}" for line in lines)
    assert town.position("ketua_rt").title in text
    assert not any(name in text for name in ("Slamet", "Ani", "Rudi"))
    inner = " ".join(line.note for line in queries.office_trail(town.actor("lurah"), fresh(report)))
    assert "Slamet" in inner


@pytest.mark.parametrize("erase", [False, True])
def test_taken_down_without_breaking_the_chain(
    at_work: At, town: builders.City, photo: Callable[..., bytes], erase: bool
) -> None:
    report = at_work(text="Fitnah tentang seseorang.", contact="0812", photos=[photo()]).report
    actions.deliberate(actor=town.actor("ketua_rt"), report=report, text="Ini fitnah.", witnesses=("A", "B"))
    actions.take_down(actor=town.actor("lurah"), report=report, reason="Perintah hukum.", erase=erase)
    report = fresh(report)
    assert queries.public_report(report.code) is None
    assert open_photos(report) == []
    wording = Wording.objects.get(report=report)
    assert (wording.text == "") is erase
    assert (wording.sealed_contact is None) is erase
    assert ("fitnah" in "".join(Words.objects.values_list("text", flat=True)).lower()) is not erase
    assert ("itnah" in report.title) is not erase
    assert verify(lambda done, total: None).ok
    with pytest.raises(Refused):
        actions.take_down(actor=town.actor("ketua_rt"), report=report, reason="Saya malu.")


def test_others_join_and_are_counted(at_work: At, town: builders.City) -> None:
    report = at_work().report
    joined = actions.join(actor=PUBLIC, report=report)
    actions.join(actor=town.actor("pamor"), report=fresh(report))
    with pytest.raises(Refused) as again:
        actions.join(actor=town.actor("pamor"), report=fresh(report))
    assert again.value.code == "joined"
    assert fresh(report).supporters == 3
    assert actions.unlock(code=report.code, secret=joined.secret) == report
    with pytest.raises(Refused):
        actions.withdraw(actor=PUBLIC, report=fresh(report), secret=joined.secret)


def test_only_what_is_public_can_be_joined(heard: At) -> None:
    for report in (heard().report, heard("anak").report):
        with pytest.raises(Refused):
            actions.join(actor=PUBLIC, report=report)
        assert fresh(report).supporters == 1


def test_guessing_a_secret_is_slowed_down(at_work: At) -> None:
    got = at_work()
    for _ in range(10):
        with pytest.raises(Refused) as wrong:
            actions.unlock(code=got.report.code, secret="SALAH23456")
        assert wrong.value.code == "wrong_secret"
    with pytest.raises(Refused) as slowed:
        actions.unlock(code=got.report.code, secret=got.secret)
    assert slowed.value.code == "too_many"


def test_an_unknown_code_and_a_wrong_secret_look_the_same(at_work: At) -> None:
    told = []
    for code in (at_work().report.code, "XXX-26-ABCDE"):
        with pytest.raises(Refused) as refused:
            actions.unlock(code=code, secret="SALAH23456")
        told.append((refused.value.code, refused.value.message))
    assert told[0] == told[1]


def test_similar_ones_nearby_are_public_only_same_category_and_close(
    at_work: At, heard: At, town: builders.City
) -> None:
    near = at_work(**POINT).report
    at_work(lat=POINT["lat"] + 0.01, lng=POINT["lng"])
    at_work("sampah", **POINT)
    heard(**POINT)
    heard("anak", **POINT)
    category = queries.category("drainase")
    assert category is not None
    found = queries.similar_public(POINT["lat"] + 0.0005, POINT["lng"], category)
    assert [row.pk for row in found] == [near.pk]
    assert len(queries.similar_public(None, None, category, town.rt)) == 2
    assert queries.similar_public(None, None, category, town.rt_next) == []
    assert queries.similar_public(None, None, category) == []


def test_the_same_place_and_category_within_six_months_recurs(at_work: At, heard: At, town: builders.City) -> None:
    first = at_work().report
    at_work("sampah")
    heard(at=town.rt_next)
    heard("pungutan", passes_by=("ketua_rt",))
    with later(days=100):
        second = heard().report
    with later(days=400):
        third = heard().report
    assert [row.pk for row in queries.recurring(fresh(second))] == [first.pk]
    assert queries.recurring(fresh(third)) == []
    assert queries.recurring(fresh(first)) == []


def test_nothing_public_tells_the_rt_of_a_home(at_work: At, town: builders.City) -> None:
    from rembuk.coordination.reports import sharing

    home = fresh(at_work("tetangga", place="depan rumah nomor 5").report)
    said = [
        *queries.facts(home, public=True), sharing.share_text(home),
        *(f"{line.title} {line.note}" for line in queries.public_trail(home)),
        *(f"{dot.label} {dot.note}" for dot in queries.steps(home)),
    ]  # fmt: skip
    assert not [text for text in said if "001" in text]
    assert list(queries.public_reports(words="nomor 5")) == []
    assert "Ketua RT di RW 01" in " ".join(said)


def test_urgent_is_marked_as_such(at_work: At, town: builders.City) -> None:
    report = at_work().report
    actions.climb(actor=town.actor("ketua_rt"), report=report, basis="urgent", note="Kabel putus.")
    assert fresh(report).is_urgent
