"""Menghitung ulang semua angka berjalan (daftar, papan, Hari ini): dari kejadian pertama, lalu tindak lanjut dari
barisnya sendiri, karena yang dibuat dengan versi lama tidak tercatat dalam hitungannya. Jalankan sekali sesudah
memutakhirkan versi, selagi web dan pekerja berhenti; aman diulang."""

import argparse

from rembuk.config.cli import start


def arguments(parser: argparse.ArgumentParser) -> None:
    """It asks nothing."""


def run(args: argparse.Namespace) -> int:
    """All counts, at once or not at all."""
    start.django()
    from django.db import transaction

    from rembuk.coordination.decisions import counting
    from rembuk.coordination.decisions import queries as decisions
    from rembuk.foundation.tallies import actions as tallies

    with transaction.atomic():
        events = tallies.rebuild()
        standing = tallies.replace(kinds=counting.KINDS, tallies=decisions.counted())
    print(f"Dihitung ulang: {events} kejadian dibaca, {standing} hitungan tindak lanjut dari barisnya.")
    return 0
