"""Kunci baru ditambahkan ke ring.json; semua yang disegel dibuka dengan kunci lama dan disegel dengan yang baru.
Kunci lama tetap dalam ring, sehingga cadangan lama masih terbaca; --drop-old membuangnya sesudah selesai.
Boleh terputus dan diulang. Simpan salinan baru ring.json sesudahnya."""

import argparse

from rembuk.config.cli import start
from rembuk.config.cli.progress import Progress


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which part of the work."""
    parser.add_argument(
        "--reseal-only", action="store_true", help="lanjutkan penyegelan ulang yang terputus, tanpa kunci baru"
    )
    parser.add_argument("--drop-old", action="store_true", help="buang kunci lama: cadangan lama tidak terbaca lagi")


def run(args: argparse.Namespace) -> int:
    """Adds a key, then re-seals."""
    start.django()
    from rembuk.config import keys
    from rembuk.foundation.kernel import rotation, seal

    if not args.reseal_only:
        print(f"Kunci {seal.add_key(keys.ring_file())} ditambahkan.")
    progress = Progress("Menyegel ulang")
    count = rotation.reseal(progress)
    progress.end()
    print(f"{count} isian disegel ulang.")
    if args.drop_old:
        print(f"Dibuang: {', '.join(seal.drop_old_keys(keys.ring_file())) or 'tidak ada kunci lama'}.")
    print(f"Salin {keys.ring_file()} ke tempat aman, terpisah dari cadangan.")
    return 0
