"""Mengukur apa yang ditebak program ini, pada berkas yang jawabannya diketahui.

  rembuk evaluate suggest --train lama.csv --test baru.csv    saran instansi: belajar dari satu, menebak pada yang lain
  rembuk evaluate alike pasangan.csv                          usulan serupa: pasangan usulan yang sudah dinilai orang
  rembuk evaluate rules pemilihan.pb                          aturan memilih usulan, pada pemilihan nyata (Pabulib)

Tidak membaca dan tidak menulis basis data. Dengan --json hasilnya sebagai JSON."""

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def suggest_arguments(parser: argparse.ArgumentParser) -> None:
    """Two files."""
    parser.add_argument("--train", type=Path, required=True, metavar="BERKAS", help="pengaduan untuk belajar")
    parser.add_argument("--test", type=Path, required=True, metavar="BERKAS", help="pengaduan untuk diuji")


def suggest(args: argparse.Namespace) -> int:
    """CSV (or .gz) with the columns teks and instansi. All kelurahan are one class, all kecamatan another."""
    from rembuk.coordination.reports.suggestions import exports, learning, measuring

    started = time.monotonic()
    train, test = exports.rows(args.train), exports.rows(args.test)
    model = learning.learn(train)
    found = measuring.measure(model.guesses([row.text for row in test]), [row.label for row in test])
    told = {
        "top1": found.top1, "top3": found.top3, "accuracy_at_80": found.accuracy_at_80, "train": len(train),
        "test": len(test), "classes": len(model.classes), "seconds": round(time.monotonic() - started, 1),
    }  # fmt: skip
    print(json.dumps(told) if args.json else suggest_lines(told))
    return 0


def suggest_lines(told: dict[str, float]) -> str:
    """For a person."""
    return (
        f"Saran pertama benar   {told['top1']:.1%}\n"
        f"Benar di tiga pertama {told['top3']:.1%}\n"
        f"Benar pada 80 % yang paling yakin {told['accuracy_at_80']:.1%}\n"
        f"{told['train']} pengaduan dipelajari, {told['test']} diuji, {told['seconds']} detik."
    )


def alike_arguments(parser: argparse.ArgumentParser) -> None:
    """One file."""
    parser.add_argument("pairs", type=Path, metavar="PASANGAN.csv", help="kolom seperti contoh-pasangan-usulan.csv")


def alike(args: argparse.Namespace) -> int:
    """All pairs, and by the column `untuk` those that choices were made by and those looked at once."""
    from rembuk.planning.musrenbang.alike import measuring

    labelled = measuring.pairs(args.pairs)
    uses = ["", *sorted({pair.use for pair in labelled} - {""})]
    told = {
        use or "semua": vars(measuring.measure([pair for pair in labelled if use in {"", pair.use}])) for use in uses
    }
    print(json.dumps(told) if args.json else "\n".join(alike_line(name, row) for name, row in told.items()))
    return 0


def alike_line(name: str, row: dict[str, Any]) -> str:
    """For a person."""
    wrong = f"; keliru: {', '.join(row['mistaken']) or '–'}; terlewat: {', '.join(row['missed']) or '–'}"
    return (
        f"{name}: {row['pairs']} pasang, {row['alike']} serupa. Yang disebut serupa benar {row['precision']:.1%}, "
        f"yang serupa ditemukan {row['recall']:.1%}, sama atau bagian benar {row['kinds']:.1%}{wrong}."
    )


def rules_arguments(parser: argparse.ArgumentParser) -> None:
    """One file."""
    parser.add_argument("election", type=Path, metavar="BERKAS.pb", help="pemilihan dalam format Pabulib")


def rules(args: argparse.Namespace) -> int:
    """What each rule chooses, always as JSON: by key, the ids in order and their cost."""
    from rembuk.planning.musrenbang.choosing import completion, pabulib
    from rembuk.planning.musrenbang.choosing.rules import EVALUATED, RULES

    election = pabulib.read(args.election)
    told = {}
    for key in (key for key, pointed in EVALUATED.items() if election.pointed or not pointed):
        with completion.by_two():
            found = RULES[key].choose(election.instance)
        whole = found.cost == int(found.cost)
        told[key] = {"selected": list(found.selected), "cost": int(found.cost) if whole else float(found.cost)}
    print(json.dumps(told, ensure_ascii=False, indent=1))
    return 0


# name → (what it is for, its arguments, what it does)
KINDS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None], Callable[[argparse.Namespace], int]]] = {
    "suggest": ("saran instansi dari kata-kata", suggest_arguments, suggest),
    "alike": ("usulan musrenbang yang serupa", alike_arguments, alike),
    "rules": ("aturan memilih usulan di bawah pagu", rules_arguments, rules),
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """What is measured, on which files."""
    kinds = parser.add_subparsers(dest="what", required=True, metavar="APA")
    for name, (text, add, _) in KINDS.items():
        kind = kinds.add_parser(name, help=text, description=text)
        add(kind)
        kind.add_argument("--json", action="store_true", help="hasil sebagai JSON")


def run(args: argparse.Namespace) -> int:
    """What was asked for."""
    _, _, measure = KINDS[args.what]
    return measure(args)
