"""Kunci berada di REMBUK_HOME/keys: secret_key (tanda tangan sesi) dan ring.json (segel data pribadi).
Kunci yang sudah ada tidak pernah disentuh. Kunci tidak ikut dalam `rembuk backup`: salin folder itu ke tempat
lain yang terkunci. Tanpa ring.json, yang disegel tidak dapat dibuka lagi oleh siapa pun."""

import argparse

from rembuk.config import keys


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(args: argparse.Namespace) -> int:
    """Makes what is missing."""
    made = keys.make()
    for path in made:
        print(f"dibuat: {path}")
    print("Kunci lengkap." if not made else "Salin folder kunci ke tempat aman yang lain, terpisah dari cadangan.")
    return 0
