"""docs/flow.md, drawn from the tables FLOW, and docs/openapi.json. `make docs` writes them; tests say when."""

import json
from collections.abc import Iterator

from rembuk.coordination.decisions import rules as decisions
from rembuk.coordination.meetings import rules as meetings
from rembuk.coordination.reports import rules as reports
from rembuk.coordination.visits import rules as visits
from rembuk.foundation.kernel.flow import Flow, Step
from rembuk.front.api import openapi
from rembuk.front.home import rules as home
from rembuk.planning.musrenbang import choice_rules as choices
from rembuk.planning.musrenbang import rules as musrenbang
from rembuk.planning.musrenbang import session_rules as sessions
from tests.support.tools import ROOT

PAGE = ROOT / "docs" / "flow.md"
OPENAPI = ROOT / "docs" / "openapi.json"
HEAD = """\
# What may follow what

Drawn from the tables `FLOW` by `make docs`; a test says when this page is behind the code. The words of the states
stand in `docs/glossary.md`. Who may take a step at all is the permission; where and when is in the module's `rules.py`.
"""
REPORTS = """\
On every track but `neighbourhood` what others deliberate is worked on: read `with_unit` for `deliberating`. Incidents
and early warnings alone know `tell`, `end`, `come_true`, `disprove`, `prevent`, `raise_report` and `review`.
`climb`, `lapse` and `deliberate` keep the state: the matter is deliberated one level higher, or again."""
FOLLOW_UPS = """\
What waits for money or lies with others is never counted as late. The permission says as whom: `decisions.lead` is the
body that leads, `decisions.help` also those with a part, `decisions.make` the body that decided, `decisions.inspect`
those who were named to look, never the doer; each in an office that holds the deed (`PERMISSION` in `rules.py`)."""
WISHES = """\
`amend`, `complete` and `withdraw` are the proposer's and of whoever writes for that body from paper. The rungs of the
ladder (`ladder.py`: kelurahan, kecamatan, forum, Bappeda, TAPD, RKPD … BAST) go on from `proposed`, with figures of
their own. Whose turn a rung is may `postpone`, `refuse`, `send_back` and `cancel` with the permission of that rung;
`complete` leads back to where the proposal was sent back from."""
SESSIONS = """\
Run by the office of its own place. Without ballots `decide` follows at once. Typing needs two people for each paper;
what they typed alike counts, and what differs is settled with a third look."""
CHOICES = """\
Each purse of a session is decided once, by a rule out of what was compared; with the last one the session takes its
step `decide`. `issue` gives the berita acara its code."""
FLOWS: tuple[tuple[str, str, Flow], ...] = (
    ("A report", REPORTS, reports.FLOW),
    ("A decision", "Its follow-ups fulfil it; `withdraw` takes those that are open with it.", decisions.DECISION_FLOW),
    ("A follow-up", FOLLOW_UPS, decisions.FLOW),
    ("A visit", "All of the day of the visit, by the visitor; afterwards it stands.", visits.FLOW),
    ("A planned visit", "It is done when each place was seen, or somebody said why not.", visits.PLAN_FLOW),
    ("A rotation", "A year's plan of the mayor's Fridays; the planner works beside the web.", visits.ROTATION_FLOW),
    ("A pause", "Fewer Fridays are open from one day to another.", visits.PAUSE_FLOW),
    ("A rembuk", "It closes when everything that was said has become something.", visits.GATHERING_FLOW),
    ("A tiding", "A policy to be told in every kelurahan.", visits.TIDING_FLOW),
    ("A round of the musrenbang", "Kept by one office; proposals are taken while it is open.", musrenbang.ROUND_FLOW),
    ("A session of the musrenbang", SESSIONS, sessions.SESSION_FLOW),
    ("The choice of a session", CHOICES, choices.CHOICE_FLOW),
    ("A proposal", WISHES, musrenbang.FLOW),
    ("A meeting", "Only the chair's own seat approves or gives back.", meetings.FLOW),
    ("An invitation", "What each of the invited does for themselves.", meetings.INVITED_FLOW),
    ("A memori jabatan", "It is asked for, or made from data, by time alone.", home.FLOW),
    ("An agenda item", "`decide` leads to `agreed`, `voted`, `not_agreed` or `postponed`, once.", meetings.ITEM_FLOW),
)


def page() -> str:
    """The whole document."""
    return "\n".join([HEAD, *(part(title, said, flow) for title, said, flow in FLOWS)])


def part(title: str, said: str, flow: Flow) -> str:
    """A diagram of the steps that change the state, and a table of all."""
    lines = [f"## {title}", "", said, ""]
    if any(step.target for step in flow.values()):
        lines += ["```mermaid", "stateDiagram-v2", *diagram(flow), "```", ""]
    states = {state for step in flow.values() for state in (*step.sources, step.target)} - {""}
    lines += ["| step | button | from | to | permission | event |", "|---|---|---|---|---|---|"]
    return "\n".join([*lines, *(row(step, states) for step in flow.values()), ""])


def diagram(flow: Flow) -> Iterator[str]:
    """An arrow for each pair of states, with every step that leads along it."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for step in flow.values():
        for source in sorted(step.sources) or [""]:
            if step.target:
                arrows.setdefault((source or "[*]", step.target), []).append(step.name)
    yield from (f"    {source} --> {target}: {', '.join(names)}" for (source, target), names in arrows.items())
    left = {state for step in flow.values() if step.target for state in step.sources}
    ends = sorted({step.target for step in flow.values() if step.target} - left)
    yield from (f"    {state} --> [*]" for state in ends)


def row(step: Step, states: set[str]) -> str:
    """A line of the table."""
    sources = ", ".join(f"`{source}`" for source in sorted(step.sources)) or "–"
    if step.sources == states:
        sources = "any"
    target = f"`{step.target}`" if step.target else "stays"
    who, button = (f"`{step.permission}`", step.label) if step.by_people else ("the program itself", "–")
    return f"| `{step.name}` | {button} | {sources} | {target} | {who} | `{step.event}` |"


def described() -> str:
    """The OpenAPI document as it lies in the repository: a line for each part, so that a change is read as one."""
    return json.dumps(openapi.document(), ensure_ascii=False, indent=1) + "\n"


def write() -> None:
    """Brings the documents up to date."""
    PAGE.write_text(page())
    OPENAPI.write_text(described())
