"""What a meeting will speak of: its agenda as it stands beside what proposes itself for it."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from rembuk.coordination.meetings import actions, queries
from rembuk.coordination.meetings.forms import AgendaItemForm, ItemForm
from rembuk.coordination.meetings.models import Meeting
from rembuk.coordination.meetings.views.asked import chosen, demand, fetch
from rembuk.foundation.kernel import seams, text
from rembuk.foundation.web.asked import Asked

# How many of a group stand on the page before one asks for all.
FIRST = 8


@require_http_methods(["GET", "HEAD", "POST"])
def agenda(request: Asked, code: str) -> HttpResponse:
    """Takes what proposes itself, adds an item, or moves one up or down."""
    found = fetch(request, code)
    demand(request, "take_proposal", found)
    if request.method == "POST":
        _change(request, found)
        return redirect("meetings:agenda", code)
    if "take_proposal" not in queries.steps(request.actor, found):
        return redirect("meetings:meeting", code)
    items = queries.items(found)
    shown = {
        "meeting": found, "items": items, "timed": queries.timed(items), "item_form": ItemForm(),
        "when": f"{text.weekday(found.starts_at)}, pukul {text.hour(found.starts_at)}",
        "proposals": list(_groups(request, found)),
    }  # fmt: skip
    return render(request, "meetings/agenda.html", shown)


def _groups(request: Asked, found: Meeting) -> Iterator[tuple[str, str, list[seams.Proposal], bool]]:
    """What proposes itself under its headings: key, heading, rows, and whether there are more."""
    whole = request.GET.get("semua", "")
    for group, heading, rows in queries.by_group(queries.proposals(request.actor, found)):
        most = len(rows) if group == whole else FIRST
        yield group, heading, rows[:most], len(rows) > most


def _change(request: Asked, found: Meeting) -> None:
    posted = request.POST
    deed: dict[str, Any] = {"actor": request.actor, "meeting": found}
    if "semua" in posted:
        actions.take_all(**deed)
    elif "tolak" in posted:
        actions.decline_proposal(**deed, key=posted["tolak"], reason=posted.get("reason", ""))
        messages.success(request, "Pengusul membaca alasannya.")
    elif "ambil" in posted:
        actions.take_proposal(**deed, key=posted["ambil"])
    elif "naik" in posted or "turun" in posted:
        item_id = chosen(posted.get("naik") or posted.get("turun", ""))
        actions.order_item(**deed, item_id=item_id, up="naik" in posted)
    else:
        actions.add_item(**deed, title=posted.get("title", ""))


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: Asked, code: str, order: int) -> HttpResponse:
    """An item before the meeting begins: another title, or off the agenda."""
    found = fetch(request, code)
    demand(request, "add_item", found)
    row = queries.item(found, order)
    if row is None:
        raise Http404("no such item")
    actor, back = request.actor, redirect("meetings:agenda", code)
    if found.status != "convened":
        return back
    removing = "hapus" in request.POST
    posted = request.POST if request.method == "POST" and not removing else None
    form = AgendaItemForm(posted, initial={"title": row.title, "minutes": row.minutes})
    form.fields["title"].label = "Judul butir"
    if removing:
        actions.remove_item(actor=actor, meeting=found, item=row)
        messages.success(request, f"Butir “{row.title}” dihapus dari agenda.")
        return back
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if said["title"] != row.title:
            actions.rename_item(actor=actor, meeting=found, item=row, title=said["title"])
        if said["minutes"] != row.minutes:
            actions.time_item(actor=actor, meeting=found, item=row, minutes=said["minutes"])
        messages.success(request, "Butir disimpan.")
        return back
    shown = {"meeting": found, "item": row, "form": form}
    return render(request, "meetings/item.html", shown, status=422 if form.errors else 200)
