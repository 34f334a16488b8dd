"""The days of the demo city, played by the actions that everybody else uses: one transaction per day, the clock
standing at believable hours, the last day a Friday morning that leaves everyone some work. First only what
earlier musrenbang left is played, then the mayor's Fridays, and 120 days before the end the residents come in."""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import chain
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from rembuk.config import worker
from rembuk.config.demo import (
    alarms,
    cast,
    council,
    figures,
    fridays,
    gatherings,
    hours,
    musrenbang,
    outings,
    rakor,
    works,
)  # fmt: skip
from rembuk.config.demo.build import Plan
from rembuk.config.demo.city import DAILY, FOUNDED, Made
from rembuk.config.demo.dice import below, choose, percent, weighed
from rembuk.config.demo.steps import next_step
from rembuk.config.demo.stories import THEMES, Story, Wish, tell
from rembuk.config.demo.wishes import MUST
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.meetings.models import Meeting
from rembuk.coordination.reports.models import Report
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.files import actions as files
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.notices import actions as notices
from rembuk.foundation.tallies import actions as tallies

LAST = date(2026, 1, 30)
# On so many of them residents report.
DAYS = 120
# So far back inboxes go.
INBOX_DAYS = 21
# Friday 30 January 2026, 09.05 WIB: from here the served demo runs on.
ENDS = datetime(2026, 1, 30, 2, 5, tzinfo=UTC)
# A copy of it may happen up to a minute later.
LEEWAY = timedelta(minutes=1)
ENDED = frozenset({"closed", "merged", "refused", "withdrawn", "carried", "awaiting_budget"})
Show = Callable[[int, int], None]


def play(plan: Plan, made: Made, show: Show) -> "Life":
    """All days, one after the other."""
    life = Life(made, closes=not plan.stamps)
    for when, deed in musrenbang.past(made):
        life.later(when, deed)
    before = clock.local(FOUNDED).date()
    first = clock.local(DAILY).date()
    for number in range((first - before).days):
        if life.has(today := before + timedelta(days=number)):
            life.day(today)
    made.actors.clear()
    with clock.standing(DAILY):
        life.expect(plan)
    total = (LAST - first).days
    for number in range(1, total + 1):
        life.day(first + timedelta(days=number))
        show(number, total)
    return life


@dataclass
class Life:
    """What is still to happen, by time; and the reports whose way goes on. `closes`: whether days get their digests."""

    made: Made
    closes: bool = True
    heap: list[tuple[datetime, int, Callable[[], Any]]] = field(default_factory=list)
    stories: dict[Any, Story] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    count: int = 0

    def later(self, when: datetime, deed: Callable[[], Any]) -> None:
        """Puts a deed where it belongs in time; what comes after the last moment never happens."""
        self.count += 1
        if when < ENDS - LEEWAY:
            heapq.heappush(self.heap, (when.astimezone(UTC).replace(microsecond=0), self.count, deed))

    def expect(self, plan: Plan) -> None:
        """All reports to come, and all regular meetings."""
        count = plan.played if plan.stamps else plan.reports
        wishes = [*must(self.made), *drawn(self.made, max(count - len(MUST), 0))]
        for wish in wishes:
            self.later(wish.at, partial(self.hear, wish))
        for one in gatherings.plan(self.made, ENDS):
            self.later(gatherings.invitation(one), partial(self.invite, one))
        played = (outings.plan(self.made, self.stories), alarms.plan(self.made), rakor.plan(self.made),
                  fridays.plan(self.made, self.stories), figures.plan(self.made),
                  council.plan(plan.seed, self.made, self.stories),
                  musrenbang.now(self.made, plan.size))  # fmt: skip
        for when, deed in chain(*played):
            self.later(when, deed)

    def has(self, today: date) -> bool:
        """Whether anything is to be done on a day."""
        return bool(self.heap) and self.heap[0][0] < hours.at(today, 23, 30)

    def day(self, today: date) -> None:
        """A day: what time alone causes, what people do, and in the evening the notices and counts."""
        start, end = hours.at(today, 0, 20), hours.at(today, 23, 30)
        if self.closes:
            with clock.standing(start):
                audit.close_days(start)
        with transaction.atomic():
            with clock.standing(start):
                list(worker.tick())
                self.review()
            while self.heap and self.heap[0][0] < end:
                when, _, deed = heapq.heappop(self.heap)
                with clock.standing(when):
                    self.attempt(deed)
        with clock.standing(min(end, ENDS)):
            settle_accounts(tell=(LAST - today).days < INBOX_DAYS)

    def attempt(self, deed: Callable[[], Any]) -> None:
        """A deed and what follows from it. What the program refuses is noted, and people live on."""
        try:
            with transaction.atomic():
                deed()
        except Refused as refused:
            self.refused.append(f"{clock.now():%Y-%m-%d %H:%M} {refused.code}: {refused.message}")

    def hear(self, wish: Wish) -> None:
        """A report comes in."""
        story = tell(self.made, wish)
        self.stories[story.report.pk] = story
        self.made.remember(story.report)
        self.plan(story)

    def plan(self, story: Story) -> None:
        """What comes next for a report that has moved."""
        if story.seen != story.report.version:
            story.seen = story.report.version
            if step := next_step(self.made, story):
                self.later(step[0], partial(self.go_on, story, story.seen, step[1]))
        for job in story.jobs:
            self.plan_work(job)

    def plan_work(self, job: works.Job) -> None:
        """What comes next for a piece of work that has moved."""
        if job.seen != job.subject.version:
            job.seen = job.subject.version
            if step := works.next_deed(self.made, job):
                self.later(step[0], partial(self.work_on, job, job.seen, step[1]))

    def work_on(self, job: works.Job, version: int, deed: Callable[[], Any]) -> None:
        """The same for a piece of work; what it ends is looked at in the morning."""
        works.fresh(job)
        if job.subject.version == version:
            deed()
            works.fresh(job)
        self.plan_work(job)

    def review(self) -> None:
        """After what may have moved many: a day's limits, a meeting."""
        running = [pk for pk, story in self.stories.items() if story.report.status not in ENDED]
        for pk, version in QuerySet[Report](Report).filter(pk__in=running).order_by("pk").values_list("pk", "version"):
            if self.stories[pk].seen != version:
                self.stories[pk].report.refresh_from_db()
                self.plan(self.stories[pk])
        jobs = {job.subject.pk: job for story in self.stories.values() for job in story.jobs if job.goes_on}
        rows = QuerySet[FollowUp](FollowUp).filter(pk__in=jobs).order_by("pk")
        for pk, version in rows.values_list("pk", "version"):
            if jobs[pk].seen != version:
                works.fresh(jobs[pk])
                self.plan_work(jobs[pk])

    def go_on(self, story: Story, version: int, deed: Callable[[], Any]) -> None:
        """Does what was planned, unless somebody was first."""
        story.report.refresh_from_db()
        if story.report.version == version:
            deed()
        self.plan(story)

    def invite(self, one: gatherings.Gathering) -> None:
        """The invitation, and with it the meeting."""
        if meeting := gatherings.convene(self.made, one):
            self.later(one.starts, lambda: self.meet(one, meeting))

    def meet(self, one: gatherings.Gathering, meeting: Meeting) -> None:
        """The meeting, and with it the approval."""
        gatherings.hold(self.made, one, meeting, list(self.stories.values()))
        self.review()
        self.later(gatherings.approval(one), lambda: gatherings.approve(self.made, meeting))


def settle_accounts(*, tell: bool) -> None:
    """What the worker does: counts, notices, letters, small pictures. Old news is read past, not told."""
    told = notices.bring_forward if tell else read_past
    for duty in (files.draw, tallies.bring_forward, told, notices.deliver):
        while duty(1000):
            pass


def read_past(limit: int) -> int:
    """The inboxes begin after these events."""
    return audit.read_on(name=notices.READER, limit=limit, take=lambda told: None)


def must(made: Made) -> Iterator[Wish]:
    """The reports that the last Friday needs."""
    for row in MUST:
        place = made.place(row.rt, row.rw, row.at)
        yield Wish(hours.at(row.on, row.hour, row.minute), place, row.theme, dict(row.fixed), row.by, row.text)


def drawn(made: Made, count: int) -> Iterator[Wish]:
    """The rest, by chance: more of them in the rain, nearly all in the played kelurahan."""
    themes = {theme: often for theme, (_, often) in THEMES.items()}
    for _ in range(count):
        back = min(below(DAYS), below(DAYS)) if percent(40) else below(DAYS)
        on = LAST - timedelta(days=back)
        if on.weekday() == 6 and percent(50):
            on -= timedelta(days=1)
        code = cast.PLAYED if percent(88) else choose(cast.NEIGHBOURS)
        rw = 2 if percent(14) and code == cast.PLAYED else 0
        yield Wish(hours.writing(on), made.somewhere(code, rw), weighed(themes))
