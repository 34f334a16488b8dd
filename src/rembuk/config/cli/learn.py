"""Belajar dari laporan kota ini yang sudah ditutup: lembaga dan jenis mana yang cocok dengan kata-katanya. Model
dipakai hanya bila pada seperempat laporan terakhir lebih sering benar daripada tabel kata kunci. Pekerja
menjalankannya seminggu sekali; aman diulang."""

import argparse
import json

from rembuk.config.cli import start


def arguments(parser: argparse.ArgumentParser) -> None:
    """How it is told."""
    parser.add_argument("--json", action="store_true", help="ringkasan sebagai JSON")


def run(args: argparse.Namespace) -> int:
    """Each target."""
    start.django()
    from rembuk.coordination.reports.actions.learning import learn
    from rembuk.coordination.reports.queries import suggesting

    told = [learn(target) for target in suggesting.TARGETS]
    print(json.dumps(told) if args.json else "\n".join(line(about) for about in told))
    return 0


def line(about: dict[str, object]) -> str:
    """For a person."""
    name = {"unit": "lembaga", "category": "jenis"}[str(about["target"])]
    if about.get("why") == "few":
        return f"{name}: {about['rows']} laporan tertutup, belum cukup untuk belajar; kata kunci yang dipakai."
    speaks = "model yang dipakai bila yakin" if about["speaks"] else "kata kunci tetap dipakai"
    return f"{name}: dari {about['rows']} laporan; {speaks}. Benar {about['model']}, kata kunci {about['keywords']}."
