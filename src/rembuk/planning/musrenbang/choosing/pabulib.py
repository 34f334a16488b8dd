"""Elections in Pabulib's `.pb` format: META, PROJECTS and VOTES, each a table with `;` between cells.

Read strictly: whatever is missing, doubled or not a number is refused with its line, and nothing is half read. Ballots
of all kinds become `Ballot`; of a ranked one the points are its places, last to first (the first of three has 3).
Written without any person: voters are numbered.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from rembuk.foundation.kernel.errors import Refused
from rembuk.planning.musrenbang.choosing.problem import Ballot, Instance, Money, Project

NEEDED = {"META": ("key", "value"), "PROJECTS": ("project_id", "cost"), "VOTES": ("voter_id", "vote")}
APPROVING = {"approval", "choose-1"}
POINTING = {"cumulative", "scoring"}
BALLOTS = APPROVING | POINTING | {"ordinal"}
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]*)?", re.ASCII)
PLACES = 20


@dataclass(frozen=True, slots=True)
class Election:
    """A file as it was read: `meta` with all its keys, `titles` of the projects where they have one."""

    instance: Instance
    meta: Mapping[str, str]
    titles: Mapping[str, str]

    @property
    def pointed(self) -> bool:
        """Whether voters gave points."""
        return self.meta["vote_type"] in POINTING


@dataclass(frozen=True, slots=True)
class Line:
    """A row with its line in the file."""

    number: int
    cells: Mapping[str, str]

    def refused(self, message: str) -> Refused:
        """What is wrong in this line."""
        return refused(self.number, message)


def refused(number: int, message: str) -> Refused:
    """What is wrong, and where."""
    return Refused("pb", f"baris {number}: {message}")


def read(path: Path) -> Election:
    """An election from a file."""
    try:
        return parse(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise refused(line, "bukan teks UTF-8") from error


def parse(text: str) -> Election:
    """An election from its text."""
    sections = _sections(text)
    meta = {line.cells["key"]: line for line in sections["META"]}
    for key in ("budget", "vote_type"):
        if key not in meta:
            raise refused(sections["META"][0].number if sections["META"] else 1, f"META tidak memuat {key}")
    kind = meta["vote_type"].cells["value"]
    if kind not in BALLOTS:
        raise meta["vote_type"].refused(f"jenis suara {kind!r} tidak dikenal")
    projects = _projects(sections["PROJECTS"])
    ballots = tuple(_ballots(sections["VOTES"], {project.id for project in projects}, kind))
    _count(meta.get("num_projects"), len(projects), "usulan")
    _count(meta.get("num_votes"), len(ballots), "suara")
    budget = _amount(meta["budget"], "value", "anggaran")
    titles = {line.cells["project_id"]: line.cells.get("name", "") for line in sections["PROJECTS"]}
    values = {key: line.cells["value"] for key, line in meta.items()}
    return Election(Instance(budget, projects, ballots), values, titles)


def _sections(text: str) -> dict[str, list[Line]]:
    """The rows of each section under the names of its columns."""
    found: dict[str, list[Line]] = {}
    name, header = "", list[str]()
    for number, cells in _rows(text):
        if len(cells) == 1 and cells[0].upper() in NEEDED:
            name, header = cells[0].upper(), []
            if name in found:
                raise refused(number, f"bagian {name} ada dua kali")
            found[name] = []
        elif not name:
            raise refused(number, "berkas harus mulai dengan META")
        elif not header:
            header = _header(number, name, cells)
        elif len(cells) != len(header):
            raise refused(number, f"{name} punya {len(header)} kolom, baris ini {len(cells)}")
        else:
            found[name].append(Line(number, dict(zip(header, cells, strict=True))))
    missing = [section for section in NEEDED if section not in found]
    if missing:
        raise refused(text.count("\n") + 1, f"bagian {missing[0]} tidak ada")
    return found


def _header(number: int, name: str, cells: list[str]) -> list[str]:
    for column in NEEDED[name]:
        if cells.count(column) != 1:
            raise refused(number, f"{name} perlu satu kolom {column}")
    return cells


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold something, with the line on which each begins."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    start = 1
    try:
        for row in rows:
            if any(cell.strip() for cell in row):
                yield start, [cell.strip() for cell in row]
            start = rows.line_num + 1
    except csv.Error as error:
        raise refused(start, "tanda kutip tidak ditutup atau tidak pada tempatnya") from error


def _projects(lines: list[Line]) -> tuple[Project, ...]:
    seen: set[str] = set()
    found = []
    for line in lines:
        name = line.cells["project_id"]
        if not name or name in seen:
            raise line.refused(f"project_id {name!r} kosong atau sudah ada")
        seen.add(name)
        found.append(Project(name, _amount(line, "cost", "biaya")))
    return tuple(found)


def _ballots(lines: list[Line], known: set[str], kind: str) -> Iterator[Ballot]:
    voters: set[str] = set()
    for line in lines:
        voter = line.cells["voter_id"]
        if voter in voters:
            raise line.refused(f"pemilih {voter} memberi suara dua kali")
        voters.add(voter)
        names = tuple(name.strip() for name in line.cells["vote"].split(",") if name.strip())
        if len(set(names)) != len(names):
            raise line.refused("satu usulan disebut dua kali dalam satu suara")
        for name in names:
            if name not in known:
                raise line.refused(f"usulan {name!r} tidak ada di PROJECTS")
        yield Ballot(names, _points(line, names, kind))


def _points(line: Line, names: tuple[str, ...], kind: str) -> tuple[int, ...]:
    if kind in APPROVING:
        return ()
    if kind == "ordinal":
        return tuple(range(len(names), 0, -1))
    cells = [cell.strip() for cell in line.cells.get("points", "").split(",") if cell.strip()]
    if len(cells) != len(names):
        raise line.refused(f"{len(names)} usulan tetapi {len(cells)} angka di kolom points")
    try:
        points = tuple(int(cell) for cell in cells)
    except ValueError as error:
        raise line.refused("points harus bilangan bulat") from error
    if any(point < 0 for point in points):
        raise line.refused("points tidak boleh kurang dari 0")
    return points


def _amount(line: Line, column: str, word: str) -> Money:
    """Money, exactly: a decimal comma or point is kept as a fraction."""
    said = line.cells[column].replace(",", ".")
    if not NUMBER.fullmatch(said):
        raise line.refused(f"{word} {line.cells[column]!r} bukan angka")
    amount = Fraction(said)
    if amount < 0:
        raise line.refused(f"{word} kurang dari 0")
    return amount.numerator if amount.denominator == 1 else amount


def _count(line: Line | None, found: int, word: str) -> None:
    """A file that was cut off says another number than it holds."""
    if line is not None and line.cells["value"] != str(found):
        raise line.refused(f"META menyebut {line.cells['value']} {word}, berkas memuat {found}")


def written(instance: Instance, meta: Mapping[str, str], titles: Mapping[str, str], chosen: Iterable[str] = ()) -> str:
    """The election as text; `meta` says what this does not know (description, unit, rule …)."""
    selected = set(chosen)
    votes = {project.id: 0 for project in instance.projects}
    for ballot in instance.ballots:
        for name in ballot.names:
            votes[name] += 1
    pointed = any(ballot.points for ballot in instance.ballots)
    kind = meta.get("vote_type", "cumulative" if pointed else "approval")
    counted = {"num_projects": len(instance.projects), "num_votes": len(instance.ballots),
               "budget": _decimal(instance.budget), "vote_type": kind}  # fmt: skip
    rest = {key: value for key, value in meta.items() if key not in counted}
    text = io.StringIO(newline="")
    rows = csv.writer(text, delimiter=";", lineterminator="\n")
    rows.writerows([["META"], ["key", "value"], *({**rest, **counted}).items()])
    rows.writerows([["PROJECTS"], ["project_id", "cost", "votes", "name", "selected"]])
    for project in instance.projects:
        title = " ".join(titles.get(project.id, "").split())
        rows.writerow([project.id, _decimal(project.cost), votes[project.id], title, int(project.id in selected)])
    points = kind in POINTING
    rows.writerows([["VOTES"], ["voter_id", "vote", *(["points"] if points else [])]])
    for number, ballot in enumerate(instance.ballots, 1):
        given = [",".join(map(str, ballot.points))] if points else []
        rows.writerow([number, ",".join(ballot.names), *given])
    return text.getvalue()


def _decimal(amount: Money) -> str:
    """An amount as the format writes it, exactly: what was read has a finite number of decimals."""
    exact = Fraction(amount)
    places = 0
    while exact.denominator != 1 and places < PLACES:
        exact, places = exact * 10, places + 1
    if exact.denominator != 1:
        raise Refused("pb", f"biaya {amount} tidak dapat ditulis sebagai desimal")
    digits = str(exact.numerator).zfill(places + 1)
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits
