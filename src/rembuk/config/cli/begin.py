"""Hari pertama sebuah kota, sesudah `rembuk import territory`: kota dilayani menurut waktunya; aturan, hari libur,
jenis lembaga dan jenis laporan diisi; Bagian Pemerintahan dan Inspektorat berdiri, dan pejabatnya mendapat lembar
masuk. Selebihnya dikerjakan keduanya di layar. Yang sudah ada tidak disentuh; yang terputus diteruskan; diulang tidak
menambah apa-apa.

  rembuk begin --city 32.75 --pemerintahan "Nama Kepala" "821/1/2026" 2026-01-02 \\
               --inspektorat "Nama Inspektur" "821/2/2026" 2026-01-02

Tautan dan PIN pada lembar hanya tampil sekali."""

import argparse
from datetime import date
from typing import TYPE_CHECKING

from rembuk.config.cli import start
from rembuk.foundation.kernel.clock import ZONES
from rembuk.foundation.kernel.errors import Refused

if TYPE_CHECKING:
    from rembuk.config import beginning

OFFICER = ("NAMA", "NOMOR-SK", "TANGGAL-SK")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which city, by which time, and who."""
    parser.add_argument("--city", default="", metavar="KODE", help="kode kota atau kabupaten, misalnya 32.75")
    parser.add_argument("--zone", default="", metavar="ZONA", help=f"{', '.join(ZONES)} (bawaan: menurut provinsinya)")
    for name, title in (("pemerintahan", "Kepala Bagian Pemerintahan"), ("inspektorat", "Inspektur")):
        parser.add_argument(f"--{name}", nargs=3, metavar=OFFICER, help=f"{title}, menurut SK-nya (tahun-bulan-hari)")
    parser.add_argument(
        "--new-sheets", action="store_true", help="lembar baru bagi yang belum masuk; lembar lamanya mati"
    )


def run(args: argparse.Namespace) -> int:
    """Begins, or goes on, and tells what was added."""
    start.django()
    from rembuk.config import beginning

    done = beginning.begin(planned(args))
    print("\n".join(told(done)))
    return 0


def planned(args: argparse.Namespace) -> "beginning.Plan":
    """What was typed, once it makes sense."""
    from rembuk.config import beginning

    if args.zone and args.zone not in ZONES:
        raise Refused("unknown_zone", f"zona waktu {args.zone} tidak dikenal; pilih {', '.join(ZONES)}")
    given = {seat.role: getattr(args, seat.role) for seat in beginning.FIRST}
    people = {role: person(words) for role, words in given.items() if words}
    return beginning.Plan(args.city, args.zone, people, args.new_sheets)


def person(words: list[str]) -> "beginning.Person":
    """Name, decree and its day."""
    from rembuk.config import beginning

    name, decree, on = words
    try:
        return beginning.Person(name, decree, date.fromisoformat(on))
    except ValueError:
        raise Refused("bad_date", f"tanggal SK “{on}” keliru; tulis tahun-bulan-hari, misalnya 2026-01-02") from None


def told(done: "beginning.Done") -> list[str]:
    """What a person at the terminal reads."""
    from django.conf import settings

    lines = [f"ditambahkan: {line}" for line in done.added] + [f"sudah ada: {line}" for line in done.there]
    if not done.added and not done.sheets:
        return [*lines, "Tidak ada yang ditambahkan."]
    if done.sheets:
        lines += ["", "Lembar masuk. Hanya tampil sekali: cetak atau salin sekarang, serahkan langsung."]
    for sheet in done.sheets:
        seat = sheet.appointment
        lines += [f"{seat.position.title}, {seat.user} ({sheet.uses} kali pakai, {sheet.days} hari)"]
        lines += [f"  {sheet.link}  PIN {sheet.pin}"]
    if done.sheets and "//localhost" in settings.PUBLIC_URL:
        lines.append("REMBUK_URL belum diisi: tautan ini hanya terbuka di komputer ini.")
    return [*lines, "", "Berikutnya: rembuk serve"]
