"""The pages of a session: prepared and run by keyboard, typed by two, settled, and the one screen that all share."""

import re
from io import BytesIO
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from rembuk.planning.musrenbang import actions, queries
from rembuk.planning.musrenbang.models import Ballot, Round, Session
from rembuk.planning.musrenbang.queries.sessions import BALLOT_LINE
from rembuk.planning.musrenbang.tests import hall, scene
from rembuk.planning.musrenbang.tests.test_screens import page, signed
from tests import builders


def at(session: Session, rest: str = "") -> str:
    return f"/musrenbang/sidang/{session.pk}/{rest}"


def test_a_kelurahan_prepares_its_session_from_the_round(found: Round, town: builders.City) -> None:
    scene.proposed(town)
    lurah = signed("lurah")
    assert "Siapkan sidang" in page(lurah, "/musrenbang/sidang/")
    answer = lurah.post("/musrenbang/sidang/")
    session = Session.objects.get()
    assert answer.headers["Location"] == at(session)
    assert "0 dari 1 dibahas" in page(lurah, at(session))
    assert "Siapkan sidang" not in page(signed("kasi"), "/musrenbang/sidang/")
    told = {"day": "2026-01-28", "at": "09:00", "place": "Aula kelurahan"}
    assert lurah.post(at(session, "sit/"), told).status_code == 302
    assert "Aula kelurahan" in page(lurah, at(session))


def test_the_session_says_what_comes_next_until_it_is_over(found: Round, town: builders.City) -> None:
    session, lurah, head = hall.prepared(town, found, 1), signed("lurah"), signed("ketua_rw")
    shown = page(lurah, at(session))
    assert "Bahas usulan satu per satu. Sesudah itu tekan" in shown
    assert ("disiapkan" in shown, "sedang dibahas" in shown) == (True, False)
    actions.discuss(actor=town.actor("lurah"), session=session, number=1, talk="agreed")
    assert all(words in page(lurah, at(session)) for words in ("Semua sudah dibahas", "sedang dibahas"))
    told = {"rule": "own_order", "seen": queries.case(session, "kelurahan").fingerprint, "how": "mufakat"}
    assert lurah.post(at(session, "putuskan/kelurahan/"), told).status_code == 302
    shown = page(lurah, at(session))
    assert all(
        words in shown for words in ("Tidak ada pemungutan suara", "Terbitkan berita acara", "Utusan ke tingkat")
    )
    assert "Dibagi" not in shown
    assert "Terbitkan" not in page(head, at(session))
    assert lurah.post(at(session, "terbitkan/")).status_code == 302
    shown = page(lurah, at(session))
    assert ("Berita acara" in shown, "Terbitkan" in shown) == (True, False)


def test_before_its_day_a_session_is_decided_with_a_word_why(found: Round, town: builders.City) -> None:
    session, lurah, url = hall.prepared(town, found, 1), signed("lurah"), "putuskan/kelurahan/"
    assert lurah.post(at(session, "sit/"), {"day": "2026-01-28", "at": "09:00", "place": "Aula"}).status_code == 302
    assert "mengapa tidak menunggu" in page(lurah, at(session, url))
    told = {"rule": "own_order", "seen": queries.case(session, "kelurahan").fingerprint, "how": "mufakat"}
    assert lurah.post(at(session, url), told).status_code == 422
    assert lurah.post(at(session, url), {**told, "note": "Semua RW sepakat."}).status_code == 302


def test_the_session_says_how_many_came_since_its_list_was_made(found: Round, town: builders.City) -> None:
    session, lurah = hall.prepared(town, found, 1), signed("lurah")
    assert "belum bernomor" not in page(lurah, at(session))
    scene.proposed(town, "ketua_rw", "rw", title="Pos ronda")
    assert "1 usulan masuk sesudah daftar ini dibuat" in page(lurah, at(session))
    assert "belum bernomor" not in page(signed("ketua_rw"), at(session))
    assert lurah.post(at(session, "renew_list/")).status_code == 302
    assert "belum bernomor" not in page(lurah, at(session))


def test_an_open_voting_without_ballots_says_what_comes_next(found: Round, town: builders.City) -> None:
    session, lurah = hall.prepared(town, found, 1), town.actor("lurah")
    hall.sent(town, session)
    actions.set_ballots(actor=lurah, session=session, form="approval", names_most=1, points_each=0, is_secret=True)
    actions.open_voting(actor=lurah, session=session)
    shown = page(signed("lurah"), at(session))
    assert all(words in shown for words in ("Cetak surat suara, bagikan", "Catat yang dibagi"))
    actions.hand_out(actor=lurah, session=session, handed={town.institution("rw").pk: 2})
    shown = page(signed("lurah"), at(session))
    assert "Cetak surat suara, bagikan" not in shown
    # Where the page begins, and again beside the counts.
    assert shown.count(">Ketik surat suara<") == 2


def test_delegates_are_typed_in_one_table_and_a_quota_shows(found: Round, town: builders.City) -> None:
    session, lurah, body = hall.prepared(town, found, 1), signed("lurah"), town.institution("rw")
    typed: dict[str, Any] = {f"seats-{body.pk}": 10, f"women-{body.pk}": 11, f"disabled-{body.pk}": 0}
    wrong = lurah.post(at(session, "utusan/"), typed)
    assert (wrong.status_code, "dihitung di antara 10 utusan" in wrong.content.decode()) == (422, True)
    assert lurah.post(at(session, "utusan/"), {**typed, f"women-{body.pk}": 1}).status_code == 302
    assert 'data-label="Penyandang disabilitas"' in page(lurah, at(session, "utusan/"))
    shown = page(lurah, at(session))
    assert 'data-label="Disabilitas">0<' in shown
    assert "Kuota perempuan belum terpenuhi: 1 dari paling sedikit 3 utusan, kurang 2." in shown
    assert "Kuota penyandang disabilitas" in shown


def test_one_by_one_by_keyboard_with_a_projector(found: Round, town: builders.City) -> None:
    session, lurah = hall.prepared(town, found, 3), signed("lurah")
    assert "Saluran 1" in page(lurah, at(session, "layar/"))
    answer = lurah.post(at(session, "bahas/1/"), {"talk": "agreed", "note": ""})
    assert answer.headers["Location"] == at(session, "bahas/2/")
    wrong = lurah.post(at(session, "bahas/2/"), {"talk": "postponed", "note": ""})
    assert (wrong.status_code, "Tulis catatannya" in wrong.content.decode()) == (422, True)
    lurah.post(at(session, "bahas/2/"), {"talk": "agreed", "note": "Cukup 40 meter."})
    assert queries.talks(session) == {1: "agreed", 2: "changed", 3: ""}
    part = signed("ketua_rw").get(at(session, "layar/"), headers={"HX-Request": "true"}).content.decode()
    assert ("Saluran 3" in part, "Cukup 40 meter." in part, "<html" in part) == (True, True, False)
    lurah.post(at(session, "bahas/1/"), {"layar": "1"})
    assert "Nomor 1 dari 3" in page(lurah, at(session, "layar/"))
    assert lurah.post(at(session, "bahas/3/"), {"talk": "agreed"}).headers["Location"] == at(session, "bahas/")
    assert "Saluran 2" not in page(lurah, at(session, "bahas/?hasil=agreed"))


def test_two_type_one_settles_and_the_result_stands_there(found: Round, town: builders.City) -> None:
    session = hall.voting(town, found)
    one, two, *_ = hall.serials(session)
    clerk, kasi = signed("petugas_loket"), signed("kasi")

    def typed(who: Client, serial: int, marks: str) -> str:
        answer = who.post(at(session, "ketik/"), {"serial": serial, "marks": marks}, follow=True)
        return answer.content.decode()

    assert "Orang kedua" in typed(clerk, one, "3 1")
    assert f"Menunggu Anda: {one}" in page(kasi, at(session, "ketik/"))
    assert "cocok dan dihitung" in typed(kasi, one, "1 3")
    assert "Nomor 9 tidak ada di surat suara" in typed(clerk, two, "9")
    assert "Untuk lembar yang tidak diisi ketik: kosong" in typed(clerk, two, "")
    assert "Tidak ada surat suara bernomor 77" in typed(clerk, 77, "1")
    typed(clerk, two, "kosong")
    assert "berbeda dengan ketikan pertama" in typed(kasi, two, "2")
    shown = page(clerk, at(session, "beda/"))
    assert (f"Lembar {two}" in shown, "kosong" in shown) == (True, True)
    assert clerk.post(at(session, "beda/"), {"serial": two, "marks": "2"}).status_code == 302
    assert "Hasil suara" not in page(kasi, at(session))
    assert kasi.post(at(session, "close_voting/")).status_code == 302
    assert "Hasil suara" in page(kasi, at(session))
    assert clerk.post(at(session, "ketik/"), {"serial": two, "marks": "2"}).status_code == 409


def test_the_shared_screen_keeps_nothing_and_takes_each_paper_once(found: Round, town: builders.City) -> None:
    session, device = hall.voting(town, found, form="ranking"), signed("petugas_loket")
    serial, url = hall.serials(session)[0], at(session, "bilik/")
    answer = device.post(url, {"serial": serial})
    assert ("Pilihan Anda" in answer.content.decode(), "no-store" in answer.headers["Cache-Control"]) == (True, True)
    assert f'3. Saluran 3</b><br><span class="meta">{town.rt.label}, Rp27.000.000</span>' in answer.content.decode()
    key = re.search(r'name="request_key" value="([^"]+)"', answer.content.decode())
    assert key
    told = {"serial": serial, "suara": "1", "request_key": key[1], "n-1": "2", "n-3": "2"}
    wrong = device.post(url, told)
    assert (wrong.status_code, "Urutan 2 dipakai untuk dua usulan." in wrong.content.decode()) == (422, True)
    assert wrong.content.decode().count('maxlength="4" size="4" value="2"') == 2
    for _ in range(2):
        assert device.post(url, {**told, "n-3": "1"}).status_code == 302
    assert list(Ballot.objects.exclude(way="").values_list("marks", "way")) == [("3 1", "screen")]
    again = device.post(url, {"serial": serial})
    assert (again.status_code, "Satu lembar untuk satu suara" in again.content.decode()) == (422, True)


def test_a_paper_reads_what_it_shows_and_draws_it_safely(found: Round, town: builders.City) -> None:
    scene.proposed(town, title="Jalan <b>tebal</b> {0} & gang")
    session, device = hall.voting(town, found, proposals=5, most=3), signed("petugas_loket")
    serial, url = hall.serials(session)[0], at(session, "bilik/")
    device.post(url, {"serial": serial})
    with CaptureQueriesContext(connection) as asked:
        shown = device.post(url, {"serial": serial}).content.decode()
    assert [int(number) for number in re.findall(r'type="checkbox" id="n-(\d+)"', shown)] == queries.numbers(session)
    assert ("Jalan &lt;b&gt;tebal&lt;/b&gt; {0} &amp; gang" in shown, "checked" in shown) == (True, False)
    [lines] = [one["sql"] for one in asked if "on_ballot" in one["sql"]]
    assert lines.partition(" FROM ")[0].count(",") == len(BALLOT_LINE) - 1
    told = {"serial": serial, "suara": "1", "n-1": "1", "n-2": "1", "n-3": "1", "n-4": "1"}
    refused = device.post(url, told)
    assert (refused.status_code, refused.content.decode().count(" checked>")) == (422, 4)


def test_papers_have_a_serial_each_and_no_name(found: Round, town: builders.City) -> None:
    session = hall.voting(town, found)
    answer = signed("lurah").get(at(session, "surat-suara.pdf"))
    pages = [leaf.extract_text() for leaf in PdfReader(BytesIO(answer.content)).pages]
    assert len(pages) == len(hall.serials(session)) == 6
    for serial, text in zip(hall.serials(session), pages, strict=True):
        assert f"No. {serial}" in text
        assert "Saluran 3" in text


def test_pages_ask_a_fixed_number_of_queries(found: Round, town: builders.City) -> None:
    session, lurah, counts = hall.prepared(town, found, 1), signed("lurah"), []
    paths = ("", "bahas/", "bahas/1/", "layar/")
    for path in paths:
        page(lurah, at(session, path))
    for number in range(3):
        with CaptureQueriesContext(connection) as asked:
            for path in paths:
                page(lurah, at(session, path))
        counts.append(len(asked))
        for one in range(3):
            scene.proposed(town, title=f"Jalan {number} {one}")
        actions.renew_list(actor=town.actor("lurah"), session=session)
    assert len(set(counts)) == 1
