"""The comparison of a kelurahan through its own page: 330 proposals of 12 RW, 100 ballots, limits, weights, every rule.

    python -m bench.comparison        in the empty database of DATABASE_URL and the home of REMBUK_HOME

A cold page each time: what the process keeps of earlier comparisons is dropped before it is asked for.
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from bench.row import Row, at_most

PROPOSALS, BALLOTS, RWS, ROUNDS = 330, 100, 12, 5
BAR = 2.0


def main() -> None:
    """Prints the rows."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rembuk.config.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    from rembuk.planning.musrenbang import queries
    from tests import builders

    session = _hall()
    lurah = builders.sign_in(Client(headers={"X-Forwarded-Proto": "https"}), "lurah")
    page = f"/musrenbang/sidang/{session.pk}/banding/kelurahan/"

    def cold(path: str) -> Callable[[], None]:
        def ask() -> None:
            queries.columns.cache_clear()
            answer = lurah.get(path, secure=True)
            if answer.status_code != 200:
                raise SystemExit(f"{path}: {answer.status_code}")

        return ask

    case = queries.case(session, "kelurahan")
    chosen = set(case.columns[0].outcome.selected)
    out = next(row.code for name, row in case.rows.items() if name not in chosen)
    print(json.dumps([asdict(row) for row in (
        _seconds(f"perbandingan, {PROPOSALS} usulan × {BALLOTS} suara, lewat halaman", cold(page)),
        _seconds("kenapa satu usulan tidak masuk, urutan RW", cold(f"{page}{out}/?aturan=own_order")),
    )]))  # fmt: skip
    for column in case.columns:
        started = time.perf_counter()
        one = next((row.code for name, row in case.rows.items() if name not in column.outcome.selected), out)
        lurah.get(f"{page}{one}/?aturan={column.key}", secure=True)
        print(f"kenapa, {column.key}: {time.perf_counter() - started:.2f} s", file=sys.stderr)


def _seconds(name: str, ask: Callable[[], None]) -> Row:
    """The median of some, after one that warms up."""
    taken = []
    for _ in range(ROUNDS + 1):
        started = time.perf_counter()
        ask()
        taken.append(time.perf_counter() - started)
    return at_most(name, statistics.median(taken[1:]), "s", BAR)


def _hall() -> Any:
    """A session whose ballots are counted, with the costs and votes of the bench of the rules."""
    from rembuk.foundation.kernel import clock
    from rembuk.planning.musrenbang import actions, queries
    from rembuk.planning.musrenbang.choosing.tests import elections
    from rembuk.planning.musrenbang.models import Ballot
    from rembuk.planning.musrenbang.tests import scene
    from tests import builders

    drawn = elections.town(PROPOSALS, BALLOTS, 500_000_000, (1_000, 200_000), 1000)
    with clock.standing(scene.MORNING):
        town = builders.city()
        keeper, lurah = town.actor("pemerintahan"), town.actor("lurah")
        found = scene.opened(town, ceiling=400 * scene.JUTA)
        actions.set_ceiling(actor=keeper, round_=found, purse="kelurahan", field="people", amount=100 * scene.JUTA)
        for key, points in (("beneficiaries", 3), ("readiness", 2), ("urgency", 2)):
            actions.set_weight(actor=keeper, round_=found, key=key, points=points)
        rows = _proposals(town, drawn)
        session = actions.prepare_session(actor=lurah, round_=found, territory=town.kelurahan)
        numbers = {row.proposal_id: row.number for row in queries.matters(session)}
        Ballot.objects.bulk_create(
            Ballot(session=session, serial=serial, way="screen",
                   marks=" ".join(map(str, sorted(numbers[rows[name]] for name in ballot.names))))
            for serial, ballot in enumerate(drawn.ballots, 1)
        )  # fmt: skip
        type(session).objects.filter(pk=session.pk).update(ballot_form="approval", status="counted")
    session.refresh_from_db()
    return session


def _proposals(town: Any, drawn: Any) -> dict[str, Any]:
    """One that went through the action, and the others as copies of it in twelve RW."""
    from rembuk.foundation.kernel import chance
    from rembuk.foundation.kernel.actor import SYSTEM
    from rembuk.foundation.territory import actions as territories
    from rembuk.foundation.territory import queries as places
    from rembuk.planning.musrenbang.models import Proposal
    from rembuk.planning.musrenbang.tests import scene

    for number in range(3, RWS + 1):
        territories.add(actor=SYSTEM, parent=town.kelurahan, level="rw", number=number, name=f"RW {number:02}")
    rws = places.children(town.kelurahan)
    first, made, kept = scene.proposed(town), [], {}
    for number, one in enumerate(drawn.projects):
        rw = rws[number % RWS]
        row = Proposal.objects.get(pk=first.pk)
        row.pk, row.code, row.title = chance.new_id(), f"MU-27-{number:05}", f"Pekerjaan {number}"
        row.cost = row.unit_price = one.cost
        row.field = "people" if one.kind == "daya" else "works"
        row.rw_id, row.path, row.territory, row.rank = rw.pk, rw.path, rw, one.rank
        row.beneficiaries = one.marks["mendesak"] * 10
        made.append(row)
        kept[one.id] = row.pk
    Proposal.objects.bulk_create(made)
    Proposal.objects.filter(pk=first.pk).update(status="withdrawn")
    return kept


if __name__ == "__main__":
    main()
