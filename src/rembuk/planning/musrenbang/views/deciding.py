"""The reviewers' pages: what waits at one's rung, a line each, and one proposal with all that was said of it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web import filters
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.forms import apply_refusal
from rembuk.planning.musrenbang import actions, forms, ladder, queries, rules
from rembuk.planning.musrenbang.forms.reviewing import MOST, Typed, label_of, typed
from rembuk.planning.musrenbang.models import Proposal, Round, Rung

METHODS = ["GET", "HEAD", "POST"]
PUT_OFF = "ditunda"


@require_http_methods(METHODS)
def reviews(request: Asked) -> HttpResponse:
    """What waits for one's office at a rung: verdicts and figures in each line, all saved at once."""
    desks = list(dict.fromkeys(rung for rung, _ in rules.desks(request.actor)))
    if not desks:
        raise Refused("not_allowed", "Tinjauan usulan untuk lurah, camat, perangkat daerah, Bappeda, dan TAPD.")
    rung, found = _where(request, desks)
    if found is None:
        raise Refused("not_found", "Belum ada putaran musrenbang.")
    if request.method == "POST":
        return _save(request, rung, found)
    return _page(request, rung, found)


def _where(request: Asked, desks: Sequence[Rung]) -> tuple[Rung, Round | None]:
    """As the address says; else where most waits."""
    told, years = request.GET, {row.year: row for row in queries.rounds()[:5]}
    counts = queries.waiting_for(request.actor) if not {"tahap", "tahun"} <= set(told) else None
    most = counts.most_common(1)[0][0] if counts else None
    rung = next((one for one in desks if one == told.get("tahap", most[1] if most else "")), desks[0])
    said = told.get("tahun", "")
    year = int(said) if said.isdecimal() else most[0] if most else 0
    return rung, years.get(year) or queries.newest()


def _save(request: Asked, rung: Rung, found: Round) -> HttpResponse:
    """The lines that were filled in, or a yes to those that were ticked: all of them or none."""
    actor, posted = request.actor, request.POST
    lines, ticked = typed(posted, posted.getlist("baris")), posted.getlist("centang")[:MOST]
    perubahan = bool(posted.get("perubahan"))
    try:
        if "setujui" in posted:
            rows = queries.by_codes(actor, ticked)
            made = actions.agree_all(actor=actor, rung=rung, proposals=rows, text=posted.get("kata", ""),
                                     is_perubahan=perubahan)  # fmt: skip
        else:
            known = {row.code: row for row in queries.by_codes(actor, [line.code for line in lines])}
            said = [line.opinion(known[line.code]) for line in lines if line.code in known]
            made = actions.review_all(actor=actor, rung=rung, opinions=said, is_perubahan=perubahan)
        if not made:
            raise Refused("nothing", "Belum ada yang dipilih: pilih keputusan pada barisnya, atau centang.")
    except Refused as refused:
        if refused.code in {"stale", "not_found"}:
            raise
        return _page(request, rung, found, refused, lines, ticked)
    messages.success(request, f"{len(made)} usulan disimpan.")
    return redirect(request.get_full_path())


def _page(
    request: Asked, rung: Rung, found: Round, refused: Refused | None = None, lines: Sequence[Typed] = (),
    ticked: Sequence[str] = (),
) -> HttpResponse:  # fmt: skip
    actor = request.actor
    is_put_off = request.GET.get("keadaan") == PUT_OFF
    page = queries.waiting(actor, rung, found, request.GET.get("sesudah", ""), is_put_off=is_put_off)
    said, kept = queries.said_of(page.items), {line.code: line for line in lines}
    named = refused.message.partition(":")[0] if refused else ""
    place = ladder.BY_KEY[rung]
    stage = queries.stage(found, place.stage) if place.stage else None
    rows = [
        {"row": row, "said": said[row.pk][::-1], "typed": kept.get(row.code), "ticked": row.code in ticked,
         "wrong": row.code == named, "verdicts": _offered(rung, row)}
        for row in page
    ]  # fmt: skip
    desks = dict.fromkeys(one for one, _ in rules.desks(actor))
    shown = {
        "session": queries.sits(actor, rung, found.pk),
        "page_of_rows": page, "rows": rows, "rung": rung, "round": found, "stage": stage, "refused": refused,
        "is_put_off": is_put_off, "nothing": _nothing(rung, is_put_off),
        "states": filters.links(request, "keadaan", [(PUT_OFF, "ditunda di sini")], "menunggu Anda"),
        "late": rung in forms.LATE, "budgets": rules.budgets(actor), "agree": place.label,
        "rungs": _links(request, "tahap", [(one.value, one.label) for one in desks], rung),
        "years": _links(request, "tahun", [(row.year, row.year) for row in queries.rounds()[:5]], found.year),
    }  # fmt: skip
    return render(request, "musrenbang/reviews.html", shown, status=422 if refused else 200)


def _nothing(rung: Rung, is_put_off: bool) -> str:
    """What an empty page says: from where it is filled."""
    if is_put_off:
        return "Yang Anda tunda tampil di sini, dan bisa diputuskan kapan saja."
    below = " atau ".join(str(Rung(state).label) for state in ladder.turns(rung) if state in Rung.values)
    comes = (
        f"Usulan sampai di sini sesudah disetujui pada tahap {below}" if below else "Usulan RT dan RW tampil di sini"
    )
    return f"{comes}. Begitu ada, Hari ini memberi tahu Anda."


def _links(request: Asked, name: str, known: Iterable[tuple[object, object]], now: object) -> list[filters.FilterLink]:
    """Also what the address does not say is marked as chosen."""
    links = filters.links(request, name, [(str(value), str(label)) for value, label in known], "")
    return [replace(link, on=link.label == str(getattr(now, "label", now))) for link in links]


def _offered(rung: Rung, row: Proposal) -> list[tuple[str, str]]:
    return [(one.value, label_of(rung, one)) for one in rules.verdicts(rung, row)]


@require_http_methods(METHODS)
def review(request: Asked, code: str) -> HttpResponse:
    """One proposal: the proposer's figures, each reviewer's beside them, and one's own."""
    actor, found = request.actor, queries.proposal(request.actor, code)
    rung = rules.rung_of(actor, found)
    if rung is None:
        raise Refused("not_allowed", "Usulan ini tidak sedang menunggu tinjauan Anda.")
    session = queries.sits(actor, rung, found.round_id)
    form = forms.ReviewForm(request.POST or None, rung=rung, proposal=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.review(actor=actor, proposal=found, rung=rung, **form.told())
        except Refused as refused:
            if refused.code in {"stale", "wrong_step"}:
                raise
            apply_refusal(form, refused)
        else:
            messages.success(request, f"{found.code}: {found.get_status_display()}.")
            return redirect("musrenbang:detail", found.code) if rules.visible(actor, found) else redirect(
                "musrenbang:reviews")  # fmt: skip
    shown = {"form": form, "row": found, "rung": rung, "said": queries.reviews(found), "steps": _stands(found),
             "session": session}  # fmt: skip
    return render(request, "musrenbang/review.html", shown, status=422 if form.errors else 200)


def _stands(found: Proposal) -> Any:
    """The dots of the public page."""
    told = queries.fate(found.code)
    return told.steps if told else ()
