"""A reporter without an account: code and secret open their own report on this device for a day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rembuk.coordination.reports import actions, queries, receipts, rules
from rembuk.coordination.reports.models import Report, Status
from rembuk.foundation.files.forms import PhotosField
from rembuk.foundation.kernel.actor import PUBLIC
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web.forms import apply_refusal
from rembuk.front.portal import progress
from rembuk.front.portal import queries as public


class KeyForm(forms.Form):
    """Code and secret, as they stand on the receipt; spaces and small letters are forgiven."""

    code = forms.CharField(label="Kode laporan", max_length=24, help_text="misalnya KYJ-26-7K3QM")
    secret = forms.CharField(label="Kata kunci", max_length=60)

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).replace(" ", "").upper()

    def clean_secret(self) -> str:
        return str(self.cleaned_data["secret"]).replace(" ", "")


class RemarkForm(forms.Form):
    """One or two sentences, where the deed needs or allows them; photos only where it takes them."""

    text = forms.CharField(label="Ceritakan singkat", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))

    photos = PhotosField(label="Foto, kalau perlu", required=False)

    def __init__(self, *args: Any, deed: "Deed", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = deed.required
        self.fields["text"].label = deed.asks
        if not deed.photos:
            del self.fields["photos"]


@dataclass(frozen=True, slots=True)
class Deed:
    """What a reporter may do with the own report: from which states, and which words it asks for."""

    label: str
    sources: frozenset[str]
    asks: str
    required: bool
    run: Callable[[Report, str, str, Sequence[Any]], object]
    tone: str = ""
    photos: bool = False


def sources(step: str) -> frozenset[str]:
    """The states from which the law of reports knows the step."""
    return frozenset(rules.FLOW[step].sources)


DEEDS = {
    "confirm": Deed(
        "Benar, sudah beres", sources("confirm"), "Ada yang ingin disampaikan?", False,
        lambda report, secret, text, _: actions.confirm(
            actor=PUBLIC, report=report, satisfied=True, remark=text, secret=secret
        ),
        "go",
    ),
    "reopen": Deed(
        "Belum beres", sources("reopen"), "Apa yang belum beres?", True,
        lambda report, secret, text, _: actions.confirm(
            actor=PUBLIC, report=report, satisfied=False, remark=text, secret=secret
        ),
    ),
    "complete": Deed(
        "Lengkapi laporan", sources("complete"), "Jawaban Anda", True,
        lambda report, secret, text, photos: actions.complete(
            actor=PUBLIC, report=report, text=text, secret=secret, photos=photos
        ),
        "go", photos=True,
    ),
    "withdraw": Deed(
        "Tarik laporan", sources("withdraw"), "Mengapa ditarik?", False,
        lambda report, secret, text, _: actions.withdraw(actor=PUBLIC, report=report, reason=text, secret=secret),
    ),
}  # fmt: skip
ASKED = {
    Status.SETTLED: ("Sudah beres menurut yang menangani. Benar?", ("confirm", "reopen")),
    Status.RETURNED: ("Laporan Anda perlu dilengkapi", ("complete",)),
    Status.UNCONFIRMED: ("Ditutup karena belum ada jawaban Anda. Belum beres?", ("reopen",)),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Opens one's own report with code and secret."""
    form = KeyForm(request.POST or None, initial={"code": request.GET.get("kode", "")})
    if request.method == "POST" and form.is_valid():
        try:
            report = actions.unlock(**form.cleaned_data, address=request.META["REMOTE_ADDR"])
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            return receipts.remember(redirect("portal:mine", report.code), report.code, form.cleaned_data["secret"])
    return render(request, "portal/track.html", {"form": form}, status=422 if form.errors else 200)


@dataclass(frozen=True, slots=True)
class Opened:
    """A report that this device may open; a supporter follows, the reporter also decides."""

    report: Report
    secret: str
    own: bool


def _opened(request: HttpRequest, code: str) -> Opened:
    secret = receipts.secret_of(request, code)
    report = queries.with_secret(code, secret)
    followed = report or queries.followed(code, secret)
    if followed is None:
        raise Http404
    return Opened(followed, secret, report is not None)


@never_cache
@require_safe
def mine(request: HttpRequest, code: str) -> HttpResponse:
    """The reporter's own page: where it stands, what is asked of them, what they may do."""
    if not receipts.secret_of(request, code):
        return redirect(f"{reverse('portal:track')}?kode={code}")
    opened = _opened(request, code)
    report = opened.report
    asked = ASKED.get(Status(report.status)) if opened.own else None
    own, work = queries.reporter_trail(report), queries.reporter_work(report)
    question = asked and {
        "title": asked[0],
        "text": own[0].note if own else "",
        "buttons": [(step, DEEDS[step].label, DEEDS[step].tone) for step in asked[1]],
    }
    shown = {
        "report": report, "steps": queries.steps(report), "facts": queries.facts(report, public=True),
        "lines": public.trail_lines(report, work, own), "questions": question,
        **progress.told(work),
        "withdrawable": opened.own and rules.allows("withdraw", report),
        "again": opened.own and report.status == Status.CLOSED, "tone": public.tone(report),
        "merged": public.merged_into(report), **public.passed_on(report),
    }  # fmt: skip
    return render(request, "portal/mine.html", shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mine_step(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """One deed of the reporter, with its words."""
    opened = _opened(request, code)
    report, deed = opened.report, DEEDS.get(step)
    if deed is None or not opened.own or not rules.allows(step, report):
        raise Http404
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = RemarkForm(*sent, deed=deed)
    if request.method == "POST" and form.is_valid():
        try:
            deed.run(report, opened.secret, form.cleaned_data["text"], form.cleaned_data.get("photos", ()))
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            messages.success(request, f"“{deed.label}” tercatat. Terima kasih.")
            return redirect("portal:mine", code)
    shown = {"report": report, "form": form, "label": deed.label, "back": "../"}
    return render(request, "portal/mine_step.html", shown, status=422 if form.errors else 200)


@require_POST
def forget(request: HttpRequest, code: str) -> HttpResponse:
    """Closes one's own report on this device."""
    return receipts.forget(redirect("portal:track"), code)
