"""How the wings meet: the one screen on which lower modules are told of upper ones."""

from rembuk.coordination.decisions import seams as decisions
from rembuk.coordination.meetings import seams as meetings
from rembuk.coordination.reports import seams as reports
from rembuk.coordination.visits import seams as visits
from rembuk.foundation.accounts import seams as accounts
from rembuk.foundation.calendar import seams as calendar
from rembuk.foundation.files import seams as files
from rembuk.foundation.institutions import seams as institutions
from rembuk.foundation.kernel import seams as slots
from rembuk.foundation.notices import seams as notices
from rembuk.foundation.regulations import seams as regulations
from rembuk.foundation.tallies import seams as tallies
from rembuk.foundation.territory import seams as territory
from rembuk.front.api import seams as api
from rembuk.front.board import seams as board
from rembuk.front.home import seams as home
from rembuk.front.portal import seams as portal
from rembuk.front.search import seams as search
from rembuk.front.trail import seams as trail
from rembuk.people.figures import seams as figures
from rembuk.planning.musrenbang import seams as musrenbang


def fill() -> None:
    """Fills every slot; called once when Django has loaded its apps."""
    slots.AGENDA.fill(meetings.agenda, decisions.agenda, reports.agenda)
    slots.BRIEFS.fill(decisions.briefs, reports.briefs)
    slots.DEEDS.fill(decisions.deeds, visits.deeds)
    slots.OUTCOME.fill(reports.decided, reports.followed, visits.followed, musrenbang.followed)
    slots.ITEM_WORK.fill(decisions.item_work)
    slots.WORK.fill(decisions.work, visits.work)
    slots.TRAIL.fill(reports.trail, meetings.trail, decisions.trail, visits.trail, musrenbang.trail)
    slots.CASE.fill(reports.case, visits.case, musrenbang.case)
    slots.HELD.fill(visits.held, musrenbang.held)
    slots.TODAY.fill(
        reports.today, decisions.today, meetings.today, visits.today, institutions.today, musrenbang.today
    )  # fmt: skip
    slots.PANELS.fill(reports.panels, board.panels)
    slots.NAV.fill(
        *home.NAV, *board.NAV, *reports.NAV, *meetings.NAV, *decisions.NAV, *visits.NAV, *musrenbang.NAV,
        *institutions.NAV, *territory.NAV, *figures.NAV,
        *regulations.NAV, *calendar.NAV,
        *notices.NAV, *portal.NAV, *api.NAV, *trail.NAV,
    )  # fmt: skip
    slots.LINKS.fill(*home.LINKS, *board.LINKS, *trail.LINKS, *search.LINKS, *portal.LINKS, *notices.LINKS,
                     *institutions.LINKS, *decisions.LINKS, *visits.LINKS, *musrenbang.LINKS)  # fmt: skip
    slots.SEARCH.fill(reports.search, decisions.search, meetings.search, musrenbang.search)
    slots.TICK.fill(
        reports.lapses,
        reports.silences,
        reports.completions,
        reports.recounts,
        decisions.warnings,
        decisions.climbs,
        decisions.weeks,
        decisions.recounts,
        meetings.endings,
        visits.reminders,
        home.asks,
        home.makes,
    )
    slots.NOTICES.fill(reports.notices, decisions.notices, meetings.notices, visits.notices, institutions.notices,
                       musrenbang.notices, home.notices, notices.day_closed)  # fmt: skip
    slots.TALLIES.fill(reports.tallies, decisions.tallies)
    slots.MOVES.fill(files.moved, reports.moved, decisions.moved, visits.moved, figures.moved, musrenbang.moved,
                     tallies.moved)  # fmt: skip
    slots.ZONE.fill(territory.zone)
    slots.ACCESS.fill(files.access, reports.access, decisions.access, visits.access, meetings.access, musrenbang.access,
                      home.access)  # fmt: skip
    slots.RESEAL.fill(accounts.reseal)
    slots.MEASURES.fill(notices.measures, files.measures)
    slots.SUBJECTS.fill(
        *institutions.SUBJECTS, *meetings.SUBJECTS, *decisions.SUBJECTS, *reports.SUBJECTS, *visits.SUBJECTS,
        *musrenbang.SUBJECTS, *files.SUBJECTS, *figures.SUBJECTS, *home.SUBJECTS,
    )  # fmt: skip
