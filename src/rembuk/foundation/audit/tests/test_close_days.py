"""A day's digest: over every event of the day, chained to the day before, closed when nothing can come any more."""

import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from rembuk.foundation.audit import actions, merkle, queries
from rembuk.foundation.audit.models import Digest, Event
from rembuk.foundation.audit.tests.conftest import NOON, SITI, Other, letter
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused
from tests.support.tools import ROOT

DAY = timedelta(days=1)
CHECKER = ROOT / "docs" / "periksa_sidik.py"


@pytest.mark.django_db
def test_days_are_closed_one_after_another_empty_ones_too() -> None:
    letter()
    assert actions.close_days(NOON) == 0, "today is not over"
    with clock.standing(NOON + 3 * DAY):
        assert actions.close_days(clock.now()) == 3
    days = list(queries.digests().order_by("day"))
    assert [digest.day for digest in days] == [date(2026, 1, 30) + n * DAY for n in range(3)]
    assert [digest.events for digest in days] == [1, 0, 0]
    assert [digest.previous for digest in days] == ["", days[0].hash, days[1].hash]
    assert days[1].root == merkle.EMPTY


@pytest.mark.django_db
@pytest.mark.parametrize("told_on", [[0], [0, 3], [1, 1, 4], [0, 1, 2, 5, 5]])
def test_many_days_in_one_sweep_are_closed_as_one_by_one(told_on: list[int]) -> None:
    for number in told_on:
        with clock.standing(NOON + number * DAY):
            letter()
    first, last = queries.first_day(), clock.local(NOON).date() + 6 * DAY
    assert first is not None
    swept = {day: list(hashes) for day, hashes in queries.hashes_by_day(first, last)}
    assert list(swept) == [first + n * DAY for n in range((last - first).days + 1)]
    assert swept == {day: list(queries.hashes(day)) for day in swept}
    assert sum(map(len, swept.values())) == len(told_on)


@pytest.mark.django_db
def test_closing_again_changes_nothing() -> None:
    letter()
    with clock.standing(NOON + DAY):
        assert actions.close_days(clock.now()) == 1
        assert actions.close_days(clock.now()) == 0
    assert Digest.objects.count() == 1
    assert list(Event.objects.filter(verb="audit.day_closed").values_list("seq", flat=True)) == [1]


@pytest.mark.django_db
def test_without_events_there_is_nothing_to_close() -> None:
    assert actions.close_days(NOON) == 0


@pytest.mark.django_db
def test_a_day_is_the_citys() -> None:
    midnight = datetime(2026, 1, 30, 17, tzinfo=UTC)  # 00.00 on the 31st in Jakarta
    with clock.standing(midnight - timedelta(microseconds=1)):
        letter()
    with clock.standing(midnight):
        letter()
    with clock.standing(midnight + 2 * DAY):
        actions.close_days(clock.now())
    assert list(queries.digests().order_by("day").values_list("day", "events")) == [
        (date(2026, 1, 30), 1), (date(2026, 1, 31), 1),
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_day_waits_for_clocks_that_are_slow() -> None:
    letter()
    midnight = datetime(2026, 1, 30, 17, tzinfo=UTC)
    with clock.standing(midnight + actions.GRACE - timedelta(seconds=1)):
        assert actions.close_days(clock.now()) == 0
    with clock.standing(midnight + actions.GRACE):
        assert actions.close_days(clock.now()) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_day_waits_for_a_transaction_that_still_writes_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "PATIENCE", 0.2)
    letter()
    late = Other(letter)
    with clock.standing(NOON + DAY):
        assert actions.close_days(clock.now()) == 0
        late.commit()
        assert actions.close_days(clock.now()) == 1
    assert queries.digests()[0].events == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_transaction_of_another_database_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import connection, connections

    monkeypatch.setattr(actions, "PATIENCE", 0.2)
    letter()
    stranger = connections.create_connection("default")
    stranger.settings_dict = {**connection.settings_dict, "NAME": "postgres"}
    try:
        with transaction.atomic(), stranger.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT pg_current_xact_id()")
            letter()
            with clock.standing(NOON + DAY):
                assert len(queries.since(0, 0, 10)) == 2
                assert actions.close_days(clock.now()) == 1
    finally:
        stranger.close()


@pytest.mark.django_db(transaction=True)
def test_the_worker_who_comes_second_leaves_it(monkeypatch: pytest.MonkeyPatch) -> None:
    letter()
    with clock.standing(NOON + DAY):
        actions.close_days(clock.now())
        with monkeypatch.context() as patch:
            patch.setattr(queries, "digests", Digest.objects.none)
            assert actions.close_days(clock.now()) == 0
    assert Digest.objects.count() == 1


def plain_root(leaves: list[str]) -> str:
    """RFC 6962 as it is written there: split at the largest power of two below the count."""
    import hashlib

    def root(part: list[bytes]) -> bytes:
        if len(part) == 1:
            return part[0]
        half = 1 << (len(part) - 1).bit_length() - 1
        return hashlib.sha256(b"\1" + root(part[:half]) + root(part[half:])).digest()

    hashed = [hashlib.sha256(b"\0" + leaf.encode()).digest() for leaf in leaves]
    return root(hashed).hex() if hashed else hashlib.sha256(b"").hexdigest()


@given(st.lists(st.text(max_size=3), max_size=70))
def test_the_streamed_root_is_the_root(leaves: list[str]) -> None:
    tree = merkle.Tree()
    for leaf in leaves:
        tree.add(leaf)
    assert (tree.root(), tree.count) == (plain_root(leaves), len(leaves))


def published(folder: Path) -> tuple[Path, list[Path]]:
    """What the portal publishes, as files."""
    whole = folder / "sidik.json"
    whole.write_text(json.dumps(queries.export_digests()))
    days = []
    for digest in queries.digests().order_by("day"):
        path = folder / f"{digest.day}.json"
        path.write_text(json.dumps(queries.export_day(digest.day)))
        days.append(path)
    return whole, days


def check(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", CHECKER, *map(str, words)], capture_output=True, text=True, check=False
    )


@pytest.mark.django_db
def test_a_stranger_checks_what_is_published(tmp_path: Path) -> None:
    for day in range(3):
        with clock.standing(NOON + day * DAY):
            for _ in range(day * 3 + 1):
                letter()
    with clock.standing(NOON + 3 * DAY):
        actions.close_days(clock.now())
    whole, days = published(tmp_path)
    newest = queries.digests()[0]
    good = check(whole, *days, f"{newest.day}={newest.hash}")
    assert (good.returncode, good.stderr) == (0, ""), good.stdout
    assert "3 hari" in good.stdout

    data = json.loads(days[1].read_text())
    days[1].write_text(json.dumps({**data, "hashes": data["hashes"][:-1]}))
    assert (check(whole, *days).returncode, data["day"] in check(whole, *days).stdout) == (1, True)

    shown = json.loads(whole.read_text())
    whole.write_text(json.dumps([{**row, "events": 9} if row["day"] == "2026-01-31" else row for row in shown]))
    assert check(whole).returncode == 1
    whole.write_text(json.dumps(shown[:1] + shown[2:]))
    assert check(whole).returncode == 1, "a missing day"
    whole.write_text(json.dumps(shown))
    assert check(whole, f"2026-01-31={'0' * 64}").returncode == 1, "the letter that Inspektorat kept"
    assert check(whole, f"2027-01-31={'0' * 64}").returncode == 1, "a day that is not published"


@pytest.mark.django_db
def test_what_is_published_holds_no_words_and_no_names() -> None:
    lamp = letter()
    actions.record(SITI, lamp, "notices.returned", reason="Bu Siti sakit")
    with clock.standing(NOON + DAY):
        actions.close_days(clock.now())
    shown = json.dumps(queries.export_day(NOON.date()))
    assert "Siti" not in shown
    assert set(json.loads(shown)) == {"day", "events", "root", "previous", "hash", "hashes"}


@pytest.mark.django_db
def test_an_open_day_is_not_published() -> None:
    letter()
    with pytest.raises(Refused) as refused:
        queries.export_day(NOON.date())
    assert refused.value.code == "not_closed"


def test_the_checker_is_short_and_stands_alone() -> None:
    text = CHECKER.read_text()
    assert len(text.splitlines()) <= 40
    assert "rembuk" not in "".join(line for line in text.splitlines() if "import" in line)
