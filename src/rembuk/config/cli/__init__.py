"""The one command line, `rembuk`: a table of commands, one file each; what is not in it is one of Django's own.

Nothing of Django is imported before a command asks for it, so that `--help` answers at once. An error is one line on
stderr and exit code 1.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Protocol

from rembuk.config.cli import failures


class Command(Protocol):
    """What a file of this folder offers."""

    def arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, args: argparse.Namespace) -> int: ...


# name → (file, what it is for)
COMMANDS = {
    "demo": ("demo", "buat kota contoh (sekali), lalu jalankan"),
    "serve": ("serve", "jalankan web; pada SQLite pekerja ikut di dalamnya"),
    "work": ("work", "jalankan pekerja saja: tenggat, pemberitahuan, surat, gambar kecil, sidik harian"),
    "tick": ("tick", "teruskan yang jatuh tempo, sekali"),
    "recount": ("recount", "hitung ulang angka daftar dan papan, sesudah memutakhirkan versi"),
    "deliver": ("deliver", "buat dan kirim pemberitahuan yang menunggu, sekali"),
    "verify": ("verify", "periksa rantai audit dan cocokkan dengan isi basis data"),
    "import": ("imports", "masukkan wilayah, batas, daftar pengurus, atau laporan dari berkas"),
    "begin": ("begin", "hari pertama sebuah kota: aturan, lembaga, dan pejabat pertama dengan lembar masuknya"),
    "new-city": ("new_city", "hari pertama sebuah kota dengan pengurusnya sekaligus, dan apa yang masih kurang"),
    "migrate": ("migrate", "siapkan atau mutakhirkan basis data"),
    "keys": ("keys", "buat kunci pemasangan ini (sekali)"),
    "rotate": ("rotate", "tambah kunci segel baru dan segel ulang isi lama"),
    "backup": ("backup", "simpan basis data dan berkas ke satu arsip"),
    "restore": ("restore", "pulihkan dari arsip ke pemasangan kosong"),
    "learn": ("learn", "pelajari laporan kota ini yang sudah ditutup, untuk saran lembaga dan jenis"),
    "fridays": ("fridays", "susun giliran rembuk Jumat yang diminta"),
    "evaluate": ("evaluate", "ukur tebakan program pada berkas yang jawabannya diketahui"),
    "where": ("where", "tunjukkan kode di balik sebuah alamat halaman"),
}

# Django's own that neither seal nor sign; of ours `keys`, `where` and `migrate --check`. All others demand keys.
WITHOUT_KEYS = set(
    "help version makemigrations showmigrations sqlmigrate squashmigrations optimizemigration findstatic "
    "collectstatic".split()
)

DESCRIPTION = """\
Rembuk: dari keluhan warga sampai menjadi kerja kota.

Semua yang ditulis berada di bawah REMBUK_HOME (bawaan: var/). Basis data ditunjuk DATABASE_URL
(bawaan: sqlite di REMBUK_HOME; kota: postgresql://pengguna@host/nama)."""

EPILOGUE = """\
Mulai dari nol:   rembuk keys && rembuk migrate && rembuk import territory wilayah.csv
                  rembuk begin --city 32.75 --pemerintahan NAMA SK TANGGAL --inspektorat NAMA SK TANGGAL
                  rembuk serve
Mencoba dulu:     rembuk demo
Perintah lain adalah milik Django: shell, dbshell, check, showmigrations, …  (rembuk help PERINTAH)
rembuk PERINTAH --help menjelaskan satu perintah."""


def main(words: Sequence[str] | None = None) -> int:
    """Runs a command and returns the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rembuk.config.settings")
    words = list(sys.argv[1:] if words is None else words)
    return failures.exit_code(lambda: command(words))


def command(words: Sequence[str]) -> int:
    """One of ours or one of Django's."""
    if not words or words[0] in {"-h", "--help"}:
        print(overview())
        return 0
    if words[0] == "--version":
        from rembuk import __version__

        print(f"rembuk {__version__}")
        return 0
    return own(words) if words[0] in COMMANDS else djangos(words)


def overview() -> str:
    """What `rembuk --help` prints."""
    lines = [f"  {name:<9} {text}" for name, (_, text) in COMMANDS.items()]
    return "\n".join([DESCRIPTION, "", "Pemakaian: rembuk PERINTAH [pilihan]", "", *lines, "", EPILOGUE])


def own(words: Sequence[str]) -> int:
    """One of the commands of this folder."""
    name = words[0]
    file, text = COMMANDS[name]
    found: Command = importlib.import_module(f"rembuk.config.cli.{file}")
    parser = argparse.ArgumentParser(
        prog=f"rembuk {name}", description=f"{text[0].upper()}{text[1:]}.\n\n{found.__doc__ or ''}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    found.arguments(parser)
    return found.run(parser.parse_args(words[1:]))


def djangos(words: Sequence[str]) -> int:
    """One of Django's own management commands."""
    from django.conf import settings
    from django.core.management import execute_from_command_line

    from rembuk.config import keys

    if words[0] in WITHOUT_KEYS:
        settings.SILENCED_SYSTEM_CHECKS = [keys.CHECK]
    else:
        keys.demand()
    execute_from_command_line(["rembuk", *words])
    return 0
