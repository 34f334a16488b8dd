"""Alamat bawaan http://localhost:8000; PORT atau --port memilih porta, REMBUK_BIND atau --bind memilih antarmuka
jaringan (0.0.0.0: semua; pasang HTTPS di depannya dan isi REMBUK_URL, REMBUK_HOSTS, REMBUK_TRUSTED_PROXIES).
Pada SQLite pekerja dijalankan serta, dan dihidupkan lagi bila mati. Pada PostgreSQL jalankan `rembuk work` sendiri."""

import argparse
import os

from rembuk.config.cli import start


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where, and with how many processes and threads."""
    parser.add_argument(
        "--port", type=int, default=int(os.environ.get("PORT") or 8000), help="porta (bawaan: PORT atau 8000)"
    )
    parser.add_argument(
        "--bind", default=os.environ.get("REMBUK_BIND", "127.0.0.1"), help="antarmuka (bawaan: 127.0.0.1)"
    )
    parser.add_argument("-w", "--workers", type=int, default=2, help="jumlah proses web (bawaan: 2)")
    parser.add_argument("--threads", type=int, default=4, help="jumlah utas tiap proses (bawaan: 4)")
    parser.add_argument("--no-work", action="store_true", help="tanpa pekerja, juga pada SQLite")


def run(args: argparse.Namespace) -> int:
    """Serves until it is ended."""
    from rembuk.config import server

    server.demand_free(args.bind, args.port)
    start.django()
    server.serve(bind=args.bind, port=args.port, workers=args.workers, threads=args.threads, with_work=not args.no_work)
    return 0
