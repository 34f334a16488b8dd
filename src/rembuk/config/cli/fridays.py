"""Menyusun giliran rembuk Jumat yang sudah diminta di layar: tiap kelurahan dalam batasnya, yang mendesak lebih dulu.
Pekerja menjalankannya sendiri begitu ada yang meminta; aman diulang."""

import argparse

from rembuk.config.cli import start


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing more is asked."""


def run(args: argparse.Namespace) -> int:
    """Each plan that waits."""
    start.django()
    from rembuk.coordination.visits import drafting

    made = drafting.draft_all()
    for rotation in made:
        print(f"{rotation}: {rotation.get_status_display()}")
    if not made:
        print("Tidak ada giliran yang menunggu disusun.")
    return 0
