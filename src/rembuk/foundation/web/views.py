"""Pages that belong to no module: errors, Lainnya, health, and what browsers ask of every site."""

import json
import sys
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web import health as states
from rembuk.foundation.web import measures
from rembuk.foundation.web.context import address

# A refused deed is 422 unless its code says more.
STATUS = {
    "stale": 409, "busy": 409, "wrong_step": 409, "double": 409, "other_payload": 409,
    "forbidden": 403, "not_allowed": 403, "not_found": 404, "no_device": 404, "too_large": 413,
    "too_many": 429, "disk_full": 507,
}  # fmt: skip

# title, what to do next
# fmt: off
TEXTS = {
    400: ("Permintaan tidak terbaca", "Kembali ke halaman sebelumnya, muat ulang, lalu coba sekali lagi."),
    401: ("Orang lain sedang masuk", "Yang ditulis sebelumnya menunggu di HP ini sampai penulisnya masuk lagi."),
    403: ("Anda belum boleh melakukan ini", "Bila ini tugas Anda, minta kelurahan memeriksa jabatan Anda."),
    404: ("Halaman tidak ada", "Periksa lagi alamat atau kodenya. Mungkin sudah pindah, atau bukan untuk Anda."),
    405: ("Langkah ini tidak bisa dibuka begitu saja", "Kembali ke halaman sebelumnya dan tekan tombolnya."),
    409: ("Sudah berubah", "Muat ulang halaman untuk melihat keadaan terbaru, lalu putuskan lagi."),
    413: ("Kiriman terlalu besar", "Kirim foto satu per satu, atau pilih foto yang lebih kecil."),
    422: ("Belum bisa dilakukan", "Kembali, perbaiki, lalu kirim lagi. Isian Anda masih ada di halaman sebelumnya."),
    429: ("Terlalu sering dicoba", "Tunggu beberapa menit, lalu coba lagi. Yang sudah terkirim tidak hilang."),
    500: ("Ada yang rusak di pihak kami", "Coba lagi sebentar. Bila tetap begini, beri tahu petugas nomor ini."),
    503: ("Sedang tidak bisa melayani", "Coba lagi satu menit lagi. Isian yang tersimpan di HP tidak hilang."),
    507: ("Tempat penyimpanan penuh", "Kiriman belum tersimpan. Coba lagi nanti; petugas sudah bisa melihat sebabnya."),
}
# fmt: on


def error(
    request: HttpRequest, status: int, message: str = "", *, code: str = "", field: str | None = None
) -> HttpResponse:
    """An error as who asked can use it: a page, a fragment for htmx, a problem document for scripts."""
    title, advice = TEXTS.get(status, TEXTS[400])
    if _wants_json(request):
        problem = {"type": "about:blank", "title": title, "status": status, "detail": message or advice}
        problem |= {"code": code} if code else {}
        problem |= {"field": field} if field else {}
        return HttpResponse(json.dumps(problem), status=status, content_type="application/problem+json")
    around = {"title": title, "message": message, "advice": advice, "status": status}
    if request.headers.get("HX-Request"):
        where = {"HX-Retarget": "#kabar", "HX-Reswap": "innerHTML show:window:top"}
        return HttpResponse(render_to_string("web/parts/refused.html", around), status=status, headers=where)
    if status >= 500:
        # Nothing here may need what may just have broken: no menu, no database.
        around |= {"request_id": getattr(request, "request_id", "-")}
        return HttpResponse(render_to_string("web/broken.html", around), status=status)
    return render(request, "web/error.html", around, status=status)


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith(("application/json", "application/problem+json"))


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A refused deed that the view let through."""
    return error(request, STATUS.get(refusal.code, 422), refusal.message, code=refusal.code, field=refusal.field)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 where the body was too big."""
    return error(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403; the sentence of a PermissionDenied is shown."""
    return error(request, 403, str(exception))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 because the form is not ours, or older than the sign-in."""
    return error(request, 403, "Formulir ini sudah kedaluwarsa. Muat ulang halamannya, lalu kirim lagi.", code="csrf")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, for what is not there and for what one may not know of."""
    return error(request, 404)


def not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    """405."""
    reply = error(request, 405)
    reply.headers["Allow"] = allowed
    return reply


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database is away or took too long."""
    broken = sys.exc_info()[1]
    if isinstance(broken, (OperationalError, InterfaceError)):
        reply = error(request, 503)
        reply.headers["Retry-After"] = "60"
        return reply
    return error(request, 500)


@require_safe
def more(request: HttpRequest) -> HttpResponse:
    """Lainnya: the places that found no room in the menu, who one is, and the way out."""
    return render(request, "web/more.html")


@require_safe
@cache_control(no_store=True)
def alive(request: HttpRequest) -> HttpResponse:
    """Whether this process answers at all; it asks nobody else."""
    return JsonResponse({"status": "ok"})


@require_safe
@cache_control(no_store=True)
def health(request: HttpRequest) -> HttpResponse:
    """Whether this process can serve pages: 200 or 503, with each part by name."""
    return _state("pages")


@require_safe
@cache_control(no_store=True)
def ready(request: HttpRequest) -> HttpResponse:
    """Whether the city's work goes on: pages, and a worker and a disk to write to."""
    return _state("pages", "work")


@require_safe
@cache_control(no_store=True)
def metrics(request: HttpRequest) -> HttpResponse:
    """What Prometheus reads, from this machine or with the token; to others there is nothing here."""
    if not measures.may_read(request):
        return error(request, 404)
    return HttpResponse("".join(f"{line}\n" for line in measures.lines()), content_type=measures.CONTENT_TYPE)


def _state(*goes_on: str) -> HttpResponse:
    """Each part by name; 503 where one is not good without which something named does not go on."""
    found = states.parts()
    sound = all(part.good for part in found.values() if part.stops in goes_on)
    body = {"status": "ok" if sound else "broken", **{name: part.said for name, part in found.items()}}
    return JsonResponse(body, status=HTTPStatus.OK if sound else HTTPStatus.SERVICE_UNAVAILABLE)


@require_safe
@cache_control(public=True, max_age=86400)
def manifest(request: HttpRequest) -> HttpResponse:
    """So that a phone can keep Rembuk among its applications."""
    sizes = {size: static(f"web/icon-{size}.png") for size in (192, 512)}
    icons = [
        {"src": src, "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any maskable"}
        for size, src in sizes.items()
    ]
    body = {
        "name": "Rembuk", "short_name": "Rembuk", "lang": "id", "start_url": "/", "scope": "/", "display": "standalone",
        "background_color": "#f6f5f1", "theme_color": "#083f3e", "icons": icons,
        # Photos and words from WhatsApp. The service worker takes them, and lays them into the form.
        "share_target": {
            "action": address("web:shared"), "method": "POST", "enctype": "multipart/form-data",
            "params": {"title": "title", "text": "text", "url": "url",
                       "files": [{"name": "photos", "accept": ["image/*"]}]},
        },
    }  # fmt: skip
    return JsonResponse(body, content_type="application/manifest+json")


@require_safe
@cache_control(public=True, max_age=86400)
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines: nothing of a demo; of a city not the photos, which may yet be taken down."""
    closed = ["/"] if getattr(request, "is_demo", False) else ["/berkas/", "/lacak/", "/masuk/"]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")


@csrf_exempt  # a phone's share sheet knows no token; nothing is taken, so there is nothing to forge
@require_http_methods(["GET", "HEAD", "POST"])
def shared(request: HttpRequest) -> HttpResponse:
    """Where the share sheet sends. The service worker takes what comes, on the phone; a phone that has lost its worker
    comes to the empty form."""
    return HttpResponseRedirect(address(settings.SHARED_TO[0]) or "/")


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the shell on the phone; at the root, so that it reaches every page."""
    forms = {address(name): address(blank) for name, blank in settings.KEPT_FORMS if address(name)}
    shell = [static(name) for name in settings.SHELL]
    to, draft = settings.SHARED_TO
    around = {"shell": json.dumps(shell), "forms": json.dumps(forms), "to": address(to) or "/", "draft": draft}
    text = render_to_string("web/sw.js", around)
    return HttpResponse(text, content_type="text/javascript")


@require_safe
@cache_control(public=True, max_age=3600)
def offline(request: HttpRequest) -> HttpResponse:
    """What a phone without network shows; the same for everyone and about nobody."""
    return HttpResponse(render_to_string("web/offline.html"))
