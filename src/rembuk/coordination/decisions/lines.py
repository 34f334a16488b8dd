"""What somebody wrote in the lines of the one page, or of its sheet: read, told apart from what stood there, saved.

A line is saved by the action that a form of its own would call, in a transaction of its own: what is refused keeps its
words, and the rest is saved.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from rembuk.coordination.decisions import actions, queries
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused

MOST = 150
STALE = "Sudah diubah orang lain sesudah halaman ini dibuka. Lihat keadaannya sekarang, lalu simpan lagi."


@dataclass(frozen=True, slots=True)
class Line:
    """`origin` is what stood there when it was given out: version, percent and cause, as `origin_of` writes them."""

    code: str
    origin: str
    percent: str = ""
    text: str = ""
    cause: str = ""
    next_on: str = ""
    accept: bool = False

    @property
    def touched(self) -> bool:
        """Whether anything was written in it."""
        _, percent, cause = _parts(self.origin)
        changed = self.percent not in {"", percent} or self.cause != cause
        return bool(self.accept or self.text or self.next_on or changed)


@dataclass(frozen=True, slots=True)
class Saved:
    """How many lines were saved, and which were refused with which sentence."""

    count: int = 0
    refused: Mapping[str, str] = field(default_factory=dict)


def origin_of(version: int, percent: int, cause: str) -> str:
    """What a line remembers of how it stood."""
    return f"{version}.{percent}.{cause}"


def _parts(origin: str) -> tuple[str, str, str]:
    version, _, rest = origin.partition(".")
    percent, _, cause = rest.partition(".")
    return version, percent, cause


def posted(data: Mapping[str, str]) -> list[Line]:
    """The lines of a form in which anything was written."""
    codes = [name.removeprefix("o-") for name in data if name.startswith("o-")][:MOST]
    return [line for line in (_posted(data, code) for code in codes) if line.touched]


def _posted(data: Mapping[str, str], code: str) -> Line:
    def said(letter: str) -> str:
        return data.get(f"{letter}-{code}", "").strip()

    percent, cause = _parts(said("o"))[1:]
    return Line(
        code, said("o"), said("p") if f"p-{code}" in data else percent, said("t"),
        said("c") if f"c-{code}" in data else cause, said("n"), bool(said("a")),
    )  # fmt: skip


def save(actor: Actor, lines: Iterable[Line]) -> Saved:
    """Saves each; what was refused stands beside its code."""
    done, refused = 0, {}
    for line in lines:
        try:
            save_one(actor, line)
        except Refused as refusal:
            refused[line.code] = refusal.message
        else:
            done += 1
    return Saved(done, refused)


def save_one(actor: Actor, line: Line) -> None:
    """Accepts, or tells, as the line says; refused where somebody was first."""
    percent, next_on = _number(line.percent), _day(line.next_on)
    found = queries.follow_up(actor, line.code)
    if str(found.version) != _parts(line.origin)[0]:
        raise Refused("stale", STALE)
    if line.accept:
        actions.accept(actor=actor, follow_up=found)
    else:
        actions.tell(actor=actor, follow_up=found, text=line.text, percent=percent, cause=line.cause, next_on=next_on)


def _number(said: str) -> int | None:
    if not said:
        return None
    if not said.isascii() or not said.isdigit() or len(said) > 3:
        raise Refused("percent", "Persen ditulis dengan angka, antara 0 dan 100.")
    return int(said)


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        raise Refused("no_day", "Tanggal kabar berikutnya tidak terbaca. Contoh: 2026-01-27.") from None


@dataclass(frozen=True, slots=True)
class Tried:
    """What would become of lines: those that would be saved, those refused and why, those that stand there already."""

    good: Sequence[Line] = ()
    refused: Mapping[str, str] = field(default_factory=dict)
    there: Sequence[Line] = ()


def tried(actor: Actor, lines: Iterable[Line]) -> Tried:
    """Each line saved and taken back, so that nothing but the deeds themselves says what would be refused."""
    good, refused, there = [], {}, []
    for line in lines:
        try:
            with transaction.atomic():
                save_one(actor, line)
                transaction.set_rollback(True)
        except Refused as refusal:
            if refusal.code in {"stale", "wrong_step"} and _stands(actor, line):
                there.append(line)
            else:
                refused[line.code] = refusal.message
        else:
            good.append(line)
    return Tried(good, refused, there)


def _stands(actor: Actor, line: Line) -> bool:
    """Whether a line was saved before: the same sheet a second time adds nothing."""
    found = queries.follow_up(actor, line.code)
    if line.accept:
        return found.status != "asked"
    newest = next(iter(queries.news(found)), None)
    return newest is not None and (newest.text, str(newest.percent), newest.cause) == (
        line.text, line.percent or str(newest.percent), line.cause,
    )  # fmt: skip
