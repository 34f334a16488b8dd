"""Recomputes what the journal claims: chains, words, subjects' rows, days, and the triggers that guard it.

It streams and keeps one subject in mind, so a million events need no more memory than a thousand. It reads one
snapshot and blocks nobody. The first break is named. Since the last digest it costs what was
done since, not what there is.
"""

import hashlib
import json
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from rembuk.foundation.audit import merkle, queries, triggers
from rembuk.foundation.audit.models import Digest
from rembuk.foundation.kernel.seams import SUBJECTS

STEP = 1000
# Without json.loads's questions about what the text might be, a third of the time is saved.
_read = json.JSONDecoder().raw_decode


@dataclass
class Break(Exception):
    """Where the proof breaks: the subject, the number of the event in its chain, and what is wrong."""

    kind: str
    subject: str
    seq: int
    what: str

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} kejadian {self.seq}: {self.what}"


@dataclass
class Report:
    """What was checked; `broken` is the first break, `notes` is what weakens the proof without breaking it."""

    events: int = 0
    subjects: int = 0
    days: int = 0
    seconds: float = 0
    broken: Break | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether everything holds."""
        return self.broken is None


Progress = Callable[[int, int], None]


def verify(progress: Progress = lambda done, total: None, *, since_last: bool = False) -> Report:
    """Checks everything, or what was touched since the last closed day; `progress(done, total)` counts events."""
    report, started = Report(), time.monotonic()
    with _snapshot():
        try:
            _check_triggers()
            last = list(queries.digests()[:2]) if since_last else []
            if last:
                _check_since(last[0].day + timedelta(days=1), report, progress)
                _check_day(last[0], last[1] if last[1:] else None, queries.hashes(last[0].day))
                report.days += 1
            else:
                _check_chains(report, progress)
                _check_erased()
                _check_days(report)
        except Break as broken:
            report.broken = broken
        if connection.vendor == "postgresql" and queries.owns_journal():
            report.notes.append("Peran aplikasi memiliki tabel audit; pakai DATABASE_OWNER_URL agar terpisah.")
    report.seconds = time.monotonic() - started
    return report


@contextmanager
def _snapshot() -> Iterator[None]:
    """All that is read is of one moment, without a lock."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SET LOCAL statement_timeout = 0")
            # A plan for any moment reads the whole journal; one for this moment only what is newer.
            cursor.execute("SET LOCAL plan_cache_mode = force_custom_plan")
            # Whatever is begun here is read to its end.
            cursor.execute("SET LOCAL cursor_tuple_fraction = 1")
            yield


def _check_triggers() -> None:
    gone = triggers.missing(connection)
    if gone:
        raise Break("basis data", connection.vendor, 0, f"pemicu penjaga tidak ada: {', '.join(gone)}")


def _check_chains(report: Report, progress: Progress) -> None:
    rows = {subject.kind: subject.rows for subject in SUBJECTS}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_event")
        total = int(cursor.fetchone()[0])
        cursor.execute("SELECT DISTINCT subject_kind FROM audit_event")
        kinds = {kind for (kind,) in cursor.fetchall()}
    for kind in sorted(kinds | set(rows)):
        # Closed here, not when Python gets to it: a cursor on the server must not outlive its transaction.
        with ExitStack() as stack:
            events = stack.enter_context(closing(_stream(kind)))
            told = _Rows(kind, rows[kind](), stack) if kind in rows else None
            _check_kind(kind, events, told, report, lambda: progress(report.events, total))
            if told:
                told.end()
    progress(report.events, total)


def _check_since(day: date, report: Report, progress: Progress) -> None:
    """The chains of what was touched from that day on, each from the event before; and where its row stands now."""
    start, _ = queries.bounds(day)
    known = {subject.kind for subject in SUBJECTS}
    counted = queries.recorded_since(start)
    total = sum(counted.values())
    for kind in sorted(counted):
        with closing(_stream_since(kind, start)) as events:
            told = _Touched(kind) if kind in known else None
            _check_kind(kind, events, told, report, lambda: progress(report.events, total))
            if told:
                told.end()
    progress(report.events, total)


class _Touched:
    """The rows of those subjects that were touched, asked for by their ids, many at once."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.last: dict[UUID, tuple[int, int, str]] = {}

    def match(self, subject: str, seq: int, version: int, status: str) -> None:
        """The subject's row must be there and stand as its last event says."""
        self.last[UUID(subject)] = (seq, version, status)
        if len(self.last) == STEP:
            self.end()

    def end(self) -> None:
        """Asks for those that were not asked for yet."""
        found = queries.standing(self.kind, list(self.last))
        for pk, (seq, *said) in self.last.items():
            if pk not in found:
                raise Break(self.kind, str(pk), seq, GONE)
            if found[pk] != tuple(said):
                raise Break(self.kind, str(pk), seq, _differs(found[pk], said))
        self.last.clear()


class _Rows:
    """The rows of a kind beside their last events, both in the order of ids."""

    def __init__(self, kind: str, rows: Iterable[tuple[UUID, int, str]], stack: ExitStack) -> None:
        self.kind, self.rows = kind, iter(rows)
        if isinstance(self.rows, Generator):
            stack.enter_context(closing(self.rows))
        self.row = next(self.rows, None)

    def match(self, subject: str, seq: int, version: int, status: str) -> None:
        """The subject's row must be there and stand as its last event says."""
        if self.row and self.row[0].hex < subject:
            self._without_events()
        if self.row is None or self.row[0].hex != subject:
            raise Break(self.kind, str(UUID(subject)), seq, GONE)
        if self.row[1:] != (version, status):
            raise Break(self.kind, str(UUID(subject)), seq, _differs(self.row[1:], (version, status)))
        last, self.row = self.row, next(self.rows, None)
        if self.row and self.row[0] <= last[0]:
            raise ValueError(f"rows() of {self.kind} must be in the order of their ids")

    def end(self) -> None:
        """No row may be left over."""
        if self.row:
            self._without_events()

    def _without_events(self) -> None:
        assert self.row  # noqa: S101 - for mypy
        raise Break(self.kind, str(self.row[0]), 0, "barisnya tidak mempunyai kejadian")


GONE = "barisnya tidak ada lagi"


def _differs(has: Sequence[object], said: Sequence[object]) -> str:
    return f"barisnya versi {has[0]} “{has[1]}”, kejadian terakhir versi {said[0]} “{said[1]}”"


EVENTS = {
    "sqlite": "e.subject_id, e.seq, e.verb, e.path, e.recorded_at || ''",
    "postgresql": "replace(e.subject_id::text, '-', ''), e.seq, e.verb, e.path,"
    " to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')",
}


ALL = "1", "audit_event e LEFT JOIN audit_words w ON w.event_id = e.id WHERE e.subject_kind = %s"
# The chains of the touched ones from the event before; by their key, however many others there are.
SINCE = (
    "CASE WHEN touched.first > 1 THEN touched.first - 1 ELSE 1 END",
    """
(SELECT subject_id AS id, min(seq) AS first FROM audit_event WHERE recorded_at >= %s AND subject_kind = %s
 GROUP BY subject_id) touched
JOIN audit_event e ON e.subject_kind = %s AND e.subject_id = touched.id AND e.seq >= touched.first - 1
LEFT JOIN audit_words w ON w.event_id = e.id
""",
)


def _stream(kind: str) -> Generator[tuple[Any, ...], None, None]:
    return _streamed(ALL, [kind])


def _stream_since(kind: str, start: datetime) -> Generator[tuple[Any, ...], None, None]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off")
    return _streamed(SINCE, [start, kind, kind])


def _streamed(what: tuple[str, str], values: list[Any]) -> Generator[tuple[Any, ...], None, None]:
    first, source = what
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            f"SELECT {first}, {EVENTS[connection.vendor]}, e.body, e.hash, w.salt, w.text, w.erased_at"  # noqa: S608 - constants
            f" FROM {source} ORDER BY e.subject_id, e.seq",
            values,
        )
        while rows := cursor.fetchmany(STEP):
            yield from rows


def _check_kind(
    kind: str,
    events: Iterable[tuple[Any, ...]],
    rows: _Rows | _Touched | None,
    report: Report,
    progress: Callable[[], None],
) -> None:
    """The chains of one kind, one after another, each from its `first` on and ended by a look at the subject's row."""
    current, seq, previous = "", 0, ""
    body: dict[str, Any] = {}
    for first, subject, number, *columns, text, digest, salt, words, erased in events:
        if subject != current:
            if rows and current:
                rows.match(current, seq, body["version"], body["status"])
            current, seq, previous = subject, first - 1, "" if first == 1 else _read(text)[0]["previous"]
            report.subjects += 1
        if number != seq + 1:
            raise Break(kind, str(UUID(subject)), seq + 1, "hilang dari rantai")
        if hashlib.sha256(text.encode()).hexdigest() != digest:
            raise Break(kind, str(UUID(subject)), number, "isinya tidak cocok dengan sidiknya")
        body = _read(text)[0]
        wrong = _about_columns(body, previous, kind, subject, number, *columns)
        if not wrong and ("reason" in body or salt is not None):
            wrong = _about_words(body.get("reason"), salt, words, erased)
        if wrong:
            raise Break(kind, str(UUID(subject)), number, wrong)
        seq, previous = number, digest
        report.events += 1
        if not report.events % STEP:
            progress()
    if rows and current:
        rows.match(current, seq, body["version"], body["status"])


def _about_columns(
    body: dict[str, Any], previous: str, kind: str, subject: str, seq: int, verb: str, path: str, at: str
) -> str:
    if body["previous"] != previous:
        return "tidak menyambung pada kejadian sebelumnya"
    if (body["kind"], body["id"].replace("-", ""), body["seq"]) != (kind, subject, seq):
        return "kolom subjeknya berbeda dari isinya"
    if (body["verb"], body["path"], body["at"]) != (verb, path, _instant(at)):
        return "kolom kata kerja, tempat atau waktunya berbeda dari isinya"
    return ""


def _about_words(reason: str | None, salt: str | None, words: str, erased: object) -> str:
    if salt is None:
        return "kata-kata di sampingnya hilang"
    if reason is None:
        return "ada kata-kata yang tidak tercatat dalam kejadiannya"
    if erased is not None:
        return "di tempat kata-kata yang dihapus ada yang lain" if salt or words else ""
    if hashlib.sha256(f"{salt}{words}".encode()).hexdigest() != reason:
        return "kata-kata di sampingnya diubah"
    return ""


def _check_erased() -> None:
    """Words go by a deed, of which the journal tells."""
    if silent := queries.erased_silently():
        kind, subject, seq = silent
        raise Break(kind, str(subject), seq, "kata-kata di sampingnya dihapus tanpa tercatat")


def _instant(at: str) -> str:
    """SQLite keeps an instant as `2026-01-30 05:00:00.123456`, without the fraction where it is zero."""
    if at[-1] == "Z":
        return at
    return f"{at[:10]}T{at[11:]}Z" if len(at) == 26 else f"{at[:10]}T{at[11:]}.000000Z"


def _check_days(report: Report) -> None:
    """Each closed day's root over its events, and the chain from day to day."""
    before: Digest | None = None
    if digests := list(queries.digests().order_by("day")):
        with closing(queries.hashes_by_day(digests[0].day, digests[-1].day)) as sweep:
            # A day that is missing is told of before the two could part.
            for digest, (_, hashes) in zip(digests, sweep, strict=False):
                _check_day(digest, before, hashes)
                before = digest
                report.days += 1
    first = queries.first_day()
    if before is not None and first is not None and first < before.day - timedelta(days=report.days - 1):
        raise Break("sidik", str(first), 0, "ada kejadian sebelum sidik yang pertama")


def _check_day(digest: Digest, before: Digest | None, hashes: Iterable[str]) -> None:
    def broken(what: str) -> Break:
        return Break("sidik", str(digest.day), digest.events, what)

    if before and digest.day != before.day + timedelta(days=1):
        raise broken("hari sebelumnya tidak mempunyai sidik")
    if digest.previous != (before.hash if before else ""):
        raise broken("tidak menyambung pada hari sebelumnya")
    tree = merkle.tree(hashes)
    if (tree.count, tree.root()) != (digest.events, digest.root):
        raise broken(f"kejadian hari itu berubah: tercatat {digest.events}, ada {tree.count}")
    if merkle.link(digest.day.isoformat(), digest.events, digest.root, digest.previous) != digest.hash:
        raise broken("sidik hari itu diubah")
