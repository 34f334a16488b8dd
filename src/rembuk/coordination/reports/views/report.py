"""One report: its page, its steps, and its reporter's own words."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from rembuk.coordination.decisions.views.rows import row_of as row_of_work
from rembuk.coordination.reports import actions, forms, queries, rules, sharing
from rembuk.coordination.reports.actions import course
from rembuk.coordination.reports.models import Report, Track
from rembuk.coordination.reports.views.lists import row_of
from rembuk.foundation.files import queries as files
from rembuk.foundation.files import rules as file_rules
from rembuk.foundation.kernel import seams
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.flow import Step
from rembuk.foundation.regulations import queries as regulations
from rembuk.foundation.web import sent
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.forms import apply_refusal

# What ends or hides a report is asked twice, in a sober colour.
STERN = frozenset({"refuse", "withdraw", "take_down", "merge"})
# A mufakat kecil is reached in the gang, with or without network.
IN_THE_FIELD = frozenset({"settle", "deliberate", "climb"})
ASIDE = STERN | {"join", "go_on"}
# What is asked for first, where it may be done.
NOW = frozenset({"acknowledge", "tell", "end", "copy_out"})
FIRST = 3


def detail(request: Asked, code: str) -> HttpResponse:
    """What it is, where it stands, what one may do now, its whole trail."""
    actor = request.actor
    report = queries.report(actor, code)
    if queries.is_sealed(report):
        actions.open_sealed(actor=actor, report=report)
    steps = rules.steps_for(actor, report, stands_in=(stands_in := queries.stands_in(actor, report)))
    near = rules.works_on(actor, report, stands_in=stands_in)
    wording = queries.wording(report)
    answers = queries.answers(report)
    situations = queries.situations(report) if report.track == Track.INCIDENT else []
    work = queries.follow_ups(actor, report)
    photos = files.photos_of(Report.subject_kind, report.pk)
    shown = {
        "report": report, "facts": queries.facts(report), "stages": queries.steps(report),
        "first": _primary(steps), "rest": [step for step in steps if step not in _primary(steps)],
        "lines": queries.office_trail(actor, report), "words": wording.masked, "near": near,
        "photos": photos,
        "maskable": [photo for photo in photos if file_rules.may_mask(actor, photo)], "answers": answers,
        "deliberations": queries.deliberations(report),
        "work": [row_of_work(row) for row in work],
        "work_done": sum(row.status == "passed" for row in work),
        "may_add": any(known.name == "follow_up" for known in steps),
        "earlier": [row_of(row) for row in queries.recurring(report) if queries.sees(actor, row)],
        "share": sharing.share_text(report), "public": seams.link("public_report") if report.published_at else "",
        "trail": seams.link("trail"), "propose": _propose(actor, report),
        "provisional": queries.is_provisional(report),
        "whole_provisional": report.total_rule is not None
        and regulations.provisional(report.total_rule, report.received_at),
        "copy": _copy(report),
        "may_copy": any(known.name == "copy_out" for known in steps),
        "situations": situations, "upward": sharing.upward_text(report, situations) if situations else "",
    }  # fmt: skip
    return render(request, "reports/detail.html", shown)


def _propose(actor: Any, report: Report) -> str:
    """Where what waits for money is proposed, for those who propose."""
    waits = report.status in {"awaiting_budget", "carried"} and not report.is_private
    return seams.link("propose") if waits and actor.scope("musrenbang.propose") else ""


def _copy(report: Report) -> str:
    """What goes back to the system that the report came from."""
    said = queries.last_answer(report) if report.external_ref else ""
    return sharing.copy_answer(report, said) if said else ""


def _primary(steps: list[Step]) -> list[Step]:
    first = [step for step in steps if step.name not in rules.OVERSEEN and step.name not in ASIDE]
    return sorted(first, key=lambda step: step.name not in NOW)[:FIRST]


def step(request: Asked, code: str, step: str) -> HttpResponse:
    """Every step of FLOW: a small form, then the deed, then back to the report."""
    actor = request.actor
    if earlier := sent.before(request):
        return earlier
    report = queries.report(actor, code)
    if step not in forms.FORMS:
        raise Refused("not_found", "Langkah itu tidak ada.")
    course.allow(actor, step, report)
    known = rules.of_track(step, report.track)
    form = forms.form_for(step, actor=actor, report=report)
    status = 200
    if request.method == "POST":
        form = forms.FORMS[step](request.POST, request.FILES, actor=actor, report=report)
        status = 422
        if form.is_valid():

            def deed() -> HttpResponseRedirectBase:
                getattr(actions, step)(actor=actor, report=report, **form.arguments())
                seen = queries.sees(actor, report)
                return redirect("reports:detail", code=report.code) if seen else redirect("reports:list")

            try:
                answer = sent.once(request, deed)
            except Refused as refused:
                apply_refusal(form, refused)
                status = 409 if refused.code in {"stale", "wrong_step"} else 422
            else:
                messages.success(request, f"{known.done}: {report.code}.")
                return answer
    shown = {"report": report, "step": known, "form": form, "tone": "stop" if step in STERN else "go",
             "in_the_field": step in IN_THE_FIELD}  # fmt: skip
    return render(request, "reports/step.html", shown, status=status)


@require_POST
def words(request: Asked, code: str) -> HttpResponse:
    """The reporter's own words, name and contact; this look is recorded."""
    actor = request.actor
    report = queries.report(actor, code)
    return render(request, "reports/words.html", {"report": report, "opened": actions.look(actor=actor, report=report)})
