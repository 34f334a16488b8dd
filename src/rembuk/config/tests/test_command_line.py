"""One command line: fast, with help worth reading, and one line for every error."""

import subprocess
import sys
from pathlib import Path

import pytest

from rembuk.config import cli
from tests.support.site import Site, rembuk


def test_help_names_every_command() -> None:
    told = cli.overview()
    assert all(f"  {name} " in told for name in cli.COMMANDS)


@pytest.mark.parametrize("name", sorted(cli.COMMANDS))
def test_each_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([name, "--help"])
    told = capsys.readouterr().out
    assert ended.value.code == 0
    assert cli.COMMANDS[name][1][1:40] in told
    assert len(told.splitlines()) > 6


def test_help_does_not_wait_for_django() -> None:
    code = "import sys, rembuk.config.cli as c; c.main(['--help']); sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0


def test_nothing_starts_without_keys(tmp_path: Path) -> None:
    for words in (("migrate",), ("serve", "--port", "1"), ("work",), ("tick",), ("verify",), ("shell",), ("check",)):
        done = rembuk(*words, home=tmp_path, check=False)
        assert done.returncode == 1, words
        assert len(done.stderr.splitlines()) == 1, done.stderr
        assert "rembuk keys" in done.stderr or "porta" in done.stderr, done.stderr


@pytest.mark.parametrize(
    "line", ["makemigrations --check --dry-run", "migrate --check", "showmigrations", "where /", "version"]
)
def test_what_neither_seals_nor_signs_needs_no_keys(line: str, empty: Site) -> None:
    done = empty.rembuk(*line.split(), check=False)
    assert "rembuk keys" not in done.stderr
    assert done.stdout
    assert done.returncode == (1 if line == "migrate --check" else 0), done.stderr
    assert not (empty.home / "keys").exists()


def test_migrate_check_and_djangos_own_command_name_what_was_not_run(empty: Site) -> None:
    assert "belum dijalankan: audit.0001_initial" in empty.rembuk("migrate", "--check", check=False).stdout
    empty.rembuk("keys")
    empty.rembuk("migrate", "-q")
    assert empty.rembuk("migrate", "--check").stdout == "Basis data mutakhir.\n"
    assert "[ ]" not in empty.rembuk("showmigrations").stdout


def test_an_error_is_one_line_and_says_what_to_do(empty: Site) -> None:
    empty.rembuk("keys")
    done = empty.rembuk("verify", check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("rembuk: ")
    assert "Traceback" not in done.stderr
    done = empty.rembuk("import", "territory", "nowhere.csv", check=False)
    assert (done.returncode, done.stderr) == (1, "rembuk: berkas tidak ada: nowhere.csv\n")


def test_serve_refuses_a_database_that_is_behind(empty: Site) -> None:
    empty.rembuk("keys")
    done = rembuk("serve", "--port", str(empty.port), home=empty.home, database=empty.database, check=False)
    assert done.returncode == 1
    assert "rembuk migrate" in done.stderr
