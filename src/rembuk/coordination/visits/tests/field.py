"""Visits and what is open around them, as tests need them, made through the actions."""

from typing import Any

from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.reports import actions as reports
from rembuk.coordination.reports.models import Report
from rembuk.coordination.visits import actions
from rembuk.coordination.visits.models import Visit
from rembuk.foundation.kernel.actor import PUBLIC
from tests import builders

SEEN = "Saluran penuh lumpur sampai ke depan musala."
LAT, LNG = -6.2420, 106.9920
# So many degrees to the north are about 100 metres.
HUNDRED = 0.0009


def heard(town: builders.City, *, north: float = 0.0, public: bool = True, **more: Any) -> Report:
    """A report in the RT, so many hundred metres north of the point; `north=None` has no point."""
    given: dict[str, Any] = {"category": "drainase", "text": "Got mampet.", "territory": town.rt}
    given |= {"lat": LAT + north * HUNDRED, "lng": LNG}
    report = reports.receive(actor=PUBLIC, **(given | more)).report
    if public:
        reports.acknowledge(actor=town.actor("ketua_rt"), report=report)
    return Report.objects.get(pk=report.pk)


def noted(town: builders.City, who: str = "lurah", **more: Any) -> Visit:
    """A visit to the RT."""
    given: dict[str, Any] = {"seen": SEEN, "territory": town.rt}
    return actions.note(actor=town.actor(who), **(given | more))


def promised(visit: Visit) -> FollowUp:
    """What was promised there first."""
    found: FollowUp = visit.work.get(is_promise=True).follow_up
    return found
