"""The rest of a large city: what was played is stamped onto all kelurahan, and then counted and sealed as if lived."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from rembuk.config.demo import cast, city
from rembuk.config.demo.build import Plan
from rembuk.config.demo.city import Made
from rembuk.config.demo.life import ENDS
from rembuk.config.demo.stamping import found, rounds
from rembuk.config.demo.stamping.found import History
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.meetings.models import Meeting
from rembuk.coordination.reports.models import Report
from rembuk.coordination.visits.models import FieldNote, Gathering, Rotation
from rembuk.coordination.visits.models import Plan as VisitPlan
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.kernel import clock
from rembuk.foundation.notices import actions as notices
from rembuk.foundation.tallies import actions as tallies
from rembuk.planning.musrenbang.models import Round

BATCH = 5000
# Nothing that time alone will move any more.
ENDED: dict[type[Any], frozenset[str]] = {
    Report: frozenset(
        {
            "closed",
            "unconfirmed",
            "merged",
            "refused",
            "withdrawn",
            "carried",
            "ended",
            "came_true",
            "not_true",
            "prevented",
        }
    ),
    Meeting: frozenset({"locked", "cancelled"}),
    FollowUp: frozenset({"passed", "revoked"}),
}


def fill(plan: Plan, made: Made, show: rounds.Show) -> rounds.Stamped:
    """Stamps until there are as many reports as the plan wants."""
    while tallies.bring_forward(BATCH):
        pass
    histories = [one for one in found.histories(city.OPENED, Report) if one.size and not is_citys_own(one)]
    source = [made.kelurahan[code] for code in (cast.PLAYED, *cast.NEIGHBOURS)]
    wanted = plan.reports - sum(one.size for one in histories)
    return rounds.stamp(histories=histories, source=source, wanted=wanted, leeway=leeway, show=show)


def leeway(history: History) -> range:
    """The weeks by which a history may move: one that is over anywhere within the played time."""
    return rounds.weeks(history, is_over(history), city.OPENED + timedelta(days=1), ENDS - timedelta(days=1))


def is_citys_own(history: History) -> bool:
    """Whether it hangs on what a city has once: the mayor's Fridays, its expert council, a visit by plan, a year's
    musrenbang."""
    return any(row.model in (Rotation, Gathering, FieldNote, VisitPlan, Round) for row in history.rows)


def is_over(history: History) -> bool:
    """Whether nothing in it waits for anybody."""
    for row in history.rows:
        if row.model in ENDED:
            names = [one.attname for one in found.fields(row.model)]
            if row.values[names.index("status")] not in ENDED[row.model]:
                return False
    return True


def settle(stamped: rounds.Stamped, now: datetime, show: rounds.Show) -> None:
    """What follows from the events: their counts, the days' digests. It is old news, so nobody is told."""
    show(0, 2)
    with clock.standing(now):
        while read_past(BATCH):
            pass
        tallies.lay(stamped.counted)
        show(1, 2)
        audit.close_days(now)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("ANALYZE")
    show(2, 2)


def read_past(limit: int) -> int:
    """Those who make something of events begin after these; returns how many were passed. On PostgreSQL what was
    stamped has no transaction's number, and so lies before what was told already."""
    readers = (notices.READER, tallies.READER)
    return sum(audit.read_on(name=name, limit=limit, take=lambda told: None) for name in readers)
