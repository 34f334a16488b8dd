"""Berjalan terus sampai dihentikan. Boleh lebih dari satu pada PostgreSQL. Langkahnya: hitungan berjalan,
pemberitahuan, surat keluar, gambar kecil, tenggat yang lewat, sidik harian. Dimatikan kapan pun tidak ada yang
hilang atau ganda; yang belum selesai dikerjakan lagi oleh pekerja berikutnya."""

import argparse

from rembuk.config.cli import start


def arguments(parser: argparse.ArgumentParser) -> None:
    """One that only `serve` uses."""
    parser.add_argument("--parent", type=int, default=0, help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    """Works until ended."""
    start.django()
    from rembuk.config import worker

    worker.Loop(args.parent).run()
    return 0
