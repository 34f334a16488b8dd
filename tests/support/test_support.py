"""The harness keeps its own promises."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import Error, connection
from django.test import TestCase, TransactionTestCase

from tests import run
from tests.support import postgres, tools
from tests.support.site import Site


def test_the_network_is_out_of_reach() -> None:
    with pytest.raises(AssertionError, match="asked the network"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


@pytest.fixture
def on_both(request: pytest.FixtureRequest) -> bool:
    """Whether this test runs on both databases."""
    return request.node.get_closest_marker("database") is not None


def test_what_no_database_can_change_runs_once(on_both: bool) -> None:
    assert not on_both


def test_what_asks_a_database_runs_on_both(db: None, on_both: bool) -> None:
    assert on_both


@pytest.mark.django_db
def test_what_may_ask_a_database_runs_on_both(on_both: bool) -> None:
    assert on_both


def test_what_a_program_does_to_a_database_runs_on_both(empty: Site, on_both: bool) -> None:
    assert on_both


class Cases(TestCase):
    """As Django's own manual writes tests."""

    @pytest.fixture(autouse=True)
    def asked(self, on_both: bool) -> None:
        self.on_both = on_both

    def test_a_case_of_django_s_runs_on_both(self) -> None:
        assert self.on_both


TRIGGERS = {
    "sqlite": ["CREATE TRIGGER test_stay BEFORE DELETE ON django_content_type BEGIN SELECT RAISE(ABORT, 'stay'); END"],
    "postgresql": [
        "CREATE FUNCTION test_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'stay'; END $$",
        "CREATE TRIGGER test_stay BEFORE DELETE ON django_content_type FOR EACH ROW EXECUTE FUNCTION test_stay()",
        "CREATE TRIGGER test_stay_all BEFORE TRUNCATE ON django_content_type EXECUTE FUNCTION test_stay()",
    ],
}


@pytest.fixture
def stubborn_table(transactional_db: None) -> Iterator[None]:
    """A table that refuses DELETE and TRUNCATE."""
    with connection.cursor() as cursor:
        for statement in TRIGGERS[connection.vendor]:
            cursor.execute(statement)
    yield
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER test_stay")
        else:
            cursor.execute("DROP FUNCTION test_stay CASCADE")


def test_a_flush_passes_triggers_that_stand_again_afterwards(stubborn_table: None) -> None:
    ContentType.objects.create(app_label="test", model="stay")
    case = TransactionTestCase("run")
    case._fixture_teardown()  # type: ignore[attr-defined] # Django's own hook
    assert not ContentType.objects.filter(app_label="test").exists()
    row = ContentType.objects.create(app_label="test", model="again")
    with pytest.raises(Error, match="stay"):
        row.delete()


def test_a_cluster_starts_and_leaves_nothing_behind(tmp_path: Path) -> None:
    if tools.postgres_bin() is None:
        pytest.skip(postgres.MISSING)
    with postgres.cluster() as server:
        assert server.has("rembuk")
        server.create("copy", "rembuk")
        assert server.sql("SELECT current_database()", "copy") == "copy"
        server.drop("copy")
        assert not server.has("copy")
        folder = server.folder
    assert not folder.exists()


def test_the_command_s_exit_code_comes_back() -> None:
    if tools.postgres_bin() is None:
        pytest.skip(postgres.MISSING)
    script = "import os, sys; sys.exit(7 if os.environ['DATABASE_URL'].startswith('postgresql://') else 1)"
    words = [sys.executable, "-m", "tests.support.postgres", "run", "--", sys.executable, "-c", script]
    assert subprocess.run(words, check=False, cwd=tools.ROOT).returncode == 7


@pytest.mark.parametrize(("ci", "ok"), [("true", False), ("", True)])
def test_a_part_that_cannot_run_is_named_and_fails_ci(ci: str, ok: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(tools, "chromium", lambda: None)
    monkeypatch.setattr(tools, "apt_install", lambda *packages: False)
    part = next(part for part in run.PARTS if part.name == "browser")
    outcome = run.run(part, Path())
    assert outcome.ok is ok
    assert "not run: Chromium" in outcome.line


def test_the_last_line_reads_like_pytest_s() -> None:
    part = run.PARTS[0]
    said = run.summary(
        [run.Outcome(part, 1.5, passed=3, skipped=1), run.Outcome(part, 2, reason="took longer", ok=False)]
    )
    assert said.splitlines()[-1] == "===== 1 failed, 3 passed, 1 skipped in 3.50s ====="


def test_all_parts_end_within_the_hour_of_ci() -> None:
    assert sum(part.minutes for part in run.PARTS) <= 50


def test_a_part_reads_the_files_of_its_marker_wherever_they_stand() -> None:
    found = run.marked("faults")
    assert "tests/faults/test_kill.py" in found
    assert "src/rembuk/coordination/reports/tests/test_import_killed.py" in found
    assert "tests/browser/test_pages.py" not in found


UNSTEADY = """
import pathlib, pytest
pytestmark = [pytest.mark.live, pytest.mark.xdist_group("together")]
seen = pathlib.Path(__file__).with_name("seen")
def test_steady(): pass
@pytest.mark.parametrize("word", ["a@b"])
def test_second(word):
    if not seen.exists():
        seen.touch()
        raise AssertionError("first time")
"""


@pytest.mark.parametrize(("is_live", "more", "ok"), [(True, "", True), (True, "\ndef test_never(): 1 / 0\n", False),
                                                     (False, "", False)])  # fmt: skip
def test_only_a_live_part_gives_a_second_chance_and_names_who_took_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_live: bool, more: str, ok: bool
) -> None:
    (tmp_path / "test_it.py").write_text(UNSTEADY + more)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n live\n")
    monkeypatch.setattr(tools, "ROOT", tmp_path)
    for name in ("DJANGO_SETTINGS_MODULE", "PYTEST_XDIST_WORKER"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "kept").mkdir()
    if sys.pycache_prefix:
        (tmp_path / "kept" / "compiled").symlink_to(sys.pycache_prefix)
    group = ("-n", "1", "--dist", "loadgroup")
    outcome = run.run(run.Part("browser", 1, ("-m", "live", *group, "test_it.py"), is_live=is_live), tmp_path / "kept")
    assert outcome.ok is ok
    assert outcome.failed == 0 if ok else outcome.failed
    assert outcome.unsteady == (("test_it.py::test_second[a@b]",) if ok else ())
    assert ("unsteady, passed only alone: test_it.py::test_second[a@b]" in outcome.line) is ok
