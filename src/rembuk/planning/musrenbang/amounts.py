"""A volume as people write it."""

import re
from decimal import Decimal, InvalidOperation

from rembuk.foundation.kernel.errors import Refused

_DOTTED = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+")


def volume(said: str) -> Decimal:
    """`120`, `1.250`, `12,5`, `12.5`. Raises Refused("no_volume")."""
    plain = said.strip().replace(" ", "")
    if _DOTTED.fullmatch(plain):
        plain = plain.replace(".", "")
    elif "," in plain:
        whole, _, rest = plain.rpartition(",")
        plain = f"{whole.replace('.', '')}.{rest}" if _DOTTED.fullmatch(whole) or "." not in whole else ""
    try:
        found = Decimal(plain)
        exact = found == found.quantize(Decimal("0.01")) and abs(found) < Decimal(10**9)
    except InvalidOperation:
        exact = False
    if not exact:
        raise Refused("no_volume", f"“{said.strip()[:40]}” bukan volume. Tulis angkanya saja, misalnya 120 atau 12,5.")
    return found
