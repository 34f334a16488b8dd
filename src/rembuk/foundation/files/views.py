"""Serving files through the permission of what they belong to, painting over faces, checking documents."""

from typing import BinaryIO
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from rembuk.foundation.files import actions, pictures, queries, rules, store
from rembuk.foundation.files.forms import Boxes, CodeForm, CopyForm
from rembuk.foundation.files.models import File
from rembuk.foundation.kernel import seams
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web import limits
from rembuk.foundation.web.asked import Asked

FIVE_MINUTES = 300
# The browser itself lays out a picture that is opened alone, and does so by inline styles; nothing of ours is in there.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
CHECKS_PER_HOUR = 120
STAND_IN = {"waiting": "Foto sedang disiapkan", "unreadable": "Foto ini tidak bisa dibuka"}
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 240" role="img"><title>{said}</title>'
    '<rect width="320" height="240" fill="#eef2f0"/><text x="160" y="124" text-anchor="middle" '
    'font-family="sans-serif" font-size="18" fill="#3b4a45">{said}</text></svg>'
)


@require_safe
def photo(request: Asked, file_id: UUID, size: str) -> HttpResponseBase:
    """A photo, `thumb` or `full`: masked for those who may see the matter, what was published for everyone else."""
    small = size == "thumb"
    if mine := queries.file(request.actor, file_id):
        return _served(request, mine, (mine.thumbnail_sha256 if small else "") or mine.served_sha256)
    if shown := queries.public_file(file_id):
        return _served(request, shown, (shown.public_thumbnail_sha256 if small else "") or shown.public_sha256)
    raise Http404


@require_safe
def base(request: Asked, file_id: UUID) -> HttpResponseBase:
    """The photo before masks, for the officer who draws them."""
    file = queries.file(request.actor, file_id)
    if file is None:
        raise Http404
    _demand_mask(request, file)
    return _served(request, file, file.base_sha256)


@require_safe
def document(request: Asked, file_id: UUID) -> HttpResponseBase:
    """A document, to be saved; never shown inside our pages."""
    file = queries.file(request.actor, file_id) or queries.public_file(file_id)
    if file is None or file.kind != "document":
        raise Http404
    return _served(request, file, file.served_sha256)


@require_safe
def file(request: Asked, file_id: UUID) -> HttpResponse:
    """Where a trail's link to a file leads: its full view."""
    found = queries.file(request.actor, file_id) or queries.public_file(file_id)
    if found is None:
        raise Http404
    return redirect("files:photo", file_id, "full") if found.kind == "photo" else redirect("files:document", file_id)


def _served(request: Asked, file: File, sha: str) -> HttpResponseBase:
    if file.state in STAND_IN:
        return _stand_in(file)
    etag = f'"{sha[:40]}"'
    is_document, content = file.kind == "document", _opened(sha)
    kind = file.media_type if is_document else pictures.media_type(content.read(4))
    content.seek(0)
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        content.close()
    response = known if known is not None else FileResponse(content, content_type=kind)
    response.headers["ETag"] = etag
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = POLICY
    patch_cache_control(response, private=True, max_age=FIVE_MINUTES)
    name = file.name if is_document else f"foto-{str(file.pk)[-8:]}.{kind.rpartition('/')[2]}"
    response.headers["Content-Disposition"] = str(content_disposition_header(is_document, name))
    return response


def _stand_in(file: File) -> HttpResponse:
    """Instead of a photo that is not drawn yet, or cannot be: a picture that says so, asked for again each time."""
    said = STAND_IN[file.state]
    response = HttpResponse(PICTURE.format(said=said), content_type="image/svg+xml")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "no-store"
    return response


def _opened(sha: str) -> BinaryIO:
    try:
        return store.path(sha).open("rb")
    except (FileNotFoundError, ValueError):
        raise Http404 from None


@require_http_methods(["GET", "POST"])
def mask(request: Asked, file_id: UUID) -> HttpResponse:
    """Boxes over faces and number plates: by numbers, or drawn with finger or mouse where script runs."""
    found = queries.file(request.actor, file_id)
    if found is None:
        raise Http404
    _demand_mask(request, found)
    rules.demand_drawn(found)
    drawn = [dict(zip(("left", "top", "width", "height"), box, strict=True)) for box in found.masks]
    boxes = Boxes(request.POST) if request.method == "POST" else Boxes(initial=drawn)
    if request.method == "POST" and boxes.is_valid():
        masks = [box for form in boxes if (box := form.box()) is not None]
        actions.set_masks(actor=request.actor, file=found, masks=masks)
        return redirect("files:mask", file_id)
    shown = {"file": found, "boxes": boxes, "back": _owner_url(found)}
    return render(request, "files/mask.html", shown, status=422 if request.method == "POST" else 200)


@require_safe
def alike(request: Asked, file_id: UUID) -> HttpResponse:
    """Photos that look like this one, beside it: for whoever inspects. It proves nothing and refuses nothing."""
    actor = request.actor
    found = queries.file(actor, file_id)
    if found is None or found.kind != "photo":
        raise Http404
    rows = [
        (one.file, one.differs, _owner_url(one.file), _owner_title(one.file)) for one in queries.alike(actor, found)
    ]
    shown = {"file": found, "rows": rows, "back": _owner_url(found), "title": _owner_title(found)}
    return render(request, "files/alike.html", shown)


def _owner_title(found: File) -> str:
    return next((subject.title(found.owner_id) for subject in seams.SUBJECTS if subject.kind == found.owner_kind), "")


def _demand_mask(request: Asked, found: File) -> None:
    if not rules.may_mask(request.actor, found):
        raise Refused("forbidden", "Hanya petugas wilayah ini yang boleh menyamarkan foto.")


def _owner_url(found: File) -> str:
    """The page of what the file belongs to, where its module offers one."""
    return next((subject.url(found.owner_id) for subject in seams.SUBJECTS if subject.kind == found.owner_kind), "")


@require_http_methods(["GET", "POST"])
def check_any(request: Asked) -> HttpResponse:
    """Where somebody types the code under a QR."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _count(request)
        document = queries.by_code(form.cleaned_data["code"])
        if document:
            return redirect("files:check", document.code)
        form.add_error("code", "Tidak ada dokumen dengan kode ini. Periksa lagi huruf dan angkanya.")
    return render(request, "files/check_any.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def check(request: Asked, code: str) -> HttpResponse:
    """What was issued under a code, and whether a copy is the same; the copy is hashed and thrown away."""
    _count(request)
    document = queries.by_code(code)
    if document is None:
        raise Http404
    form, same = CopyForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        same = queries.is_the_issued(document, form.cleaned_data["file"])
    may_read = document.file.is_public or queries.file(request.actor, document.file_id) is not None
    shown = {"document": document, "form": form, "same": same, "may_read": may_read}
    return render(request, "files/check.html", shown, status=422 if form.errors else 200)


def _count(request: Asked) -> None:
    """Codes cannot be tried one after another."""
    limits.demand(f"periksa:{request.META.get('REMOTE_ADDR', '')}", CHECKS_PER_HOUR, 3600)
