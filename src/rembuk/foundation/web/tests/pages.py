"""Pages that exist only in tests: the components, a form, and views that fail in every way."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import include, path
from django.views.decorators.http import require_POST

from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.seams import TrailLine
from rembuk.foundation.web import etag, filters, limits
from rembuk.foundation.web.forms import apply_refusal
from rembuk.foundation.web.pager import Page
from rembuk.foundation.web.trail import stages

STEPS = ("Dilaporkan", "Musyawarah", "Keputusan", "Tindak lanjut", "Selesai")


class Sentence(forms.Form):
    """One of each kind of field."""

    text = forms.CharField(label="Ceritakan dengan satu kalimat", help_text="Apa, di mana.", max_length=40)
    note = forms.CharField(label="Catatan", required=False, widget=forms.Textarea({"rows": 3}))
    kind = forms.ChoiceField(
        label="Milik siapa", choices=[("kota", "Kota"), ("warga", "Warga")], widget=forms.RadioSelect
    )
    sealed = forms.BooleanField(label="Rahasiakan nama saya", required=False)


def everything(request: HttpRequest) -> HttpResponse:
    """Every component on one page."""
    now = clock.now()
    context = {
        "steps": stages(3, ["20 Jan · RT 004", "RT 21 Jan, RW 26 Jan", "Rapat 28 Jan", "1 dari 3 selesai"], STEPS),
        "lines": [
            TrailLine(now, "Dinas SDA: 60%, alat berat kembali Senin", "kendala: cuaca"),
            TrailLine(now, "Kerja bakti selesai, dicek ketua RW 03", "34 orang, 3 jam", tone="good"),
        ],
        "buttons": [("Catat mufakat", "#a"), ("Serahkan ke RW", "#b")],
        "links": filters.links(request, "status", [("new", "Baru"), ("closed", "Selesai")]),
        "rows": Page([1, 2], "after", "before"),
        "form": Sentence(),
        "amount": 1250000,
    }
    return render(request, "tests/everything.html", context)


def sentence(request: HttpRequest) -> HttpResponse:
    """A form whose deed may be refused."""
    form = Sentence(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if form.cleaned_data["text"] == "tolak":
                raise Refused("too_short", "Kalimatnya terlalu pendek.", "text")
            messages.success(request, "Terkirim.")
            return redirect("plain")
        except Refused as refused:
            apply_refusal(form, refused)
    return render(request, "tests/sentence.html", {"form": form}, status=422 if form.errors else 200)


def plain(request: HttpRequest) -> HttpResponse:
    """A page of its own size."""
    return render(request, "tests/plain.html", {"text": "a" * int(request.GET.get("n", "10"))})


def refuse(request: HttpRequest, code: str) -> HttpResponse:
    """A deed refused and not caught."""
    raise Refused(code, "Sudah lebih dulu diubah orang lain.", "status")


def count(request: HttpRequest, number: int) -> HttpResponse:
    """A number that goes into a column of four bytes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT CAST(%s AS integer)", [number])
    return redirect("plain")


def crash(request: HttpRequest, kind: str) -> HttpResponse:
    """What breaks."""
    # Words that stand in no line of code, for a traceback quotes those.
    typed = request.GET.get("catatan", "")
    errors = {
        "value": ValueError(typed),
        "database": OperationalError("away"),
        "no": PermissionDenied(),
        "year": OverflowError("date value out of range"),
    }
    raise errors[kind]


@require_POST
def only_post(request: HttpRequest) -> HttpResponse:
    """Answers POST only."""
    return redirect("plain")


def limited(request: HttpRequest) -> HttpResponse:
    """Twice a minute."""
    limits.demand("test", 2, 60)
    return HttpResponse("boleh")


class Hearing(forms.Form):
    """What a phone sends, also later."""

    photos = forms.FileField(label="Foto", required=False, widget=forms.FileInput({"data-photo": True}))
    text = forms.CharField(label="Ceritakan", widget=forms.Textarea({"rows": 3}))
    request_key = forms.CharField(widget=forms.HiddenInput, required=False)
    claimed_at = forms.CharField(widget=forms.HiddenInput, required=False)
    claimed_lat = forms.CharField(widget=forms.HiddenInput, required=False)


heard: dict[str, dict[str, object]] = {}
posts: list[str] = []


def hear(request: HttpRequest) -> HttpResponse:
    """Takes each key once and then shows something once."""
    form = Hearing(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        posts.append(told["request_key"])
        if told["text"] != "tolak":
            photo = told.pop("photos")
            heard.setdefault(told["request_key"], {**told, "size": photo.size if photo else 0})
            messages.success(request, "Kode Anda ABC")
            return redirect("plain")
        apply_refusal(form, Refused("too_short", "Kalimatnya terlalu pendek.", "text"))
    return render(request, "tests/hear.html", {"form": form}, status=422 if form.errors else 200)


def told_so_far(request: HttpRequest) -> HttpResponse:
    """What was heard, for the test to read."""
    return JsonResponse({"heard": list(heard.values()), "posts": len(posts)})


calls: list[str] = []


@etag.conditional(lambda request, version: version)
def versioned(request: HttpRequest, version: str) -> HttpResponse:
    """Counts how often it was really made."""
    calls.append(version)
    return HttpResponse(f"<p>{version}</p>")


urlpatterns = [
    path("", include("rembuk.foundation.web.urls")),
    path("semua/", everything, name="everything"),
    path("kalimat/", sentence, name="sentence"),
    path("dengar/", hear, name="hear"),
    path("terdengar/", told_so_far),
    path("polos/", plain, name="plain"),
    path("tolak/<str:code>/", refuse),
    path("jumlah/<int:number>/", count),
    path("rusak/<str:kind>/", crash),
    path("hanya-post/", only_post),
    path("sering/", limited),
    path("versi/<str:version>/", versioned),
    path("masuk/", plain, name="sign_in"),
]
handler400 = "rembuk.foundation.web.views.bad_request"
handler403 = "rembuk.foundation.web.views.forbidden"
handler404 = "rembuk.foundation.web.views.not_found"
handler500 = "rembuk.foundation.web.views.server_error"
