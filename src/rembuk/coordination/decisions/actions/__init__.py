"""Every write of decisions. Web, crew links, command line and offline outbox all call these."""

from rembuk.coordination.decisions.actions.course import (
    hold,
)
from rembuk.coordination.decisions.actions.crewing import (
    Claimed,
    Linked,
    link_crew,
    show_by_link,
    unlink_crew,
)
from rembuk.coordination.decisions.actions.deciding import (
    decide,
    insist,
    revoke,
    withdraw,
)
from rembuk.coordination.decisions.actions.helping import (
    excuse_part,
    finish_part,
    take_part,
)
from rembuk.coordination.decisions.actions.inspecting import (
    inspect,
    send_back,
)
from rembuk.coordination.decisions.actions.making import (
    Support,
    Work,
    make,
    make_at_item,
    name_reporters,
    pass_on,
)
from rembuk.coordination.decisions.actions.showing import (
    finish,
    hide_evidence,
    publish_evidence,
    show,
)
from rembuk.coordination.decisions.actions.telling import tell_week
from rembuk.coordination.decisions.actions.ticking import (
    climb,
    move_places,
    recount,
    warn,
)
from rembuk.coordination.decisions.actions.waiting import (
    await_budget,
    extend_allow,
    extend_ask,
    extend_deny,
    hand_over,
    resume,
)
from rembuk.coordination.decisions.actions.working import (
    accept,
    answer,
    ask_news,
    tell,
    write,
)

__all__ = [
    "Claimed", "Linked", "Support", "Work", "accept", "answer", "ask_news", "await_budget", "climb", "decide",
    "excuse_part", "extend_allow", "extend_ask", "extend_deny", "finish", "finish_part", "hand_over", "hide_evidence",
    "hold", "insist", "inspect", "link_crew", "make", "make_at_item", "move_places", "name_reporters", "pass_on",
    "publish_evidence", "recount", "resume", "revoke", "send_back", "show", "show_by_link", "take_part", "tell",
    "tell_week", "unlink_crew", "warn", "withdraw", "write",
]  # fmt: skip
