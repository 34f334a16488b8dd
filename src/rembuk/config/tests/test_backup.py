"""One archive of everything but the keys, and back again: whole, or nothing is changed."""

import fcntl
import gzip
import json
import shutil
import tarfile
from pathlib import Path

import pytest

from tests.support.cities import dump
from tests.support.site import Site

IS_EMPTY = "from rembuk.config import queries; print(queries.is_empty())"


def counted(lines: list[str]) -> list[str]:
    """All rows but the running counts of nothing, which a rebuild leaves out."""
    return [line for line in lines if not line.startswith('tallies_count {"amount":0,')]


@pytest.fixture(scope="session")
def archive(small_city: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the small city; never change it."""
    file = tmp_path_factory.mktemp("archive") / "all.tar.gz"
    told = json.loads(small_city.rembuk("backup", str(file), "--json", "-q").stdout)
    assert told["rows"] > 10_000
    assert told["files"] > 10
    return Path(told["file"])


def with_keys(target: Site, source: Site) -> Site:
    shutil.copytree(source.home / "keys", target.home / "keys")
    return target


def test_what_was_saved_comes_back(archive: Path, small_city: Site, small_rows: list[str], empty: Site) -> None:
    with_keys(empty, small_city).rembuk("restore", str(archive), "-q")
    assert counted(dump(empty)) == counted(small_rows)
    assert "Utuh" in empty.rembuk("verify", "-q").stdout
    kept = sorted(str(p.relative_to(small_city.home)) for p in (small_city.home / "files").rglob("*") if p.is_file())
    assert sorted(str(p.relative_to(empty.home)) for p in (empty.home / "files").rglob("*") if p.is_file()) == kept
    # Numbers given by the database go on behind the last one.
    empty.rembuk("tick")
    empty.rembuk("deliver")
    assert "Utuh" in empty.rembuk("verify", "-q").stdout


@pytest.mark.postgres
def test_an_archive_moves_to_the_other_kind_of_database(
    archive: Path, small_city: Site, small_rows: list[str], tmp_path: Path
) -> None:
    (tmp_path / "file").mkdir()
    other = with_keys(Site(tmp_path / "file"), small_city)
    other.rembuk("restore", str(archive), "-q")
    assert counted(dump(other)) == counted(small_rows)


def test_keys_are_not_in_it(archive: Path, small_city: Site) -> None:
    secret = (small_city.home / "keys" / "secret_key").read_bytes().strip()
    ring = json.loads((small_city.home / "keys" / "ring.json").read_text())
    content = gzip.decompress(archive.read_bytes())
    for key in (secret, ring["blind"].encode(), *(value.encode() for value in ring["keys"].values())):
        assert key not in content
    assert archive.stat().st_mode & 0o077 == 0


def harmed(archive: bytes) -> dict[str, bytes]:
    """An archive that came to harm, in each of the ways that happen."""
    middle = len(archive) // 2
    changed = gzip.decompress(archive).replace(b"Kayuringinjaya", b"Kayuringinjaja", 1)
    return {
        "cut": archive[:middle], "flipped": archive[:middle] + bytes([archive[middle] ^ 0xFF]) + archive[middle + 1 :],
        "changed": gzip.compress(changed), "empty": b"", "other": b"not an archive",
    }  # fmt: skip


def test_a_damaged_archive_changes_nothing(archive: Path, small_rows: list[str], city: Site, tmp_path: Path) -> None:
    for harm, content in harmed(archive.read_bytes()).items():
        file = tmp_path / f"{harm}.tar.gz"
        file.write_bytes(content)
        done = city.rembuk("restore", str(file), "--replace", "-q", check=False)
        assert (harm, done.returncode, len(done.stderr.splitlines())) == (harm, 1, 1)
        assert "tidak ada yang diubah" in done.stderr, harm
    assert counted(dump(city)) == counted(small_rows)


def test_a_broken_chain_is_not_restored(archive: Path, small_city: Site, empty: Site, tmp_path: Path) -> None:
    forged = tmp_path / "forged.tar.gz"
    forge(archive, forged)
    done = with_keys(empty, small_city).rembuk("restore", str(forged), "-q", check=False)
    assert done.returncode == 1
    assert "rantai audit" in done.stderr
    # Nothing came of it: the archive unforged would still find an empty database.
    assert empty.rembuk("shell", "-v", "0", "-c", IS_EMPTY).stdout == "True\n"


def forge(source: Path, target: Path) -> None:
    """An archive that is whole in itself, with one event told otherwise."""
    import hashlib
    import io

    members: dict[str, bytes] = {}
    with tarfile.open(source) as tar:
        for member in tar:
            content = tar.extractfile(member)
            assert content is not None
            members[member.name] = content.read()
    name = "data/audit_event.jsonl"
    members[name] = members[name].replace(b"reports.acknowledged", b"reports.acknowledgeD", 1)
    manifest = json.loads(members["manifest.json"])
    manifest["members"][name] = hashlib.sha256(members[name]).hexdigest()
    members["manifest.json"] = json.dumps(manifest).encode()
    with tarfile.open(target, "w:gz") as tar:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))


def test_what_is_there_is_not_overwritten_by_chance(archive: Path, city: Site) -> None:
    done = city.rembuk("restore", str(archive), "-q", check=False)
    assert done.returncode == 1
    assert "--replace" in done.stderr


def test_replace_brings_back_what_was_saved(archive: Path, small_rows: list[str], city: Site) -> None:
    city.rembuk("rotate")
    city.rembuk("restore", str(archive), "--replace", "-q")
    assert counted(dump(city)) == counted(small_rows)


def test_without_its_keys_an_archive_is_refused(archive: Path, empty: Site) -> None:
    empty.rembuk("keys")
    done = empty.rembuk("restore", str(archive), "-q", check=False)
    assert done.returncode == 1
    assert "folder keys yang asli" in done.stderr


def test_no_archive_is_half_written(small_city: Site) -> None:
    done = small_city.rembuk("backup", "/dev/full/x.tar.gz", "-q", check=False)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1


def test_what_a_killed_backup_left_goes_with_the_next(small_city: Site, tmp_path: Path) -> None:
    left, held, other = (tmp_path / name for name in ("a.tar.gz.rembuk-half", "b.tar.gz.rembuk-half", "mine.half"))
    for file in (left, held, other):
        file.write_bytes(b"half")
    with held.open("rb") as writer:
        fcntl.flock(writer, fcntl.LOCK_EX)
        small_city.rembuk("backup", str(tmp_path / "c.tar.gz"), "-q")
    assert {file.name for file in tmp_path.iterdir()} == {held.name, other.name, "c.tar.gz"}
