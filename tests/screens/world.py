"""A small city in which one of everything exists, and the address of every page in it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from rembuk.coordination.meetings import actions as meetings
from rembuk.coordination.reports import actions as reports
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import PUBLIC
from rembuk.foundation.notices import actions as notices
from tests import builders

MORNING = datetime(2026, 1, 20, 2, 0, tzinfo=UTC)


@dataclass(frozen=True)
class World:
    """The city, and what stands in for the arguments of addresses: by URL name, else by argument name."""

    town: builders.City
    arguments: dict[str, Any] = field(default_factory=dict)
    special: dict[str, dict[str, Any]] = field(default_factory=dict)


def names() -> list[str]:
    """Every URL name of the installation."""

    def walk(patterns: list[URLPattern | URLResolver], space: str = "") -> list[str]:
        found = []
        for entry in patterns:
            if isinstance(entry, URLResolver):
                found += walk(entry.url_patterns, f"{entry.namespace}:" if entry.namespace else space)
            else:
                found.append(f"{space}{entry.name}")
        return found

    return walk(get_resolver().url_patterns)


def make() -> World:
    """A report in an RT, a sealed one, one about the RT head, a kelurahan meeting, and what their pages ask for."""
    town = builders.city_that_hears()
    heard = reports.receive(actor=PUBLIC, category="drainase", text="Saluran tersumbat.", territory=town.rt).report
    reports.acknowledge(actor=town.actor("ketua_rt"), report=heard)
    sealed = reports.receive(actor=PUBLIC, category="kekerasan_rumah", text="Tolong.", territory=town.rt).report
    about = reports.receive(
        actor=PUBLIC, category="pungutan", text="Iuran tanpa kuitansi.", territory=town.rt, passes_by=["ketua_rt"]
    ).report
    meeting = meetings.convene(
        actor=town.actor("lurah"), institution=town.institution("kelurahan"), title="Rapat koordinasi",
        starts_at=clock.now() + timedelta(days=2), place="Aula",
    )  # fmt: skip
    meetings.add_item(actor=town.actor("lurah"), meeting=meeting, title="Kebersihan lingkungan")
    notices.bring_forward(1000)
    seat, term = town.position("ketua_rt"), town.cast["ketua_rt"]
    arguments: dict[str, Any] = {
        "code": heard.code, "sealed": sealed.code, "about": about.code, "step": "settle", "key": "drainase",
        "order": 1, "territory_id": town.rw.pk, "institution_id": seat.institution_id, "position_id": seat.pk,
        "appointment_id": term.pk, "year": 2026, "on": "2026-01-01", "day": "2026-01-19", "token": "0" * 64,
        "form": "json",
    }  # fmt: skip
    place: dict[str, Any] = {"place": "98.71.01.1001"}
    special = {"meetings": {"code": meeting.code}, "regulations:rule": {"key": "reports.stage.rt"},
               "portal:unit": {"name": "dinas-pekerjaan-umum"}, "musrenbang:fate_kelurahan": place,
               "musrenbang:fate_rw": {**place, "rw": 1}, "musrenbang:open_data": {**place, "year": 2027},
               "musrenbang:open_vote": {**place, "year": 2027, "purse": "unit"}}  # fmt: skip
    return World(town, arguments, special)


def address(world: World, name: str, /, **given: Any) -> str | None:
    """The path of a URL name with the world's arguments; None where the world has none of its kind."""
    known = {**world.arguments, **world.special.get(name.partition(":")[0], {}), **world.special.get(name, {}), **given}
    for pattern in _patterns(name):
        wanted = pattern.pattern.converters
        if set(wanted) <= set(known):
            return reverse(name, kwargs={key: known[key] for key in wanted})
    return None


def _patterns(name: str) -> list[URLPattern]:
    space, _, leaf = name.rpartition(":")
    table: Any = get_resolver()
    found = []

    def walk(patterns: list[Any], inside: str) -> None:
        for entry in patterns:
            if isinstance(entry, URLResolver):
                walk(entry.url_patterns, entry.namespace or inside)
            elif entry.name == leaf and inside == space:
                found.append(entry)

    walk(table.url_patterns, "")
    return found
