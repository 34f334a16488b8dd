"""Kota Bekasi dengan kecamatan dan kelurahan yang sebenarnya, dan RW, RT, pejabat, warga serta laporan yang seluruhnya
karangan. 120 hari dimainkan lewat tindakan yang sama dengan yang dipakai orang; hari terakhir Jumat 30 Januari 2026,
dan sejak itu jamnya berjalan terus. Benih yang sama memberi kota yang sama. Basis data sungguhan tidak pernah disentuh.
Sesudah jadi, perintah ini hanya menjalankannya lagi."""

import argparse
import os
import sys
from pathlib import Path

from rembuk.config.demo import build


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which city, and what to do with it."""
    sizes = ", ".join(build.SIZES)
    parser.add_argument("--size", default="kelurahan", metavar="UKURAN", help=f"{sizes} (bawaan: kelurahan)")
    parser.add_argument("--city", default="32.75", metavar="KODE", help="kode kota (bawaan: 32.75, Kota Bekasi)")
    parser.add_argument("--seed", type=int, default=2026, metavar="N", help="benih (bawaan: 2026)")
    parser.add_argument("--reports", type=int, metavar="N", help="jumlah laporan (bawaan: menurut ukuran)")
    parser.add_argument("--no-serve", action="store_true", help="buat saja, jangan jalankan")
    parser.add_argument("--dump", action="store_true", help="cetak seluruh isinya sebagai teks, jangan jalankan")
    parser.add_argument(
        "--codes", action="store_true", help="cetak kode enam angka saat ini untuk yang masuk dengan aplikasi"
    )
    parser.add_argument(
        "--port", type=int, default=int(os.environ.get("PORT") or 8000), help="porta (bawaan: PORT atau 8000)"
    )
    parser.add_argument(
        "--bind", default=os.environ.get("REMBUK_BIND", "127.0.0.1"), help="antarmuka (bawaan: 127.0.0.1)"
    )
    parser.add_argument("-w", "--workers", type=int, default=2, help="jumlah proses web (bawaan: 2)")


def run(args: argparse.Namespace) -> int:
    """Makes it once; then prints who can sign in, and serves."""
    if args.codes and build.standing():
        print(codes())
        return 0
    from rembuk.config import keys, server

    serves = not (args.no_serve or args.dump or args.codes)
    if serves:
        server.demand_free(args.bind, args.port)
    count = args.reports or build.SIZES.get(args.size, 0)
    plan = build.Plan(args.seed, args.size, args.city, count, build.address(), build.PLAYED.get(args.size, 0))
    os.environ.setdefault("REMBUK_URL", f"http://localhost:{args.port}")
    build.ready(plan)
    if args.dump:
        from rembuk.config.demo import dump

        sys.stdout.writelines(f"{line}\n" for line in dump.lines())
        return 0
    if args.codes:
        print(codes())
        return 0
    server.collect_static()
    print(sign_ins(os.environ["REMBUK_URL"]))
    if serves:
        print(f"\nRembuk berjalan di {os.environ['REMBUK_URL']}  (Ctrl+C menghentikan)", flush=True)
        keys.told()
        server.serve(bind=args.bind, port=args.port, workers=args.workers, threads=4, with_work=True)
    return 0


def sign_ins(url: str) -> str:
    """One line for each of the cast: who, what for, link and PIN."""
    from rembuk.config import queries

    mark = queries.the_demo()
    # As one types it here: make demo puts the command into .venv, which is not on the path.
    us = os.path.relpath(sys.argv[0]) if Path(sys.argv[0]).name == "rembuk" else "rembuk"
    lines = [f"Kota contoh (benih {mark.seed}). Buka tautan, ketik PIN; atau nama, sandi dan kode enam angka:", ""]
    for row in mark.sign_ins:
        key = (
            f"PIN {row['pin']}"
            if "pin" in row
            else f"nama {row['username']}, sandi {row['password']}, kode: {us} demo --codes"
        )
        lines.append(f"{row['office']}, {row['name']} ({row['told']}): {url}{row['path']}  {key}")
    return "\n".join(lines)


def codes() -> str:
    """The six digits of this moment, for those who sign in with an app; or its secret, for an app of one's own."""
    import base64
    import hmac

    from rembuk.config import queries
    from rembuk.foundation.kernel import clock

    mark = queries.the_demo()
    step = int(clock.machine_now().timestamp()) // 30
    lines = []
    for row in mark.sign_ins:
        if "totp" in row:
            digest = hmac.digest(base64.b32decode(row["totp"]), step.to_bytes(8), "sha1")
            number = int.from_bytes(digest[(start := digest[-1] & 15) : start + 4]) & 0x7FFFFFFF
            lines.append(f"{row['username']}: {number % 10**6:06d}   (rahasia untuk aplikasi: {row['totp']})")
    return "\n".join(lines)
