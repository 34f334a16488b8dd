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


def test_django_commands_work_too(empty: Site) -> None:
    empty.rembuk("keys")
    empty.rembuk("migrate", "-q")
    assert "[ ]" not in empty.rembuk("showmigrations").stdout
