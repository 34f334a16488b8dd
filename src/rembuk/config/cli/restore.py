"""Ke pemasangan kosong, dengan kunci aslinya sudah di REMBUK_HOME/keys. Arsip diperiksa seluruhnya lebih dulu, rantai
audit diperiksa sesudahnya, dan baru kemudian hasilnya dipakai: arsip yang rusak tidak mengubah apa pun. Pemasangan yang
sudah berisi ditolak, kecuali dengan --replace. Hentikan dulu web dan pekerja."""

import argparse
import json
from pathlib import Path

from rembuk.config.cli import start
from rembuk.config.cli.progress import Progress


def arguments(parser: argparse.ArgumentParser) -> None:
    """From where."""
    parser.add_argument("file", type=Path, help="arsip dari rembuk backup")
    parser.add_argument("--replace", action="store_true", help="ganti isi yang ada; yang lama hilang")
    parser.add_argument("--json", action="store_true", help="ringkasan sebagai JSON")
    parser.add_argument("-q", "--quiet", action="store_true", help="tanpa kemajuan")


def run(args: argparse.Namespace) -> int:
    """Checks, loads, verifies, and only then lets it count."""
    start.django(as_owner=True, demo_keys=True)
    from rembuk.config import restoring

    progress = Progress("Memulihkan baris", quiet=args.quiet)
    summary = restoring.restore(args.file, replace=args.replace, progress=progress)
    progress.end()
    print(
        json.dumps(summary)
        if args.json
        else f"Dipulihkan: {summary['rows']} baris, {summary['files']} berkas. Rantai audit utuh."
    )
    return 0
