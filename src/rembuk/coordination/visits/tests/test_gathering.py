"""A rembuk from opening to close: what is heard becomes something; what was promised has its card; the brief."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from rembuk.coordination.decisions import actions as decisions
from rembuk.coordination.decisions.models import Evidence
from rembuk.coordination.decisions.tests import scene
from rembuk.coordination.reports import actions as reports
from rembuk.coordination.visits import actions, brief, card, queries
from rembuk.coordination.visits.models import Aspiration, Gathering
from rembuk.coordination.visits.tests import field
from rembuk.foundation.audit.models import Event, Words
from rembuk.foundation.files import actions as files
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import PUBLIC
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory.models import Territory
from tests import builders

DUE = timedelta(days=20)


def opened(town: builders.City, who: str = "wali_kota") -> Gathering:
    return actions.open_gathering(actor=town.actor(who), territory=town.kelurahan)


def heard(town: builders.City, gathering: Gathering, text: str = "Lampu gang mati.", **more: Any) -> Aspiration:
    return actions.hear(actor=town.actor("lurah"), gathering=gathering, text=text, **more)


def answered(
    town: builders.City, gathering: Gathering, outcome: str, *, rw: Territory | None = None, **more: Any
) -> Aspiration:
    row = heard(town, gathering, rw=rw)
    return actions.answer(actor=town.actor("lurah"), gathering=gathering, number=row.number, outcome=outcome, **more)


def promised(town: builders.City, rw: Territory | None = None) -> Gathering:
    """A closed rembuk with one promise that Dinas PU leads."""
    gathering = opened(town)
    answered(town, gathering, "follow_up", rw=rw, lead=town.institution("opd"), due=clock.today() + DUE)
    return actions.close_gathering(actor=town.actor("lurah"), gathering=gathering)


def test_lines_are_numbered_and_a_doubled_sending_is_one(town: builders.City) -> None:
    gathering = opened(town)
    first = heard(town, gathering, rw=town.rw, speaker="Bu Tini", request_key="k1")
    assert heard(town, gathering, request_key="k1") == first
    assert heard(town, gathering, "Got mampet").number == 2


def test_who_said_it_is_sealed_and_read_by_who_leads_only(town: builders.City) -> None:
    gathering = opened(town)
    row = heard(town, gathering, speaker="Tini Marlina")
    assert queries.speaker(town.actor("lurah"), row, gathering.path) == "Tini Marlina"
    assert queries.speaker(town.actor("ketua_rw"), row, gathering.path) == ""
    assert b"Tini" not in bytes(row.speaker or b"")
    told = [*Event.objects.values_list("body", flat=True), *Words.objects.values_list("text", flat=True)]
    assert not any("Tini" in text for text in told)


@pytest.mark.parametrize("outcome", ["report", "decision", "follow_up", "refused"])
def test_each_becomes_something(town: builders.City, outcome: str) -> None:
    gathering = opened(town)
    work = {"lead": town.institution("opd"), "due": clock.today() + DUE}
    given: dict[str, dict[str, Any]] = {
        "report": {"category": "drainase"}, "decision": {}, "follow_up": work, "refused": {"reason": "Bukan kota."},
    }  # fmt: skip
    row = answered(town, gathering, outcome, **given[outcome])
    assert row.outcome == outcome
    assert (row.report is not None, row.follow_up is not None) == (outcome == "report", outcome == "follow_up")
    actions.close_gathering(actor=town.actor("lurah"), gathering=gathering)
    assert Gathering.objects.get().status == "closed"


@pytest.mark.parametrize(
    ("outcome", "code"),
    [("report", "no_category"), ("follow_up", "no_due"), ("refused", "no_reason"), ("lupa", "no_outcome")],
)
def test_what_it_needs_is_asked(town: builders.City, outcome: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        answered(town, opened(town), outcome)
    assert refused.value.code == code


def test_it_does_not_close_while_somebody_waits(town: builders.City) -> None:
    gathering = opened(town)
    heard(town, gathering)
    with pytest.raises(Refused) as refused:
        actions.close_gathering(actor=town.actor("lurah"), gathering=gathering)
    assert refused.value.code == "unanswered"
    assert Gathering.objects.get().status == "open"


def test_an_answer_is_given_once(town: builders.City) -> None:
    gathering = opened(town)
    answered(town, gathering, "refused", reason="Tidak bisa.")
    with pytest.raises(Refused) as refused:
        actions.answer(actor=town.actor("lurah"), gathering=gathering, number=1, outcome="decision")
    assert refused.value.code == "again"


def test_nothing_is_heard_after_the_close(town: builders.City) -> None:
    gathering = promised(town)
    with pytest.raises(Refused) as refused:
        heard(town, gathering)
    assert refused.value.code == "wrong_step"


def test_a_policy_is_ticked_with_the_rw_that_heard_it(town: builders.City) -> None:
    gathering = opened(town)
    tiding = actions.note_tiding(actor=town.actor("wali_kota"), text="Layanan KTP pindah.")
    actions.tell(actor=town.actor("lurah"), gathering=gathering, tiding=tiding, rws=[town.rw])
    actions.tell(actor=town.actor("lurah"), gathering=gathering, tiding=tiding, rws=[town.rw, town.rw_next])
    assert [row.number for row in queries.told(gathering)[tiding.pk]] == [1, 2]
    with pytest.raises(Refused):
        actions.tell(actor=town.actor("lurah"), gathering=gathering, tiding=tiding, rws=[town.rw_far])


def test_only_one_is_open_in_a_kelurahan_and_outsiders_do_not_see_it(town: builders.City) -> None:
    gathering = opened(town)
    with pytest.raises(Refused) as refused:
        opened(town, "lurah")
    assert refused.value.code == "open"
    with pytest.raises(Refused) as refused:
        queries.gathering(town.actor("lurah_next"), gathering.code)
    assert refused.value.code == "not_found"


def test_a_promise_has_a_card_and_a_picture_without_names(town: builders.City) -> None:
    (row,) = queries.promises_of_gathering(promised(town))
    found = queries.card(town.actor("kepala_opd"), row.code)
    assert (found.origin, found.lead, found.is_kept) == ("rembuk", "Dinas Pekerjaan Umum", False)
    picture = Image.open(BytesIO(card.png(found)))
    assert (picture.format, picture.size) == ("PNG", (1080, 1350))
    said = card.words(found)
    assert "Bambang" not in str(said)
    assert said["confirmed"] == ""


def test_once_it_is_over_each_look_at_who_spoke_is_recorded(town: builders.City, client: Client) -> None:
    gathering = opened(town)
    row = heard(town, gathering, speaker="Tini Marlina")
    lurah, due = town.actor("lurah"), clock.today() + DUE
    actions.answer(actor=lurah, gathering=gathering, number=row.number, outcome="follow_up",
                   lead=town.institution("opd"), due=due)  # fmt: skip
    builders.sign_in(client, "lurah")
    page = reverse("visits:gathering", args=[gathering.code])
    looks = Event.objects.filter(verb="audit.looked")
    assert "Tini Marlina" in client.get(page).content.decode()
    assert not looks.exists()
    actions.close_gathering(actor=lurah, gathering=gathering)
    assert "Tini Marlina" in client.get(page).content.decode()
    assert "visits.speakers" in looks.get().body
    assert "Tini" not in looks.get().body
    builders.sign_in(client, "ketua_rw")
    assert "Tini Marlina" not in client.get(page).content.decode()
    assert looks.count() == 1, "who sees no name looks at none"


def test_a_card_is_public_once_its_rembuk_is_over(town: builders.City, client: Client) -> None:
    gathering = opened(town)
    made = answered(town, gathering, "follow_up", lead=town.institution("opd"), due=clock.today() + DUE).follow_up
    assert made is not None
    page = reverse("visits:promise", args=[made.code])
    assert client.get(page).status_code == 404
    actions.close_gathering(actor=town.actor("lurah"), gathering=gathering)
    assert client.get(page).status_code == 200


def test_a_kept_promise_shows_what_passed_beside_what_was_there_before(town: builders.City, client: Client) -> None:
    (row,) = queries.promises_of_gathering(promised(town, town.rw))
    lead = town.actor("kepala_opd")
    field.noted(town, concerns=[row.code], photos=[scene.photo(1)])
    decisions.accept(actor=lead, follow_up=row)
    decisions.finish(actor=lead, follow_up=row, text="Sudah.", photos=[scene.photo(2)])
    assert queries.card(town.actor("lurah"), row.code).after is None  # nobody has looked yet
    decisions.send_back(actor=town.actor("ketua_rw"), follow_up=row, remark="Masih mati.")
    with clock.standing(clock.now() + timedelta(hours=1)):
        decisions.finish(actor=lead, follow_up=row, text="Sudah menyala.", photos=[scene.photo(3)])
        field.noted(town, concerns=[row.code], photos=[scene.photo(4)])
        decisions.inspect(actor=town.actor("ketua_rw"), follow_up=row)
    while files.draw(9):
        pass
    found = queries.card(PUBLIC, row.code)
    assert found.is_kept
    assert found.before is not None
    assert found.after is not None
    first, second = Evidence.objects.filter(follow_up=row).order_by("round")
    assert (found.after, first.file.is_public) == (second.file, False)
    assert found.before.owner_kind == "visits.visit"
    assert found.before.is_public
    assert found.confirmed == (str(town.institution("rw")),)
    page = client.get(reverse("visits:promise", args=[row.code])).content.decode()
    assert str(found.before.pk) in page
    assert str(found.after.pk) in page
    assert str(town.institution("rw")) in page
    assert not [name for name in ("before", "after") if not card._photo(getattr(found, name))]


def test_a_card_is_public_where_its_report_is(town: builders.City, client: Client) -> None:
    heard_before = field.heard(town)
    visit = field.noted(town, "ketua_rt", concerns=[heard_before.code])
    made = actions.promise(actor=town.actor("ketua_rt"), visit=visit, text="Bersihkan got", due=clock.today() + DUE)
    assert queries.card(PUBLIC, made.code).is_public
    answer = client.get(reverse("visits:promise", args=[made.code]))
    assert answer.status_code == 200
    assert "Bersihkan got" in answer.content.decode()


def test_the_brief_opens_with_the_promises_of_last_time(town: builders.City) -> None:
    promised(town)
    field.heard(town)
    found = queries.brief_of(town.actor("wali_kota"), town.kelurahan)
    assert [row.title for row in found.promises] == ["Lampu gang mati."]
    assert found.facts.days == 0
    assert [(row.now, row.before) for row in found.raised] == [(1, 0)]
    assert {row.label: row.value for row in found.figures}["Jumlah penduduk"] == ""


def test_a_rembuk_opens_with_the_cards_of_the_last_one_and_folds_them_once_people_speak(town: builders.City) -> None:
    (made,) = queries.promises_of_gathering(promised(town))
    mayor, lurah = town.actor("wali_kota"), builders.sign_in(Client(), "lurah")
    with clock.standing(clock.now() + timedelta(days=30)):
        found = actions.open_gathering(actor=mayor, territory=town.kelurahan)
        here = reverse("visits:gathering", args=[found.code])
        shown = lurah.get(here).content.decode()
        assert "<details open><summary>Janji terakhir dan nasibnya (1)" in shown
        assert reverse("visits:promise", args=[made.code]) in shown
        actions.hear(actor=mayor, gathering=found, text="Taman gelap.", rw=town.rw)
        assert "<details><summary>Janji terakhir dan nasibnya (1)" in lurah.get(here).content.decode()


def test_a_kind_that_was_renamed_counts_as_one_by_todays_name(town: builders.City) -> None:
    before = field.heard(town)
    kind = before.category
    with clock.standing(clock.now() + timedelta(days=2)):
        reports.set_category(
            actor=town.actor("pemerintahan"), key=kind.key, label="Saluran air", group=kind.group, track=kind.track
        )
        assert field.heard(town).category_id != before.category_id
        found = queries.brief_of(town.actor("lurah"), town.kelurahan)
    assert [(row.label, row.now) for row in found.raised] == [("Saluran air", 2)]


def test_the_brief_names_who_owes_news(town: builders.City) -> None:
    promised(town)
    with clock.standing(clock.now() + timedelta(days=40)):
        found = queries.brief_of(town.actor("lurah"), town.kelurahan)
    assert [(row.body, row.work) for row in found.silent] == [("Dinas Pekerjaan Umum", 1)]


def test_the_brief_prints_as_a_tagged_pdf(town: builders.City) -> None:
    promised(town)
    found = queries.brief_of(town.actor("wali_kota"), town.kelurahan)
    reader = PdfReader(BytesIO(brief.pdf(found, [])))
    said = "".join(page.extract_text() for page in reader.pages)
    assert "Bahan rembuk" in said
    assert "belum ada" in said
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]


def test_the_brief_asks_as_often_for_one_report_as_for_many(town: builders.City) -> None:
    actor = town.actor("wali_kota")

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            queries.brief_of(actor, town.kelurahan)
        return len(seen)

    queries.brief_of(actor, town.kelurahan)
    few = asked()
    for number in range(5):
        reports.receive(actor=PUBLIC, category="drainase", text=f"Got {number} mampet.", territory=town.rt)
    assert asked() == few


def test_a_rembuk_by_its_pages_without_script(town: builders.City, client: Client) -> None:
    builders.sign_in(client, "lurah")
    code = "98.71.01.1001"
    assert "Buka rembuk" in client.get(reverse("visits:brief", args=[code])).content.decode()
    page = client.post(reverse("visits:open_gathering", args=[code]), follow=True)
    gathering = Gathering.objects.get()
    client.post(reverse("visits:hear", args=[gathering.code]), {"text": "Lampu gang mati", "rw": str(town.rw.pk)})
    refused = client.post(reverse("visits:close_gathering", args=[gathering.code]))
    assert page.status_code == 200
    assert refused.status_code in (409, 422)
    done = client.post(reverse("visits:answer", args=[gathering.code, 1]),
                       {"outcome": "report", "category": "drainase", "text": "Lampu gang mati"})  # fmt: skip
    assert done.status_code == 302
    assert (
        "Rembuk ditutup"
        in client.post(reverse("visits:close_gathering", args=[gathering.code]), follow=True).content.decode()
    )
