"""What other programs read."""

from rembuk.front.api.views.open311 import discovery, request_, requests, service, services, token, updates
from rembuk.front.api.views.open_data import data, described, feed

__all__ = ["data", "described", "discovery", "feed", "request_", "requests", "service", "services", "token", "updates"]
