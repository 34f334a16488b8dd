"""Who is told of a visit: the offices of the place, and those who hold or lead what was looked at or promised."""

from datetime import timedelta

from rembuk.coordination.decisions.tests import scene
from rembuk.coordination.visits import actions
from rembuk.coordination.visits.tests import field
from rembuk.foundation.kernel import clock
from rembuk.foundation.notices import actions as notices
from rembuk.foundation.notices import queries as inboxes
from rembuk.foundation.notices.models import Message
from tests import builders


def told(town: builders.City, *who: str) -> dict[str, list[str]]:
    """What each reads of visits, newest first."""
    while notices.bring_forward(1000):
        pass
    heads = ("datang ke", "Dikunjungi", "Dijanjikan di tempat")
    return {name: [one.subject for one in inboxes.inbox(town.actor(name)) if any(head in one.subject for head in heads)]
            for name in who}  # fmt: skip


def test_the_offices_of_the_place_are_told_and_not_the_one_that_came(town: builders.City) -> None:
    visit = field.noted(town)
    found = told(town, "lurah", "ketua_rw", "ketua_rt", "camat", "ketua_rw_next", "lurah_next")
    said = [f"Lurah Melati Timur datang ke {town.rt.label}"]
    assert (found.pop("ketua_rw"), found.pop("ketua_rt")) == (said, said)
    assert not any(found.values())
    messages = Message.objects.filter(subject=said[0])
    assert {one.url for one in messages} == {f"/kunjungan/{visit.code}/"}
    assert not [one for one in messages if field.SEEN in one.text]


def test_of_a_camat_the_lurah_is_told(town: builders.City) -> None:
    field.noted(town, "camat", territory=town.kelurahan)
    found = told(town, "lurah", "ketua_rw", "camat")
    assert [len(found[name]) for name in ("lurah", "ketua_rw", "camat")] == [1, 0, 0]


def test_who_holds_or_leads_what_was_looked_at_is_told_of_that(town: builders.City) -> None:
    report, work = field.heard(town), scene.accepted(town)
    visit = field.noted(town, concerns=[report.code])
    assert f"Dikunjungi: {report.title}" in told(town, "ketua_rt")["ketua_rt"]
    assert told(town, "kepala_opd") == {"kepala_opd": []}
    actions.connect(actor=town.actor("lurah"), visit=visit, code=work.code)
    assert told(town, "kepala_opd") == {"kepala_opd": [f"Dikunjungi: {work.title}"]}
    assert len(told(town, "ketua_rw")["ketua_rw"]) == 1  # the place was told at the first note


def test_of_a_promise_the_lead_and_the_place_are_told_once(town: builders.City) -> None:
    promise = actions.Promise("Keruk saluran", clock.today() + timedelta(days=5), town.institution("opd"))
    visit = field.noted(town, promise=promise)
    found = told(town, "kepala_opd", "ketua_rw", "lurah")
    assert found["kepala_opd"] == ["Dijanjikan di tempat: Keruk saluran"]
    assert min(found["ketua_rw"]) == "Dijanjikan di tempat: Keruk saluran"
    assert not found["lurah"]
    url = Message.objects.get(subject="Dijanjikan di tempat: Keruk saluran",
                              position_id=town.position("kepala_opd").pk).url  # fmt: skip
    assert url == f"/kunjungan/{visit.code}/"
    assert told(town, "kepala_opd") == {"kepala_opd": ["Dijanjikan di tempat: Keruk saluran"]}


def test_of_a_visit_noted_by_mistake_nobody_is_told_afterwards(town: builders.City) -> None:
    visit = field.noted(town)
    actions.cancel(actor=town.actor("lurah"), visit=visit, reason="Salah tempat.")
    assert told(town, "ketua_rw") == {"ketua_rw": []}
