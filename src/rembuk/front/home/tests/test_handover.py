"""An office is handed on: asked for, handed over or made from data, and the first screen of whoever comes."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rembuk.coordination.decisions import actions as decisions
from rembuk.coordination.decisions.tests import scene
from rembuk.coordination.reports import actions as reports
from rembuk.foundation.accounts.models import User
from rembuk.foundation.accounts.sessions import BACKEND
from rembuk.foundation.audit.verify import verify
from rembuk.foundation.files import queries as files
from rembuk.foundation.institutions import actions as institutions
from rembuk.foundation.institutions import queries as offices
from rembuk.foundation.institutions.models import Appointment
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import PUBLIC, Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.regulations import actions as regulations
from rembuk.foundation.regulations import queries as rules_of_city
from rembuk.foundation.regulations.models import Rule
from rembuk.front.home import actions, queries
from rembuk.front.home.models import Handover
from rembuk.front.home.queries import handovers
from tests import builders

TODAY = date(2026, 1, 20)


pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def leaving(town: builders.City) -> Handover:
    """The lurah's term ends in ten days; she leads something, asked others, and somebody complained three times."""
    for _ in range(3):
        reports.receive(actor=PUBLIC, category="drainase", text="Got mampet.", territory=town.rt)
    own = scene.made(town, lead=town.institution("kelurahan"), supports=(), title="Perbaiki pos ronda")
    decisions.accept(actor=town.actor("lurah"), follow_up=own)
    scene.made(town, title="Keruk saluran")
    institutions.end_appointment(
        actor=town.actor("camat"), appointment=town.cast["lurah"], on=TODAY + timedelta(days=10), reason="Pindah."
    )
    assert actions.ask_handovers(clock.now(), 10) == 1
    assert actions.ask_handovers(clock.now(), 10) == 0
    return Handover.objects.select_related(*handovers.WITH).get()


def at(days: int) -> Any:
    return clock.standing(scene.MORNING + timedelta(days=days))


def coming(town: builders.City) -> Appointment:
    """Who is lurah from the tenth day on."""
    return institutions.appoint(
        actor=town.actor("camat"), position=town.position("lurah"), name="Gilang Saputra", decree="SK 9",
        decree_on=TODAY, starts=TODAY + timedelta(days=10), ends=date(2031, 1, 1),
    )  # fmt: skip


def labels(found: Handover) -> dict[str, list[str]]:
    return {section["key"]: [item["title"] for item in section["items"]] for section in found.content}


def test_it_is_asked_for_thirty_days_before_and_not_earlier(town: builders.City) -> None:
    institutions.end_appointment(
        actor=town.actor("camat"), appointment=town.cast["lurah"], on=TODAY + timedelta(days=40), reason="Pindah."
    )
    assert actions.ask_handovers(clock.now(), 10) == 0
    with at(10):
        assert actions.ask_handovers(clock.now(), 10) == 1


def test_how_long_before_is_a_rule_of_the_city(town: builders.City) -> None:
    regulations.set_rule(
        actor=town.actor("pemerintahan"), key="institutions.handover", label="", value="45", unit="hari_kalender",
        starts=TODAY, legal_basis="Perwal",
    )  # fmt: skip
    institutions.end_appointment(
        actor=town.actor("camat"), appointment=town.cast["lurah"], on=TODAY + timedelta(days=40), reason="Pindah."
    )
    assert actions.ask_handovers(clock.now(), 10) == 1


def test_a_city_that_has_no_such_row_yet_asks_all_the_same(town: builders.City) -> None:
    Rule.objects.filter(key="institutions.handover").delete()
    rules_of_city.rows_now.forget()
    institutions.end_appointment(
        actor=town.actor("camat"), appointment=town.cast["lurah"], on=TODAY + timedelta(days=10), reason="Pindah."
    )
    assert actions.ask_handovers(clock.now(), 10) == 1


@pytest.mark.parametrize(("who", "sees"), [("lurah", True), ("camat", True), ("pemerintahan", True), ("kasi", False)])
def test_the_page_of_the_term_leads_to_it_also_before_it_is_asked_for(
    town: builders.City, who: str, sees: bool
) -> None:
    term = town.cast["lurah"]
    address = reverse("home:handover", args=[term.pk])
    browser = builders.sign_in(Client(), who)
    page = browser.get(reverse("institutions:appointment", args=[term.pk]))
    assert page.status_code == 200
    assert (f'href="{address}"' in page.content.decode()) is sees
    answer = browser.get(address)
    assert answer.status_code == (200 if sees else 404)
    assert not sees or "diminta 30 hari sebelum masa jabatan berakhir" in answer.content.decode()


def test_what_is_handed_over_is_what_is_there_with_remarks_and_can_be_checked(
    town: builders.City, leaving: Handover
) -> None:
    key = next(item["key"] for section in queries.sections(leaving.position) for item in section["items"]
               if item["title"] == "Perbaiki pos ronda")  # fmt: skip
    actions.hand_over(
        actor=town.actor("lurah"), handover=leaving, remarks={key: " Tukangnya\nPak Udin. "}, remark="Selamat bertugas."
    )
    found = Handover.objects.get()
    told = labels(found)
    assert told["promises"] == ["Perbaiki pos ronda"]
    assert "Keruk saluran" in told["given"]
    assert len(told["recurring"]) == 1
    remarks = [item["remark"] for section in found.content for item in section["items"] if item["key"] == key]
    assert remarks == ["Tukangnya Pak Udin."]
    assert found.document is not None
    assert files.by_code(found.document.code) == found.document
    assert found.by.startswith("Indah Permata")
    assert verify(lambda done, total: None).ok


def test_the_page_gives_it_with_a_remark_in_one_form(town: builders.City, leaving: Handover) -> None:
    lurah = builders.sign_in(Client(), "lurah")
    home = lurah.get("/hari-ini/").content.decode()
    url = f"/hari-ini/memori/{leaving.appointment_id}/"
    assert url in home
    assert "Sudah saya serahkan" in lurah.get(url).content.decode()
    assert lurah.post(url, {"deed": "hand_over", "remark": "Terima kasih."}).status_code == 302
    assert Handover.objects.get().status == "handed"
    assert "Sudah saya serahkan" not in lurah.get(url).content.decode()
    assert lurah.post(url, {"deed": "hand_over"}).status_code == 409
    assert url not in lurah.get("/hari-ini/").content.decode()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def test_it_is_the_first_screen_of_the_next_one_until_it_was_read(town: builders.City, leaving: Handover) -> None:
    actions.hand_over(actor=town.actor("lurah"), handover=leaving, remarks={})
    new = coming(town)
    with at(11):
        client, url = signed_in(new.user), f"/hari-ini/memori/{leaving.appointment_id}/"
        assert client.get("/hari-ini/").headers["Location"] == url
        assert "Sudah saya baca" in client.get(url).content.decode()
        document = Handover.objects.get().document
        assert document is not None
        assert client.get(reverse("files:document", args=[document.file_id])).status_code == 200
        assert client.post(url, {"deed": "read_handover"}).headers["Location"] == "/hari-ini/"
        assert client.get("/hari-ini/").status_code == 200
    found = Handover.objects.get()
    assert (found.status, found.read_by) == ("read", "Gilang Saputra, Lurah Melati Timur")
    assert verify(lambda done, total: None).ok


def test_who_never_does_it_leaves_one_all_the_same(town: builders.City, leaving: Handover) -> None:
    assert actions.make_handovers(clock.now(), 10) == 0
    new = coming(town)
    with at(10):
        assert actions.make_handovers(clock.now(), 10) == 1
        assert actions.make_handovers(clock.now(), 10) == 0
        found = Handover.objects.get()
        assert (found.status, labels(found)["silent"]) == ("made", ["Perbaiki pos ronda"])
        assert found.document is not None
        assert signed_in(new.user).get("/hari-ini/").status_code == 302


def test_a_term_that_ends_all_at_once_is_made_too(town: builders.City) -> None:
    institutions.end_appointment(
        actor=town.actor("lurah"), appointment=town.cast["ketua_rt"], on=TODAY, reason="Wafat."
    )
    with at(1):
        assert (actions.ask_handovers(clock.now(), 10), actions.make_handovers(clock.now(), 10)) == (1, 1)
    assert Handover.objects.get().position == town.position("ketua_rt")


def test_what_is_closed_is_named_by_its_code_only(town: builders.City, leaving: Handover) -> None:
    decision = decisions.decide(actor=town.actor("lurah"), text="Periksa iuran.", is_private=True)
    hidden = scene.made(town, decision, supports=(), title="Periksa pungutan Pak X")
    told = str(queries.sections(leaving.position))
    assert hidden.code in told
    assert "Pak X" not in told


@pytest.mark.parametrize(("who", "sees"), [
    ("lurah", True), ("camat", True), ("lurah_next", False), ("camat_next", False), ("ketua_rt", False),
    ("sekretaris_kelurahan", False), ("kepala_opd", False),
])  # fmt: skip
def test_who_leaves_who_comes_and_who_appoints_see_it(
    town: builders.City, leaving: Handover, who: str, sees: bool
) -> None:
    answer = builders.sign_in(Client(), who).get(f"/hari-ini/memori/{leaving.appointment_id}/")
    assert answer.status_code == (200 if sees else 404)


def refused(deed: Any, **given: Any) -> str:
    with pytest.raises(Refused) as said:
        deed(**given)
    return said.value.code


def test_nobody_hands_over_or_reads_for_somebody_else(town: builders.City, leaving: Handover) -> None:
    camat, lurah = town.actor("camat"), town.actor("lurah")
    assert refused(actions.hand_over, actor=camat, handover=leaving, remarks={}) == "not_allowed"
    assert refused(actions.read_handover, actor=lurah, handover=leaving) == "not_allowed"
    assert refused(actions.hand_over, actor=town.actor("lurah_next"), handover=leaving, remarks={}) == "not_found"
    deputy = institutions.delegate(
        actor=lurah, position=town.position("lurah"), mandate="deputy", user=town.user("kasi")
    )
    helper: Actor = offices.actor(town.user("kasi"), deputy.pk)
    assert refused(actions.hand_over, actor=helper, handover=leaving, remarks={}) in {"not_allowed", "not_found"}
    new = coming(town)
    with at(11):
        successor = offices.actor(new.user, new.pk)
        assert refused(actions.read_handover, actor=successor, handover=leaving) == "wrong_step"


def test_only_what_was_left_last_is_read_first(town: builders.City, leaving: Handover) -> None:
    actions.hand_over(actor=town.actor("lurah"), handover=leaving, remarks={})
    new = coming(town)
    with at(11):
        actions.read_handover(actor=offices.actor(new.user, new.pk), handover=Handover.objects.get())
        institutions.end_appointment(
            actor=town.actor("camat"), appointment=new, on=TODAY + timedelta(days=12), reason="Pindah."
        )
        actions.ask_handovers(clock.now(), 10)
        own = queries.pending(offices.actor(new.user, new.pk))
        assert own is not None
        assert (own.status, own.appointment) == ("asked", new)
