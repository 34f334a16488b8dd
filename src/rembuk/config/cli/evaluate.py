"""Mengukur saran: belajar dari satu berkas pengaduan, lalu menebak instansi pada berkas lain.

  rembuk evaluate suggest --train lama.csv --test baru.csv --json

Berkas CSV (boleh .gz) dengan kolom teks dan instansi. Semua kelurahan dihitung satu kelas, semua kecamatan juga:
wilayah laporannya yang menunjuk kantornya. Tidak membaca dan tidak menulis basis data."""

import argparse
import json
import time
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    """What is measured, on which files."""
    parser.add_argument("what", choices=("suggest",), help="suggest: saran instansi dari kata-kata")
    parser.add_argument("--train", type=Path, required=True, metavar="BERKAS", help="pengaduan untuk belajar")
    parser.add_argument("--test", type=Path, required=True, metavar="BERKAS", help="pengaduan untuk diuji")
    parser.add_argument("--json", action="store_true", help="hasil sebagai JSON")


def run(args: argparse.Namespace) -> int:
    """Learns, guesses, counts."""
    from rembuk.coordination.reports.suggestions import exports, learning, measuring

    started = time.monotonic()
    train, test = exports.rows(args.train), exports.rows(args.test)
    model = learning.learn(train)
    found = measuring.measure(model.guesses([row.text for row in test]), [row.label for row in test])
    told = {
        "top1": found.top1, "top3": found.top3, "accuracy_at_80": found.accuracy_at_80, "train": len(train),
        "test": len(test), "classes": len(model.classes), "seconds": round(time.monotonic() - started, 1),
    }  # fmt: skip
    print(json.dumps(told) if args.json else lines(told))
    return 0


def lines(told: dict[str, float]) -> str:
    """For a person."""
    return (
        f"Saran pertama benar   {told['top1']:.1%}\n"
        f"Benar di tiga pertama {told['top3']:.1%}\n"
        f"Benar pada 80 % yang paling yakin {told['accuracy_at_80']:.1%}\n"
        f"{told['train']} pengaduan dipelajari, {told['test']} diuji, {told['seconds']} detik."
    )
