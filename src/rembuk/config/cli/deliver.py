"""Membaca kejadian baru, membuat pemberitahuan, lalu mengirim yang sudah waktunya (jam tenang dihormati).
Aman diulang: kotak masuk tepat sekali, surel dapat terulang dengan Message-ID yang sama."""

import argparse
import json

from rembuk.config.cli import start


def arguments(parser: argparse.ArgumentParser) -> None:
    """How it is told."""
    parser.add_argument("--json", action="store_true", help="ringkasan sebagai JSON")


def run(args: argparse.Namespace) -> int:
    """Until nothing waits."""
    start.django()
    from rembuk.config import worker
    from rembuk.foundation.notices import actions as notices

    made = sent = 0
    while done := notices.bring_forward(worker.BATCH):
        made += done
    while done := notices.deliver(worker.BATCH):
        sent += done
    print(json.dumps({"read": made, "sent": sent}) if args.json else f"{made} kejadian dibaca, {sent} kiriman diproses")
    return 0
