"""What follows a meeting: comments on the minutes, photos, and the bundle of its papers."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from rembuk.coordination.meetings import actions, queries, signing
from rembuk.coordination.meetings.bundle import activities as lists
from rembuk.coordination.meetings.bundle import parts
from rembuk.coordination.meetings.forms import CommentForm, MeetingPhotosForm, ReplyForm, SignedCopyForm
from rembuk.coordination.meetings.models import Meeting
from rembuk.coordination.meetings.views.asked import chosen, demand, fetch
from rembuk.coordination.meetings.views.preparing import content_of
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.forms import apply_refusal

ZIP = "application/zip"


@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: Asked, code: str) -> HttpResponse:
    """What those who were there say of the minutes, and what became of it."""
    found = fetch(request, code)
    asked = "jawab" in request.POST
    form, reply = CommentForm(), ReplyForm()
    if request.method == "POST":
        _demand_word(request, found, asked)
        form, reply = (form, ReplyForm(request.POST)) if asked else (CommentForm(request.POST), reply)
        given = reply if asked else form
        if given.is_valid():
            try:
                _say(request, found, given.cleaned_data)
            except Refused as refused:
                apply_refusal(given, refused)
            else:
                messages.success(request, "Jawaban tersimpan." if asked else "Tanggapan Anda sampai kepada notulis.")
                return redirect("meetings:comments", code)
    until = found.comments_until
    steps = queries.steps(request.actor, found)
    open_ = found.status == "minuted" and (until is None or clock.now() <= until)
    shown = {
        "meeting": found, "comments": queries.comments(found), "form": form, "reply": reply, "steps": steps,
        "until": f"{text.weekday(until)}, pukul {text.hour(until)}" if until else "",
        "may_comment": open_ and queries.was_there(request.actor, found),
        "items": queries.items(found), "answered": request.POST.get("jawab", ""),
    }  # fmt: skip
    return render(request, "meetings/comments.html", shown, status=422 if form.errors or reply.errors else 200)


def _demand_word(request: Asked, found: Meeting, answering: bool) -> None:
    """403 for whoever has no word here."""
    if answering:
        demand(request, "answer_comment", found)
    elif queries.invited(request.actor, found) is None:
        raise Refused("not_allowed", "Yang menanggapi notulen adalah mereka yang diundang dan hadir.")


def _say(request: Asked, found: Meeting, said: dict[str, str]) -> None:
    if "jawab" not in request.POST:
        actions.comment(actor=request.actor, meeting=found, text=said["text"])
        return
    about = queries.comment(found, chosen(request.POST["jawab"]))
    if about is None:
        raise Http404
    actions.answer_comment(actor=request.actor, meeting=found, comment=about, answer=said["answer"])


@require_http_methods(["GET", "HEAD", "POST"])
def photos(request: Asked, code: str) -> HttpResponse:
    """Photos of the meeting with what they show."""
    found = fetch(request, code)
    form = MeetingPhotosForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        demand(request, "add_photo", found)
    if "hapus" in request.POST:
        row = queries.photo(found, chosen(request.POST["hapus"]))
        if row is None:
            raise Http404
        actions.drop_photo(actor=request.actor, meeting=found, photo=row)
        messages.success(request, "Foto dihapus.")
        return redirect("meetings:photos", code)
    if request.method == "POST" and form.is_valid():
        try:
            for upload in form.cleaned_data["photos"]:
                actions.add_photo(
                    actor=request.actor, meeting=found, upload=upload, caption=form.cleaned_data["caption"]
                )
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            messages.success(request, "Foto tersimpan.")
            return redirect("meetings:photos", code)
    steps = queries.steps(request.actor, found)
    shown = {"meeting": found, "photos": queries.photos(found), "form": form, "steps": steps}
    wrong = request.method == "POST" and form.errors
    return render(request, "meetings/photos.html", shown, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: Asked, code: str) -> HttpResponse:
    """Every paper of the meeting: one button makes them all, each can be had alone."""
    found = fetch(request, code)
    form = SignedCopyForm(request.POST, request.FILES) if "pindaian" in request.POST else SignedCopyForm()
    if "pindaian" in request.POST:
        demand(request, "sign", found)
        if form.is_valid():
            try:
                actions.sign(actor=request.actor, meeting=found, content=content_of(form.cleaned_data["file"]))
            except Refused as refused:
                apply_refusal(form, refused)
            else:
                messages.success(request, "Pindaian tersimpan.")
                return redirect("meetings:papers", code)
    elif request.method == "POST":
        return _made(request, found)
    rows = parts.issued(found) if found.status == "locked" else []
    shown = {
        "meeting": found, "steps": queries.steps(request.actor, found), "rows": rows, "form": form,
        "free": parts.FREE.items(), "made": any(document for _, _, document in rows[:3]),
        "note": signing.signing().note, "photos": len(queries.photos(found)),
        "mine": queries.served(request.actor, found) is not None,
    }  # fmt: skip
    return render(request, "meetings/papers.html", shown, status=422 if form.errors else 200)


def _made(request: Asked, found: Meeting) -> HttpResponse:
    """All at once leads to the one file; a part alone to that part."""
    only = request.POST.get("buat", "")
    if only and only not in parts.ISSUED:
        raise Http404
    demand(request, "make_papers", found)
    actions.make_papers(actor=request.actor, meeting=found, only=only)
    if not only:
        return redirect("meetings:bundle", found.code)
    held = queries.papers(found)
    if only in held:
        return redirect("files:document", held[only].document.file_id)
    messages.info(request, "Belum ada isinya untuk rapat ini.")
    return redirect("meetings:papers", found.code)


@require_safe
def bundle(request: Asked, code: str) -> HttpResponse:
    """All papers in one file."""
    found = _locked(request, code)
    demand(request, "make_papers", found)
    return _file(parts.zipped(request.actor, queries.record_of(found)), ZIP, f"berkas-rapat-{found.code}.zip")


@require_safe
def part(request: Asked, code: str, part: str) -> HttpResponse:
    """A part that is made when it is asked for."""
    found, free = _locked(request, code), parts.FREE.get(part)
    if free is None:
        raise Http404
    return _file(free.make(queries.record_of(found)), free.media_type, f"{part}-{found.code}.{free.ending}")


@require_safe
def activities(request: Asked, code: str) -> HttpResponse:
    """One's own month for e-Kinerja."""
    found = _locked(request, code)
    seat = queries.served(request.actor, found)
    if seat is None:
        raise Refused("not_allowed", "Daftar kegiatan ini untuk pegawai pemerintah yang hadir.")
    row, position = seat
    month = queries.month_of(position, row.name, found.starts_at)
    name = f"kegiatan-{slugify(row.name)}-{clock.local(found.starts_at):%Y-%m}.xlsx"
    return _file(lists.written(row.name, row.office, found.starts_at, month), lists.MEDIA_TYPE, name)


def _locked(request: Asked, code: str) -> Meeting:
    found = fetch(request, code)
    if found.status != "locked":
        raise Http404
    return found


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
