"""The real elections that stand beside the repository: exactly the known outcomes, each file in its time."""

import json
import time
from pathlib import Path

import pytest

from rembuk.config.cli import main
from rembuk.planning.musrenbang.choosing import pabulib
from rembuk.planning.musrenbang.choosing.rules import RULES

pytestmark = pytest.mark.data


def test_every_shared_election_has_its_known_outcomes(shared_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known = json.loads((shared_data / "pabulib" / "outcomes.json").read_text())
    checked = 0
    for path in sorted((shared_data / "pabulib").glob("*.pb")):
        assert main(["evaluate", "rules", str(path)]) == 0
        told = json.loads(capsys.readouterr().out)
        for key, row in known[path.stem].items():
            if key in RULES:
                assert (path.stem, key, told[key]) == (
                    path.stem,
                    key,
                    {"selected": row["selected"], "cost": row["cost"]},
                )
                checked += 1
    assert checked >= 70


@pytest.mark.parametrize("name", ["Poland_Gdynia_2024_Karwiny__small"])
def test_the_official_result_of_a_city_that_does_not_skip(shared_data: Path, name: str) -> None:
    known = json.loads((shared_data / "pabulib" / "outcomes.json").read_text())
    instance = pabulib.read(shared_data / "pabulib" / f"{name}.pb").instance
    assert list(RULES["greedy_by_votes_no_skip"].choose(instance).selected) == known[name]["official_selected"]


@pytest.mark.bench
def test_each_file_within_two_seconds(shared_data: Path) -> None:
    for path in sorted((shared_data / "pabulib").glob("*.pb")):
        started = time.process_time()
        instance = pabulib.read(path).instance
        for rule in RULES.values():
            rule.choose(instance)
        assert (path.stem, time.process_time() - started < 2) == (path.stem, True)
