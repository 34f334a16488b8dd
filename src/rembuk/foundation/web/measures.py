"""What /metrics says, in Prometheus' text form: requests of all processes of this server, and how the work stands.

The processes share one piece of memory, made before they part. Each adds in a place of its own, so that no lock is held
across them and a killed one leaves nothing behind but what it had counted.
"""

import hmac
import ipaddress
import logging
import mmap
import threading
import time
from bisect import bisect_left
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase

from rembuk.foundation.audit import queries as audit
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.seams import MEASURES
from rembuk.foundation.web import health

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
KINDS = ("read", "write")
CLASSES = ("2xx", "3xx", "4xx", "5xx")
BOUNDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
# Of each kind: answers by class, how many took how long, and their seconds.
WIDTH = len(CLASSES) + len(BOUNDS) + 2
PLACES = 64
SIZE = len(KINDS) * WIDTH

log = logging.getLogger("rembuk.requests")
_memory = memoryview(mmap.mmap(-1, PLACES * SIZE * 8)).cast("d")
_lock = threading.Lock()
_mine = [0]


def take_place(number: int) -> None:
    """A new process counts apart from the others that live."""
    _mine[0] = number % PLACES * SIZE


def measured(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Counts each answer, and tells it to the log by the name of its page: an address may hold a secret or a word."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        response = get_response(request)
        seconds = time.perf_counter() - began
        count(request.method or "", response.status_code, seconds)
        if log.isEnabledFor(logging.INFO):
            page = request.resolver_match.view_name if request.resolver_match else "-"
            told = {"method": request.method, "page": page, "status": response.status_code, "ms": round(seconds * 1000)}
            log.info("%(method)s %(page)s %(status)s %(ms)s ms", told, extra={"fields": told})
        return response

    return middleware


def count(method: str, status: int, seconds: float) -> None:
    """One more answer."""
    kind = KINDS.index("read" if method in {"GET", "HEAD", "OPTIONS"} else "write")
    first = _mine[0] + kind * WIDTH
    with _lock:
        _memory[first + min(max(status // 100, 2), 5) - 2] += 1
        _memory[first + len(CLASSES) + bisect_left(BOUNDS, seconds)] += 1
        _memory[first + WIDTH - 1] += seconds


def may_read(request: HttpRequest) -> bool:
    """This machine, where nobody sent the request on; or whoever knows the token."""
    if not getattr(request, "forwarded", True) and _is_own(request.META.get("REMOTE_ADDR", "")):
        return True
    file = settings.METRICS_TOKEN_FILE
    token = file.read_text().strip() if file.is_file() else ""
    given = request.headers.get("Authorization", "")
    return bool(token) and hmac.compare_digest(given.encode(), f"Bearer {token}".encode())


def _is_own(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def lines() -> Iterator[str]:
    """Everything, a figure a line. What the database cannot answer is left out; its part says that it is away."""
    yield from _requests()
    yield from _head("rembuk_part_good", "gauge", "Whether a part is as it should be; the parts of /readyz.")
    for name, part in health.parts().items():
        yield f'rembuk_part_good{{part="{name}"}} {int(part.good)}'
    yield from _one("rembuk_disk_free_bytes", "Free where photos, documents and backups are written.", health.room())
    try:
        yield from _work()
    except DatabaseError:
        return


def _work() -> Iterator[str]:
    silence = health.silence()
    if silence is not None:
        yield from _one("rembuk_worker_silence_seconds", "Since a worker was last heard of.", silence)
    yield from _head("rembuk_unread_seconds", "gauge", "Age of the oldest event that a reader has not read.")
    for name, age in audit.unread(clock.now()).items():
        yield f'rembuk_unread_seconds{{reader="{name}"}} {age:.3f}'
    for source in MEASURES:
        for measure in source():
            yield from _one(f"rembuk_{measure.name}", measure.about, measure.value)


def _requests() -> Iterator[str]:
    sums = [sum(_memory[place + at] for place in range(0, PLACES * SIZE, SIZE)) for at in range(SIZE)]
    yield from _head("rembuk_requests_total", "counter", "Answers since this server started.")
    for at, kind in enumerate(KINDS):
        for status, number in zip(CLASSES, sums[at * WIDTH :], strict=False):
            yield f'rembuk_requests_total{{kind="{kind}",status="{status}"}} {number:.0f}'
    yield from _head("rembuk_request_seconds", "histogram", "How long they took, until the first byte.")
    for at, kind in enumerate(KINDS):
        took, within = sums[at * WIDTH + len(CLASSES) : (at + 1) * WIDTH], 0.0
        for bound, number in zip([*map(str, BOUNDS), "+Inf"], took, strict=False):
            within += number
            yield f'rembuk_request_seconds_bucket{{kind="{kind}",le="{bound}"}} {within:.0f}'
        yield f'rembuk_request_seconds_sum{{kind="{kind}"}} {took[-1]:.6f}'
        yield f'rembuk_request_seconds_count{{kind="{kind}"}} {within:.0f}'


def _one(name: str, about: str, value: float) -> Iterator[str]:
    yield from _head(name, "gauge", about)
    yield f"{name} {value:.15g}"


def _head(name: str, kind: str, about: str) -> Iterator[str]:
    yield f"# HELP {name} {about}"
    yield f"# TYPE {name} {kind}"
