"""The memori jabatan: handed over with remarks by whoever leaves, the first screen of whoever comes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web.asked import Asked
from rembuk.front.home import actions, queries, rules
from rembuk.front.home.models import Handover
from rembuk.front.home.queries.handovers import Section

# A remark's field: its item's key after this mark.
MARK = "c-"


@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: Asked, appointment_id: UUID) -> HttpResponse:
    """One page in every state; before it is handed over it shows what is there now."""
    actor, said = request.actor, ""
    term = queries.not_asked_yet(actor, appointment_id) if request.method != "POST" else None
    if term is not None:
        return render(request, "home/handover_coming.html", {"term": term, "days": queries.asked_before()})
    found = queries.handover(actor, appointment_id)
    if request.method == "POST":
        try:
            return _done(request, found)
        except Refused as refused:
            if refused.code in {"not_allowed", "not_found"}:
                raise
            said = refused.message
    gives = found.status == "asked" and rules.leaves(actor, found)
    shown = {
        "row": found, "sections": _shown(request, found), "gives": gives, "said": said,
        "reads": found.status in {"handed", "made"} and rules.comes(actor, found),
        "ends": found.appointment.last_day, "remark": request.POST.get("remark", ""), "now": clock.now(),
    }  # fmt: skip
    return render(request, "home/handover.html", shown, status=409 if said else 200)


def _done(request: Asked, found: Handover) -> HttpResponse:
    actor = request.actor
    if request.POST.get("deed") == "read_handover":
        actions.read_handover(actor=actor, handover=found)
        messages.success(request, "Terima kasih. Selamat bertugas.")
        return redirect("home:today")
    remarks = {name.removeprefix(MARK): str(words) for name, words in request.POST.items() if name.startswith(MARK)}
    remark = request.POST.get("remark", "")[:2000]
    actions.hand_over(actor=actor, handover=found, remarks=remarks, remark=remark)
    messages.success(request, "Memori jabatan diserahkan. Terima kasih atas pengabdian Anda.")
    return redirect("home:handover", found.appointment_id)


def _shown(request: Asked, found: Handover) -> list[Section]:
    if found.status != "asked":
        kept: list[Section] = found.content
        return kept
    now = queries.sections(found.position)
    for section in now:
        for item in section["items"]:
            item["remark"] = request.POST.get(MARK + item["key"], "")
    return now
