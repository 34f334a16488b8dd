"""`rembuk check`: what must hold before the program serves."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as Warn
from django.urls import get_resolver

from rembuk.foundation.kernel import seams


@register
def keys_are_there(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Both key files exist; the program refuses to start without them."""
    files = (settings.SECRET_KEY_FILE, settings.KEY_RING_FILE)
    return [
        Error(f"Berkas kunci tidak ada: {file}", hint="Buat sekali dengan: rembuk keys", id="web.E001")
        for file in files
        if not file.is_file()
    ]


@register
def places_exist(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Every menu item and link of the slots leads somewhere."""
    named = [entry.url_name for entry in seams.NAV] + [name for _, name in seams.LINKS]
    return [Error(f"Menu menunjuk alamat yang tidak ada: {name}", id="web.E002") for name in named if not _exists(name)]


def _exists(name: str) -> bool:
    """Whether the URL table has the name; some, like a report's page, are completed by whoever links to them."""
    namespace, _, leaf = name.rpartition(":")
    table = get_resolver()
    if namespace in table.namespace_dict:
        table = table.namespace_dict[namespace][1]
    return leaf in table.reverse_dict


@register(deploy=True)
def served_safely(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """A city's address is https; on plain http sign-in cookies could be read on the way."""
    if settings.HTTPS:
        return []
    return [Warn("REMBUK_URL bukan https: kue masuk dapat terbaca di jalan.", id="web.W001")]
