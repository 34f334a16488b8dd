"""What pabutools makes of one election, a line of JSON for each rule; run by the Python of the oracle's environment."""

import json
import resource
import sys
import time
from math import ceil
from pathlib import Path
from typing import Any


def main(path: Path, patience: int, keys: list[str]) -> None:
    """Each key's ids, its seconds of the processor and the megabytes so far; it is stopped after so many seconds."""
    from pabutools.election import Cardinality_Sat, Cost_Sat, parse_pabulib  # type: ignore[import-not-found]
    from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares  # type: ignore[import-not-found]

    instance, profile = parse_pabulib(str(path))
    rules: dict[str, tuple[Any, Any, dict[str, int]]] = {
        "greedy_by_votes": (greedy_utilitarian_welfare, Cost_Sat, {}),
        "greedy_votes_per_cost": (greedy_utilitarian_welfare, Cardinality_Sat, {}),
        "mes_cost": (method_of_equal_shares, Cost_Sat, {}),
        "mes_cardinality": (method_of_equal_shares, Cardinality_Sat, {}),
        "mes_cost_add1": (method_of_equal_shares, Cost_Sat, {"voter_budget_increment": 1}),
    }
    last = ceil(time.process_time()) + patience
    resource.setrlimit(resource.RLIMIT_CPU, (last, last + 5))
    for key in keys:
        rule, satisfaction, more = rules[key]
        started = time.process_time()
        found = sorted(project.name for project in rule(instance, profile, sat_class=satisfaction, **more))
        row = {"key": key, "found": found, "seconds": time.process_time() - started,
               "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}  # fmt: skip
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
