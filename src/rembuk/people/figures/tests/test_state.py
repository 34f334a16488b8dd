"""A figure is stated with its day and its source, corrected for that day, and read by those who need it."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rembuk.coordination.visits import queries as visits
from rembuk.foundation.audit.models import Event
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.errors import Refused
from rembuk.people.figures import actions, imports, queries, rules
from rembuk.people.figures.models import Figure
from tests import builders

pytestmark = pytest.mark.django_db
CODE = "98.71.01.1001"


@pytest.fixture
def town() -> builders.City:
    return builders.city()


def state(town: builders.City, value: int, on: date, who: str = "lurah", key: str = rules.PEOPLE) -> Figure:
    return actions.state(
        actor=town.actor(who), territory=town.kelurahan, key=key, value=value, on=on, source="Disdukcapil"
    )


def test_the_newest_day_counts_and_the_others_stay(town: builders.City) -> None:
    today = clock.today()
    state(town, 26_000, today - timedelta(days=10))
    state(town, 24_500, today - timedelta(days=200))
    found = queries.newest(rules.PEOPLE, [town.kelurahan.pk])
    assert found[town.kelurahan.pk].value == 26_000
    assert [row.value for row in queries.history(town.kelurahan)] == [26_000, 24_500]


def test_said_again_for_the_same_day_it_is_corrected_and_the_journal_keeps_both(town: builders.City) -> None:
    on = clock.today()
    first = state(town, 26_000, on)
    again = state(town, 25_900, on, who="pemerintahan")
    same = state(town, 25_900, on, who="camat")
    assert again.pk == first.pk == same.pk
    assert (same.value, same.version, same.stated_by) == (25_900, 2, again.stated_by)
    told = Event.objects.filter(subject_id=first.pk, verb="figures.stated").order_by("seq")
    assert len(told) == 2


@pytest.mark.parametrize("who", ["lurah_next", "camat_next", "ketua_rw", "kepala_opd", "inspektorat", "petugas_loket"])
def test_who_does_not_keep_the_monograph_of_the_place_states_nothing(town: builders.City, who: str) -> None:
    with pytest.raises(Refused) as refused:
        state(town, 1, clock.today(), who=who)
    assert refused.value.code == "not_allowed"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"value": -1}, "negative"),
        ({"on": date(2100, 1, 1)}, "future"),
        ({"source": "  "}, "no_source"),
        ({"key": "cars"}, "no_kind"),
    ],
)
def test_what_makes_no_sense_is_refused(town: builders.City, change: dict[str, object], code: str) -> None:
    told = {"key": rules.PEOPLE, "value": 5, "on": clock.today(), "source": "Disdukcapil", **change}
    with pytest.raises(Refused) as refused:
        actions.state(actor=town.actor("lurah"), territory=town.kelurahan, **told)  # type: ignore[arg-type]
    assert refused.value.code == code
    assert not Figure.objects.exists()


def test_a_figure_of_more_than_a_year_ago_is_called_old(town: builders.City) -> None:
    state(town, 26_000, clock.today() - timedelta(days=366))
    [people, *rest] = queries.known(town.kelurahan)
    assert people.old
    assert all(row.figure is None and not row.old for row in rest)


def test_the_number_of_people_makes_the_turn_of_a_friday_count_per_head(town: builders.City) -> None:
    before = visits.facts([town.kelurahan], {})[town.kelurahan.pk]
    state(town, 26_000, clock.today())
    after = visits.facts([town.kelurahan], {})[town.kelurahan.pk]
    assert (before.people, after.people) == (None, 26_000)


def test_bahan_rembuk_tells_a_figure_with_its_day_and_its_source(town: builders.City, client: Client) -> None:
    state(town, 26_000, date(2025, 6, 30))
    builders.sign_in(client, "lurah")
    page = client.get(f"/kunjungan/rembuk/bahan/{CODE}/").content.decode()
    assert "26.000 jiwa" in page
    assert "Disdukcapil, per 30 Juni 2025" in page


def test_the_page_takes_a_figure_and_a_wrong_one_comes_back_with_what_was_typed(
    town: builders.City, client: Client
) -> None:
    builders.sign_in(client, "lurah")
    assert client.get("/angka/").headers["Location"] == f"/angka/{CODE}/"
    wrong = client.post(f"/angka/{CODE}/", {"key": "poor", "value": "-4", "on": "2025-12-01", "source": "DTSEN"})
    assert wrong.status_code == 422
    assert "DTSEN" in wrong.content.decode()
    right = client.post(f"/angka/{CODE}/", {"key": "poor", "value": "412", "on": "2025-12-01", "source": "DTSEN"})
    assert right.status_code == 302
    assert "412 keluarga" in client.get(f"/angka/{CODE}/").content.decode()


def test_a_file_with_one_wrong_line_leaves_everything_as_it_was(town: builders.City, tmp_path: Path) -> None:
    file = tmp_path / "angka.csv"
    head = "kode,angka,nilai,per,sumber\n"
    good = f"{CODE},Jumlah penduduk,26.000,2025-06-30,Disdukcapil\n"
    file.write_text(head + good + f"{CODE},people,banyak,2025-06-30,x\n" + "11.11.11.1111,people,5,2025-06-30,x\n")
    done = imports.import_figures(file, actor=SYSTEM)
    assert [line for line, _ in done.errors] == [3, 4]
    assert not Figure.objects.exists()
    file.write_text(head + good)
    assert imports.import_figures(file, actor=SYSTEM).stated == 1
    assert Figure.objects.get().value == 26_000


def test_the_list_of_a_city_asks_the_database_as_often_for_many_as_for_one(
    town: builders.City,
) -> None:
    queries.lines(town.actor("lurah"))
    with CaptureQueriesContext(connection) as one:
        assert len(queries.lines(town.actor("lurah"))) == 1
    with CaptureQueriesContext(connection) as many:
        assert len(queries.lines(town.actor("pemerintahan"))) > 1
    assert len(many) <= len(one) + 1


def test_poor_families_are_kept_per_rw_and_the_rest_is_not(town: builders.City, client: Client, tmp_path: Path) -> None:
    builders.sign_in(client, "lurah")
    told = {"key": "poor", "value": "31", "on": "2025-12-01", "source": "pendataan RT", "rw": "1"}
    assert client.post(f"/angka/{CODE}/", told).status_code == 302
    assert Figure.objects.get().territory == town.rw
    assert not queries.newest("poor", [town.kelurahan.pk])
    shown = client.get(f"/angka/{CODE}/").content.decode()
    assert "keluarga miskin 31, per 1 Desember 2025 · jumlah kepala keluarga belum ada" in shown
    assert "pakai angka kelurahan" in shown
    for more, words in (({"rw": "77"}, "RW 77 tidak ada"), ({"key": "people"}, "bukan per RW")):
        wrong = client.post(f"/angka/{CODE}/", told | more)
        assert (wrong.status_code, words in wrong.content.decode()) == (422, True)
    file = tmp_path / "angka.csv"
    file.write_text(f"kode,rw,angka,nilai,per,sumber\n{CODE},1,families,120,2025-12-01,pendataan RT\n")
    assert imports.import_figures(file, actor=SYSTEM).stated == 1
    assert queries.parts(town.kelurahan)[0].whole
    with pytest.raises(Refused):
        actions.state(
            actor=town.actor("ketua_rw"), territory=town.rw, key="poor", value=1, on=clock.today(), source="x"
        )
