"""Who is told of the mayor's Fridays: the kelurahan and its camat, the deputy; of a plan made anew whom it moves."""

from django.test import Client
from django.urls import reverse

from rembuk.coordination.visits import actions, drafting, queries
from rembuk.coordination.visits.models import Rotation, Stop
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.notices import actions as notices
from rembuk.foundation.notices.models import Delivery, Message
from rembuk.foundation.regulations import actions as regulations
from tests import builders

CONCERNED = ("lurah", "camat", "ketua_rw", "lpm")


def published(town: builders.City) -> Rotation:
    """The plan that holds from tomorrow on."""
    found = drafting.draft(actions.ask(actor=town.actor("petugas_kota")))
    return actions.publish(actor=town.actor("petugas_kota"), rotation=found)


def told(town: builders.City, *who: str) -> dict[str, list[str]]:
    """What each reads of Fridays since the last time that this was asked."""
    while notices.bring_forward(1000):
        pass
    rows = Message.objects.filter(subject__contains="embuk Jumat")
    found = {name: list(rows.filter(position_id=town.position(name).pk).values_list("text", flat=True)) for name in who}
    Delivery.objects.filter(message__in=rows).delete()
    rows.delete()
    return found


def stop(town: builders.City, found: Rotation) -> Stop:
    return next(row for row in queries.stops(found) if row.kelurahan_id == town.kelurahan.pk)


def test_a_published_plan_is_told_to_those_of_each_kelurahan_once(town: builders.City) -> None:
    found = published(town)
    mine = f"{town.kelurahan.label}, {text.weekday(stop(town, found).date)}"
    heard = told(town, *CONCERNED, "ketua_rt", "wali_kota")
    assert [heard[name] for name in ("lurah", "ketua_rw", "lpm")] == [[mine]] * 3
    (of_camat,) = heard["camat"]
    assert mine in of_camat.split("\n")
    assert len(of_camat.split("\n")) == 2  # both kelurahan of the kecamatan in one message
    assert (heard["ketua_rt"], heard["wali_kota"]) == ([], [])


def test_a_draft_tells_nobody(town: builders.City) -> None:
    drafting.draft(actions.ask(actor=town.actor("petugas_kota")))
    assert not any(told(town, *CONCERNED).values())


def test_of_a_plan_made_anew_only_those_are_told_whose_friday_is_another(town: builders.City) -> None:
    first = published(town)
    mine, before = stop(town, first), {(row.kelurahan_id, row.date) for row in queries.stops(first)}
    actions.note_pause(actor=town.actor("petugas_kota"), kind="closed", first=mine.date, last=mine.date, why="Uji")
    told(town)
    second = published(town)
    moved = {row.kelurahan_id for row in queries.stops(second) if (row.kelurahan_id, row.date) not in before}
    heard = told(town, "lurah", "lurah_next", "lurah_far")
    (of_mine,) = heard["lurah"]
    assert f"tadinya {text.day(mine.date)}" in of_mine
    places = {"lurah": town.kelurahan, "lurah_next": town.kelurahan_next, "lurah_far": town.kelurahan_far}
    assert {places[name].pk for name, said in heard.items() if said} == moved
    assert len(moved) < len(places)


def test_a_date_changed_by_hand_is_told_to_both(town: builders.City) -> None:
    regulations.set_rule(
        actor=SYSTEM, key="visits.rotation.two", label="two", value="tidak", unit="ya_tidak", starts=clock.today(),
        legal_basis="Uji", certainty="city",
    )  # fmt: skip
    found = published(town)
    mine = stop(town, found)
    other = next(row for row in queries.stops(found) if row.kelurahan_id != mine.kelurahan_id)
    told(town)
    actions.swap(actor=town.actor("petugas_kota"), rotation=found, stop=mine, date=other.date)
    names = {town.kelurahan_next.pk: "lurah_next", town.kelurahan_far.pk: "lurah_far"}
    heard = told(town, "lurah", *names.values())
    assert {name for name, said in heard.items() if said} == {"lurah", names[other.kelurahan_id]}


def test_a_deputy_is_told_too(town: builders.City) -> None:
    found = published(town)
    mine, deputy = stop(town, found), town.position("kepala_opd").title
    told(town)
    actions.stand_in(actor=town.actor("petugas_kota"), rotation=found, stop=mine, deputy=deputy)
    heard = told(town, "lurah", "kepala_opd", "lurah_next")
    assert heard["kepala_opd"] == heard["lurah"]
    assert heard["lurah"][0].endswith(f"diwakili {deputy}")
    assert not heard["lurah_next"]


def test_the_page_has_the_next_fridays_as_text_for_whatsapp(town: builders.City, client: Client) -> None:
    found = published(town)
    builders.sign_in(client, "lurah")
    page = client.get(reverse("visits:rotation", args=[found.code])).content.decode()
    assert "Bagikan ke WA" in page
    assert f"- {town.kelurahan.label}, {text.weekday(stop(town, found).date)}" in page
