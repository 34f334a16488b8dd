"""How far a long work has come: one line brought up to date on a terminal, a line every ten per cent elsewhere."""

import sys
import time


class Progress:
    """Call it with how much is done, and of how much; `label` says what is counted. Prints to stderr."""

    def __init__(self, label: str, *, quiet: bool = False) -> None:
        self.label, self.quiet = label, quiet
        self.on_terminal = sys.stderr.isatty()
        self.started = time.monotonic()
        self.last_tenth, self.last_shown = -1, 0.0

    def __call__(self, done: int, total: int = 0) -> None:
        """Shows the state, where it has changed enough to be worth it."""
        if self.quiet:
            return
        if self.on_terminal:
            if time.monotonic() - self.last_shown > 0.1 or done == total:
                self.last_shown = time.monotonic()
                print(f"\r\033[K{self.line(done, total)}", end="", file=sys.stderr, flush=True)
        elif total and (tenth := done * 10 // total) > self.last_tenth:
            self.last_tenth = tenth
            print(self.line(done, total), file=sys.stderr, flush=True)

    def line(self, done: int, total: int) -> str:
        """`Memeriksa kejadian: 3.000 dari 10.000 (30 %), 2 detik`."""
        counted = f"{done:,}".replace(",", ".")
        if total:
            counted += f" dari {total:,}".replace(",", ".") + f" ({done * 100 // total} %)"
        return f"{self.label}: {counted}, {time.monotonic() - self.started:.0f} detik"

    def end(self) -> None:
        """Leaves the line standing."""
        if self.on_terminal and not self.quiet and self.last_shown:
            print(file=sys.stderr)
