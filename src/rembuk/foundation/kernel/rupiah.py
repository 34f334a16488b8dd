"""Money is whole rupiah."""

import re

from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.text import number

# No budget of the state has more.
DIGITS = 17
SIZES = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (10**3, "ribu"))


def rupiah(amount: int) -> str:
    """`1250000` as `Rp1.250.000`."""
    return f"-Rp{number(-amount)}" if amount < 0 else f"Rp{number(amount)}"


def short(amount: int) -> str:
    """`12500000` as `Rp12,5 juta`, in tenths rounded half up."""
    if amount < 0:
        return f"-{short(-amount)}"
    for size, name in SIZES:
        tenths = (amount * 10 + size // 2) // size
        if amount >= 1000 and tenths >= 10:
            whole, tenth = divmod(tenths, 10)
            return f"Rp{number(whole)}{f',{tenth}' if tenth else ''} {name}"
    return rupiah(amount)


_WRITTEN = re.compile(
    r"(?:rp\.?)?\s*([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?:,[0-9]{3}){2,}|[0-9]+)\s*(?:,-+|,00|\.-)?", re.IGNORECASE
)


def read(said: str) -> int:
    """What people type: `12500000`, `Rp 12.500.000,-`, `12.500.000,00`. Raises Refused where it is no whole amount."""
    found = _WRITTEN.fullmatch(said.strip())
    if found is None:
        raise Refused("no_amount", f"“{said.strip()[:40]}” bukan jumlah rupiah. Tulis seperti 12.500.000.")
    digits = found[1].replace(".", "").replace(",", "").lstrip("0") or "0"
    if len(digits) > DIGITS:
        raise Refused("no_amount", f"“{said.strip()[:40]}” terlalu besar. Periksa lagi nolnya.")
    return int(digits)
