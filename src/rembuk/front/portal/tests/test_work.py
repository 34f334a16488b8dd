"""What is done about a report, for everyone and for whoever reported it: who leads, how far, and its photos."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from rembuk.coordination.decisions import actions as decisions
from rembuk.coordination.decisions.actions import Work
from rembuk.coordination.decisions.models import Evidence, FollowUp
from rembuk.coordination.decisions.tests import scene
from rembuk.coordination.reports import actions as reports
from rembuk.coordination.reports import queries as report_queries
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.models import Report
from rembuk.foundation.files import actions as files
from rembuk.foundation.files.models import File
from rembuk.foundation.files.tests import samples
from rembuk.foundation.kernel import chance, clock
from rembuk.foundation.kernel.actor import PUBLIC
from tests import builders

pytestmark = pytest.mark.django_db
Asked = Callable[..., FollowUp]


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """No follow-up is drawn for the sample."""
    monkeypatch.setattr(chance, "digits", lambda count: "9" * count)


def report(got: Received) -> Report:
    found = report_queries.by_id(got.report.pk)
    assert found is not None
    return found


def asked(town: builders.City, got: Received, title: str = "Keruk saluran") -> FollowUp:
    """Work of the RT on its report, accepted."""
    work = Work(title, lead=town.institution("rt"), due=clock.today() + timedelta(days=7))
    head = town.actor("ketua_rt")
    row = reports.follow_up(actor=head, report=report(got), text="Kita keruk.", work=work)
    decisions.accept(actor=head, follow_up=scene.fresh(row))
    return scene.fresh(row)


def finished(town: builders.City, row: FollowUp, photo: bytes | None = None) -> FollowUp:
    decisions.finish(actor=town.actor("ketua_rt"), follow_up=row, text="Sudah bersih.",
                     photos=[photo or scene.photo()])  # fmt: skip
    files.draw(10)
    return scene.fresh(row)


def passed(town: builders.City, row: FollowUp) -> FollowUp:
    decisions.inspect(actor=town.actor("ketua_rw"), follow_up=row)
    return scene.fresh(row)


def shown(phone: Client, got: Received) -> str:
    answer = phone.get(f"/publik/{got.report.code}/")
    assert answer.status_code == 200
    return answer.content.decode()


def mine(phone: Client, got: Received) -> str:
    phone.post("/lacak/", {"code": got.report.code, "secret": got.secret})
    answer = phone.get(f"/lacak/{got.report.code}/")
    assert answer.status_code == 200
    return answer.content.decode()


def served(phone: Client, row: FollowUp) -> Any:
    file = Evidence.objects.filter(follow_up=row).order_by("-id")[0].file_id
    return phone.get(f"/berkas/foto/{file}/full/")


def test_the_own_page_says_who_leads_how_far_and_the_last_news_with_its_day(
    town: builders.City, public: Received, phone: Client
) -> None:
    row = asked(town, public)
    decisions.tell(actor=town.actor("ketua_rt"), follow_up=row, text="Sudah setengah, tanya Pak Karto.", percent=50)
    for page in (mine(phone, public), shown(phone, public)):
        for said in ("Yang dikerjakan", "0 dari 1 pekerjaan selesai dan dicek", "dipimpin RT 001", "dikerjakan, 50%",
                     "dijanjikan 27 Jan", "Kabar 20 Jan 2026: Sudah setengah, tanya Pak [nama].",
                     "Keruk saluran: Tindak lanjut dibuat"):  # fmt: skip
            assert said in page
        assert builders.CAST["ketua_rt"].person not in page


def test_what_owes_news_says_since_when(town: builders.City, public: Received, phone: Client) -> None:
    asked(town, public)
    assert "tanpa kabar sejak" not in mine(phone, public)
    with scene.later(days=20):
        assert "tanpa kabar sejak" in mine(phone, public)


def test_a_report_without_work_has_no_such_card(public: Received, phone: Client) -> None:
    assert "Yang dikerjakan" not in mine(phone, public) + shown(phone, public)


def test_the_reporter_reads_on_of_what_was_taken_down_and_nobody_else(
    town: builders.City, public: Received, phone: Client
) -> None:
    asked(town, public)
    reports.take_down(actor=town.actor("lurah"), report=report(public), reason="Menyebut nama tetangga.")
    assert phone.get(f"/publik/{public.report.code}/").status_code == 404
    assert "dipimpin RT 001" in mine(phone, public)


def test_work_that_is_closed_stands_on_no_page(town: builders.City, public: Received, phone: Client) -> None:
    row = asked(town, public, "Pendampingan keluarga")
    FollowUp.objects.filter(pk=row.pk).update(is_private=True)
    assert "Pendampingan keluarga" not in mine(phone, public) + shown(phone, public)


def test_photos_are_for_everyone_once_others_than_the_doer_have_looked(
    town: builders.City, public: Received, phone: Client
) -> None:
    row = finished(town, asked(town, public))
    assert served(phone, row).status_code == 404
    assert "Foto hasil" not in shown(phone, public)
    passed(town, row)
    for page in (shown(phone, public), mine(phone, public)):
        assert re.search(r'alt="Foto hasil Keruk saluran, 1 dari 1"', page)
    assert served(phone, row).status_code == 200


def test_nothing_that_a_phone_wrote_into_a_photo_goes_out(town: builders.City, public: Received, phone: Client) -> None:
    bare = samples.photo(taken="2026:01:20 08:00:00", place=True)
    row = passed(town, finished(town, asked(town, public), bare))
    content = b"".join(served(phone, row).streaming_content)
    assert not samples.opened(content).getexif()
    assert b"Kamera Rahasia" not in content


def test_what_was_sent_back_is_not_shown_and_what_was_done_again_is(
    town: builders.City, public: Received, phone: Client
) -> None:
    row = finished(town, asked(town, public), scene.photo(1))
    decisions.send_back(actor=town.actor("ketua_rw"), follow_up=row, remark="Lumpurnya masih di tepi.")
    passed(town, finished(town, scene.fresh(row), scene.photo(2)))
    public_ones = Evidence.objects.filter(follow_up=row, file__is_public=True)
    assert [one.round for one in public_ones] == [2]


def test_faces_are_painted_over_before_and_after(town: builders.City, public: Received, phone: Client) -> None:
    row = finished(town, asked(town, public))
    file = File.objects.get(pk=Evidence.objects.get(follow_up=row).file_id)
    page = builders.sign_in(Client(), "lurah").get(f"/tindak-lanjut/{row.code}/").content.decode()
    assert f"/berkas/foto/{file.pk}/samarkan/" in page
    files.set_masks(actor=town.actor("lurah"), file=file, masks=[[0, 0, 500, 500]])
    passed(town, row)
    first = b"".join(served(phone, row).streaming_content)
    file.refresh_from_db()
    assert file.public_sha256 == file.served_sha256 != file.base_sha256
    files.set_masks(actor=town.actor("lurah"), file=file, masks=[[0, 0, 900, 900]])
    assert b"".join(served(phone, row).streaming_content) != first


def test_of_a_home_they_are_blurred(town: builders.City, phone: Client) -> None:
    got = reports.receive(actor=PUBLIC, category="rentan", text="Atap bocor di kamar.", territory=town.rt)
    reports.acknowledge(actor=town.actor("ketua_rt"), report=got.report)
    row = passed(town, finished(town, asked(town, got)))
    file = Evidence.objects.get(follow_up=row).file
    assert file.is_public
    assert file.is_blurred
    assert file.public_sha256 != file.served_sha256


def test_of_what_is_said_of_an_official_they_are_never_shown(town: builders.City, phone: Client) -> None:
    got = reports.receive(actor=PUBLIC, category="pungutan", text="Surat dipersulit.", territory=town.rt,
                          passes_by=["lurah"])  # fmt: skip
    camat, lead = town.actor("camat"), town.actor("kepala_opd")
    reports.acknowledge(actor=camat, report=got.report)
    work = Work("Pendampingan", lead=town.institution("opd"), inspectors=[town.institution("inspektorat")])
    row = reports.follow_up(actor=camat, report=report(got), text="Didampingi.", work=work)
    decisions.accept(actor=lead, follow_up=scene.fresh(row))
    decisions.finish(actor=lead, follow_up=scene.fresh(row), text="Sudah.", photos=[scene.photo()])
    decisions.inspect(actor=town.actor("inspektorat"), follow_up=scene.fresh(row))
    assert scene.fresh(row).status == "passed"
    assert served(phone, row).status_code == 404
    assert "Pendampingan" not in mine(phone, got)


def test_a_closed_piece_of_work_on_an_open_report_shows_none_either(
    town: builders.City, public: Received, phone: Client
) -> None:
    row = finished(town, asked(town, public))
    FollowUp.objects.filter(pk=row.pk).update(is_private=True, status="passed", ended_at=clock.now())
    decisions.publish_evidence(actor=PUBLIC, decision_id=row.decision_id, blurred=False)
    assert served(phone, row).status_code == 404


def test_they_go_with_the_report_when_it_is_taken_down(town: builders.City, public: Received, phone: Client) -> None:
    row = passed(town, finished(town, asked(town, public)))
    assert served(phone, row).status_code == 200
    reports.take_down(actor=town.actor("lurah"), report=report(public), reason="Wajah anak terlihat.")
    assert served(phone, row).status_code == 404
    lurah = builders.sign_in(Client(), "lurah")
    assert served(lurah, row).status_code == 200


def test_work_of_a_report_that_is_read_anew_is_shown_again_with_it(
    town: builders.City, public: Received, phone: Client
) -> None:
    row = finished(town, asked(town, public))
    Report.objects.filter(pk=public.report.pk).update(published_at=None)
    passed(town, row)
    assert served(phone, row).status_code == 404
    Report.objects.filter(pk=public.report.pk).update(status="new")
    reports.acknowledge(actor=town.actor("ketua_rt"), report=report(public))
    assert served(phone, row).status_code == 200
