"""One meeting: its page, its agenda, who came, and how it begins and ends."""

from collections import Counter
from collections.abc import Callable, Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rembuk.coordination.meetings import actions, berita_acara, queries
from rembuk.coordination.meetings.forms import AgendaItemForm, GuestForm, ItemForm, ReasonForm, SeenForm
from rembuk.coordination.meetings.models import AgendaItem, Meeting
from rembuk.coordination.meetings.views.asked import Asked, demand, fetch
from rembuk.foundation.kernel import seams, text
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web.forms import apply_refusal

# In words, and how a tag of it looks.
FATES = {
    "kept": ("ditepati", "done"), "late": ("lewat tenggat", "late"), "open": ("berjalan", ""),
    "budget": ("menunggu anggaran", "soon"), "elsewhere": ("bukan wewenang kota", ""), "dropped": ("dicabut", ""),
}  # fmt: skip
TONES = {"agreed": "done", "voted": "done", "not_agreed": "soon", "postponed": "", "": ""}


@require_safe
def meeting(request: Asked, code: str) -> HttpResponse:
    """The meeting as it stands."""
    found = fetch(request, code)
    return render(request, "meetings/meeting.html", _page(request, found))


def _page(request: Asked, found: Meeting) -> dict[str, object]:
    steps = queries.steps(request.actor, found)
    agenda = queries.items(found)
    return {
        "meeting": found,
        "when": f"{text.weekday(found.starts_at)}, pukul {text.hour(found.starts_at)}",
        "steps": steps,
        "items": [(item, TONES[item.outcome]) for item in agenda],
        "work": seams.link("work_of_item") if queries.may(request.actor, "decide", found) else "",
        "proposals": queries.by_group(queries.proposals(request.actor, found)) if "take_proposal" in steps else (),
        "timed": queries.timed(agenda),
        **(_to_come(request, found) if found.status == "convened" else {}),
        "open_items": sum(not item.outcome for item in agenda),
        "first_open": next((item.order for item in agenda if not item.outcome), agenda[0].order if agenda else 0),
        "item_form": ItemForm(),
        "seen": SeenForm(initial={"version": found.version}),
        **_said_of(found),
        **(_yield_of(agenda) if found.status in {"minuted", "locked"} else {}),
        "share": shared_words(found, agenda),
        "share_url": reverse("meetings:meeting", args=[found.code]),
        **presence(found, steps),
    }


def _to_come(request: Asked, found: Meeting) -> dict[str, object]:
    """What is asked of whoever is invited, and who else is."""
    return {
        "mine": queries.invited(request.actor, found),
        "guests_by_letter": queries.guests(found),
        "closes": text.moment(queries.closes_at(found)),
    }


def _said_of(found: Meeting) -> dict[str, object]:
    """The comments on minutes that are not locked yet."""
    if found.status not in {"running", "minuted"}:
        return {}
    rows = queries.comments(found)
    return {"comments": len(rows), "unanswered": sum(row.answered_at is None for row in rows)}


def _yield_of(agenda: Sequence[AgendaItem]) -> dict[str, object]:
    """What came of the meeting up to now: how much was decided, and the fate of each piece of work."""
    work = queries.work_of([item.pk for item in agenda])
    counted = Counter(one.fate for one in work)
    return {
        "decided": sum(item.outcome in {"agreed", "voted"} for item in agenda),
        "yielded": work,
        "fates": [(label, tone, counted[fate]) for fate, (label, tone) in FATES.items() if counted[fate]],
    }


def presence(found: Meeting, steps: frozenset[str]) -> dict[str, object]:
    """What the fragment of who came needs."""
    rows = queries.attendances(found)
    invited = [row for row in rows if row.position_id]
    never = queries.never_came(found) if found.status in {"convened", "running"} else set()
    if found.status == "convened":
        # Whoever never came is spoken to first.
        invited.sort(key=lambda row: row.position_id not in never)
    present = [row for row in invited if row.arrived_at]
    return {
        "meeting": found,
        "steps": steps,
        "invited": invited,
        "never": never,
        "guests": [row for row in rows if not row.position_id],
        "present": len(present),
        "reached": len(present) >= found.quorum,
        "guest_form": GuestForm(),
    }


def shared_words(found: Meeting, agenda: Sequence[AgendaItem]) -> str:
    """The text for WA: the invitation, or what became of it."""
    if found.status == "cancelled":
        return f"Rapat “{found.title}” dibatalkan."
    when = f"{text.weekday(found.starts_at)}, pukul {text.hour(found.starts_at)}, di {found.place}"
    if found.status == "convened":
        listed = [f"{item.order}. {item.title}" for item in agenda]
        return "\n".join([f"Undangan: {found.title}", when, *(["Agenda:", *listed] if listed else [])])
    told = [f"{item.order}. {item.title}: {_told(item)}" for item in agenda]
    return "\n".join([f"Hasil {found.title}", when, *told])


def _told(item: AgendaItem) -> str:
    outcome = berita_acara.OUTCOMES.get(item.outcome, "belum dibahas").lower()
    return f"{outcome}. {item.decision or item.reason}".rstrip(". ")


@require_POST
def agenda(request: Asked, code: str) -> HttpResponse:
    """Takes what proposes itself, adds an item, or moves one up or down."""
    found = fetch(request, code)
    actor, posted = request.actor, request.POST
    if "semua" in posted:
        actions.take_all(actor=actor, meeting=found)
    elif "tolak" in posted:
        actions.decline_proposal(actor=actor, meeting=found, key=posted["tolak"], reason=posted.get("reason", ""))
        messages.success(request, "Pengusul membaca alasannya.")
    elif "ambil" in posted:
        actions.take_proposal(actor=actor, meeting=found, key=posted["ambil"])
    elif "naik" in posted or "turun" in posted:
        item_id = _id(posted.get("naik") or posted.get("turun", ""))
        actions.order_item(actor=actor, meeting=found, item_id=item_id, up="naik" in posted)
    else:
        actions.add_item(actor=actor, meeting=found, title=posted.get("title", ""))
    return redirect(f"{reverse('meetings:meeting', args=[code])}#agenda")


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: Asked, code: str, order: int) -> HttpResponse:
    """An item before the meeting begins: another title, or off the agenda."""
    found = fetch(request, code)
    demand(request, "add_item", found)
    row = queries.item(found, order)
    if row is None:
        raise Http404("no such item")
    actor, back = request.actor, redirect(f"{reverse('meetings:meeting', args=[code])}#agenda")
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


def _id(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        raise Http404("no such item") from None


@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: Asked, code: str) -> HttpResponse:
    """Who came: a tap on a name, or a guest by name."""
    found = fetch(request, code)
    if request.method == "POST":
        _mark(request, found)
        if not request.htmx:
            return redirect(f"{reverse('meetings:attendance', args=[code])}#kehadiran")
    template = "meetings/presence.html" if request.htmx else "meetings/attendance.html"
    return render(request, template, presence(found, queries.steps(request.actor, found)))


def _mark(request: Asked, found: Meeting) -> None:
    rows = {str(row.pk): row for row in queries.attendances(found)}
    posted = request.POST
    if row := rows.get(posted.get("hadir", "")):
        actions.mark_present(actor=request.actor, meeting=found, attendance=row, proxy=posted.get("proxy", ""))
    elif row := rows.get(posted.get("batal", "")):
        actions.mark_absent(actor=request.actor, meeting=found, attendance=row)
    else:
        actions.mark_present(
            actor=request.actor, meeting=found, name=posted.get("name", ""), office=posted.get("office", "")
        )


@require_POST
def start(request: Asked, code: str) -> HttpResponse:
    """Begins; the next thing to do is who came."""
    actions.start(actor=request.actor, meeting=fetch(request, code), seen=_seen(request))
    return redirect("meetings:attendance", code)


@require_POST
def close_minutes(request: Asked, code: str) -> HttpResponse:
    """Ends; the chair is asked to approve."""
    actions.close_minutes(actor=request.actor, meeting=fetch(request, code), seen=_seen(request))
    messages.success(request, "Rapat selesai. Notulen menunggu persetujuan pemimpin rapat.")
    return redirect("meetings:meeting", code)


def _seen(request: Asked) -> int | None:
    posted = request.POST.get("version", "")
    return int(posted) if posted.isdecimal() else None


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: Asked, code: str) -> HttpResponse:
    """Calls it off, with a reason."""
    found = fetch(request, code)
    demand(request, "cancel", found)
    form = ReasonForm(request.POST or None, initial={"version": found.version})
    if _done(request, form, actions.cancel, found):
        messages.success(request, "Rapat dibatalkan; yang diundang diberi tahu.")
        return redirect("meetings:meeting", code)
    context = {
        "form": form, "title": f"Batalkan {found.title}", "button": "Batalkan rapat", "tone": "stop",
        "text": "Yang diundang membaca alasannya. Butir agendanya mengusulkan diri lagi untuk rapat berikutnya.",
        "back": reverse("meetings:meeting", args=[code]),
    }  # fmt: skip
    return render(request, "web/confirm.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: Asked, code: str) -> HttpResponse:
    """The chair reads the minutes, then locks them or gives them back."""
    found = fetch(request, code)
    demand(request, "approve", found)
    back = "kembalikan" in request.POST
    form = ReasonForm(request.POST if back else None, initial={"version": found.version})
    if back and _done(request, form, actions.give_back, found):
        messages.success(request, "Notulen dikembalikan ke notulis.")
        return redirect("meetings:meeting", code)
    if request.method == "POST" and not back:
        actions.approve(actor=request.actor, meeting=found, seen=_seen(request))
        messages.success(request, "Notulen disetujui dan dikunci. Berita acara siap diunduh.")
        return redirect("meetings:meeting", code)
    context = {**_page(request, found), "form": form}
    return render(request, "meetings/approve.html", context, status=422 if form.errors else 200)


def _done(request: Asked, form: ReasonForm, deed: Callable[..., object], found: Meeting) -> bool:
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        deed(actor=request.actor, meeting=found, reason=form.cleaned_data["reason"], seen=form.cleaned_data["version"])
    except Refused as refused:
        apply_refusal(form, refused)
        return False
    return True
