"""Which meetings there are is the city's rows: they say who convenes, who is invited, and how many must come."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from rembuk.coordination.meetings import actions, first_rows, queries
from rembuk.coordination.meetings.models import Kind, Meeting
from rembuk.coordination.meetings.tests import scene
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.errors import Refused
from tests import builders


def of(town: builders.City, who: str, body: str, key: str) -> Meeting:
    kind = queries.kind(key)
    assert kind is not None
    return actions.convene(
        actor=town.actor(who), institution=town.institution(body), title=kind.label, starts_at=scene.EVENING,
        place=f"Aula {body}", kind=kind,
    )  # fmt: skip


def names(meeting: Meeting) -> set[str]:
    people = {part.person: name for name, part in builders.CAST.items()}
    return {people[row.name] for row in queries.attendances(meeting)}


def told(kind: Kind, **other: Any) -> dict[str, Any]:
    fields = {"key": kind.key, "label": kind.label, "tier": kind.tier, "roles": kind.roles.split(),
              "quorum": kind.quorum, "papers": kind.papers.split(), "sheets": kind.sheets}  # fmt: skip
    return {**fields, **other}


def test_first_rows_are_added_once_and_an_edited_one_stays(town: builders.City) -> None:
    assert actions.fill_first(SYSTEM) == 0
    kind = queries.kinds_of(town.institution("rw"))[0]
    actions.set_kind(actor=town.actor("pemerintahan"), **told(kind, label="Rembug RW"))
    Kind.objects.get(key="bimtek").delete()
    assert actions.fill_first(SYSTEM) == 1
    assert len(queries.kinds()) == len(first_rows.FIRST)
    assert queries.kinds_of(town.institution("rw"))[0].label == "Rembug RW"


@pytest.mark.parametrize(
    ("who", "body", "key", "invited"),
    [
        ("wali_kota", "kota", "rakor_wilayah",
         {"wali_kota", "petugas_kota", "camat", "camat_next", "lurah", "lurah_next", "lurah_far"}),
        ("wali_kota", "kota", "rakor_opd", {"wali_kota", "petugas_kota", "kepala_opd", "kepala_opd_next"}),
        ("lurah", "kelurahan", "rembuk",
         {"wali_kota", "camat", "lurah", "sekretaris_kelurahan", "kasi", "ketua_rw", "ketua_rw_next", "lpm", "pamor",
          "pamor_next"}),
    ],
)  # fmt: skip
def test_a_kind_says_who_is_invited(town: builders.City, who: str, body: str, key: str, invited: set[str]) -> None:
    assert names(of(town, who, body, key)) == invited


def test_a_kind_has_a_quorum_of_its_own_or_none(town: builders.City) -> None:
    assert of(town, "lurah", "kelurahan", "rembuk").quorum == 1
    kind = queries.kind("musyawarah_rw")
    assert kind is not None
    actions.set_kind(actor=town.actor("pemerintahan"), **told(kind, quorum=100))
    assert scene.convened(town).quorum == scene.RW_INVITED


def test_a_body_convenes_the_kinds_of_its_tier_that_stand(town: builders.City) -> None:
    with pytest.raises(Refused) as refused:
        of(town, "ketua_rw", "rw", "rakor_wilayah")
    assert refused.value.code == "not_its_kind"
    rembuk = queries.kind("rembuk")
    assert rembuk is not None
    actions.end_kind(actor=town.actor("pemerintahan"), kind=rembuk)
    with pytest.raises(Refused) as refused:
        of(town, "lurah", "kelurahan", "rembuk")
    assert refused.value.code == "not_its_kind"
    assert "rembuk" not in [row.key for row in queries.kinds_of(town.institution("kelurahan"))]


def test_the_last_kind_of_a_tier_stays(town: builders.City) -> None:
    kind = queries.kind_for(town.institution("rt"))
    with pytest.raises(Refused) as refused:
        actions.end_kind(actor=town.actor("pemerintahan"), kind=kind)
    assert refused.value.code == "last_kind"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [({"label": " "}, "no_label"), ({"tier": "opd"}, "no_tier"), ({"roles": []}, "no_roles"),
     ({"roles": ["raja"]}, "no_roles"), ({"papers": ["puisi"]}, "no_papers"), ({"quorum": 101}, "bad_quorum"),
     ({"sheets": "rw"}, "no_sheets")],
)  # fmt: skip
def test_a_row_that_makes_no_sense_is_refused(town: builders.City, wrong: dict[str, Any], code: str) -> None:
    kind = queries.kind_for(town.institution("rt"))
    with pytest.raises(Refused) as refused:
        actions.set_kind(actor=town.actor("pemerintahan"), **told(kind, **wrong))
    assert refused.value.code == code


@pytest.mark.parametrize("who", ["lurah", "wali_kota", "inspektorat"])
def test_only_who_keeps_the_citys_figures_edits(town: builders.City, who: str) -> None:
    kind = queries.kind_for(town.institution("rt"))
    deeds: list[Callable[[], object]] = [
        lambda: actions.set_kind(actor=town.actor(who), **told(kind)),
        lambda: actions.end_kind(actor=town.actor(who), kind=kind),
    ]
    for deed in deeds:
        with pytest.raises(Refused) as refused:
            deed()
        assert refused.value.code == "not_allowed"


def test_from_the_admin_page_to_the_invitation(town: builders.City) -> None:
    editor, lurah = builders.sign_in(Client(), "pemerintahan"), builders.sign_in(Client(), "lurah")
    form = {"key": "jumat_bersih", "label": "Rapat Jumat bersih", "tier": "kelurahan", "roles": ["lurah", "ketua_rw"],
            "quorum": "0", "papers": ["minutes"], "closes_hours": "12", "lasts": "90", "order": "70"}  # fmt: skip
    assert editor.post("/rapat/jenis/", form).status_code == 302
    page = lurah.get("/rapat/baru/?jenis=jumat_bersih").content.decode()
    assert "Rapat Jumat bersih" in page
    assert "3 orang" in page
    sent = {"title": "Jumat bersih", "day": "2026-01-30", "at": "07:00", "place": "Taman"}
    lurah.post("/rapat/baru/?jenis=jumat_bersih", sent)
    assert names(Meeting.objects.get(title="Jumat bersih")) == {"lurah", "ketua_rw", "ketua_rw_next"}


def test_a_kind_without_votes_counts_none(town: builders.City) -> None:
    meeting, lurah = of(town, "lurah", "kelurahan", "rembuk"), town.actor("lurah")
    item = actions.add_item(actor=lurah, meeting=meeting, title="Taman")
    actions.start(actor=lurah, meeting=meeting)
    for row in queries.attendances(meeting)[:3]:
        actions.mark_present(actor=lurah, meeting=meeting, attendance=row)
    with pytest.raises(Refused) as refused:
        actions.decide(actor=lurah, item=item, outcome="voted", decision="Ya", votes=(2, 1, 0))
    assert refused.value.code == "no_voting"
    assert actions.decide(actor=lurah, item=item, outcome="agreed", decision="Ya").outcome == "agreed"


def test_a_room_is_convened_once(town: builders.City) -> None:
    def convene(who: str, body: str, place: str) -> Meeting:
        return actions.convene(actor=town.actor(who), institution=town.institution(body), title="Rapat",
                               starts_at=scene.EVENING, place=place)  # fmt: skip

    first = convene("lurah", "kelurahan", "Aula kelurahan")
    with pytest.raises(Refused, match="Aula kelurahan sudah dipakai"):
        convene("ketua_rw", "rw", "aula kelurahan ")
    convene("ketua_rw", "rw", "Balai warga")
    # Every RW has a balai warga of its own.
    convene("ketua_rw_next", "rw_next", "Balai warga")
    actions.cancel(actor=town.actor("lurah"), meeting=first, reason="Pindah")
    convene("ketua_rt", "rt", "Aula kelurahan")
