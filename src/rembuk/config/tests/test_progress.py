"""Long work says how far it is."""

import pytest

from rembuk.config.cli.progress import Progress


def test_a_line_every_ten_per_cent_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress("Hitung")
    for number in range(1, 1001):
        progress(number, 1000)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 11
    assert lines[-1].startswith("Hitung: 1.000 dari 1.000 (100 %)")


def test_one_line_brought_up_to_date_on_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    progress = Progress("Hitung")
    monkeypatch.setattr(progress, "on_terminal", True)
    for number in range(1, 4):
        progress(number, 3)
    progress.end()
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert told.count("\r") >= 2


def test_quiet_is_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    Progress("Hitung", quiet=True)(1, 1)
    assert capsys.readouterr().err == ""
