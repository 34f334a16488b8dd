"""Aman diulang. Dengan DATABASE_OWNER_URL (PostgreSQL), perubahan dijalankan oleh pemilik tabel dan peran pada
DATABASE_URL hanya mendapat hak pakai; catatan audit tidak dapat diubah atau dihapusnya."""

import argparse

from rembuk.config import database
from rembuk.config.cli import start


def arguments(parser: argparse.ArgumentParser) -> None:
    """Django's own, where they are of use."""
    parser.add_argument("app", nargs="?", help="hanya modul ini (untuk pengembang)")
    parser.add_argument("name", nargs="?", help="sampai migrasi ini (untuk pengembang)")
    parser.add_argument(
        "--check", action="store_true", help="sebut saja yang belum dijalankan; keluar dengan kode 1 bila ada"
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="tanpa keterangan")


def run(args: argparse.Namespace) -> int:
    """Brings the database up to date, or says what it lacks, which needs no keys."""
    start.django(as_owner=True, with_keys=not args.check)
    if args.check:
        behind = database.behind()
        print("\n".join([f"belum dijalankan: {name}" for name in behind]) or "Basis data mutakhir.")
        return 1 if behind else 0
    target = [word for word in (args.app, args.name) if word]
    database.prepare(quiet=args.quiet, target=target)
    if not target:
        from rembuk.config import beginning

        for line in beginning.catch_up():
            print(f"baru dari pembaruan ini: {line}")
    return 0
