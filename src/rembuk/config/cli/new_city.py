"""Kota kosong yang benar dari kode resminya: `rembuk begin`, lalu daftar pengurus dari XLSX atau CSV, semuanya atau
tidak sama sekali; sesudahnya, apa yang masih kurang sebelum dibuka untuk umum. Diulang tidak menambah apa-apa.

  rembuk new-city --city 32.75 --pemerintahan "Nama Kepala" "821/1/2026" 2026-01-02 \\
                  --inspektorat "Nama Inspektur" "821/2/2026" 2026-01-02 --officers pengurus.xlsx

Tautan dan PIN pada lembar hanya tampil sekali."""

import argparse
from pathlib import Path

from rembuk.config.cli import begin, start


def arguments(parser: argparse.ArgumentParser) -> None:
    """Those of `begin`, and who else sits where."""
    begin.arguments(parser)
    parser.add_argument("--officers", type=Path, metavar="BERKAS", help="daftar pengurus (XLSX atau CSV dari Excel)")
    parser.add_argument("--errors", type=Path, help="berkas untuk baris yang salah")


def run(args: argparse.Namespace) -> int:
    """Begins, brings everybody in, tells what is missing; with a wrong row nothing of it happened."""
    start.django()
    from django.db import transaction

    from rembuk.config import beginning, opening
    from rembuk.foundation.institutions import imports
    from rembuk.foundation.kernel.actor import SYSTEM

    plan = begin.planned(args)
    with transaction.atomic():
        done = beginning.begin(plan)
        came = None
        if args.officers:
            came = imports.import_institutions(args.officers, actor=SYSTEM, errors_path=args.errors)
        wrong = bool(came and came.errors)
        transaction.set_rollback(wrong)
    if came and wrong:
        print("\n".join([*came.lines(), "Kota pun belum dimulai: tidak ada yang ditulis."]))
        return 1
    print("\n".join([*begin.told(done), *(came.lines() if came else ())]))
    lacking = opening.lacking()
    print("\n".join(["", "Sebelum dibuka untuk umum:", *(f"  belum: {line}" for line in lacking)] if lacking else
                    ["", "Tidak ada yang kurang untuk dibuka."]))  # fmt: skip
    return 0
