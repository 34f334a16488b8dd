"""The minute-taker's one page: the item in focus is open, the others are folded; saved while typing where there is
script, by a button where not. A decision and its follow-ups are written at once."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from rembuk.coordination.meetings import actions, queries, rules
from rembuk.coordination.meetings.forms import MinuteForm, item_as_form
from rembuk.coordination.meetings.models import AgendaItem, Meeting
from rembuk.coordination.meetings.views.asked import demand, fetch
from rembuk.coordination.meetings.views.meeting import TONES, presence
from rembuk.foundation.kernel import clock, seams, text
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.forms import apply_refusal

# Somebody else wrote in between, or writes now: both texts are shown.
CONFLICTS = frozenset({"stale", "pen_held"})
WAITS = "Tersimpan. Tindak lanjut yang diketik dibuat saat Anda menekan “Catat hasil” atau “Tambah tindak lanjut”."


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
    form, work, stale = MinuteForm(request.POST), _work(item, request.POST), False
    if form.is_valid() and (not _finishes(request) or work is None or work.is_valid()):
        try:
            _save(request, item, form, work)
        except Refused as refused:
            apply_refusal(_form_of(refused, form, work), refused)
            stale = refused.code in CONFLICTS
        else:
            return _saved(request, found, item, work)
    return _screen(request, found, item, form, work, stale=stale)


@require_POST
def take_pen(request: Asked, code: str, order: int) -> HttpResponse:
    """Whoever presses it writes from now on."""
    actions.take_pen(actor=request.actor, meeting=fetch(request, code))
    messages.success(request, "Anda yang menulis notulen sekarang.")
    return redirect("meetings:minute", code, order)


def _finishes(request: Asked) -> bool:
    """Whether more is asked than keeping the words: an outcome, or further follow-ups."""
    return "hasil" in request.POST or "tambah" in request.POST


def _work(item: AgendaItem, data: Any = None) -> Any:
    """The rows of follow-ups, where the module that keeps them is there."""
    return next((kept.rows(item, data) for kept in seams.ITEM_WORK), None)


def _form_of(refused: Refused, form: MinuteForm, work: Any) -> Any:
    return work if work is not None and refused.field in work.fields else form


def _save(request: Asked, item: AgendaItem, form: MinuteForm, work: Any) -> None:
    """The words first: they stay, whatever becomes of the outcome."""
    words, actor = form.cleaned_data, request.actor
    if "ambil" in request.POST:
        actions.take_pen(actor=actor, meeting=item.meeting)
    actions.discuss(
        actor=actor, item=item, discussion=words["discussion"], decision=words["decision"], seen=words["version"],
        drafted=work.typed if work is not None else None,
    )  # fmt: skip
    if "tambah" in request.POST:
        actions.ask_work(actor=actor, item=item, work=work)
    elif "hasil" in request.POST:
        actions.decide(
            actor=actor, item=item, outcome=words["outcome"], decision=words["decision"], hand_up=words["hand_up"],
            reason=words["reason"], votes=form.votes, work=work,
        )  # fmt: skip


def _saved(request: Asked, found: Meeting, item: AgendaItem, work: Any) -> HttpResponse:
    if request.htmx:
        return render(request, "meetings/saved.html", {"item": item, "at": text.hour(clock.now())})
    if "hasil" not in request.POST:
        waits = "tambah" not in request.POST and work is not None and work.is_written
        messages.success(request, WAITS if waits else "Tersimpan.")
        return redirect("meetings:minute", found.code, item.order)
    messages.success(request, f"Hasil butir {item.order} dicatat.")
    left = [row.order for row in queries.items(found) if not row.outcome]
    following = next((order for order in left if order > item.order), left[0] if left else None)
    if following is None:
        return redirect("meetings:meeting", found.code)
    return redirect("meetings:minute", found.code, following)


def _screen(
    request: Asked, found: Meeting, item: AgendaItem, form: MinuteForm, work: Any = None, *, stale: bool = False
) -> HttpResponse:
    agenda = queries.items(found)
    stored = next((row for row in agenda if row.pk == item.pk), item)
    if form.is_bound:
        # What is stored now is shown, or is one's own: the next save is made knowingly on top of it.
        form.data = {**form.data.dict(), "version": str(stored.version)}  # type: ignore[attr-defined]
    if request.htmx and request.method == "POST":
        return render(
            request,
            "meetings/unsaved.html",
            {"stale": stale, "pen": queries.pen_of_another(request.actor, found)},
            status=409 if stale else 422,
        )
    wrong = bool(form.errors or (work is not None and work.is_bound and _finishes(request) and work.errors))
    asks = not stored.outcome or rules.asks_work(stored.outcome, hand_up=stored.hand_up)
    context = {
        "meeting": found, "item": stored, "form": form, "items": listed(agenda), "count": len(agenda),
        "work": (work or _work(stored)) if asks else None, "stale": stale, "wrong": wrong,
        "typed": _work(stored).drafted if stale and stored.drafted else (),
        "pen": queries.pen_of_another(request.actor, found),
        "following": item.order % len(agenda) + 1 if len(agenda) > 1 else 0,
        **presence(found, queries.steps(request.actor, found)),
    }  # fmt: skip
    return render(request, "meetings/minute.html", context, status=422 if wrong else 200)


def listed(agenda: Sequence[AgendaItem]) -> Sequence[tuple[AgendaItem, str, Sequence[seams.Work]]]:
    """Every item in its order, with its tone and what was asked for at it."""
    made: dict[UUID, list[seams.Work]] = {}
    for one in queries.work_of([item.pk for item in agenda]):
        if one.fate != "dropped":
            made.setdefault(one.item_id, []).append(one)
    return [(item, TONES[item.outcome], made.get(item.pk, ())) for item in agenda]
