"""On PostgreSQL, in a city of many reports, what is near is read by the index over open points."""

import pytest
from django.db import connection

from rembuk.coordination.reports import queries as reports
from rembuk.coordination.reports.models import Report
from rembuk.coordination.visits import queries
from rembuk.coordination.visits.queries import nearby
from rembuk.coordination.visits.tests import field
from tests import builders

MANY = 4_000


def crowd() -> None:
    """Copies the one report all over some ten kilometres; nine of ten are closed."""
    columns = [str(column.column) for column in Report._meta.concrete_fields]
    other = {
        "id": "gen_random_uuid()", "code": "'X-' || n", "lat": "lat + (random() - 0.5) / 10",
        "lng": "lng + (random() - 0.5) / 10", "closed_at": "CASE WHEN n % 10 = 0 THEN NULL ELSE received_at END",
    }  # fmt: skip
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(other.get(name, f'"{name}"') for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO reports_report ({names}) SELECT {values} FROM reports_report, generate_series(1, {MANY}) n"
        )
        cursor.execute("ANALYZE reports_report")


@pytest.mark.postgres
@pytest.mark.parametrize("who", ["wali_kota", "lurah"])
def test_what_is_near_is_read_by_its_index(town: builders.City, who: str) -> None:
    field.heard(town)
    crowd()
    plan = nearby.around(reports.branches(town.actor(who))[0], field.LAT, field.LNG, 300).explain(analyze=True)
    assert "reports_open_box" in plan
    assert "Seq Scan on reports_report" not in plan
    found = queries.near(town.actor(who), lat=field.LAT, lng=field.LNG)
    assert found is not None
    assert 0 < len(found.reports) <= queries.MOST
