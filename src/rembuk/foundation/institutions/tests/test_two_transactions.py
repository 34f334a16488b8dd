"""Rules over sets, under two real PostgreSQL transactions (trap 2)."""

import threading
from collections.abc import Callable
from datetime import date
from queue import Queue

import pytest
from django.db import connection, transaction

from rembuk.foundation.accounts import actions as accounts
from rembuk.foundation.institutions import actions
from rembuk.foundation.institutions.models import Appointment, Concern, Position
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.errors import Refused
from tests import builders

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
STARTS, ENDS = date(2030, 2, 3), date(2035, 2, 3)


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Runs deeds so that each has begun its transaction before any has ended; returns what each said, sorted."""
    begun, said = threading.Barrier(len(deeds), timeout=20), Queue[str]()

    def run(deed: Callable[[], object]) -> None:
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SELECT 1")
                begun.wait()
                deed()
            said.put("done")
        except Refused as refused:
            said.put(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(said.get() for _ in deeds)


def test_one_definitive_holder_per_position_and_day() -> None:
    town = builders.city()
    seat = town.position("ketua_rt")

    def deed(name: str) -> Callable[[], object]:
        return lambda: actions.appoint(actor=SYSTEM, position=seat, name=name, starts=STARTS, ends=ENDS)

    assert at_once(deed("Satu"), deed("Dua")) == ["done", "held"]
    assert Appointment.objects.filter(position=seat, starts=STARTS).count() == 1


def test_a_second_office_given_at_the_same_time_is_noticed() -> None:
    town = builders.city()
    user = accounts.add_people(actor=SYSTEM, names=["Rangkap"])[0]

    def deed(seat: Position, reason: str) -> Callable[[], object]:
        return lambda: actions.appoint(actor=SYSTEM, position=seat, user=user, starts=STARTS, ends=ENDS, reason=reason)

    seats = (town.position("ketua_rt"), town.position("ketua_rw"))
    assert at_once(*(deed(seat, "") for seat in seats)) == ["done", "needs_reason"]
    assert at_once(*(deed(seat, "perlu") for seat in (town.position("lurah"), town.position("camat")))) == ["done"] * 2
    assert Concern.objects.filter(code="double_office", appointment__user=user).count() == 2


def test_two_ends_are_one() -> None:
    town = builders.city()

    def deed(on: date) -> Callable[[], object]:
        term = Appointment.objects.select_related("user", "position__institution__territory").get(
            pk=town.cast["ketua_rt"].pk
        )
        return lambda: actions.end_appointment(actor=SYSTEM, appointment=term, on=on)

    assert at_once(deed(date(2027, 1, 1)), deed(date(2027, 2, 1))) == ["done", "stale"]


def test_the_last_use_of_a_sheet_is_one() -> None:
    user = accounts.add_people(actor=SYSTEM, names=["Slamet"])[0]
    sheet = accounts.issue_sheet(actor=SYSTEM, user=user)

    def deed() -> object:
        return accounts.sign_in_by_sheet(token=sheet.token, pin=sheet.pin)

    said = at_once(deed, deed)
    assert said.count("done") == 1
    assert set(said) - {"done"} <= {"busy", "no_sheet"}
