"""A request with what the middleware has put on it, for the views of every module."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from rembuk.foundation.kernel.actor import Actor


class Asked(HttpRequest):
    """A request as the middleware hands it on: who asks, and whether only a part of a page is wanted."""

    actor: Actor
    htmx: HtmxDetails
