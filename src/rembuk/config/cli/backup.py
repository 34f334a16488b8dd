"""Arsip memuat isi basis data pada satu saat yang sama, dan semua berkas. KUNCI TIDAK IKUT: salin REMBUK_HOME/keys
sendiri, dan simpan terpisah; tanpa itu isi yang disegel di dalam arsip tidak terbaca. Arsip tetap memuat data pribadi:
simpan di tempat terkunci. Boleh dijalankan sewaktu Rembuk melayani. Arsip dari SQLite dapat dipulihkan ke PostgreSQL
dan sebaliknya."""

import argparse
import json
from pathlib import Path

from rembuk.config.cli import start
from rembuk.config.cli.progress import Progress


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("file", nargs="?", help="nama arsip (bawaan: REMBUK_HOME/backups/rembuk-<waktu>.tar.gz)")
    parser.add_argument("--json", action="store_true", help="ringkasan sebagai JSON")
    parser.add_argument("-q", "--quiet", action="store_true", help="tanpa kemajuan")


def run(args: argparse.Namespace) -> int:
    """Writes the archive."""
    start.django()
    from django.conf import settings

    from rembuk.config import backup
    from rembuk.foundation.kernel import clock

    name = f"rembuk-{clock.local(clock.now()):%Y%m%d-%H%M%S}.tar.gz"
    progress = Progress("Menyimpan baris", quiet=args.quiet)
    made = backup.save(Path(args.file or clock.home() / "backups" / name), Path(settings.MEDIA_ROOT), progress)
    progress.end()
    if args.json:
        print(json.dumps({"file": str(made.path), "sha256": made.sha256, "rows": made.rows, "files": made.files}))
    else:
        print(f"{made.path}: {made.rows} baris, {made.files} berkas\nSHA-256 {made.sha256}")
        print("Kunci (REMBUK_HOME/keys) tidak ada di dalamnya: simpan sendiri, terpisah dari arsip ini.")
    return 0
