"""The screens of proposals: the list of a round, the form with its help, one's page and steps, an RW's order."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from rembuk.coordination.decisions import queries as work
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.reports import queries as reports
from rembuk.coordination.reports.models import Report
from rembuk.foundation.files import queries as files
from rembuk.foundation.files import rules as file_rules
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.web import filters
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.forms import apply_refusal
from rembuk.planning.musrenbang import actions, forms, queries, rules
from rembuk.planning.musrenbang.models import Proposal, Purse, Round, Status
from rembuk.planning.musrenbang.queries.rounds import next_intake
from rembuk.planning.musrenbang.tones import TONES

METHODS = ["GET", "HEAD", "POST"]
# Those of the kelurahan itself lie open; what follows for years is one tap away.
FIRST_STATES = 1 + list(Status).index(Status.KECAMATAN)
AGAIN, SHOWS, NOTES_BUDGET = "ask_again", "show_photos", "set_budget"
STERN = frozenset({"withdraw"})
FIRST = ("complete", "amend", "return_for_completion")


@require_safe
def listing(request: Asked) -> HttpResponse:
    """What the actor sees of the round: newest first, by state and purse."""
    actor, found = request.actor, queries.newest()
    if not rules.may_read(actor):
        raise Refused("not_allowed", "Daftar usulan dibuka oleh pemegang jabatan.")
    shown: dict[str, Any] = {"round": found, "keeps": rules.may_keep(actor), "budgets": rules.budgets(actor)}
    if found is not None:
        told = request.GET
        rows = queries.listed(actor, found, status=told.get("keadaan", ""), purse=_purse(told.get("dana", "")),
                              cursor=told.get("sesudah", ""))  # fmt: skip
        states = filters.links(request, "keadaan", Status.choices, everything="Belum diputuskan")
        before, after = states[:FIRST_STATES], states[FIRST_STATES:]
        shown |= {
            "rows": rows,
            "states": before, "later": after, "is_later": any(link.on for link in after),
            "purses": filters.links(request, "dana", Purse.choices),
            "writes": found.status == "open" and rules.may_propose(actor),
            "brings": found.status == "open" and rules.brings(actor), "rws": _rws(request),
            "reviews": _reviews(request), "desk": bool(rules.desks(actor)),
        }  # fmt: skip
    return render(request, "musrenbang/list.html", shown)


def _purse(said: str) -> str:
    return said if said in Purse.values else ""


def _rws(request: Asked) -> list[Any]:
    """The RW whose order the actor may set: one's own, or those of the kelurahan."""
    office = request.actor.office
    if office is None or not request.actor.holds(rules.ORDER, office.path):
        return []
    place = territories.territory(office.territory_id)
    if place.level in {"kelurahan", "desa"}:
        return [row for row in territories.children(place) if row.level == "rw"]
    return [place] if place.level == "rw" else []


def _reviews(request: Asked) -> UUID | None:
    """The kelurahan whose proposals the actor looks through."""
    office = request.actor.office
    ours = office is not None and len(office.path) == rules.KELURAHAN and request.actor.holds(rules.REVIEW, office.path)
    return office.territory_id if office is not None and ours else None


@require_http_methods(METHODS)
def make(request: Asked) -> HttpResponse:
    """A new proposal; where it comes from a report or a follow-up, that is filled in already."""
    actor = request.actor
    if not rules.may_propose(actor):
        raise Refused("not_allowed", "Usulan musrenbang ditulis pengurus RT, RW, LPM, dan kelurahan.")
    now = queries.open_round()
    if now is None and request.method != "POST":
        return _closed(request)
    found = rules.demand_open(now)
    report, follow_up = _source(request)
    form = forms.WishForm(request.POST or None, request.FILES or None, actor=actor, found=found,
                          initial=_prefilled(report, follow_up))  # fmt: skip
    if (helped := _help(request, form, found)) is not None:
        return helped
    if request.method == "POST" and form.is_valid():
        proposer = form.body(form.cleaned_data["place_found"])
        try:
            if proposer is None:
                raise Refused("no_proposer", "RT atau RW itu belum punya lembaga. Pilih atas nama siapa.", "proposer")
            made = actions.propose(
                actor=actor, proposer=proposer, wish=form.wish(), photos=form.cleaned_data["photos"],
                request_key=form.cleaned_data["request_key"], report=report, follow_up=follow_up,
            )  # fmt: skip
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            messages.success(request, f"Usulan diterima: {made.code}.")
            return redirect("musrenbang:detail", made.code) if rules.visible(actor, made) else redirect(
                "musrenbang:list")  # fmt: skip
    return _form(request, form, found, {"report": report, "follow_up": follow_up})


def _closed(request: Asked, status: int = 200) -> HttpResponse:
    """Without a round to write to: when there will be one, and where else to go meanwhile."""
    shown = {"next": next_intake(), "receives": bool(request.actor.scope("reports.receive"))}
    return render(request, "musrenbang/closed.html", shown, status=status)


def _source(request: Asked) -> tuple[Report | None, FollowUp | None]:
    """What the proposal comes from, by the address."""
    report, follow_up = request.GET.get("laporan", ""), request.GET.get("tindak_lanjut", "")
    return (
        reports.report(request.actor, report) if report else None,
        work.follow_up(request.actor, follow_up) if follow_up else None,
    )


def _prefilled(report: Report | None, follow_up: FollowUp | None) -> dict[str, Any]:
    """Words that stand open anyway; never the reporter's own."""
    if report is not None:
        words = reports.wording(report).masked
        return {"title": report.title, "problem": words, "territory": report.territory_id, "place": report.place}
    if follow_up is not None:
        told = {"title": follow_up.title, "problem": follow_up.decision.text, "place": follow_up.place}
        return told | {"territory": follow_up.territory_id, "cost": follow_up.cost}
    return {}


def _help(
    request: Asked, form: forms.WishForm, found: Round, more: Mapping[str, Any] | None = None
) -> HttpResponse | None:
    """“Periksa dulu”: what the checks say of what is written so far. Nothing is saved, nothing is lost."""
    if request.method != "POST" or "periksa" not in request.POST:
        return None
    form.is_valid()
    shown = {"findings": form.findings(), "looked": True}
    if request.headers.get("HX-Request"):
        return render(request, "musrenbang/help.html", shown)
    form.errors.clear()
    return _form(request, form, found, {**(more or {}), **shown})


def _form(request: Asked, form: forms.WishForm, found: Round, more: dict[str, Any]) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    shown = {"form": form, "round": found, "intake": queries.stage(found, "intake"), **more}
    return render(request, "musrenbang/make.html", shown, status=status)


@require_safe
def detail(request: Asked, code: str) -> HttpResponse:
    """What is asked for, by whom, what stands to be looked at, and all that happened."""
    actor, found = request.actor, queries.proposal(request.actor, code)
    again, rung = queries.asked_again(found), rules.rung_of(request.actor, found)
    photos = files.photos_of(Proposal.subject_kind, found.pk)
    hidden = {AGAIN} if photos else {AGAIN, SHOWS}
    steps = [known for known in rules.steps_for(actor, found) if known.name in (SMALL.keys() | WHOLE) - hidden]
    first = [known for known in steps if known.name in FIRST]
    shown = {
        "again": again, "asks_again": _asks_again(actor, found, again), "share": _told_on(found),
        "row": found, "tone": TONES[found.status], "first": first,
        "rest": [known for known in steps if known not in first],
        "findings": queries.findings(found) if found.status in rules.OPEN_STATES else [],
        "photos": photos, "maskable": {photo.pk for photo in photos if file_rules.may_mask(actor, photo)},
        "merged": queries.merged(found),
        "came_from": queries.asked(actor, found), "rung": rung,
        "session": queries.sits(actor, rung, found.round_id) if rung else None,
        "said": queries.reviews(found),
        "lines": queries.office_trail(actor, found),
        "files": rules.may_file(actor, found),
    }  # fmt: skip
    return render(request, "musrenbang/detail.html", shown)


def _asks_again(actor: Actor, found: Proposal, again: str) -> bool:
    """Whether one tap asks for it again in the round that is open now."""
    now = queries.open_now()
    later = now is not None and now.year > found.round.year
    return later and not again and rules.FLOW[AGAIN] in rules.steps_for(actor, found)


def _told_on(found: Proposal) -> str:
    """What goes around in the group of the RT; the address of the public page follows."""
    return f"Usulan kita {found.code}, {found.title}: {found.get_status_display()}. Siapa memutuskan apa, dan mengapa:"


@require_http_methods(METHODS)
def step(request: Asked, code: str, step: str) -> HttpResponse:
    """Every step of FLOW: a form, then the deed, then back to the proposal."""
    actor, found = request.actor, queries.proposal(request.actor, code)
    if step not in SMALL and step not in WHOLE:
        raise Refused("not_found", "Langkah itu tidak ada.")
    rules.demand(actor, step, found)
    if step == AGAIN and request.method == "POST":
        return _again(request, found)
    form = _form_of(request, step, found)
    if step in WHOLE and (helped := _help(request, form, found.round)) is not None:
        return helped
    if request.method == "POST" and form.is_valid():
        try:
            getattr(actions, step)(actor=actor, proposal=found, **_told(actor, form))
        except Refused as refused:
            if refused.code in {"stale", "wrong_step"}:
                raise
            apply_refusal(form, refused)
        else:
            messages.success(request, f"{rules.FLOW[step].done}: {found.code}.")
            return redirect("musrenbang:detail", found.code)
    if step in WHOLE:
        return _form(request, form, found.round, {"row": found})
    return _small(request, form, step, found)


def _small(request: Asked, form: Any, step: str, found: Proposal) -> HttpResponse:
    known = rules.FLOW[step]
    shown = {"form": form, "title": known.label, "sub": f"{found.code} · {found.title}", "back": "musrenbang:detail",
             "key": found.code, "tone": "stop" if step in STERN else "go"}  # fmt: skip
    return render(request, "musrenbang/form.html", shown, status=422 if form.errors else 200)


def _again(request: Asked, found: Proposal) -> HttpResponse:
    """One tap; what speaks against it stands at its field in the whole form, filled with what was asked last time."""
    actor, now = request.actor, queries.open_round()
    if now is None:
        return _closed(request, 409)
    is_typed = "title" in request.POST
    form = forms.WishForm(request.POST if is_typed else None, request.FILES or None, actor=actor, found=now,
                          proposal=found)  # fmt: skip
    shown = {"row": found, "again": True}
    if (helped := _help(request, form, now, shown)) is not None:
        return helped
    if is_typed and not form.is_valid():
        return _form(request, form, now, shown)
    try:
        made = actions.ask_again(actor=actor, proposal=found, **(_told(actor, form) if is_typed else {}))
    except Refused as refused:
        if refused.code in NO_FORM_HELPS:
            small = forms.NothingForm({})
            apply_refusal(small, refused)
            return _small(request, small, AGAIN, found)
        if not is_typed:
            form = form.filled()
        apply_refusal(form, refused)
        return _form(request, form, now, shown)
    messages.success(request, f"{rules.FLOW[AGAIN].done}: {found.code}.")
    return redirect("musrenbang:detail", made.code)


# Whatever is written, this stays so.
NO_FORM_HELPS = frozenset({"too_early", "twice"})
WHOLE = frozenset({"amend", "complete"})
SMALL: dict[str, type[Any]] = {
    "return_for_completion": forms.ReasonForm, "withdraw": forms.ReasonForm, "merge": forms.MergeForm,
    "part": forms.NothingForm, AGAIN: forms.NothingForm, "show_photos": forms.PhotosShownForm,
    "set_budget": forms.BudgetForm, "link_work": forms.WorkForm,
}  # fmt: skip


def _form_of(request: Asked, name: str, found: Proposal) -> Any:
    """The whole form again with what stands, or the small one of a step."""
    sent = request.POST if request.method == "POST" else None
    if name in WHOLE:
        return forms.WishForm(sent, request.FILES or None, actor=request.actor, found=found.round, proposal=found)
    if name == SHOWS:
        return forms.PhotosShownForm(sent, photos=files.photos_of(Proposal.subject_kind, found.pk))
    if name == NOTES_BUDGET:
        return forms.BudgetForm(sent, proposal=found)
    return SMALL[name](sent)


def _told(actor: Actor, form: Any) -> dict[str, Any]:
    """What the deed takes besides actor and proposal."""
    if isinstance(form, forms.WishForm):
        return {"wish": form.wish(), "photos": form.cleaned_data["photos"]}
    if isinstance(form, forms.BudgetForm):
        return form.told()
    told = dict(form.cleaned_data)
    if "into" in told:
        told["into"] = _other(actor, told["into"])
    if "follow_up" in told:
        told["follow_up"] = _work(actor, told["follow_up"])
    return told


def _other(actor: Actor, code: str) -> Proposal:
    try:
        return queries.proposal(actor, code)
    except Refused as refused:
        raise Refused(refused.code, refused.message, "into") from None


def _work(actor: Actor, code: str) -> FollowUp:
    try:
        return work.follow_up(actor, code)
    except Refused as refused:
        raise Refused(refused.code, refused.message, "follow_up") from None


@require_http_methods(METHODS)
def order(request: Asked, territory_id: UUID) -> HttpResponse:
    """An RW's own order: to the top, one up, one down, or “this is right”."""
    actor, found = request.actor, queries.newest()
    rw = territories.territory(territory_id)
    if rw.level != "rw" or not actor.holds(rules.VIEW, rw.path):
        raise Refused("not_found", "Urutan RW ini tidak ada, atau bukan untuk Anda.")
    if found is None:
        raise Refused("not_found", "Belum ada putaran musrenbang.")
    if request.method == "POST":
        ids = [row.pk for row in queries.ordered(found, rw)]
        actions.order(actor=actor, round_=found, rw=rw, ids=_moved(ids, request.POST))
        if not request.headers.get("HX-Request"):
            messages.success(request, f"Urutan {rw.label} disimpan.")
            return redirect("musrenbang:order", rw.pk)
    rows, is_decided = queries.ordered(found, rw), queries.is_decided(found, rw.path)
    sets = found.status == "open" and actor.office is not None and actor.holds(rules.ORDER, rw.path)
    shown = {
        "rw": rw, "round": found, "list": rows, "intake": queries.stage(found, "intake"),
        "sets": sets and not is_decided, "is_decided": is_decided,
        "unordered": sum(row.rank is None for row in rows),
    }  # fmt: skip
    part = "musrenbang/order_rows.html" if request.headers.get("HX-Request") else "musrenbang/order.html"
    return render(request, part, shown)


def _moved(ids: list[UUID], told: Any) -> list[UUID]:
    """To the first place (`atas`), one place up (`naik`) or down (`turun`)."""
    known = {str(pk): place for place, pk in enumerate(ids)}
    if (at := known.get(told.get("atas", ""))) is not None:
        return [ids[at], *ids[:at], *ids[at + 1 :]]
    for name, by in (("naik", -1), ("turun", 1)):
        at = known.get(told.get(name, ""))
        if at is not None and 0 <= at + by < len(ids):
            ids[at], ids[at + by] = ids[at + by], ids[at]
    return ids
