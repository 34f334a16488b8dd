"""The demo's musrenbang: a kelurahan just before its decision, and three years whose fates can be read."""

import pytest

from rembuk.config.demo import asked, words
from rembuk.coordination.reports import masking
from tests.support.site import Site

pytestmark = pytest.mark.demo

MUSRENBANG = """
from collections import Counter
from rembuk.foundation.territory import queries as territories
from rembuk.planning.musrenbang import queries
from rembuk.planning.musrenbang.models import Asked, BudgetLine, Building, Proposal, Review, Session, Status
place = territories.by_code("32.75.05.1002")
for found in reversed(queries.rounds()):
    rows = Proposal.objects.filter(round=found, kelurahan_id=place.pk, came_from=None)
    print(found.year, found.status, rows.count(), len(queries.ceilings(found)), len(queries.stages(found)))
states = Counter(rows.values_list("status", flat=True))
print({Status.PROPOSED, Status.RETURNED, Status.MERGED} <= states.keys(), len(queries.alike(found, place)) >= 1)
asked = {one.proposal_id for one in Asked.objects.filter(report__isnull=False)}
print(len(asked), rows.exclude(pokir="").exists(), rows.filter(proposer__kind__key="lpm").exists())
past = Proposal.objects.filter(round__year__lt=2027)
print(*sorted(set(past.values_list("status", flat=True))), past.exclude(came_from=None).exists())
works = {one.follow_up.status for one in Building.objects.all()}
print(*sorted(works), BudgetLine.objects.filter(stage="dpa").exists())
print(Review.objects.exclude(verdict="agreed").count() == past.exclude(status__in=["built", "dpa"]).count())
(session,) = Session.objects.all()
print(session.status, session.meeting is not None, session.delegations.count(), session.matters.count() > 40)
asking = {rw.number: queries.unordered(found, rw.pk) for rw in territories.children(place)}
print(*(number for number, (many, loose) in asking.items() if many and not loose), "|",
      *(number for number, (many, loose) in asking.items() if many == loose))
"""


def test_a_kelurahan_stands_just_before_its_decision_and_three_years_are_over(played_city: Site) -> None:
    assert played_city.rembuk("shell", "-v", "0", "-c", MUSRENBANG).stdout.splitlines() == [
        "2024 closed 26 6 6", "2025 closed 32 6 6", "2026 closed 38 6 6", "2027 open 61 6 6",
        "True True", "1 True True", "built cancelled dpa postponed refused True", "passed True", "True",
        "prepared True 4 True", "1 2 4 | 3",
    ]  # fmt: skip


DOUBLED = """
from rembuk.config.demo import city, crowd
from rembuk.config.demo.stamping import found
from rembuk.coordination.reports.models import Report
doubled = [one for one in found.histories(city.OPENED, Report) if one.size and not crowd.is_citys_own(one)]
print(bool(doubled), {row.model._meta.app_label for one in doubled for row in one.rows} & {"musrenbang"})
"""


def test_a_years_musrenbang_is_the_citys_own_and_is_not_doubled_with_its_reports(played_city: Site) -> None:
    assert played_city.rembuk("shell", "-v", "0", "-c", DOUBLED).stdout.splitlines() == ["True set()"]


def test_what_is_asked_for_is_in_the_dictionary_once_with_its_reasons() -> None:
    codes = [thing.code for thing in asked.THINGS]
    assert len(set(codes)) == len(codes) >= 55
    assert {thing.theme for thing in asked.THINGS} <= asked.WHY.keys()
    said = [sentence.format(gang=words.PLACES[0], dekat=words.LANDMARKS[0], n=5)
            for many in asked.WHY.values() for sentence in many]  # fmt: skip
    assert [sentence for sentence in said if masking.mask(sentence) != sentence] == []
