"""One meeting: its page, who came, and how it begins and ends."""

from collections import Counter
from collections.abc import Callable, Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rembuk.coordination.meetings import actions, berita_acara, queries, rules
from rembuk.coordination.meetings.forms import GuestForm, ReasonForm
from rembuk.coordination.meetings.models import AgendaItem, Attendance, Meeting
from rembuk.coordination.meetings.views.asked import demand, fetch
from rembuk.foundation.kernel import seams, text
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.forms import apply_refusal

# In words, and how a tag of it looks.
FATES = {
    "kept": ("ditepati", "done"), "late": ("lewat tenggat", "late"), "open": ("berjalan", ""),
    "budget": ("menunggu anggaran", "soon"), "elsewhere": ("bukan wewenang kota", ""), "dropped": ("dicabut", ""),
}  # fmt: skip
# So many names are read at a glance; more are folded.
FEW = 12
ANSWERED = {"yes": "done", "no": "soon", "sends": "", "": ""}
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
        "work": _work_link(request, found, agenda),
        "timed": queries.timed(agenda),
        "held": [page for source in seams.HELD for page in source(request.actor, found)],
        **(_to_come(request, found) if found.status == "convened" else {}),
        "open_items": sum(not item.outcome for item in agenda),
        "first_open": next((item.order for item in agenda if not item.outcome), agenda[0].order if agenda else 0),
        **_said_of(found),
        **(_yield_of(agenda) if found.status in {"minuted", "locked"} else {}),
        "share": shared_words(found, agenda),
        "share_url": reverse("meetings:meeting", args=[found.code]),
        **presence(found, steps),
    }


def _work_link(request: Asked, found: Meeting, agenda: Sequence[AgendaItem]) -> str:
    """The page on which whoever decided gives out the work, where something was decided."""
    decided = any(item.outcome in rules.DECIDED for item in agenda)
    return seams.link("work_of_item") if decided and queries.may(request.actor, "decide", found) else ""


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
        "decided": sum(item.outcome in rules.DECIDED for item in agenda),
        "yielded": work,
        "fates": [(label, tone, counted[fate]) for fate, (label, tone) in FATES.items() if counted[fate]],
    }


def presence(found: Meeting, steps: frozenset[str]) -> dict[str, object]:
    """What the fragment of who came needs."""
    rows = queries.attendances(found)
    invited = [row for row in rows if row.position_id]
    before = found.status in {"convened", "running"}
    never = queries.never_came(found.institution_id, found.kind_id) if before else set()
    if found.status == "convened":
        # Whoever never came is spoken to first.
        invited.sort(key=lambda row: row.position_id not in never)
    guests = [row for row in rows if not row.position_id]
    present = sum(row.arrived_at is not None for row in invited)
    shown = {
        "meeting": found, "steps": steps, "invited": invited, "present": present, "reached": present >= found.quorum,
        "guests": guests,
    }  # fmt: skip
    if "mark_present" in steps:
        return {**shown, "never": never, "guest_form": GuestForm()}
    return {**shown, "lists": _lists(found, invited, guests, never)}


Seat = tuple[str, str, str, bool, str, str]


def _lists(
    found: Meeting, invited: Sequence[Attendance], guests: Sequence[Attendance], never: set[UUID]
) -> list[tuple[str, list[Seat]]]:
    """Who is invited or came, to be read: under "" open, else folded under a line that tells the whole."""
    seats = [(row.name, row.proxy, row.office, row.position_id in never, *_seat_tag(found, row)) for row in invited]
    seats += [(row.name, "", row.office, False, "tamu", "") for row in guests]
    if found.status == "running" or (found.status == "convened" and len(seats) <= FEW):
        return [("", seats)]
    if found.status != "convened":
        return [(_who_came(found, invited, guests), seats)]
    said = Counter(row.get_reply_display() for row in invited)
    told = ", ".join(f"{said[words]} {words}" for _, words in Attendance.REPLIES if said[words])
    return [("", [seat for seat in seats if seat[3]]), (told, [seat for seat in seats if not seat[3]])]


def _who_came(found: Meeting, invited: Sequence[Attendance], guests: Sequence[Attendance]) -> str:
    if found.status == "cancelled":
        return f"{len(invited)} diundang"
    present = sum(row.arrived_at is not None for row in invited)
    told = f"{present} hadir, {len(invited) - present} berhalangan"
    return f"{told}, {len(guests)} tamu" if guests else told


def _seat_tag(found: Meeting, row: Attendance) -> tuple[str, str]:
    """What is known of an invited person, and how a tag of it looks."""
    if row.arrived_at:
        return f"hadir {text.hour(row.arrived_at)}", "done"
    if found.status == "convened":
        return f"{row.get_reply_display() if row.reply else ''} {row.stand_in}".strip(), ANSWERED[row.reply]
    return ("tidak hadir", "") if found.status in {"minuted", "locked"} else ("", "")


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
    return int(posted) if posted.isdecimal() and len(posted) < 10 else None


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
