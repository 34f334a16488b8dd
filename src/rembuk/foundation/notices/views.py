"""The inbox, the deliveries that failed, and, where e-mail goes to files, the letters sent."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.notices import actions, mail, queries, rules
from rembuk.foundation.web import filters
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.pager import keyset

OTHER_STATES = [("waiting", "Menunggu"), ("sent", "Terkirim")]


@require_safe
def inbox(request: Asked) -> HttpResponse:
    """What the office and the person were told, newest first."""
    actor = request.actor
    rows = keyset(queries.branches(actor), ("-made_at", "-id"), request.GET.get("sesudah", ""))
    around = {
        "rows": rows,
        "unread": queries.unread(actor),
        "many": queries.MANY,
        "failed": queries.failed(actor),
        "sees_deliveries": rules.may_see_deliveries(actor),
        "sees_letters": _sees_letters(request),
    }
    return render(request, "notices/inbox.html", around)


@require_POST
def follow(request: Asked, pk: UUID) -> HttpResponse:
    """Notes that it was read, and goes to the very step."""
    message = queries.message(request.actor, pk)
    if message is None:
        raise Http404
    actions.mark_read(actor=request.actor, message=message)
    inside = message.url and url_has_allowed_host_and_scheme(message.url, allowed_hosts=None)
    return redirect(message.url if inside else "notices:inbox")


@require_POST
def all_read(request: Asked) -> HttpResponse:
    """Empties the list of what is new."""
    actions.mark_all_read(actor=request.actor)
    return redirect("notices:inbox")


@require_safe
def deliveries(request: Asked) -> HttpResponse:
    """What failed, waits or was sent."""
    if not rules.may_see_deliveries(request.actor):
        raise Refused("not_allowed", "Halaman ini untuk bagian yang mengurus pemberitahuan.")
    shown = request.GET.get("keadaan", "")
    rows = queries.deliveries(request.actor, shown if shown in dict(OTHER_STATES) else "failed")
    return render(request, "notices/deliveries.html", {
        "rows": keyset(rows, ("-due_at", "-id"), request.GET.get("sesudah", "")),
        "links": filters.links(request, "keadaan", OTHER_STATES, everything="Gagal"),
        "may_retry": rules.may_retry(request.actor),
    })  # fmt: skip


@require_POST
def retry(request: Asked, pk: UUID) -> HttpResponse:
    """Sends a failed delivery once more."""
    delivery = get_object_or_404(queries.deliveries(request.actor, "failed"), pk=pk)
    actions.retry(actor=request.actor, delivery=delivery)
    messages.success(request, "Akan dikirim ulang dalam satu menit.")
    return redirect("notices:deliveries")


def _sees_letters(request: Asked) -> bool:
    """Only where e-mail goes to files, and then on a demo, or for those who mind the deliveries of a real city."""
    demo = getattr(request, "is_demo", False)
    return mail.is_used() and (demo or rules.may_see_deliveries(request.actor))


@require_safe
def letters(request: Asked) -> HttpResponse:
    """The letters that a real installation would have sent."""
    if not _sees_letters(request):
        raise Http404
    return render(request, "notices/letters.html", {"letters": mail.letters()})


@require_safe
def letter(request: Asked, name: str) -> HttpResponse:
    """One of them."""
    found = mail.letter(name) if _sees_letters(request) else None
    if found is None:
        raise Http404
    return render(request, "notices/letter.html", {"letter": found})
