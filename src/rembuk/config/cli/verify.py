"""Menghitung ulang sidik setiap kejadian dan sidik harian, mencocokkan keadaan tiap baris dengan kejadian terakhirnya,
dan memastikan pemicu penjaga ada. Kerusakan pertama disebut namanya; kode keluar 1 bila ada."""

import argparse
import json
import sys

from rembuk.config.cli import start
from rembuk.config.cli.progress import Progress


def arguments(parser: argparse.ArgumentParser) -> None:
    """How it is told."""
    parser.add_argument(
        "--since-last",
        action="store_true",
        help="hanya yang tersentuh sejak sidik harian terakhir, dan sidik itu; tiap malam tetap periksa semua",
    )
    parser.add_argument("--json", action="store_true", help="hasil sebagai JSON")
    parser.add_argument("-q", "--quiet", action="store_true", help="tanpa kemajuan")


def run(args: argparse.Namespace) -> int:
    """Checks everything, or what is new."""
    start.django()
    from rembuk.foundation.audit import verify

    progress = Progress("Memeriksa kejadian", quiet=args.quiet)
    report = verify.verify(progress, since_last=args.since_last)
    progress.end()
    counts = {
        "events": report.events,
        "subjects": report.subjects,
        "days": report.days,
        "seconds": round(report.seconds, 2),
    }
    if args.json:
        print(
            json.dumps(
                {"ok": report.ok, **counts, "broken": str(report.broken or ""), "notes": report.notes},
                ensure_ascii=False,
            )
        )
        return 0 if report.ok else 1
    for note in report.notes:
        print(f"Catatan: {note}")
    if report.broken:
        print(f"rembuk: RUSAK: {report.broken}", file=sys.stderr)
        return 1
    print(
        f"Utuh: {report.events} kejadian pada {report.subjects} pokok, {report.days} sidik harian, "
        f"{report.seconds:.1f} detik."
    )
    return 0
