"""The lines of a proposal's life, and of what it came from."""

import json
from collections.abc import Container
from typing import Any

from rembuk.foundation.audit import queries as audit
from rembuk.foundation.audit.queries import Said
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.rupiah import rupiah
from rembuk.foundation.kernel.seams import TrailLine
from rembuk.foundation.web import links
from rembuk.planning.musrenbang import rules
from rembuk.planning.musrenbang.models import Proposal
from rembuk.planning.musrenbang.queries.one import asked, asked_of
from rembuk.planning.musrenbang.queries.sessions import spoken

DONE = {step.event: step.done for step in rules.FLOW.values()} | {rules.FILED: "Dicatat dari SIPD"}
WARN = frozenset({"musrenbang.returned", "musrenbang.withdrawn", "musrenbang.refused", "musrenbang.sent_back",
                  "musrenbang.cancelled"})  # fmt: skip
AGAIN = frozenset({"musrenbang.amended", "musrenbang.completed"})


def office_trail(actor: Actor, found: Proposal) -> list[TrailLine]:
    """The lines for those who see it, newest first."""
    if not rules.visible(actor, found):
        return []
    told = [event for event in audit.story(Proposal.subject_kind, found.pk) if event.verb in DONE]
    sources = {source.code for one in asked(actor, found) if (source := one.report or one.follow_up)}
    sources |= {found.came_from.code} if found.came_from else set()
    lines = [*(_line(event, json.loads(event.body), sources) for event in told), *spoken(found)]
    return sorted(lines, key=lambda line: line.at)[::-1]


def _line(event: Said, body: dict[str, Any], sources: Container[str]) -> TrailLine:
    said = [*_details(event.verb, body["changes"], sources)]
    if event.words and event.verb not in AGAIN and event.verb != "musrenbang.proposed":
        said.append(event.words)
    said.append(", ".join(part for part in (body["who"], body["office"]) if part))
    return TrailLine(event.recorded_at, DONE[event.verb], " · ".join(said), tone="warn" if event.verb in WARN else "")


def _details(verb: str, changes: dict[str, Any], sources: Container[str]) -> list[str]:
    found = _climbed(changes)
    if verb == "musrenbang.proposed":
        found.append(f"{changes['proposer']}, {rupiah(changes['cost'])}")
        if changes["from"] in sources:
            found.append(f"dari {changes['from']}")
    if verb in AGAIN and "cost" in changes:
        found.append(f"{rupiah(changes['cost'][0])} menjadi {rupiah(changes['cost'][1])}")
    if verb == rules.FILED:
        told = changes.get("columns", ()) or changes.get("reviewers", ())
        found.append(f"ID {changes['number']}" if "number" in changes else "; ".join(told))
    if verb == "musrenbang.ranked":
        found.append(f"urutan {changes['rank'][1]}")
    if verb == "musrenbang.merged":
        found.append(f"ke {changes['into']}")
    if verb == "musrenbang.gathered":
        found.append(changes["merged"] if "merged" in changes else f"{changes['parted']} dipisahkan lagi")
    return found


def _climbed(changes: dict[str, Any]) -> list[str]:
    """What the ladder's events carry: the reviewer's cost, a change during the year, budget lines, works, codes."""
    found = list(changes.get("lines", ()))
    if "rung" in changes and "cost" in changes:
        found.append(rupiah(changes["cost"]))
    if changes.get("perubahan"):
        found.append("Perubahan")
    return found + [changes[name] for name in ("follow_up", "as") if name in changes]


def lines_of(actor: Actor, subject: object) -> list[TrailLine]:
    """That a report or a follow-up was asked for, in its own trail; the address only for those who may read it."""
    page = links.each("musrenbang:detail")
    return [
        TrailLine(row.noted_at, f"Diusulkan ke {row.round}", f"{row.code} · {row.proposer}",
                  page(row.code) if rules.visible(actor, row) else "")
        for row in asked_of(subject)
    ]  # fmt: skip
