"""An institution's one page: a line each, save all; what is refused keeps its words, and the rest is saved."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rembuk.coordination.decisions import actions, queries
from rembuk.coordination.decisions.lines import origin_of
from rembuk.coordination.decisions.models import FollowUp, News
from rembuk.coordination.decisions.queries import led as listed
from rembuk.coordination.decisions.tests import scene
from rembuk.coordination.meetings import actions as meetings
from rembuk.foundation.institutions import actions as institutions
from rembuk.foundation.institutions.queries import vacancy
from rembuk.foundation.kernel import clock, fresh
from tests import builders

PAGE = "/tindak-lanjut/"


def typed(row: FollowUp, **more: Any) -> dict[str, str]:
    """What the form sends for a line: as it stood, and what somebody wrote."""
    told = {"p": row.percent, "t": "", "c": row.cause, "n": "", **more}
    told["o"] = more.get("o", origin_of(row.version, row.percent, row.cause))
    return {f"{letter}-{row.code}": str(value) for letter, value in told.items()}


def send(who: str, *given: dict[str, str]) -> Any:
    return builders.sign_in(Client(), who).post(PAGE, {key: value for one in given for key, value in one.items()})


def test_only_the_lines_that_changed_are_saved_each_with_its_news(town: builders.City) -> None:
    first, second = scene.accepted(town, title="Satu"), scene.accepted(town, title="Dua")
    soon = clock.today() + timedelta(days=3)
    answer = send("petugas_opd", typed(first, p=60, t="Alat kembali Senin", c="alat", n=soon), typed(second))
    assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)
    news = News.objects.get()
    assert (news.follow_up_id, news.percent, news.text, news.cause, news.next_on) == (
        first.pk, 60, "Alat kembali Senin", "alat", soon,
    )  # fmt: skip
    assert scene.fresh(second).version == second.version


def test_what_is_refused_keeps_its_words_beside_its_line_and_the_rest_is_saved(town: builders.City) -> None:
    good, wrong, mute = (scene.accepted(town, title=title) for title in ("Baik", "Salah", "Bisu"))
    answer = send("petugas_opd", typed(good, t="Jalan."), typed(wrong, p=101, t="Hampir <b>"), typed(mute, p=30))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert News.objects.get().follow_up_id == good.pk
    assert "1 baris tersimpan. 2 baris belum tersimpan" in shown
    assert 'value="101"' in shown
    assert 'value="Hampir &lt;b&gt;"' in shown
    assert "Persen antara 0 dan 100." in shown
    assert "Tuliskan kabarnya" in shown


@pytest.mark.parametrize("given", [{"p": "enam"}, {"p": "٣"}, {"n": "besok"}, {"c": "malas"}, {"t": "x" * 161}])
def test_a_line_that_cannot_be_read_says_so(town: builders.City, given: dict[str, str]) -> None:
    row = scene.accepted(town)
    answer = send("petugas_opd", typed(row, **({"t": "Jalan."} | given)))
    assert answer.status_code == 422
    assert 'class="errorlist"' in answer.content.decode()
    assert News.objects.count() == 0


def test_whoever_comes_second_is_told_and_can_save_again(town: builders.City) -> None:
    row = scene.accepted(town)
    late_words = typed(row, t="Kedua.")
    actions.tell(actor=town.actor("kepala_opd"), follow_up=row, text="Lebih dulu.", percent=10)
    late = send("petugas_opd", late_words)
    assert late.status_code == 422
    assert "Sudah diubah orang lain" in late.content.decode()
    assert f'name="o-{row.code}" value="{origin_of(scene.fresh(row).version, 10, "")}"' in late.content.decode()
    assert send("petugas_opd", typed(scene.fresh(row), t="Kedua.")).status_code == 302
    assert News.objects.count() == 2


def test_sending_the_same_page_twice_saves_once(town: builders.City) -> None:
    row = scene.accepted(town)
    assert [send("petugas_opd", typed(row, t="Jalan.")).status_code for _ in range(2)] == [302, 422]
    assert News.objects.count() == 1


def test_what_is_asked_is_accepted_in_its_line(town: builders.City) -> None:
    row, other = scene.made(town, title="Diterima"), scene.made(town, title="Belum")
    assert f'name="a-{row.code}"' in builders.sign_in(Client(), "petugas_opd").get(PAGE).content.decode()
    answer = send("petugas_opd", typed(row, a=1), typed(other))
    assert answer.status_code == 302
    assert [scene.fresh(one).status for one in (row, other)] == ["working", "asked"]


def test_nobody_else_saves_a_line(town: builders.City) -> None:
    row = scene.accepted(town)
    for who in ("kepala_opd_next", "lurah", "petugas_loket", "ketua_rt"):
        answer = send(who, typed(row, t="Bukan kami."))
        assert answer.status_code == 422, who
        assert "Bukan kami." in answer.content.decode(), "the words are kept in sight"
    assert News.objects.count() == 0


def test_a_clerk_of_the_body_reads_the_lines_and_writes_none(town: builders.City) -> None:
    row = scene.made(town, lead=town.institution("kelurahan"), supports=())
    shown = builders.sign_in(Client(), "petugas_loket").get(PAGE).content.decode()
    assert row.code in shown
    assert f"o-{row.code}" not in shown


def test_a_closed_one_tells_its_code_only(town: builders.City) -> None:
    row = scene.accepted(town, title="Rahasia")
    FollowUp.objects.filter(pk=row.pk).update(is_private=True)
    shown = builders.sign_in(Client(), "petugas_opd").get(PAGE).content.decode()
    assert "Rahasia" not in shown
    assert f"Tindak lanjut tertutup {row.code}" in shown


def test_what_waits_comes_after_what_owes_news_page_by_page(
    town: builders.City, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = scene.accepted(town, title="Menunggu")
    actions.await_budget(actor=town.actor("kepala_opd"), follow_up=waits, year=2027, source="APBD")
    asked = scene.made(town, title="Diminta")
    told = scene.accepted(town, title="Dikerjakan")
    done = scene.finished(town, title="Selesai")
    monkeypatch.setattr(listed, "SIZE", 2)
    monkeypatch.setattr(listed._owed_pages, "_size", 2)
    monkeypatch.setattr(listed._quiet_pages, "_size", 2)
    for pages in (listed._owed_pages, listed._quiet_pages):
        monkeypatch.setattr(pages, "_shapes", {})
    actor, cursor, seen = town.actor("kepala_opd"), "", []
    extra = scene.accepted(town, title="Lagi")
    for _ in range(5):
        page = queries.lines(actor, cursor)
        seen.append([row.title for row in page])
        cursor = page.next
        if not cursor:
            break
    assert seen == [["Diminta", "Dikerjakan"], ["Lagi", "Menunggu", "Selesai"]]
    assert len({row.pk for row in (waits, asked, told, done, extra)}) == 5
    later = builders.sign_in(Client(), "kepala_opd").get(PAGE, {"sesudah": queries.lines(actor).next}).content.decode()
    assert "Selesai" in later
    assert "Diminta" not in later
    back = queries.lines(actor, queries.lines(actor, queries.lines(actor).next).previous)
    assert [row.title for row in back] == seen[0]


def test_what_a_vacant_body_leads_stands_with_whoever_stands_in(town: builders.City) -> None:
    row = scene.made(town, lead=town.institution("rw"), supports=())
    own = scene.made(town, lead=town.institution("kelurahan"), supports=())
    assert [line.id for line in queries.lines(town.actor("lurah"))] == [own.pk]
    for who in ("ketua_rw", "sekretaris_rw"):
        institutions.end_appointment(
            actor=town.actor("lurah"), appointment=town.cast[who], on=clock.today(), reason="Pindah."
        )
    assert {line.id for line in queries.lines(town.actor("lurah"))} == {row.pk, own.pk}
    assert send("lurah", typed(row, a=1)).status_code == 302
    assert scene.fresh(row).status == "working"


MOST = {"postgresql": 8, "sqlite": 9}


@pytest.mark.django_db(transaction=True)
def test_the_page_asks_a_fixed_number_of_questions(town: builders.City, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (fresh, vacancy):
        monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: 0.0))
    client = builders.sign_in(Client(), "kepala_opd")

    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(PAGE).status_code == 200
        return len(caught)

    scene.accepted(town)
    few = min(asked() for _ in range(3))
    for number in range(6):
        scene.accepted(town, title=f"Pekerjaan {number}")
        scene.made(town, title=f"Diminta {number}")
    assert min(asked() for _ in range(3)) == few <= MOST[connection.vendor], few


def test_under_each_heading_ten_are_shown_and_the_rest_by_a_link(town: builders.City) -> None:
    rows = [scene.made(town, title=f"Saluran {number}") for number in range(12)]
    client = builders.sign_in(Client(), "lurah")

    def told(address: str) -> int:
        page = client.get(address).content.decode()
        return sum(page.count(f'class="title" href="{PAGE}{row.code}/"') for row in rows)

    assert 'href="?bagian=given"' in client.get(PAGE).content.decode()
    assert (told(PAGE), told(f"{PAGE}?bagian=given"), told(f"{PAGE}?bagian=help")) == (10, 12, 0)
    whole = client.get(f"{PAGE}?bagian=given").content.decode()
    assert f'href="{PAGE}">Semua tindak lanjut' in whole
    assert "12</span>" in whole


def test_a_part_that_fills_its_page_says_that_there_may_be_more(
    town: builders.City, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        scene.made(town, title=f"Saluran {number}")
    monkeypatch.setattr(queries, "PART_MOST", 3)
    assert "3 teratas" in builders.sign_in(Client(), "lurah").get(f"{PAGE}?bagian=given").content.decode()


def test_of_what_waits_for_its_work_ten_are_shown_and_the_rest_by_a_link(town: builders.City) -> None:
    first, lurah = scene.decided(town), town.actor("lurah")
    items = [first]
    for number in range(11):
        item = meetings.add_item(actor=lurah, meeting=first.meeting, title=f"Saluran {number}")
        meetings.decide(actor=lurah, item=item, outcome="agreed", decision="Keruk.")
        items.append(item)
    client = builders.sign_in(Client(), "lurah")

    def told(address: str) -> int:
        page = client.get(address).content.decode()
        return sum(page.count(f'class="title" href="{PAGE}butir/{item.pk}/"') for item in items)

    assert 'href="?bagian=to_give"' in client.get(PAGE).content.decode()
    assert (told(PAGE), told(f"{PAGE}?bagian=to_give"), told(f"{PAGE}?bagian=help")) == (10, 12, 0)
