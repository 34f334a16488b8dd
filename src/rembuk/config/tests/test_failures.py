"""What went wrong is said in one line that helps."""

import errno
import sqlite3
from pathlib import Path

import pytest
from django.db import OperationalError

from rembuk.config.cli import failures
from rembuk.foundation.kernel.errors import Refused


def fail(error: BaseException) -> int:
    def run() -> int:
        raise error

    return failures.exit_code(run)


def test_a_refusal_is_its_own_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert fail(Refused("x", "Tidak bisa.")) == 1
    assert capsys.readouterr().err == "rembuk: Tidak bisa.\n"


def test_a_full_disk_is_named_whoever_meets_it(capsys: pytest.CaptureFixture[str]) -> None:
    def write() -> int:
        with Path("/dev/full").open("w") as full:
            full.write("x" * 100_000)
        return 0

    wrapped = OperationalError("database or disk is full")
    wrapped.__cause__ = sqlite3.OperationalError("database or disk is full")
    limits = [fail(OSError(number, "limit")) for number in (errno.EDQUOT, errno.EFBIG)]
    assert {failures.exit_code(write), fail(wrapped), *limits} == {1}
    assert capsys.readouterr().err.count("cakram penuh") == 4


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OperationalError("no such table: x"), "rembuk migrate"),
        (OperationalError("unable to open database file"), "DATABASE_URL"),
        (OperationalError("file is not a database"), "rembuk restore"),
        (PermissionError(errno.EACCES, "Permission denied", "/root/x"), "Permission denied: /root/x"),
        (ValueError("first\nsecond"), "first (ValueError"),
    ],
)
def test_each_kind_of_trouble_has_its_advice(error: Exception, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert fail(error) == 1
    told = capsys.readouterr().err
    assert said in told
    assert len(told.splitlines()) == 1


def test_stopping_by_hand_is_no_error_to_explain(capsys: pytest.CaptureFixture[str]) -> None:
    assert fail(KeyboardInterrupt()) == 130
    assert "Traceback" not in capsys.readouterr().err
