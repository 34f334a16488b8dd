"""`rembuk evaluate`: what the program guesses, held against files whose answers are known."""

import csv
import gzip
import io
import json
from pathlib import Path

import pytest

from rembuk.config.cli import main
from rembuk.coordination.reports.suggestions import exports
from rembuk.foundation.kernel.errors import Refused
from tests.support.tools import ROOT

SAID = (("lampu jalan padam", "Dinas Perhubungan"), ("sampah menumpuk", "Dinas Lingkungan Hidup"),
        ("surat pengantar lama", "Kelurahan Melati"), ("surat pengantar hilang", "Kelurahan Kenanga"))  # fmt: skip


def written(path: Path, rows: list[tuple[str, str]], head: tuple[str, str] = ("teks", "instansi")) -> Path:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([head, *rows])
    content = text.getvalue().encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def test_it_learns_from_one_file_and_guesses_the_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [(f"{text} {n}", office) for n in range(20) for text, office in SAID]
    train, test = written(tmp_path / "a.csv", rows), written(tmp_path / "b.csv.gz", list(SAID))
    assert main(["evaluate", "suggest", "--train", str(train), "--test", str(test), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["top1"], told["top3"], told["accuracy_at_80"]) == (1.0, 1.0, 1.0)
    assert told["classes"] == 3
    assert main(["evaluate", "suggest", "--train", str(train), "--test", str(test)]) == 0
    assert "100.0%" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("rows", "head", "code"),
    [([("a", "b")], ("judul", "instansi"), "no_column"), ([], ("teks", "instansi"), "empty")],
)
def test_a_file_that_teaches_nothing_is_refused(
    tmp_path: Path, rows: list[tuple[str, str]], head: tuple[str, str], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        exports.rows(written(tmp_path / "a.csv", rows, head))
    assert refused.value.code == code


@pytest.mark.data
def test_a_real_city_year(shared_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = shared_data / "pengaduan" / "surabaya_keluhan_2022.csv.gz"
    with gzip.open(source, "rt", encoding="utf-8", newline="") as stream:
        rows = sorted(csv.DictReader(stream), key=lambda row: (row["waktu_lapor"], row["id"]))
    said = [(row["teks"], row["instansi"]) for row in rows]
    cut = len(said) * 3 // 4
    train, test = written(tmp_path / "a.csv", said[:cut]), written(tmp_path / "b.csv", said[cut:])
    assert main(["evaluate", "suggest", "--train", str(train), "--test", str(test), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["top1"] >= 0.74
    assert told["top3"] >= 0.88
    assert told["accuracy_at_80"] >= 0.85


def test_labelled_pairs_of_proposals_are_measured_whole_and_by_what_they_are_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    pairs = str(ROOT / "examples" / "contoh-pasangan-usulan.csv")
    assert main(["evaluate", "alike", pairs, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["semua"]["pairs"], told["pilih"]["pairs"] + told["akhir"]["pairs"]) == (300, 300)
    assert told["akhir"]["precision"] >= 0.9
    assert told["akhir"]["recall"] >= 0.8
    assert main(["evaluate", "alike", pairs]) == 0
    assert "semua: 300 pasang" in capsys.readouterr().out


def test_a_file_that_holds_no_pairs_is_refused_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.csv"
    path.write_text("nomor,label\n1,sama\n")
    assert main(["evaluate", "alike", str(path)]) == 1
    assert capsys.readouterr().err.count("\n") == 1
