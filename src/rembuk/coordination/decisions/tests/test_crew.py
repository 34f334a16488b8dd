"""A crew's link: photos of one follow-up, so many, until a day; closed at once when it leaked."""

import hashlib
import logging
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from rembuk.coordination.decisions import actions, queries
from rembuk.coordination.decisions.actions import Claimed, Linked, crewing, showing
from rembuk.coordination.decisions.models import CrewLink, CrewSending, Evidence, FollowUp
from rembuk.coordination.decisions.tests import scene
from rembuk.coordination.decisions.views import crews
from rembuk.foundation.audit.models import Event
from rembuk.foundation.audit.verify import verify
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.territory import actions as territories
from rembuk.foundation.territory import queries as places
from rembuk.foundation.web import logs
from tests import builders


@pytest.fixture
def row(town: builders.City) -> FollowUp:
    return scene.accepted(town)


@pytest.fixture
def made(town: builders.City, row: FollowUp) -> Linked:
    return actions.link_crew(actor=town.actor("petugas_opd"), follow_up=row, crew="Drainase 2", most=3)


def page(made: Linked) -> str:
    return f"/tindak-lanjut/regu/{made.token}/"


def upload(seed: int = 1) -> SimpleUploadedFile:
    return SimpleUploadedFile("a.jpg", scene.photo(seed), "image/jpeg")


def send(made: Linked, *seeds: int, key: str = "", **more: Any) -> Any:
    given = {"photos": [upload(seed) for seed in seeds], "text": "", "request_key": key, **more}
    return Client().post(page(made), given)


def test_a_photo_comes_by_the_link_without_account(town: builders.City, row: FollowUp, made: Linked) -> None:
    shown = Client().get(page(made))
    assert shown.status_code == 200
    assert "Keruk saluran 120 m" in shown.content.decode()
    assert town.user("petugas_opd").name not in shown.content.decode()
    assert send(made, 1, text="Sudah dikeruk\nsebelah kiri").status_code == 302
    photo = Evidence.objects.get()
    assert (photo.follow_up_id, photo.round, photo.given_by, photo.has_place) == (row.pk, 1, None, False)
    assert photo.sending is not None
    assert photo.sending.text == "Sudah dikeruk sebelah kiri"
    assert CrewLink.objects.get().used == 1
    lead = builders.sign_in(Client(), "petugas_opd").get(f"/tindak-lanjut/{row.code}/").content.decode()
    assert "1 dari 3 foto" in lead
    assert "tanpa data lokasi" in lead


def test_the_event_names_who_made_the_link_and_never_its_secret(
    town: builders.City, row: FollowUp, made: Linked
) -> None:
    send(made, 1)
    event = Event.objects.filter(subject_id=row.pk, verb="decisions.shown").get()
    assert f"Regu lapangan Drainase 2, lewat tautan {town.actor('petugas_opd').label}" in event.body
    secrets = (made.token, hashlib.sha256(made.token.encode()).hexdigest())
    assert not any(secret in told.body for told in Event.objects.all() for secret in secrets)
    assert verify(lambda done, total: None).ok


def test_only_the_hash_is_kept_and_no_log_line_has_the_address(made: Linked) -> None:
    kept = CrewLink.objects.get()
    assert kept.secret_hash == hashlib.sha256(made.token.encode()).hexdigest()
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, "Gone: %s", (page(made),), None)
    assert made.token not in logs.Line("%(message)s").format(record)


def test_a_retry_on_a_bad_network_counts_once_even_when_it_was_the_last(made: Linked) -> None:
    answers = [send(made, 1, 2, 3, key="k" * 32) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert (Evidence.objects.count(), CrewSending.objects.count(), CrewLink.objects.get().used) == (3, 1, 3)
    assert scene.refused(
        actions.show_by_link, token=made.token, photos=[scene.photo(4)], key="k" * 32
    ) == "other_payload"  # fmt: skip


def test_no_more_photos_than_it_is_for(made: Linked) -> None:
    assert send(made, 1, 2).status_code == 302
    many = send(made, 3, 4)
    assert many.status_code == 422
    assert "tinggal untuk 1 foto" in many.content.decode()
    assert send(made, 3).status_code == 302
    full = send(made, 4)
    assert full.status_code == 410
    assert "sudah penuh" in full.content.decode()
    assert Evidence.objects.count() == 3
    with pytest.raises(IntegrityError), transaction.atomic():
        CrewLink.objects.update(used=4)


def test_a_leaked_link_is_closed_at_once(town: builders.City, row: FollowUp, made: Linked) -> None:
    lead = builders.sign_in(Client(), "kepala_opd")
    address = f"/tindak-lanjut/{row.code}/unlink_crew/{made.link.pk}/"
    assert lead.post(address).status_code == 302
    for answer in (Client().get(page(made)), send(made, 1)):
        assert answer.status_code == 410
        assert "sudah ditutup" in answer.content.decode()
        assert "Keruk saluran" not in answer.content.decode()
    assert Evidence.objects.count() == 0
    assert lead.post(address).status_code == 404


def test_it_ends_with_the_promised_day_or_the_day_that_was_named(town: builders.City, row: FollowUp) -> None:
    lead, soon = town.actor("petugas_opd"), clock.today() + timedelta(days=2)
    whole = actions.link_crew(actor=lead, follow_up=scene.fresh(row))
    short = actions.link_crew(actor=lead, follow_up=scene.fresh(row), until=soon)
    assert whole.link.until == row.total_due
    with scene.later(days=3):
        assert [Client().get(page(one)).status_code for one in (whole, short)] == [200, 410]
    with scene.later(days=15):
        late = send(whole, 1)
        assert late.status_code == 410
        assert "Masa berlaku" in late.content.decode()
    assert Evidence.objects.count() == 0


def test_a_late_follow_up_gets_a_link_for_some_days(town: builders.City, row: FollowUp) -> None:
    with scene.later(days=20):
        fresh = scene.fresh(row)
        linked = actions.link_crew(actor=town.actor("petugas_opd"), follow_up=fresh)
        assert clock.now() < linked.link.until < clock.now() + timedelta(days=8)


@pytest.mark.parametrize("days", [-1, 15])
def test_a_day_beyond_the_promise_is_refused(town: builders.City, row: FollowUp, days: int) -> None:
    given = {"follow_up": row, "until": clock.today() + timedelta(days=days)}
    assert scene.refused(actions.link_crew, actor=town.actor("petugas_opd"), **given) == "until"


@pytest.mark.parametrize("token", ["0" * 32, "x", "a.b", "a" * 500])
def test_what_is_no_link_is_answered_alike(made: Linked, token: str) -> None:
    first = Client().get(f"/tindak-lanjut/regu/{'f' * 32}/")
    other = Client().get(f"/tindak-lanjut/regu/{token}/")
    assert (other.status_code, other.content) == (404, first.content)


def test_the_follow_up_ended_or_closed_to_the_public(town: builders.City, row: FollowUp, made: Linked) -> None:
    FollowUp.objects.filter(pk=row.pk).update(is_private=True)
    assert send(made, 1).status_code == 410
    assert scene.refused(
        actions.link_crew, actor=town.actor("petugas_opd"), follow_up=scene.fresh(row)
    ) == "wrong_step"  # fmt: skip
    FollowUp.objects.filter(pk=row.pk).update(is_private=False)
    actions.revoke(actor=town.actor("lurah"), follow_up=scene.fresh(row), reason="Batal.")
    gone = send(made, 1)
    assert gone.status_code == 410
    assert "sudah selesai atau ditutup" in gone.content.decode()
    assert Evidence.objects.count() == 0


def test_while_it_is_inspected_nothing_comes_and_sent_back_the_link_lives_again(
    town: builders.City, row: FollowUp, made: Linked
) -> None:
    send(made, 1)
    actions.finish(actor=town.actor("petugas_opd"), follow_up=scene.fresh(row), text="Sudah.")
    assert send(made, 2).status_code == 410
    actions.send_back(actor=town.actor("ketua_rw"), follow_up=scene.fresh(row), remark="Masih tersumbat.")
    assert send(made, 2).status_code == 302
    assert list(Evidence.objects.order_by("round").values_list("round", flat=True)) == [1, 2]


def test_evidence_of_another_place_is_kept_and_told(town: builders.City, row: FollowUp, made: Linked) -> None:
    for place, west in ((town.rw, 107.0), (town.rw_next, 107.1)):
        square = [[west, -6.3], [west + 0.1, -6.3], [west + 0.1, -6.2], [west, -6.2], [west, -6.3]]
        territories.set_boundary(
            actor=SYSTEM, territory=place, geometry={"type": "Polygon", "coordinates": [square]}, source="Uji"
        )
    assert places.smallest_at(-6.25, 107.15) == town.rw_next
    here, there, nowhere = [
        actions.show_by_link(token=made.token, photos=[scene.photo(seed)], claimed=Claimed(None, *place))
        for seed, place in ((1, (-6.25, 107.05)), (2, (-6.25, 107.15)), (3, (None, None)))
    ]
    told = {sending.pk: sending.evidence.get() for sending in (here, there, nowhere)}
    assert [(told[one.pk].has_place, told[one.pk].is_elsewhere) for one in (here, there, nowhere)] == [
        (True, False), (True, True), (False, False),
    ]  # fmt: skip
    shown = builders.sign_in(Client(), "ketua_rw").get(f"/tindak-lanjut/{row.code}/").content.decode()
    assert shown.count("menurut HP di luar wilayah pekerjaan ini") == 1


def test_nonsense_of_a_phone_is_left_out(made: Linked) -> None:
    for number, (lat, lng) in enumerate((("abc", "7"), ("nan", "1e999"), ("-6.2", "")), 1):
        answer = send(made, number, claimed_lat=lat, claimed_lng=lng, claimed_at="2099-01-01T00:00:00")
        assert answer.status_code == 302
    assert {(row.has_place, row.claimed_at) for row in Evidence.objects.all()} == {(False, None)}


@pytest.mark.parametrize("content", [b"", b"bukan foto", b"<svg onload=alert(1)>"])
def test_what_is_no_photo_counts_nothing(made: Linked, content: bytes) -> None:
    given = {"photos": [SimpleUploadedFile("a.jpg", content, "image/jpeg")], "text": "", "request_key": "k"}
    assert Client().post(page(made), given).status_code == 422
    assert CrewLink.objects.get().used == 0


def test_news_told_meanwhile_does_not_stop_the_crew(
    town: builders.City, row: FollowUp, made: Linked, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep, told = showing.keep, list[object]()

    def slow(*given: Any) -> Evidence:
        if not told:
            told.append(actions.tell(actor=town.actor("kepala_opd"), follow_up=scene.fresh(row), text="Jalan."))
        return keep(*given)

    monkeypatch.setattr(crewing, "keep", slow)
    actions.show_by_link(token=made.token, photos=[scene.photo()])
    assert (Evidence.objects.count(), CrewLink.objects.get().used) == (1, 1)


def test_so_many_links_may_be_open_at_a_time(town: builders.City, row: FollowUp) -> None:
    lead = town.actor("petugas_opd")
    links = [actions.link_crew(actor=lead, follow_up=scene.fresh(row)) for _ in range(crewing.OPEN)]
    assert scene.refused(actions.link_crew, actor=lead, follow_up=scene.fresh(row)) == "too_many_links"
    actions.unlink_crew(actor=lead, follow_up=scene.fresh(row), link_id=links[0].link.pk)
    actions.link_crew(actor=lead, follow_up=scene.fresh(row))


def test_the_link_is_shown_once_with_words_to_send(town: builders.City, row: FollowUp) -> None:
    lead = builders.sign_in(Client(), "kepala_opd")
    address = f"/tindak-lanjut/{row.code}/link_crew/"
    assert address in lead.get(f"/tindak-lanjut/{row.code}/").content.decode()
    made = lead.post(address, {"crew": "Regu 1", "most": "5", "until": ""})
    shown = made.content.decode()
    token = shown.partition("/tindak-lanjut/regu/")[2].partition("/")[0]
    assert CrewLink.objects.get().secret_hash == hashlib.sha256(token.encode()).hexdigest()
    assert "wa.me" in shown
    assert "no-store" in made.headers["Cache-Control"]
    assert token not in lead.get(f"/tindak-lanjut/{row.code}/").content.decode()
    assert lead.post(address, {"crew": "", "most": "51", "until": ""}).status_code == 422


def test_the_page_is_nobodys_to_index_or_to_pass_on(made: Linked) -> None:
    for address in (page(made), f"/tindak-lanjut/regu/{'0' * 32}/"):
        headers = Client().get(address).headers
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert headers["Referrer-Policy"] == "strict-origin"
        assert "no-store" in headers["Cache-Control"]


def test_a_machine_that_tries_addresses_is_stopped(db: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crews, "MOST", 3)
    answers = [Client().get(f"/tindak-lanjut/regu/{number:032x}/").status_code for number in range(5)]
    assert answers == [404, 404, 404, 429, 429]


@pytest.mark.parametrize("who", ["kepala_opd_next", "lurah_next", "ketua_rw_next"])
def test_next_door_there_is_neither_link_nor_list(town: builders.City, row: FollowUp, made: Linked, who: str) -> None:
    other = builders.sign_in(Client(), who)
    assert other.post(f"/tindak-lanjut/{row.code}/link_crew/", {"most": "5"}).status_code == 404
    assert other.post(f"/tindak-lanjut/{row.code}/unlink_crew/{made.link.pk}/").status_code == 404
    assert queries.open_crew_links(row) == 1
