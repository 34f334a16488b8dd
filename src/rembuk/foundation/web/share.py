"""Bagikan ke WA: a link with ready text. No gateway, no number, nothing sent by us."""

from urllib.parse import quote, urljoin

from django.conf import settings


def whatsapp_link(text: str, url: str = "") -> str:
    """The address that opens WhatsApp with the text; `url` (a path or an address) is put under it."""
    whole = f"{text}\n{absolute(url)}" if url else text
    return f"https://wa.me/?text={quote(whole, safe='')}"


def absolute(path: str) -> str:
    """A path as a full address of this installation (REMBUK_URL)."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}" if path.startswith("/") else urljoin(settings.PUBLIC_URL, path)
