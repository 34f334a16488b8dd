"""What stands in examples/ comes in on a new installation."""

from pathlib import Path

import pytest

from rembuk.coordination.reports.imports import import_reports, mapping
from rembuk.coordination.reports.tests.importing import errors
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.territory.imports import import_territory
from tests.support.tools import ROOT

pytestmark = pytest.mark.django_db


def test_the_maps_in_examples_are_right_and_the_sample_comes_in(tmp_path: Path) -> None:
    mapping.read(ROOT / "examples" / "surabaya.toml")
    bekasi = next((ROOT / "src").rglob("bekasi*.csv"))
    import_territory(bekasi, actor=SYSTEM)
    done = import_reports(
        ROOT / "examples" / "contoh-laporan.csv", ROOT / "examples" / "contoh.toml", errors_path=tmp_path / "errors.csv"
    )
    assert (done.rows, done.imported, done.placed, done.errors) == (12, 10, 9, 2)
    assert {(told["nomor"], told["jenis"]) for told in errors(tmp_path)} == {
        ("CTH-009", "negative"), ("CTH-012", "agency"),
    }  # fmt: skip
