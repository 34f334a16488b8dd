"""The search box of those who are signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rembuk.front.search import queries


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What `?q=` finds among all that this person may see."""
    words = request.GET.get("q", "").strip()[:100]
    hits = queries.found(request.actor, words)  # type: ignore[attr-defined]
    return render(request, "search/search.html", {"q": words, "hits": hits, "short": 0 < len(words) < queries.SHORTEST})
