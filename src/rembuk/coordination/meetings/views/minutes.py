"""The minute-taker's screen: an item at a time, saved while typing where there is script, by a button where not."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from rembuk.coordination.meetings import actions, queries
from rembuk.coordination.meetings.forms import MinuteForm, item_as_form
from rembuk.coordination.meetings.models import AgendaItem, Meeting
from rembuk.coordination.meetings.views.asked import Asked, demand, fetch
from rembuk.coordination.meetings.views.meeting import TONES, presence
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web.forms import apply_refusal


@require_http_methods(["GET", "HEAD", "POST"])
def minute(request: Asked, code: str, order: int) -> HttpResponse:
    """What was said of an item and how it ended. A stale page shows what was typed beside what is stored."""
    found = fetch(request, code)
    demand(request, "decide", found)
    if "decide" not in queries.steps(request.actor, found):
        return redirect("meetings:meeting", code)
    item = queries.item(found, order)
    if item is None:
        raise Http404("no such item")
    if request.method != "POST":
        return _screen(request, found, item, item_as_form(item))
    form = MinuteForm(request.POST)
    if form.is_valid():
        try:
            _save(request, item, form)
        except Refused as refused:
            apply_refusal(form, refused)
            return _screen(request, found, item, form, stale=refused.code == "stale")
        return _saved(request, found, item)
    return _screen(request, found, item, form)


def _save(request: Asked, item: AgendaItem, form: MinuteForm) -> None:
    """The words first: they stay, whatever becomes of the outcome."""
    words, actor = form.cleaned_data, request.actor
    actions.discuss(
        actor=actor, item=item, discussion=words["discussion"], decision=words["decision"], seen=words["version"]
    )
    if "hasil" in request.POST:
        actions.decide(
            actor=actor, item=item, outcome=words["outcome"], decision=words["decision"], hand_up=words["hand_up"],
            reason=words["reason"], votes=form.votes,
        )  # fmt: skip


def _saved(request: Asked, found: Meeting, item: AgendaItem) -> HttpResponse:
    if request.htmx:
        return render(request, "meetings/saved.html", {"item": item, "at": text.hour(clock.now())})
    if "hasil" not in request.POST:
        messages.success(request, "Tersimpan.")
        return redirect("meetings:minute", found.code, item.order)
    messages.success(request, f"Hasil butir {item.order} dicatat.")
    left = [row.order for row in queries.items(found) if not row.outcome]
    following = next((order for order in left if order > item.order), left[0] if left else None)
    if following is None:
        return redirect("meetings:meeting", found.code)
    return redirect("meetings:minute", found.code, following)


def _screen(request: Asked, found: Meeting, item: AgendaItem, form: MinuteForm, *, stale: bool = False) -> HttpResponse:
    agenda = queries.items(found)
    stored = queries.item(found, item.order) or item
    if form.is_bound:
        # What is stored now is shown, or is one's own: the next save is made knowingly on top of it.
        form.data = {**form.data.dict(), "version": str(stored.version)}  # type: ignore[attr-defined]
    context = {
        "meeting": found, "item": stored, "form": form, "items": [(row, TONES[row.outcome]) for row in agenda],
        "count": len(agenda), "stale": stale, "following": item.order % len(agenda) + 1 if len(agenda) > 1 else 0,
        **presence(found, queries.steps(request.actor, found)),
    }  # fmt: skip
    if request.htmx and request.method == "POST":
        return render(request, "meetings/unsaved.html", context, status=409 if stale else 422)
    return render(request, "meetings/minute.html", context, status=422 if form.errors else 200)
