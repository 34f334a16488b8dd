"""No page of a large city reads or counts a large table: the plan of every statement that the pages ask."""

import pytest
from django.db import connection
from django.test import TestCase, override_settings

from rembuk.config import worker
from rembuk.coordination.reports.models import Report
from rembuk.foundation.kernel import clock
from rembuk.foundation.notices import mail
from tests.screens import law, world
from tests.screens.test_matrix import Visits, reader
from tests.support import plans

# Filters and later pages, which the law knows nothing of.
FILTERED = {
    "lurah": """
        /publik/?keadaan=ditangani /publik/?kelurahan=98.71.01.1001 /publik/?kelurahan=98.71.01.1001&keadaan=menunggu
        /publik/?q=saluran /laporan/?keadaan=closed /laporan/?untuk=mine /cari/?q=saluran
        /tindak-lanjut/?keadaan=working /tindak-lanjut/wilayah/?keadaan=late /rapat/?lihat=lalu /papan/?urut=perlu
    """,
    "wali_kota": """
        /laporan/?keadaan=closed /cari/?q=saluran /tindak-lanjut/wilayah/?keadaan=late
        /tindak-lanjut/wilayah/?keadaan=working /papan/?urut=perlu /rapat/?lihat=lalu
    """,
}  # fmt: skip
# What is left out on the way is so rare that enough rows are soon found.
RARE = {
    "reports_newest until enough rows hold (NOT is_private)",
    "decisions_newest until enough rows hold (NOT is_private)",
}


@pytest.mark.postgres
class ThePlans(TestCase):
    """One world for both tests; nothing of it is ever committed."""

    @classmethod
    def setUpClass(cls) -> None:
        plans.shrink()
        super().setUpClass()
        cls.enterClassContext(override_settings(EMAIL_BACKEND=mail.NAME))
        cls.enterClassContext(clock.standing(world.MORNING))

    def test_no_page_reads_a_large_table_from_end_to_end(self) -> None:
        visits = Visits()
        asked: dict[str, str] = {}
        with plans.heard() as statements:
            for line in law.LAW:
                readers = {"lurah", "wali_kota", reader(line) or law.VISITOR}
                for who in readers & (line.get or frozenset()):
                    visits.ask(who, "get", visits.address(line))
                    asked |= {sql: f"{line} for {who}" for sql in statements if sql not in asked}
            for who, addresses in FILTERED.items():
                for address in addresses.split():
                    assert visits.ask(who, "get", address) == "ok", address
                    asked |= {sql: f"{address} for {who}" for sql in statements if sql not in asked}
            worker.tick()
        assert len(asked) > 300
        with plans.large_tables():
            wrong = {
                f"{asked.get(sql, 'tick')}: {fault}\n    {sql}"
                for sql, count in statements.items()
                for fault in plans.faults(plans.plan(sql, count))
                if fault not in RARE
            }
        assert not wrong, "\n".join(sorted(wrong))

    def test_what_reads_or_counts_all_of_a_large_table_is_named(self) -> None:
        with plans.heard() as statements:
            Report.objects.count()
            list(Report.objects.filter(version=7))
            list(Report.objects.filter(version=7).order_by("pk")[:25])
            list(Report.objects.order_by("pk")[:25])
            list(Report.objects.filter(code="KYY-26-22222"))
        assert len(statements) == 5
        with plans.large_tables():
            found = ["; ".join(plans.faults(plans.plan(sql, count))) for sql, count in statements.items()]
        assert "from end to end" in found[0]
        assert found[1] == "reports_report from end to end"
        assert found[2].startswith("reports_report_pkey until enough rows hold (version = ")
        assert found[3:] == ["", ""]
        counted = {"Node Type": "Index Only Scan", "Relation Name": "reports_report", "Index Name": "reports_newest"}
        assert list(plans.faults({"Node Type": "Aggregate", "Plans": [counted]})) == ["reports_newest from end to end"]
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_class WHERE reltuples = %s", [plans.ROWS])
            assert cursor.fetchone()[0] == 0
