"""The screens of choosing: the comparison, why, the conditions, the decision, and its result with the paper."""

import pytest
from django.test import Client, RequestFactory

from rembuk.foundation.kernel import clock
from rembuk.foundation.territory.models import Territory
from rembuk.people.figures import actions as figures
from rembuk.planning.musrenbang import actions, queries
from rembuk.planning.musrenbang.models import Proposal, Round, Session
from rembuk.planning.musrenbang.tests import hall, scene
from rembuk.planning.musrenbang.tests.test_choosing import asked
from rembuk.planning.musrenbang.views import folding
from rembuk.planning.musrenbang.views.folding import BEGINNING, FEW, NEXT, Folded, folded, parted
from tests import builders


@pytest.fixture
def session(found: Round, town: builders.City) -> Session:
    """Three works, money for two, and ballots that want the third."""
    for price, title in ((120, "Saluran"), (70, "Lampu gang"), (150, "Taman")):
        asked(town, price, title)
    made = hall.voting(town, found, proposals=0)
    for serial, told in zip(hall.serials(made), ("3", "3", "1 3", "2"), strict=False):
        hall.twice(town, made, serial, told)
    return actions.close_voting(actor=town.actor("lurah"), session=made)


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def at(session: Session, *parts: str) -> str:
    return f"/musrenbang/sidang/{session.pk}/{'/'.join(parts)}/"


def test_the_rules_stand_side_by_side_and_say_why(session: Session, town: builders.City) -> None:
    lurah = builders.sign_in(Client(), "lurah")
    shown = page(lurah, at(session, "banding", "kelurahan"))
    assert "A Urutan RW sendiri, jatah sama" in shown
    assert "Batas pagu · terpakai Rp190.000.000 · sisa Rp10.000.000" in shown
    by_votes = page(lurah, at(session, "banding", "kelurahan") + "?aturan=greedy_by_votes")
    assert "terpakai Rp150.000.000 · sisa Rp50.000.000" in by_votes
    code = Proposal.objects.get(title="Saluran").code
    why = at(session, "banding", "kelurahan", code) + "?aturan=greedy_by_votes"
    sentence = "Masuk bila biayanya Rp70.000.000 lebih murah, atau 2 delegasi lagi memilihnya."
    assert sentence in page(lurah, why)
    shared = page(lurah, why.replace("greedy_by_votes", "mes_cost_add1"))
    assert "Masuk bila" in shared
    assert lurah.get(why.replace("greedy_by_votes", "mes_points")).status_code == 200
    part = lurah.get(why, headers={"HX-Request": "true"}).content.decode()
    assert sentence in part
    assert "<html" not in part


def test_a_decision_on_screen_survives_a_change_and_ends_on_the_result(session: Session, town: builders.City) -> None:
    lurah, url = builders.sign_in(Client(), "lurah"), at(session, "putuskan", "kelurahan")
    assert "Prioritas belum berarti didanai" in page(lurah, url)
    told = {"rule": "own_order", "seen": "an older one", "how": "mufakat", "note": "Semua RW hadir."}
    late = lurah.post(url, told)
    assert late.status_code == 422
    assert "berubah sejak dibandingkan" in late.content.decode()
    assert "Semua RW hadir." in late.content.decode()
    told["seen"] = queries.case(session, "kelurahan").fingerprint
    done = lurah.post(url, told)
    assert done.headers["Location"] == at(session, "hasil", "kelurahan")
    shown = page(lurah, done.headers["Location"])
    assert "Lanjut ke" not in shown
    assert all(
        words in shown for words in ("prioritas kelurahan", "Batas pagu · terpakai", "Tidak tertampung", "1 dari 4")
    )
    code = Proposal.objects.get(title="Taman").code
    assert "Masuk bila" in page(lurah, at(session, "banding", "kelurahan", code))
    assert lurah.get(url).status_code == 409
    assert lurah.post(at(session, "terbitkan")).status_code == 302
    assert "Berita acara" in page(lurah, at(session, "hasil", "kelurahan"))
    assert lurah.get(f"/musrenbang/sidang/{session.pk}/berita-acara.docx").content.startswith(b"PK")


def test_when_one_purse_is_decided_the_pages_lead_to_the_other(session: Session, town: builders.City) -> None:
    scene.proposed(town, "ketua_rw", "rw", purse="unit", title="Jalan", institution=town.institution("opd"))
    lurah, url = builders.sign_in(Client(), "lurah"), at(session, "putuskan", "kelurahan")
    told = {"rule": "own_order", "seen": queries.case(session, "kelurahan").fingerprint, "how": "mufakat"}
    done = page(lurah, lurah.post(url, told).headers["Location"])
    assert "Lanjut ke usulan ke OPD" in done
    shown = page(lurah, f"/musrenbang/sidang/{session.pk}/")
    assert "Hasil dana kelurahan" in shown
    assert "Bandingkan usulan ke OPD" in shown
    assert "Lanjut ke" not in page(builders.sign_in(Client(), "ketua_rw"), at(session, "hasil", "kelurahan"))


def test_conditions_are_written_where_they_are_read(session: Session, town: builders.City) -> None:
    lurah, url = builders.sign_in(Client(), "lurah"), at(session, "syarat")
    codes = [row.code for row in Proposal.objects.order_by("id")]
    wrong = lurah.post(url, {"kind": "alternatives", "codes": f"{codes[0]} MU-27-ADA"})
    assert "Tidak ada di sidang ini: MU-27-ADA" in wrong.content.decode()
    assert lurah.post(url, {"kind": "alternatives", "codes": ", ".join(codes[:2])}).status_code == 302
    tie = queries.ties(session)[0]
    assert "paling banyak satu" in page(lurah, url)
    assert lurah.post(f"{url}{tie.pk}/hapus/").status_code == 302
    assert not queries.ties(session)


def test_the_keeper_sets_weights_priorities_and_limits(session: Session, found: Round, town: builders.City) -> None:
    scene.item(town)
    keeper = builders.sign_in(Client(), "pemerintahan")
    for step, told in (
        ("set_weight", {"key": "urgency", "points": "3", "legal_basis": "Perwal contoh"}),
        ("set_priority", {"code": "SP.01", "is_wanted": "yes"}),
        ("set_limit", {"purse": "kelurahan", "field": "works", "most": "Rp 150.000.000,-"}),
    ):
        assert keeper.post(f"/musrenbang/putaran/{found.year}/{step}/", told).status_code == 302, step
    shown = page(builders.sign_in(Client(), "lurah"), at(session, "syarat"))
    assert all(
        words in shown for words in ("3 · mendesak", "Prioritas kota tahun ini: SP.01", "aling banyak Rp150.000.000")
    )


def test_the_comparison_says_whose_poverty_figures_it_weighs(
    session: Session, found: Round, town: builders.City
) -> None:
    lurah, path = builders.sign_in(Client(), "lurah"), at(session, "banding", "kelurahan")
    actions.set_weight(actor=town.actor("pemerintahan"), round_=found, key="poverty", points=2)
    assert f"Belum ada angka untuk {town.rw.name}: nilainya 0." in page(lurah, path)

    def state(place: Territory, poor: int) -> int:
        for key, value in (("poor", poor), ("families", 200)):
            figures.state(actor=town.actor("lurah"), territory=place, key=key, value=value, on=clock.today(),
                          source="pendataan")  # fmt: skip
        return queries.case(session, "kelurahan").instance.projects[0].marks["poverty"]

    assert state(town.kelurahan, 20) == 10
    assert f"Angka kelurahan dipakai untuk {town.rw.name}." in page(lurah, path)
    assert state(town.rw, 80) == 40
    assert "Angka kelurahan dipakai" not in page(lurah, path)


def test_a_long_table_shows_its_ends_and_the_rest_on_request() -> None:
    lines = list(range(80))
    asked_for = RequestFactory().get("/", {"aturan": "criteria"})
    part = folded(asked_for, lines, NEXT)
    assert [*part.before, *part.after] == [*range(BEGINNING), 77, 78, 79]
    assert part.hidden == list(range(BEGINNING, 77))
    assert part.url == "?aturan=criteria&semua=1"
    assert folded(RequestFactory().get("/" + part.url), lines, NEXT).before == lines
    short = list(range(BEGINNING + FEW - 1))
    assert folded(asked_for, short) == Folded(short, (), (), "")
    assert parted(lines) == (lines[:BEGINNING], lines[BEGINNING:])
    assert parted(short) == (short, [])


def test_what_a_screen_folds_away_stands_on_paper(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, many in (("BEGINNING", 0), ("FEW", 1)):
        monkeypatch.setattr(folding, name, many)
    lurah, path = builders.sign_in(Client(), "lurah"), at(session, "banding", "kelurahan") + "?aturan=greedy_by_votes"
    _, _, below = page(lurah, path).partition('<tr class="cut">')
    assert "Lihat 2 usulan lagi" in below
    assert below.count('<tr class="printed">') == 2
    assert "Kenapa?" not in below
    _, _, below = page(lurah, path + "&semua=1").partition('<tr class="cut">')
    assert ('class="printed"' in below, "Kenapa?" in below) == (False, True)


def test_what_is_folded_of_a_form_stays_in_it(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BEGINNING", "FEW"):
        monkeypatch.setattr(folding, name, 1)
    lurah = builders.sign_in(Client(), "lurah")
    rule = "?aturan=greedy_by_votes"
    before, link, rest = page(lurah, at(session, "putuskan", "kelurahan") + rule).partition('<a href="#sisanya">')
    assert link
    assert rest.startswith("Lihat 1 usulan lagi")
    assert (before.count('name="onward"'), rest.count('name="onward"')) == (1, 1)
    assert rest.index('name="onward"') < rest.index("</form>")
    before, _, rest = page(lurah, at(session, "bahas")).partition('<a href="#sisanya">')
    assert ("1. Saluran" in before, "2. Lampu gang" in rest, "3. Taman" in rest) == (True, True, True)
