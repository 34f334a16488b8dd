"""An office, a place and a city with any number of items: a page reads what it shows, however many there are.

Counted is what PostgreSQL says that it fetched of the large tables, for each page with so many items and with twice as
many.
"""

from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test import TestCase, override_settings

from rembuk.coordination.decisions import sheets
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.reports.models import Report
from rembuk.foundation.kernel import clock
from rembuk.foundation.notices import mail
from tests.screens import law, world
from tests.screens.test_matrix import DOOR, Visits
from tests.screens.test_plans import FILTERED
from tests.support import plans

# More than any page looks at of one kind, save a search, which reads the newest thousand.
MANY = 1_100
READERS = ("kepala_opd", "lurah", "camat", "wali_kota")
# Two counts of the same page differ by what a page of another order happens to skip.
LEEWAY = 60
WORK = ("asked", "working", "answered", "done", "waiting_budget", "passed")
ENDED = {"passed", "closed"}
HEARD = ("new", "deliberating", "with_unit", "settled", "closed")


@pytest.mark.postgres
class FullDesks(TestCase):
    """One world for all; nothing of it is ever committed."""

    @classmethod
    def setUpClass(cls) -> None:
        # What other tests took back lies there still, another amount of it in every order of them.
        plans.shrink()
        super().setUpClass()
        cls.enterClassContext(override_settings(EMAIL_BACKEND=mail.NAME))
        cls.enterClassContext(clock.standing(world.MORNING))
        # What was taken back leaves its pages behind, and the next test's planner would see large tables.
        cls.addClassCleanup(plans.shrink)

    def test_a_page_reads_no_more_where_there_is_twice_as_much(self) -> None:
        visits = Visits()
        asked = addresses(visits)
        with plans.large_tables(), mock.patch.object(sheets, "MAX_ROWS", 100):
            plant(visits)
            few = read(visits, asked)
            plant(visits)
            many = read(visits, asked)
        wrong = [
            f"{who} {address}: {few[who, address]} rows, then {count}"
            for (who, address), count in many.items()
            if count > few[who, address] + LEEWAY
        ]
        assert len(asked) > 80
        assert not wrong, "\n".join(wrong)


def addresses(visits: Visits) -> list[tuple[str, str]]:
    """Every page that is about no one thing, for whom of the readers may read it; with filters."""
    lists = [line for line in law.LAW if not line.about and line.get and line.name not in law.OWN]
    found = {(who, visits.address(line)) for line in lists for who in READERS if who in (line.get or ())}
    found |= {(who, one) for who, listed in FILTERED.items() for one in listed.split()}
    return sorted(found)


def read(visits: Visits, asked: list[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """How many rows of large tables each page fetches."""
    found = {}
    for who, address in asked:
        before = fetched()
        assert visits.ask(who, "get", address) in {"ok", DOOR}, f"{who} {address}"
        found[who, address] = fetched() - before
    return found


def fetched() -> int:
    """How many rows of large tables this transaction has read so far."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(seq_tup_read + idx_tup_fetch) FROM pg_stat_xact_user_tables WHERE relname = ANY(%s)",
            [list(plans.LARGE)],
        )
        return int(cursor.fetchone()[0])


def plant(visits: Visits) -> None:
    """Copies of a follow-up that the Dinas leads in the kelurahan, and of a report that it holds, in every state.

    What is open was asked for by another office than those that read: of its own, one that asks sees all at once.
    """
    going, held = (visits.things[name]["code"] for name in ("a follow-up", "of a unit"))
    other = f"'{visits.town.institution('kelurahan_next').pk}'::uuid"
    for state in WORK:
        ended = state in ENDED
        copy(FollowUp, going, status=f"'{state}'", decided_at="opened", asked_at="opened", stage_due="moment",
             total_due="moment", news_due="moment", percent="100", finished_at="moment", budget_year="2027",
             budget_source="'APBD'", ended_at="moment" if ended else "NULL",
             body_id="body_id" if ended else other)  # fmt: skip
    for state in HEARD:
        copy(Report, held, status=f"'{state}'", received_at="moment", stage_due="moment", total_due="moment",
             news_at="moment", published_at="moment",
             closed_at="moment" if state in ENDED else "NULL")  # fmt: skip


def copy(model: type[Any], code: str, **other: str) -> None:
    """So many rows like this one, with other ids and codes, from some days ago to some days ahead."""
    other |= {"id": "gen_random_uuid()", "code": "'Z' || substr(md5(random()::text), 1, 15)"}
    table, names = model._meta.db_table, [field.column for field in model._meta.fields]
    columns, values = ", ".join(names), ", ".join(other.get(name, name) for name in names)
    moments = (
        "SELECT timestamptz '2026-01-14' AS opened, timestamptz '2026-01-15' + n * interval '15 minutes' AS moment"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {values}"
            f" FROM {table}, generate_series(1, {MANY}) n, LATERAL ({moments}) other WHERE code = %s",
            [code],
        )
