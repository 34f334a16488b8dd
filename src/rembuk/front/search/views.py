"""The search box of those who are signed in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rembuk.foundation.web.asked import Asked
from rembuk.front.search import queries


@require_safe
def search(request: Asked) -> HttpResponse:
    """What `?q=` finds among all that this person may see."""
    words = request.GET.get("q", "").strip()[:100]
    hits = queries.found(request.actor, words)
    return render(request, "search/search.html", {"q": words, "hits": hits, "short": 0 < len(words) < queries.SHORTEST})
