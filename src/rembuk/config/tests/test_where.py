"""`rembuk where URL`: the code behind a page."""

import pytest

from rembuk.config import behind
from rembuk.foundation.kernel.errors import Refused


def test_a_page_names_its_view_and_template() -> None:
    found = behind.page("/hari-ini/")
    assert found["view"][0].startswith("src/rembuk/front/home/views")
    assert any(name.startswith("home/") for name in found["template"])
    assert found["test"]


def test_a_step_names_its_deed_and_its_rule() -> None:
    found = behind.page("/laporan/KYJ-26-ABCDE/climb/")
    assert any("actions/deliberating.py" in line and line.endswith(" climb") for line in found["deed"])
    assert any("rules.py" in line and "climb" in line for line in found["rule"])


def test_an_unknown_address_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        behind.page("/tidak/ada/")
    assert refused.value.code == "no_page"
