"""What heads are called here: in a kabupaten a bupati, in a desa a kepala desa, or as the city's own rows say."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from rembuk.foundation.institutions import roles
from rembuk.foundation.kernel import clock
from rembuk.foundation.regulations import queries as regulations
from rembuk.foundation.regulations.first_rows import HEADS
from rembuk.foundation.territory import queries as territories

# A role, and the levels of place that it may head.
LEVELS = {"lurah": ("kelurahan", "desa"), "wali_kota": ("kota", "kabupaten")}


def head(role: str) -> str:
    """The word for a head within a sentence: "lurah", "kepala desa", or both where there are both."""
    here = [level for level in LEVELS[role] if level in territories.levels()] or LEVELS[role][:1]
    return " atau ".join(regulations.called(f"{HEADS}{level}", clock.today(), level) for level in here)


def role_labels() -> dict[str, str]:
    """What each role is called on screens that offer them."""
    return {role: _capital(head(role)) if role in LEVELS else label for role, label in roles.LABELS.items()}


def role_choices() -> list[tuple[str, str]]:
    """The same for a form."""
    return list(role_labels().items())


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def heads(_: HttpRequest) -> dict[str, object]:
    """`heads.lurah` and `heads.wali_kota` in every template; read only where a page says it."""
    return {"heads": SimpleLazyObject(lambda: {role: head(role) for role in LEVELS})}
