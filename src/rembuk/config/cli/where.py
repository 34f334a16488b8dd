"""Contoh: rembuk where /laporan/BKS-7K2M/naik/
Mencetak fungsi tampilan, deed dan aturan di belakangnya, templat, dan uji yang menjaganya."""

import argparse
from urllib.parse import urlsplit

from rembuk.config.cli import start


def arguments(parser: argparse.ArgumentParser) -> None:
    """The address."""
    parser.add_argument("url", help="alamat halaman, lengkap atau mulai dari garis miring")
    parser.add_argument("--json", action="store_true", help="sebagai JSON")


def run(args: argparse.Namespace) -> int:
    """Prints what is behind it."""
    start.django(with_keys=False)
    import json

    from rembuk.config import behind

    found = behind.page(urlsplit(args.url).path or "/")
    if args.json:
        print(json.dumps(found, ensure_ascii=False))
        return 0
    for name, values in found.items():
        print(f"{name:<9} {values[0] if values else '–'}")
        for value in values[1:]:
            print(f"{'':<9} {value}")
    return 0
