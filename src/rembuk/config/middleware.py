"""Tells the pages whether they show a demo city."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from rembuk.config import queries


def marked(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Sets `request.is_demo`; the base page then bears the band DATA CONTOH."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.is_demo = queries.is_demo()  # type: ignore[attr-defined]
        return answer(request)

    return middleware
