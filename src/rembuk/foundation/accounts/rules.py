"""How long a wrong PIN makes one wait, what a good PIN is, and how long a sheet lives. Pure."""

from datetime import timedelta
from itertools import pairwise

from rembuk.foundation.accounts.tokens import PIN_LENGTH

SHEET_DAYS = 30
SHEET_TRIES = 10
FREE_TRIES = 3
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)


def wait_after(failures: int) -> timedelta:
    """Three tries are free; then 30 s, doubling up to an hour: a day of guessing covers thirty PINs of a million."""
    if failures < FREE_TRIES:
        return timedelta(0)
    return min(FIRST_WAIT * (1 << min(failures - FREE_TRIES, 10)), LONGEST_WAIT)


def in_words(wait: timedelta) -> str:
    """`30 detik`, `2 menit`, `1 jam`; rounded up."""
    seconds = int(wait.total_seconds() + 0.999)
    if seconds < 60:
        return f"{seconds} detik"
    return f"{-(-seconds // 60)} menit" if seconds < 3600 else "1 jam"


def weakness(pin: str) -> str:
    """Why a PIN of one's own choice is not good enough; "" where it is."""
    if len(pin) != PIN_LENGTH or not pin.isdecimal() or not pin.isascii():
        return f"PIN terdiri dari {PIN_LENGTH} angka."
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    if len(steps) == 1 and steps <= {0, 1, 9}:
        return "PIN ini terlalu mudah ditebak. Pilih angka yang tidak berurutan dan tidak sama semua."
    return ""
