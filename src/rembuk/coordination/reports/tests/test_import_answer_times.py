"""Answer times by agency: n of m, without what has no answer, the page for those who see the whole city."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rembuk.coordination.reports.queries.answer_times import answer_times, has_history
from rembuk.coordination.reports.tests.importing import bring_in, row
from rembuk.coordination.reports.views.answer_times import hours, of
from rembuk.foundation.kernel.errors import Refused
from tests import builders

pytestmark = pytest.mark.django_db
PU = "Dinas Pekerjaan Umum"


@pytest.fixture
def town(tmp_path: Path) -> builders.City:
    found = builders.city()
    answers = ["2025-05-05T09:00:00", "2025-05-05T11:00:00", "2025-05-05T18:00:00", "2025-05-06T08:00:00", ""]
    rows = [row(no=str(number), dijawab=at) for number, at in enumerate(answers, start=1)]
    rows += [row(no="6", dijawab="2025-05-05T07:00:00"), row(no="7", instansi="", dijawab="")]
    bring_in(tmp_path, rows)
    return found


def test_by_agency_with_counts_and_what_was_wrong(town: builders.City) -> None:
    found = answer_times(builders.actor_of("wali_kota"))
    first, none = found.agencies
    # 1, 3, 10 and 24 hours; the fifth has no answer, the sixth came in as an error.
    assert (first.name, first.count, first.answered, first.unanswered, first.refused) == (PU, 5, 4, 1, 1)
    assert (first.median, first.p90) == pytest.approx((6.5, 19.8))
    assert (none.name, none.count, none.answered, none.median, none.p90) == ("Tanpa instansi", 1, 0, None, None)
    assert found.total is not None
    assert (found.total.count, found.total.answered, found.total.refused) == (6, 4, 1)
    (file,) = found.files
    assert (file.rows, file.errors, file.lines) == (7, 1, [[7, "6", "negative"]])


def test_a_file_brought_in_again_is_one_file(town: builders.City, tmp_path: Path) -> None:
    bring_in(tmp_path, [row(no="8"), row(no="9", isi="")])
    bring_in(tmp_path, [row(no="8"), row(no="9", isi="")], agencies='"X" = ""')
    found = answer_times(builders.actor_of("wali_kota"))
    assert (len(found.files), found.sources) == (2, ["kota"])
    assert answer_times(builders.actor_of("wali_kota"), "lain").agencies == []


@pytest.mark.parametrize("name", ["lurah", "camat", "ketua_rt", "kepala_opd", "perlindungan"])
def test_only_those_who_see_the_city(name: str, town: builders.City) -> None:
    actor = builders.actor_of(name)
    assert not has_history(actor)
    with pytest.raises(Refused) as refused:
        answer_times(actor)
    assert refused.value.code == "not_allowed"


def test_the_page_is_offered_only_where_there_is_history() -> None:
    builders.city()
    assert not has_history(builders.actor_of("wali_kota"))
    assert answer_times(builders.actor_of("wali_kota")).agencies == []


def test_the_page_takes_as_many_queries_for_many_agencies(
    town: builders.City,
    tmp_path: Path,
    django_assert_max_num_queries: Any,
) -> None:
    bring_in(tmp_path, [row(no=f"k{n}", instansi=f"Kelurahan Melati {w}") for n, w in enumerate(["Timur", "Barat"])])
    actor = builders.actor_of("wali_kota")
    with django_assert_max_num_queries(4):
        assert len(answer_times(actor).agencies) == 4


def test_the_page_shows_n_of_m(town: builders.City, client: Client) -> None:
    builders.sign_in(client, "wali_kota")
    listed = client.get(reverse("reports:list")).content.decode()
    assert reverse("reports:answer_times") in listed
    assert "riwayat dari kota" in listed
    assert "dibenarkan</span>" not in listed
    shown = client.get(reverse("reports:answer_times"))
    text = shown.content.decode()
    assert shown.status_code == 200
    assert all(part in text for part in (PU, of(4, 5), "6,5", "19,8", "Tanpa instansi", "baris 7, 6"))


def test_figures_as_indonesians_write_them() -> None:
    assert [hours(None), hours(0.04), hours(7.25), hours(1234.5)] == ["–", "0,0", "7,2", "1.234,5"]
    assert of(1250, 1304) == "1.250\u00a0dari\u00a01.304"
