"""What the city's OPD lead, for everyone: n of m, the last news masked, and honestly since when there is none."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from rembuk.coordination.decisions import actions as decisions
from rembuk.coordination.decisions import queries as counts
from rembuk.coordination.decisions.actions import Work
from rembuk.coordination.decisions.models import Decision, FollowUp
from rembuk.coordination.decisions.tests import scene
from rembuk.coordination.reports import actions as reports
from rembuk.coordination.reports import queries as report_queries
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.models import Report
from rembuk.foundation.kernel import chance, clock
from rembuk.foundation.kernel.fresh import Fresh
from rembuk.foundation.tallies import actions as tallies
from rembuk.front.portal import progress
from tests import builders

pytestmark = pytest.mark.django_db
OPD = "/publik/opd/dinas-pekerjaan-umum/"


@pytest.fixture(autouse=True)
def anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """No follow-up is drawn for the sample, and what another test left in this process is not of this city."""
    monkeypatch.setattr(chance, "digits", lambda count: "9" * count)
    monkeypatch.setattr(progress, "_held", Fresh(progress._stamp, progress._load))


def page(phone: Client, address: str = OPD) -> str:
    while tallies.bring_forward(100):
        pass
    answer = phone.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def inspected(town: builders.City, **more: Any) -> FollowUp:
    row = scene.finished(town, **more)
    decisions.inspect(actor=town.actor("ketua_rw"), follow_up=row)
    return scene.fresh(row)


def on_report(town: builders.City, got: Received, title: str) -> FollowUp:
    """Work of the OPD on a report that came up to the lurah."""

    def now() -> Report:
        found = report_queries.by_id(got.report.pk)
        assert found is not None
        return found

    for who in ("ketua_rt", "ketua_rw"):
        reports.climb(actor=town.actor(who), report=now(), basis="urgent", note="Mendesak.")
    work = Work(title, lead=town.institution("opd"), due=clock.today() + timedelta(days=7))
    return reports.follow_up(actor=town.actor("lurah"), report=now(), text="Dikerjakan.", work=work)


def test_the_list_names_who_leads_with_n_of_m_and_the_day_of_its_news(town: builders.City, phone: Client) -> None:
    inspected(town)
    scene.accepted(town, title="Pasang kisi")
    listed = page(phone, "/publik/opd/")
    assert f'href="{OPD}"' in listed
    assert "1 dari 2 selesai dan dicek" in listed
    assert "kabar terakhir 20 Januari 2026" in listed
    assert "per 20 Januari 2026" in listed
    assert "Dinas Lingkungan Hidup" not in listed
    assert 'href="/publik/opd/"' in page(phone, "/")


def test_counts_are_asked_for_by_their_leads(town: builders.City, phone: Client) -> None:
    scene.accepted(town)
    scene.made(town, lead=town.institution("lpm"), supports=())
    page(phone)
    opd, lpm = (str(town.institution(name).pk) for name in ("opd", "lpm"))
    assert set(counts.public_counts([town.kota.path], [opd])) == {opd}
    assert set(counts.public_counts([town.kota.path], [opd, lpm])) == {opd, lpm}
    assert counts.public_counts([town.kota.path], []) == {}


def test_a_page_shows_place_promise_state_and_news_masked(town: builders.City, phone: Client) -> None:
    row = scene.accepted(town, title="Keruk depan rumah Pak Karto")
    decisions.tell(actor=town.actor("petugas_opd"), follow_up=row, text="Alat datang, hubungi 0812-3456-7890.",
                   percent=40)  # fmt: skip
    shown = page(phone)
    for said in ("Keruk depan rumah Pak [nama]", "Kelurahan Melati Timur", "dikerjakan, 40%", "dijanjikan 3 Feb",
                 "Kabar 20 Jan 2026: Alat datang, hubungi [nomor telepon]."):  # fmt: skip
        assert said in shown
    assert not [name for name in builders.CAST.values() if name.person in shown]


def test_it_says_since_when_there_is_no_news(town: builders.City, phone: Client) -> None:
    row = scene.accepted(town)
    assert row.news_due is not None
    assert "tanpa kabar sejak" not in page(phone)
    with scene.later(days=30):
        shown = page(phone)
        assert re.search(rf"tanpa kabar sejak {clock.local(row.news_due).day} \w+", shown)
        assert "sudah lewat" in shown
        assert "1 tanpa kabar" in page(phone, "/publik/opd/")


def test_only_what_is_without_news_longest_first_with_n_of_m(town: builders.City, phone: Client) -> None:
    decision = scene.decision(town)
    old = scene.made(town, decision, title="Keruk lama", supports=())
    with scene.later(days=3):
        new = scene.made(town, decision, title="Keruk baru", supports=())
        for row in (old, new):
            decisions.accept(actor=town.actor("petugas_opd"), follow_up=scene.fresh(row))
    with scene.later(days=5):
        decisions.tell(actor=town.actor("petugas_opd"), follow_up=scene.fresh(new), text="Alat datang.", percent=10)
    waiting = scene.accepted(town, title="Menunggu uang")
    decisions.await_budget(actor=town.actor("petugas_opd"), follow_up=waiting, year=2027, source="APBD")
    only = f"{OPD}?keadaan=tanpa_kabar"
    with scene.later(days=11):
        shown = page(phone, only)
        assert "1 tanpa kabar, dari 2 yang sedang dikerjakan" in shown
        assert "Keruk lama" in shown
        assert "Keruk baru" not in shown
        assert f'href="{OPD}"' in shown
        assert "kabar berikutnya sudah jatuh tempo" in shown
    with scene.later(days=30):
        shown = page(phone, only)
        assert shown.index("Keruk lama") < shown.index("Keruk baru")
        assert "Menunggu uang" not in shown
    assert "Tidak ada yang tanpa kabar" in page(phone, only)


def test_what_is_private_or_revoked_is_neither_shown_nor_counted(town: builders.City, phone: Client) -> None:
    closed = decisions.decide(actor=town.actor("lurah"), text="Tertutup.", is_private=True)
    scene.made(town, closed, title="Rahasia", inspectors=[town.institution("kecamatan")])
    gone = scene.accepted(town, title="Batal dikerjakan")
    decisions.revoke(actor=town.actor("lurah"), follow_up=gone, reason="Sudah tidak perlu.")
    assert Decision.objects.filter(is_private=True).exists()
    shown = page(phone)
    assert "Rahasia" not in shown
    assert "Batal dikerjakan" not in shown
    assert "0 dari 0" in shown
    assert "Dinas Pekerjaan Umum" not in page(phone, "/publik/opd/")


def test_work_of_a_public_report_leads_to_its_trail_and_of_another_is_not_shown(
    town: builders.City, public: Received, phone: Client
) -> None:
    on_report(town, public, "Keruk saluran pasar")
    assert f'href="/publik/{public.report.code}/">Keruk saluran pasar</a>' in page(phone)
    Report.objects.filter(pk=public.report.pk).update(published_at=None)
    assert "Keruk saluran pasar" not in page(phone)


def test_a_unit_that_does_not_exist_is_not_found(town: builders.City, phone: Client) -> None:
    assert phone.get("/publik/opd/tidak-ada/").status_code == 404
    assert "Tidak ada pekerjaan di sini" in page(phone, "/publik/opd/dinas-lingkungan-hidup/")


def test_pages_follow_each_other_and_ask_as_much_for_many_as_for_one(
    town: builders.City, phone: Client, django_assert_max_num_queries: Any
) -> None:
    decision = scene.decision(town)
    for number in range(27):
        scene.made(town, decision, title=f"Pekerjaan {number:02}", supports=())
    first = page(phone)
    following = re.search(r'href="(\?sesudah=[^"]+)" rel="next"', first)
    assert following
    second = page(phone, OPD + following[1])
    titles = re.findall(r"<b>(Pekerjaan \d\d)</b>", first + second)
    assert len(titles) == len(set(titles)) == 27
    # The counts, the rows, and the two stamps of what the process keeps.
    for address in ("/publik/opd/", OPD, OPD + following[1]):
        with django_assert_max_num_queries(4 + 1):
            phone.get(address)


def test_a_page_that_did_not_change_is_not_sent_again(town: builders.City, phone: Client) -> None:
    scene.accepted(town)
    page(phone)
    etag = phone.get(OPD)["ETag"]
    assert phone.get(OPD, headers={"if-none-match": etag}).status_code == 304
