"""The link of a field crew: made and closed by who does the work, opened by anyone who has it, on any phone."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from rembuk.coordination.decisions import actions, forms, queries, rules
from rembuk.coordination.decisions import worklist as work
from rembuk.coordination.decisions.actions import course
from rembuk.coordination.decisions.models import CrewLink, FollowUp
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web import limits, share
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.forms import apply_refusal

# A whole office may stand behind one address; whoever tries addresses asks for more than this.
MOST, WHILE = 300, 60 * 60


@dataclass(frozen=True, slots=True)
class Shown:
    """A link as the follow-up's page lists it; `may_close` where the actor can end it."""

    row: CrewLink
    state: str
    may_close: bool


def shown(actor: Actor, found: FollowUp) -> list[Shown]:
    """Every link of a follow-up with how much came by it."""
    may, now = rules.entitled(actor, "unlink_crew", found), clock.now()
    listed = []
    for row in queries.crew_links(found):
        why = queries.dead(row, found, now) or (queries.full(row) if row.used >= row.most else None)
        open_ = row.revoked_at is None and row.until > now and rules.allows("unlink_crew", found)
        listed.append(Shown(row, STATES[why.code] if why else f"sampai {text.short_day(row.until)}", may and open_))
    return listed


STATES = {
    "link_closed": "ditutup", "link_ended": "pekerjaannya selesai", "link_expired": "habis masa berlakunya",
    "link_used": "penuh", "link_waits": "menunggu pekerjaan berjalan",
}  # fmt: skip


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link_crew(request: Asked, code: str) -> HttpResponse:
    """Asks how many photos and until when; then shows the address, which nobody can read again."""
    actor, found = request.actor, queries.follow_up(request.actor, code)
    course.allow(actor, "link_crew", found)
    form = forms.LinkCrew(request.POST or None, actor=actor, follow_up=found)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.link_crew(actor=actor, follow_up=found, **form.arguments())
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            url = share.absolute(reverse("decisions:crew", args=[made.token]))
            return render(request, "decisions/crew_linked.html", {"row": found, "made": made, "text": _said(made, url)})
    context = {"row": found, "title": work.title_of(found), "place": work.place_of(found), "form": form}
    return render(request, "decisions/link_crew.html", context, status=422 if form.errors else 200)


def _said(made: actions.Linked, url: str) -> str:
    """What is sent to the crew."""
    link, row = made.link, made.link.follow_up
    return (
        f"Foto pekerjaan: {row.title}, {work.place_of(row)}.\nBuka tautan ini di HP, ambil fotonya, lalu kirim. "
        f"Tidak perlu akun. Berlaku sampai {text.day(link.until)}, paling banyak {link.most} foto. "
        f"Jangan diteruskan ke orang lain.\n{url}"
    )


@require_POST
def unlink_crew(request: Asked, code: str, link_id: UUID) -> HttpResponse:
    """Closes a link."""
    found = queries.follow_up(request.actor, code)
    actions.unlink_crew(actor=request.actor, follow_up=found, link_id=link_id)
    messages.success(request, "Tautan regu ditutup. Fotonya yang sudah masuk tetap ada.")
    return redirect("decisions:detail", code=found.code)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def crew(request: HttpRequest, token: str) -> HttpResponse:
    """What a crew sees of its follow-up: what and where, and the photo to take. Nothing of residents, no menu."""
    limits.demand(f"regu@{request.META['REMOTE_ADDR']}", MOST, WHILE)
    try:
        link = queries.crew_link(token)
        answer = _crew(request, link, token)
    except Refused as refused:
        if not _is_dead(refused):
            raise
        answer = _dead(request, refused)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    # The address is the key: it goes to nobody. "no-referrer" would also hide the origin from our own check of forms.
    answer.headers["Referrer-Policy"] = "strict-origin"
    return answer


def _crew(request: HttpRequest, link: CrewLink, token: str) -> HttpResponse:
    found = link.follow_up
    form = forms.CrewForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            sent = actions.show_by_link(
                token=token, photos=told["photos"], key=told["request_key"], text=told["text"], claimed=form.claimed()
            )
        except Refused as refused:
            if refused.field != "photos" or refused.code == "disk_full":
                raise
            apply_refusal(form, refused)
        else:
            messages.success(request, f"{sent.photos} foto sudah diterima. Terima kasih.")
            return redirect("decisions:crew", token)
    if why := queries.dead(link, found, clock.now()) or (queries.full(link) if link.used >= link.most else None):
        raise why
    context = {"row": found, "place": work.place_of(found), "form": form, "left": link.most - link.used,
               "until": link.until}  # fmt: skip
    return render(request, "decisions/crew.html", context, status=422 if form.errors else 200)


def _is_dead(why: Refused) -> bool:
    return why.code == "not_found" or why.code.startswith("link_")


def _dead(request: HttpRequest, why: Refused) -> HttpResponse:
    """One plain page that says why; an address that is none of ours says nothing else."""
    status = 404 if why.code == "not_found" else 410
    return render(request, "decisions/crew.html", {"why": why.message}, status=status)
