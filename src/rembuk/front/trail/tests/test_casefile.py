"""Inspektorat takes a case away as one ZIP and proves it without the program; whatever is changed in it is found."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.test import Client

from rembuk.coordination.decisions.actions import Work
from rembuk.coordination.reports import actions
from rembuk.coordination.reports.models import Report
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.audit.models import Digest
from rembuk.foundation.files import actions as files
from rembuk.foundation.files.models import File
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import PUBLIC, SYSTEM
from rembuk.front.trail import casefile
from tests import builders
from tests.screens import subjects

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> Report:
    """A report that somebody named told of, with a photo, and returned with a reason."""
    town = builders.city_that_hears()
    got = actions.receive(
        actor=PUBLIC, category="drainase", text="Saluran tersumbat di muka rumah Wira.", territory=town.rt,
        on_behalf_name="Wira Kencana", contact="0812-0000-1111", photos=[subjects.photo()],
    ).report  # fmt: skip
    files.draw(10)
    actions.return_for_completion(actor=town.actor("ketua_rt"), report=got, question="Sebutkan nomor rumahnya.")
    return got


def unpacked(content: bytes, folder: Path) -> Path:
    """The ZIP in a folder of its own."""
    with ZipFile(BytesIO(content)) as pack:
        pack.extractall(folder)
    return folder


def checked(folder: Path, *words: str) -> tuple[int, str]:
    """What the checker says, run as a stranger runs it."""
    command = [sys.executable, "-I", str(folder / casefile.CHECKER), *words]
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)
    return done.returncode, done.stdout + done.stderr


def closed() -> Digest:
    """The days until now are over and sealed."""
    later = clock.now() + timedelta(days=2)
    with clock.standing(later):
        audit.close_days(later)
    return Digest.objects.earliest("day")


def test_a_case_proves_itself_to_a_stranger(report: Report, tmp_path: Path) -> None:
    first = closed()
    folder = unpacked(casefile.archive(report).read(), tmp_path)
    code, told = checked(folder, f"{first.day}={first.hash}")
    assert (code, told.splitlines()[-1]) == (0, "BENAR")
    assert checked(folder, f"{first.day}={'0' * 64}")[0] == 1
    assert len(list((folder / "berkas").iterdir())) == 1
    everything = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file()).decode(errors="replace")
    assert "Sebutkan nomor rumahnya." in everything
    for personal in ("Wira", "0812-0000-1111"):
        assert personal not in everything


def changes(folder: Path) -> Iterator[tuple[str, Path, str]]:
    """What somebody might forge, and what the checker says of it."""
    told = folder / "kejadian.json"
    yield "isinya diubah", told, told.read_text().replace("reports.returned", "reports.refused")
    yield "bukan yang tertulis", told, told.read_text().replace("Sebutkan nomor", "Sebutkan nama")
    yield "tidak menyambung", told, json.dumps(json.loads(told.read_text())[1:])
    chain = folder / "sidik" / "sidik.json"
    yield "sidik harinya diubah", chain, chain.read_text().replace('"events": ', '"events": 1')
    day = next(path for path in (folder / "sidik").iterdir() if path != chain)
    hashes = json.loads(day.read_text())
    yield "kejadian hari itu diubah", day, json.dumps({**hashes, "hashes": hashes["hashes"][1:]})
    photo = next((folder / "berkas").iterdir())
    yield "hilang atau diubah", photo, "bukan foto"


def test_whatever_is_changed_is_found(report: Report, tmp_path: Path) -> None:
    closed()
    folder = unpacked(casefile.archive(report).read(), tmp_path)
    for said, place, forged in changes(folder):
        before = place.read_bytes()
        place.write_text(forged)
        code, told = checked(folder)
        assert (code, said in told) == (1, True), (said, told)
        place.write_bytes(before)
    assert checked(folder)[0] == 0


def test_another_picture_in_place_of_the_one_that_was_drawn_is_found(report: Report, tmp_path: Path) -> None:
    closed()
    folder = unpacked(casefile.archive(report).read(), tmp_path)
    (photo,) = (folder / "berkas").iterdir()
    other = sha256(b"another").hexdigest()
    photo.rename(photo.with_name(other)).write_bytes(b"another")
    listed = folder / "berkas.json"
    listed.write_text(listed.read_text().replace(photo.name, other))
    code, told = checked(folder)
    assert (code, f"berkas {other}: bukan gambar yang tercatat" in told) == (1, True), told


def test_a_masked_picture_is_tied_to_the_journal_too(report: Report, tmp_path: Path) -> None:
    photo = File.objects.get()
    before = photo.served_sha256
    files.set_masks(actor=SYSTEM, file=photo, masks=[[0, 0, 500, 500]])
    closed()
    folder = unpacked(casefile.archive(report).read(), tmp_path)
    assert [path.name for path in (folder / "berkas").iterdir()] != [before]
    assert checked(folder)[0] == 0


def test_a_day_that_is_not_over_is_said_to_be_open(report: Report, tmp_path: Path) -> None:
    folder = unpacked(casefile.archive(report).read(), tmp_path)
    assert "belum ditutup" in checked(folder)[1]
    assert "BELUM DITUTUP" in (folder / "BACA-DULU.txt").read_text()


def test_what_is_done_for_it_goes_along() -> None:
    town = builders.city_that_hears()
    rt = town.actor("ketua_rt")
    got = actions.receive(actor=PUBLIC, category="drainase", text="Got mampet.", territory=town.rt).report
    actions.acknowledge(actor=rt, report=got)
    row = actions.follow_up(actor=rt, report=got, text="Dikerjakan.", work=Work("Keruk", lead=town.institution("rt")))
    assert {part.pk for part in casefile.rows(got)} == {got.pk, row.pk, row.decision_id}


def test_only_who_watches_over_the_journal_takes_it_and_that_is_kept(report: Report) -> None:
    address, page = f"/jejak/{report.code}/berkas/", f"/jejak/{report.code}/"
    for name, expected in {"inspektorat": 200, "lurah": 403, "lurah_next": 404}.items():
        client = builders.sign_in(Client(), name)
        assert client.post(address).status_code == expected, name
        if expected != 404:
            assert ("Simpan berkas perkara" in client.get(page).content.decode()) == (expected == 200)
    looked = builders.sign_in(Client(), "inspektorat").get("/jejak/dibuka/").content.decode()
    assert looked.count("berkas perkara disimpan") == 1
