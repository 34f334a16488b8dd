"""What other programs read."""

from rembuk.front.api.views.open311 import discovery, request_, requests, service, services, token, updates
from rembuk.front.api.views.open_data import calendar, data, described, feed

__all__ = [
    "calendar",
    "data",
    "described",
    "discovery",
    "feed",
    "request_",
    "requests",
    "service",
    "services",
    "token",
    "updates",
]
