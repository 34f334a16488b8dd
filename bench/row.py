"""A line of the table and of results.json."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """What was measured (`value` in `unit`), the limit it is held against, their ratio, and the bar.

    For a page `limit` is what the bare view cost in the same rounds and `bar` how many times that is allowed; for the
    rest `limit` and `bar` are the same figure. Where nothing was measured, `unit` says why.
    """

    name: str
    value: float | None
    unit: str
    limit: float | None = None
    ratio: float | None = None
    bar: float | None = None
    holds: bool | None = None


def at_most(name: str, value: float, unit: str, bar: float) -> Row:
    """A figure that must not be larger than its bar."""
    return Row(name, round(value, 2), unit, bar, round(value / bar, 2), bar, value <= bar)


def at_least(name: str, value: float, unit: str, bar: float) -> Row:
    """A figure that must not be smaller."""
    return Row(name, round(value, 2), unit, bar, round(value / bar, 2), bar, value >= bar)


def not_run(name: str, why: str) -> Row:
    """What this machine lacks."""
    return Row(name, None, f"not run: {why}")


def table(rows: list[Row]) -> str:
    """For people."""
    lines = [f"{'':52} {'value':>9} {'unit':9} {'limit':>8} {'ratio':>7} {'bar':>7}"]
    for row in rows:
        if row.value is None:
            lines.append(f"{row.name:52} {row.unit}")
            continue
        held = "" if row.holds is None else "holds" if row.holds else "FALLS SHORT"
        numbers = [f"{number:g}" if number is not None else "" for number in (row.limit, row.ratio, row.bar)]
        lines.append(
            f"{row.name:52} {row.value:9g} {row.unit:9} {numbers[0]:>8} {numbers[1]:>7} {numbers[2]:>7} {held}"
        )
    return "\n".join(lines)
