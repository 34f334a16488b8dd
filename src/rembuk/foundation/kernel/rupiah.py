"""Money is whole rupiah."""

from rembuk.foundation.kernel.text import number

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
