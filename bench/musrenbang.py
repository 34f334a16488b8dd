"""Everybody on one day: 56 kelurahan with 330 proposals each sit, then their 12 kecamatan; how long results take.

The city is the small demo's; the proposals are written in bulk with their events, as `record` would write them, and
every session is prepared, seen and decided through the actions. What happens in the halls is in `halls.py`.

    python -m bench.musrenbang convene FILE     proposals, sessions, delegates, ballots handed out; FILE tells of them
    python -m bench.musrenbang results LEVEL N  ballots counted, purses decided, in every second place from N; seconds
"""

import json
import os
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import django

# Proposals of a kelurahan, delegates of its session; fewer proposals for a trial.
EACH, SEATS = int(os.environ.get("BENCH_PROPOSALS", "330")), 24
NAMES = 5
# As many decide at once as the city has workers; what is decided at each level.
WORKERS, PURSES = 2, {"kelurahan": ("kelurahan", "unit"), "kecamatan": ("unit",)}
TITLES = ("Saluran U-ditch", "Betonisasi jalan gang", "Lampu gang", "Pos ronda", "Pelatihan menjahit", "Taman bermain")


def give(each: int = EACH) -> int:
    """So many proposals in each kelurahan of the open round that has none yet; returns how many were written."""
    from rembuk.coordination.decisions import places
    from rembuk.foundation.audit import actions as audit
    from rembuk.foundation.institutions.models import Institution
    from rembuk.foundation.kernel import chance, clock
    from rembuk.foundation.kernel.actor import SYSTEM
    from rembuk.foundation.territory.models import Territory
    from rembuk.planning.musrenbang import queries, rules
    from rembuk.planning.musrenbang.models import Proposal

    found = queries.open_round()
    if found is None:
        raise SystemExit("no round is open")
    unit = Institution.objects.get(short_name="DBMSDA")
    bodies = {body.territory_id: body for body in Institution.objects.filter(kind__key="rw").select_related("kind")}
    count = 0
    for kelurahan in Territory.objects.filter(level="kelurahan", path__startswith=found.path).order_by("path"):
        rws = [
            rw for rw in Territory.objects.filter(parent=kelurahan, level="rw").order_by("number") if rw.pk in bodies
        ]
        if not rws or Proposal.objects.filter(round=found, kelurahan_id=kelurahan.pk).count() >= each:
            continue
        where = {rw.pk: places.columns(rw) for rw in rws}
        made = []
        for number in range(each):
            rw, asked = rws[number % len(rws)], number % 3 == 0
            price = (5 + number * 7 % 90) * 1_000_000
            made.append(Proposal(
                code=f"MU-B{chance.word(8)}", round=found, proposer=bodies[rw.pk], office="Ketua RW",
                title=f"{TITLES[number % len(TITLES)]} gang {number}", problem="Sudah lama ditunggu warga.",
                purse="unit" if asked else "kelurahan", field="people" if number % 5 == 4 else "works",
                institution=unit if asked else None, handler=unit if asked else None, volume=Decimal(1), unit="paket",
                unit_price=price, cost=price, beneficiaries=20 + number % 200, rank=1 + number // len(rws),
                noted_at=clock.now(), **where[rw.pk],
            ))  # fmt: skip
        Proposal.objects.bulk_create(made, batch_size=400)
        count += audit.record_new(SYSTEM, made, rules.FLOW["propose"].event)
    return count


def heads() -> dict[Any, Any]:
    """Who holds the session of a place, by the place: its lurah or camat."""
    from rembuk.foundation.institutions.models import Appointment

    terms = Appointment.objects.filter(position__role__in=["lurah", "camat"], ends=None)
    return {term.position.institution.territory_id: term
            for term in terms.select_related("user", "position__institution")}  # fmt: skip


def convene() -> dict[str, Any]:
    """In every kelurahan a session whose vote is open, with its ballots handed out; and who looks on."""
    from bench import sitting
    from rembuk.foundation.institutions import queries as offices
    from rembuk.foundation.institutions.models import Appointment
    from rembuk.foundation.territory.models import Territory
    from rembuk.planning.musrenbang import actions, queries

    found, halls, terms = queries.open_round(), [], heads()
    assert found is not None
    for place in Territory.objects.filter(level="kelurahan", path__startswith=found.path).order_by("path"):
        term = terms[place.pk]
        actor = offices.actor(term.user, term.pk)
        session = queries.session_of(found, place) or actions.prepare_session(
            actor=actor, round_=found, territory=place
        )
        bodies = queries.senders(place)
        seats = {body: SEATS // len(bodies) + (n < SEATS % len(bodies)) for n, body in enumerate(bodies)}
        actions.set_ballots(actor=actor, session=session, form="approval", names_most=NAMES)
        actions.set_delegations(actor=actor, session=session,
                                sent=[actions.Sent(body, count) for body, count in seats.items()])  # fmt: skip
        actions.open_voting(actor=actor, session=session)
        actions.hand_out(actor=actor, session=session, handed={body.pk: count for body, count in seats.items()})
        halls.append({"key": str(session.pk), "cookie": sitting.session(term.user), "numbers": queries.numbers(session),
                      "serials": sorted(queries.serials(session))[:SEATS]})  # fmt: skip
    planner = Appointment.objects.select_related("user").filter(position__role="bappeda", ends=None)[0]
    return {"halls": halls, "reader": sitting.session(planner.user)}


def results(level: str, share: int) -> float:
    """The sessions of a worker's share of a level: seconds from the closing of the first vote to the last decision.

    Each session goes by another one of the rules that it may choose from.
    """
    from rembuk.foundation.institutions import queries as offices
    from rembuk.foundation.territory.models import Territory
    from rembuk.planning.musrenbang import actions, queries
    from rembuk.planning.musrenbang.choosing.rules import offered

    found = queries.open_round()
    if found is None:
        raise SystemExit("no round is open")
    actors = {place: offices.actor(term.user, term.pk) for place, term in heads().items()}
    places = list(Territory.objects.filter(level=level, path__startswith=found.path).order_by("path"))
    started = time.perf_counter()
    for count, place in list(enumerate(places))[share::WORKERS]:
        actor = actors[place.pk]
        session = queries.session_of(found, place) or actions.prepare_session(
            actor=actor, round_=found, territory=place
        )
        if session.status == "voting":
            actions.close_voting(actor=actor, session=session)
        for purse in PURSES[level]:
            case = queries.case(session, purse)
            known = list(offered(case.instance))
            actions.decide_session(actor=actor, session=session, purse=purse, rule=known[count % len(known)],
                                   seen=case.fingerprint)  # fmt: skip
            session.refresh_from_db()
    return time.perf_counter() - started


def main(words: list[str]) -> None:
    """Prints what was measured as JSON."""
    if words[0] == "convene":
        print(give(), "proposals given", file=sys.stderr)
        Path(words[1]).write_text(json.dumps(convene()))
    else:
        print(results(words[1], int(words[2])))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rembuk.config.settings")
    django.setup()
    main(sys.argv[1:])
