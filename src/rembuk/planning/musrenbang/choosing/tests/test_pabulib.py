"""Elections in Pabulib's format: read strictly, written without a person, exact in both directions."""

from fractions import Fraction
from pathlib import Path

import pytest

from rembuk.foundation.kernel.errors import Refused
from rembuk.planning.musrenbang.choosing import pabulib
from rembuk.planning.musrenbang.choosing.problem import Ballot

TEXT = """META
key;value
description;"Musrenbang ""contoh""; RW 1"
num_projects;3
num_votes;3
budget;1000000
vote_type;approval
PROJECTS
project_id;cost;name
1;400000;Selokan
2;250000,50;"Lampu; jalan"
3;700000;"Balai
warga"
VOTES
voter_id;vote;age
7;1,2;40
8;"2";
9;;
"""


def test_a_file_is_read_whole() -> None:
    election = pabulib.parse(TEXT)
    assert election.instance.budget == 1_000_000
    assert [project.cost for project in election.instance.projects] == [400_000, Fraction(500_001, 2), 700_000]
    assert election.instance.ballots == (Ballot(("1", "2")), Ballot(("2",)), Ballot(()))
    assert election.meta["description"] == 'Musrenbang "contoh"; RW 1'
    assert election.titles["2"] == "Lampu; jalan"


def test_line_ends_and_the_mark_of_windows_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.pb"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert pabulib.read(path).instance == pabulib.parse(TEXT).instance


def test_what_is_written_reads_back_and_names_no_voter() -> None:
    election = pabulib.parse(TEXT)
    text = pabulib.written(election.instance, election.meta, election.titles, chosen=["1"])
    again = pabulib.parse(text)
    assert again.instance == election.instance
    assert again.meta == election.meta
    assert "1;1,2\n2;2\n" in text
    assert "1;400000;1;Selokan;1\n" in text


POINTS = TEXT.replace("approval", "cumulative").replace(";age", ";points").replace('"2";', '"2";2')
POINTS = POINTS.replace("7;1,2;40", '7;1,2;"3,1"')


def test_points_and_places_are_kept() -> None:
    assert pabulib.parse(POINTS).instance.ballots[0] == Ballot(("1", "2"), (3, 1))
    again = pabulib.parse(pabulib.written(pabulib.parse(POINTS).instance, {}, {}))
    assert again.instance.ballots == pabulib.parse(POINTS).instance.ballots
    ranked = pabulib.parse(TEXT.replace("approval", "ordinal")).instance.ballots
    assert ranked[0] == Ballot(("1", "2"), (2, 1))


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ("META\nkey", "key", 1, "META"),
        ("PROJECTS\n", "", 8, "kolom"),
        ('VOTES\nvoter_id;vote;age\n7;1,2;40\n8;"2";\n9;;\n', "", 14, "VOTES"),
        ("project_id;cost", "project_id;price", 9, "cost"),
        ("voter_id;vote", "voter_id;votes", 15, "vote"),
        ("budget;1000000\n", "", 3, "budget"),
        ("budget;1000000", "budget;Rp1.000.000", 6, "bukan angka"),
        ("1;400000", "1;-400000", 10, "kurang dari 0"),
        ("1;400000", "1;", 10, "bukan angka"),
        ("1;400000", "2;400000", 11, "sudah ada"),
        ("1;400000;Selokan", "1;400000", 10, "kolom"),
        ("7;1,2", "7;1,4", 16, "'4'"),
        ("7;1,2", "7;1,1", 16, "dua kali"),
        ('8;"2"', '7;"2"', 17, "dua kali"),
        ('8;"2"', '8;"2', 17, "kutip"),
        ("num_votes;3", "num_votes;4", 5, "4 suara"),
        ("approval", "meter", 7, "tidak dikenal"),
        ("approval", "cumulative", 16, "points"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_its_line(old: str, new: str, line: int, word: str) -> None:
    assert old in TEXT
    with pytest.raises(Refused) as refused:
        pabulib.parse(TEXT.replace(old, new, 1))
    assert refused.value.code == "pb"
    assert refused.value.message.startswith(f"baris {line}: ")
    assert word in refused.value.message


def test_a_file_of_other_letters_is_refused_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.pb"
    path.write_bytes(TEXT.encode().replace(b"Selokan", b"Selok\xe4n"))
    with pytest.raises(Refused, match="baris 10"):
        pabulib.read(path)
