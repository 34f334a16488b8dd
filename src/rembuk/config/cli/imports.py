"""rembuk import territory BERKAS        seluruh wilayah dalam bentuk kementerian (CSV, boleh .gz); berkas yang lebih
                                      baru memutakhirkan: yang berganti nama, pecah, dan bergabung tetap terlacak
rembuk import boundaries BERKAS       batas wilayah dari GeoJSON, tanpa GDAL
rembuk import institutions BERKAS     daftar pengurus kelurahan, RW dan RT (CSV dari Excel), satu baris satu jabatan:
                                      RW, RT, lembaga, jabatan dan orang yang belum ada dibuat; ketua baru mengakhiri
                                      masa jabatan yang lama. Contoh: examples/contoh-pengurus.csv
rembuk import figures BERKAS          angka kelurahan (CSV: kode, angka, nilai, per, sumber), misalnya jumlah penduduk
rembuk import dictionary BERKAS       kamus usulan musrenbang (CSV: kode, nama, satuan, dana, bidang; boleh harga,
                                      harga_tertinggi, opd, mulai, berakhir, sumber)
rembuk import reports BERKAS --map P  riwayat pengaduan dari sistem lain; peta kolom, instansi dan tempat dalam TOML

Semuanya atau tidak sama sekali: baris yang salah ditulis ke berkas dengan nomor dan alasannya. Diulang tidak
menambah apa-apa."""

import argparse
import dataclasses
import errno
import json
from collections.abc import Iterable
from pathlib import Path

from rembuk.config.cli import start
from rembuk.config.cli.progress import Progress
from rembuk.foundation.kernel.errors import Refused

KINDS = {
    "territory": "wilayah",
    "boundaries": "batas wilayah",
    "institutions": "daftar pengurus kelurahan, RW dan RT",
    "figures": "angka kelurahan",
    "dictionary": "kamus usulan musrenbang",
    "reports": "riwayat pengaduan",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """What, and from where."""
    kinds = parser.add_subparsers(dest="what", required=True, metavar=f"{{{','.join(KINDS)}}}")
    for name, text in KINDS.items():
        one = kinds.add_parser(name, help=text, description=f"Masukkan {text} dari berkas.")
        one.add_argument("file", type=Path, help="berkas yang dibaca")
        one.add_argument("--json", action="store_true", help="ringkasan sebagai JSON pada baris terakhir")
        one.add_argument("-q", "--quiet", action="store_true", help="tanpa kemajuan")
        if name == "territory":
            one.add_argument(
                "--serve", metavar="KODE", default="", help="kode kota yang dilayani pemasangan ini, misalnya 32.75"
            )
            one.add_argument(
                "--shrink",
                action="store_true",
                help="setuju bila banyak wilayah dalam daftar lama hilang dari berkas ini",
            )
        if name == "boundaries":
            one.add_argument("--source", default="", help="dari mana batas ini (bawaan: nama berkas)")
        if name == "reports":
            one.add_argument("--map", type=Path, required=True, help="peta kolom, instansi dan tempat (TOML)")
        if name in {"institutions", "dictionary", "reports"}:
            one.add_argument(
                "--errors",
                type=Path,
                help="berkas untuk baris yang salah (bawaan: REMBUK_HOME/imports/BERKAS.errors.csv)",
            )
            one.add_argument("--dry-run", action="store_true", help="periksa saja, tanpa menulis")


def run(args: argparse.Namespace) -> int:
    """Hands over to the module that the rows belong to."""
    if not args.file.is_file():
        raise FileNotFoundError(errno.ENOENT, "berkas tidak ada", str(args.file))
    start.django()
    kinds = {"territory": territory, "boundaries": boundaries, "institutions": institutions, "figures": figures,
             "dictionary": dictionary, "reports": reports}  # fmt: skip
    return kinds[args.what](args)


def territory(args: argparse.Namespace) -> int:
    """The country's places, or a city's."""
    from rembuk.foundation.kernel.actor import SYSTEM
    from rembuk.foundation.territory import actions, imports, queries

    progress = Progress("Memasukkan wilayah", quiet=args.quiet)
    done = imports.import_territory(args.file, actor=SYSTEM, progress=progress, shrink=args.shrink)
    progress.end()
    if args.serve:
        city = queries.by_code(args.serve)
        if city is None:
            raise Refused("no_city", f"tidak ada wilayah dengan kode {args.serve}")
        actions.serve(actor=SYSTEM, territory=city)
    lines = [
        (
            f"{done.rows} baris: {done.added} baru, {done.renamed} berganti nama, {done.gone} tidak ada lagi, "
            f"{done.reopened} ada lagi"
        )
    ]
    if done.orphans:
        lines.append(f"Belum jelas siapa penggantinya: {', '.join(done.orphans[:20])}")
    return tell(args, dataclasses.asdict(done), lines)


def boundaries(args: argparse.Namespace) -> int:
    """Outlines."""
    from rembuk.foundation.kernel.actor import SYSTEM
    from rembuk.foundation.territory import boundaries as outlines

    progress = Progress("Memasukkan batas", quiet=args.quiet)
    source = args.source or args.file.name
    done = outlines.import_boundaries(args.file, actor=SYSTEM, source=source, progress=progress)
    progress.end()
    lines = [
        f"{done.features} batas: {done.changed} baru atau berubah, {done.same} sama, {len(done.repaired)} diperbaiki"
    ]
    lines += [f"tidak cocok dengan wilayah mana pun: {name}" for name in done.unmatched]
    lines += [f"ditolak: {name}" for name in done.refused]
    return tell(args, dataclasses.asdict(done), lines)


def institutions(args: argparse.Namespace) -> int:
    """Who sits where in a kelurahan."""
    from rembuk.foundation.institutions import imports
    from rembuk.foundation.kernel.actor import SYSTEM

    progress = Progress("Memasukkan pengurus", quiet=args.quiet)
    done = imports.import_institutions(
        args.file, actor=SYSTEM, errors_path=args.errors, dry_run=args.dry_run, progress=progress
    )
    progress.end()
    tell(args, done.as_json(), done.lines())
    return 1 if done.errors else 0


def figures(args: argparse.Namespace) -> int:
    """What is known of many kelurahan."""
    from rembuk.foundation.kernel.actor import SYSTEM
    from rembuk.people.figures import imports

    done = imports.import_figures(args.file, actor=SYSTEM)
    tell(args, dataclasses.asdict(done), done.lines())
    return 1 if done.errors else 0


def dictionary(args: argparse.Namespace) -> int:
    """What may be asked for at the musrenbang."""
    from rembuk.foundation.kernel.actor import SYSTEM
    from rembuk.planning.musrenbang import imports

    done = imports.import_dictionary(args.file, actor=SYSTEM, errors_path=args.errors, dry_run=args.dry_run)
    tell(args, dataclasses.asdict(done), done.lines())
    return 1 if done.errors else 0


def reports(args: argparse.Namespace) -> int:
    """A history of complaints."""
    from rembuk.coordination.reports import imports

    progress = Progress("Memasukkan laporan", quiet=args.quiet)
    done = imports.import_reports(args.file, args.map, errors_path=args.errors, dry_run=args.dry_run, progress=progress)
    progress.end()
    return tell(args, done.as_json(), done.lines())


def tell(args: argparse.Namespace, summary: object, lines: Iterable[str]) -> int:
    """The summary, for a program or for a person."""
    print(json.dumps(summary, ensure_ascii=False, default=str) if args.json else "\n".join(lines))
    return 0
