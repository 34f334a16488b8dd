"""Musyawarah yang lewat batas waktunya diteruskan ke tingkat berikut, laporan yang didiamkan pelapor ditutup sebagai
“pelapor tidak menjawab”, dan yang tidak dilengkapi 30 hari ditarik. Aman diulang. Pekerja juga melakukannya."""

import argparse
import json

from rembuk.config.cli import start


def arguments(parser: argparse.ArgumentParser) -> None:
    """How it is told."""
    parser.add_argument("--json", action="store_true", help="ringkasan sebagai JSON")


def run(args: argparse.Namespace) -> int:
    """Once."""
    start.django()
    from rembuk.config import worker

    counts = dict(worker.tick())
    print(json.dumps(counts) if args.json else "\n".join(f"{name}: {count}" for name, count in counts.items()))
    return 0
