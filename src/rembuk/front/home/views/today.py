"""Hari ini."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from rembuk.foundation.kernel import clock
from rembuk.foundation.notices import queries as notices
from rembuk.foundation.web.asked import Asked
from rembuk.front.home import queries, rules

NEIGHBOURS = frozenset({"ketua_rt", "sekretaris_rt", "ketua_rw", "sekretaris_rw"})
# Those who go to the place before they decide.
GOERS = frozenset({"lurah", "sekretaris_kelurahan", "kasi", "camat", "kasi_kecamatan"})
GREETINGS = ((11, "Selamat pagi"), (15, "Selamat siang"), (18, "Selamat sore"), (24, "Selamat malam"))


@require_safe
def today(request: Asked) -> HttpResponse:
    """The work of whoever signs in: three big deeds for RT and RW, the worklist for everyone else."""
    actor = request.actor
    # What the one before left is read first, once.
    leaving = queries.pending(actor)
    if leaving is not None and leaving.status != "asked":
        return redirect("home:handover", leaving.appointment_id)
    role = actor.office.role if actor.office else ""
    near = role in NEIGHBOURS
    now = clock.local(clock.now())
    shown = {
        "today": queries.today(actor),
        "leaving": leaving,
        "news": notices.latest(actor),
        "greeting": next(words for until, words in GREETINGS if now.hour < until),
        "now": now,
        "heading": "Datangi dulu, baru putuskan" if role in GOERS else "Yang menunggu Anda",
        "may_receive": bool(actor.scope("reports.receive")),
        "may_tell": bool(actor.scope("reports.tell")),
        "may_note": bool(actor.scope("reports.warn")),
        "may_convene": bool(actor.scope("meetings.convene")),
        "has_part": rules.takes_part(actor) or rules.oversees_parts(actor),
        "sees_parts": rules.oversees_parts(actor),
        "above": "RW" if role.endswith("_rt") else "kelurahan",
    }
    return render(request, "home/neighbours.html" if near else "home/today.html", shown)
