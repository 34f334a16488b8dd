"""Whatever the modules do to build a city, the journal proves it, row by row."""

import pytest

from rembuk.foundation.audit.verify import verify
from rembuk.foundation.kernel.seams import SUBJECTS
from tests import builders


@pytest.mark.django_db
def test_every_row_of_a_city_stands_as_its_last_event_says() -> None:
    builders.city()
    report = verify()
    assert report.ok, report.broken
    assert report.subjects > 100
    known = {subject.kind for subject in SUBJECTS}
    assert {"institutions.institution", "institutions.appointment", "reports.report", "meetings.meeting"} <= known
