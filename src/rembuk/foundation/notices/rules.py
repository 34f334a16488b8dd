"""When something may be sent, and when to try again. Writes nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor

# Minutes between attempts, more than a day in all: a mail server may be away so long. After the last the delivery has
# failed, and a person sees it.
BACK_OFF = (1, 5, 30, 120, *[240] * 6)
# How long a worker may take over one letter before another may try it.
LEASE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Hours:
    """The city's hours of the day, by its regulations; None where it has set none."""

    quiet_from: int | None
    quiet_until: int | None
    digest: int | None

    def quiet(self, instant: datetime) -> bool:
        """Whether people are left in peace."""
        if self.quiet_from is None or self.quiet_until is None:
            return False
        hour = clock.local(instant).hour
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= hour < self.quiet_until
        return hour >= self.quiet_from or hour < self.quiet_until

    def after_quiet(self, instant: datetime) -> datetime:
        """The instant itself, or the end of the quiet hours in which it falls."""
        if self.quiet_until is None or not self.quiet(instant):
            return instant
        return _next(instant, self.quiet_until)

    def due(self, now: datetime, *, urgent: bool) -> datetime:
        """When a notice goes out: at once where it is urgent, else with the day's digest."""
        if urgent:
            return now
        return self.after_quiet(now if self.digest is None else _next(now, self.digest))

    def again(self, now: datetime, tries: int, *, urgent: bool) -> datetime | None:
        """When to try again after `tries` failed attempts; None: no more."""
        if tries > len(BACK_OFF):
            return None
        later = now + timedelta(minutes=BACK_OFF[tries - 1])
        return later if urgent else self.after_quiet(later)


def _next(instant: datetime, hour: int) -> datetime:
    """The next time that it is `hour` o'clock in the city, later than `instant`."""
    local = clock.local(instant)
    at = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    return at if at > local else at + timedelta(days=1)


def may_see_deliveries(actor: Actor) -> bool:
    """Whether the city's failed deliveries are shown."""
    return bool(actor.scope("notices.view"))


def may_retry(actor: Actor) -> bool:
    """Whether the actor may send a failed delivery again."""
    return bool(actor.scope("notices.retry"))
