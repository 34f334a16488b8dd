"""Open data: a kelurahan's proposals as CSV and its vote as `.pb`, for everyone and without a person."""

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rembuk.planning.musrenbang import actions, public_data, queries
from rembuk.planning.musrenbang.choosing import pabulib
from rembuk.planning.musrenbang.models import Round
from rembuk.planning.musrenbang.tests import hall, scene
from tests import builders

PLACE = "98.71.01.1001"
CSV = f"/publik/usulan/wilayah/{PLACE}/2027.csv"


def sheet(client: Client) -> list[dict[str, str]]:
    answer: Any = client.get(CSV)
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeffkode,tahun,")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_everyone_gets_all_that_was_asked_without_a_person(found: Round, town: builders.City, client: Client) -> None:
    scene.proposed(town, title="=HYPERLINK(1)", problem="Hubungi Bu Sari 0812-3456-7890", pokir="Bu Dewan")
    gone = scene.proposed(town)
    actions.withdraw(actor=town.actor("ketua_rt"), proposal=gone, reason="Salah tulis.")
    [row] = sheet(client)
    assert tuple(row) == public_data.COLUMNS
    assert row["pekerjaan"].startswith("'=")
    assert (row["rw"], row["rt"], row["volume"], row["biaya"], row["pokir"]) == ("1", "1", "60", "27000000", "ya")
    assert (row["dana"], row["keadaan"], row["kode_wilayah"]) == ("dana kelurahan", "diusulkan", PLACE)
    told = " ".join(row.values())
    names = [part.person for part in builders.CAST.values()]
    assert [name for name in [*names, "0812", "Sari", "Dewan"] if name in told] == []
    assert client.cookies.get("sessionid") is None


def test_a_large_kelurahan_is_read_in_portions(
    found: Round, town: builders.City, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = {scene.proposed(town, title=f"Saluran {number}").code for number in range(5)}
    monkeypatch.setattr(queries.open_data, "PORTION", 2)
    with CaptureQueriesContext(connection) as made:
        assert {row["kode"] for row in sheet(client)} == codes
    assert sum("LIMIT 2" in one["sql"] for one in made) == 3


@pytest.mark.parametrize("path", [
    "/publik/usulan/wilayah/1/2027.csv", f"/publik/usulan/wilayah/{PLACE}/1999.csv",
    f"/publik/usulan/wilayah/{PLACE}/2027/kelurahan.pb",
])  # fmt: skip
def test_what_is_not_there_is_not_found(found: Round, town: builders.City, client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_vote_is_read_again_as_it_was_given(found: Round, town: builders.City, client: Client) -> None:
    session = hall.voting(town, found, form="approval")
    page = f"/publik/usulan/wilayah/{PLACE}/2027/kelurahan.pb"
    for serial, told in zip(hall.serials(session), ("1 2", "2", "2 3", ""), strict=False):
        hall.twice(town, session, serial, told)
    actions.close_voting(actor=town.actor("lurah"), session=session)
    assert client.get(page).status_code == 404
    seen = queries.case(session, "kelurahan").fingerprint
    actions.decide_session(actor=town.actor("lurah"), session=session, purse="kelurahan", rule="own_order", seen=seen)
    read = pabulib.parse(client.get(page).content.decode())
    assert sorted(len(ballot.names) for ballot in read.instance.ballots) in ([1, 2, 2], [0, 1, 2, 2])
    assert {one.id for one in read.instance.projects} == {row.code for row in found.proposals.all()}
    assert read.instance.budget == 200 * scene.JUTA
    assert (read.meta["rule"], read.meta["instance"]) == ("own_order", "2027")
    assert page in client.get(f"/publik/usulan/wilayah/{PLACE}/").content.decode()
