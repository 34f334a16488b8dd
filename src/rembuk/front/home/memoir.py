"""The memori jabatan as a tagged PDF: the same handing-over always gives the same bytes."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.urls import reverse

from rembuk.foundation.kernel import text
from rembuk.foundation.web import share
from rembuk.front.home.models import Handover
from rembuk.front.home.paper import qr

TYPST = Path(__file__).with_name("memoir.typ")


def pdf(row: Handover, code: str, made_at: datetime) -> bytes:
    """Draws what was kept. People's words go in as data, so nothing they write is ever run."""
    import typst

    address = share.absolute(reverse("files:check", args=[code]))
    return typst.compile(
        TYPST,
        root=TYPST.parent,
        format="pdf",
        pdf_standards="ua-1",
        ignore_system_fonts=True,
        timestamp=made_at.astimezone(UTC).replace(microsecond=0),  # typst takes no finer one
        sys_inputs={"data": json.dumps(_sheet(row, code, address, made_at)), "qr": qr(address)},
    )


def _sheet(row: Handover, code: str, address: str, made_at: datetime) -> dict[str, Any]:
    term, position = row.appointment, row.position
    last = f" sampai {text.day(term.last_day)}" if term.last_day else ""
    own = row.status == "handed"
    return {
        "position": position.title, "body": str(position.institution), "code": code, "address": address,
        "opening": f"Pejabat: {term.user.name}. Masa jabatan {text.day(term.starts)}{last}"
        f"{f', {term.decree}' if term.decree else ''}.",
        "how": f"Diserahkan sendiri pada {text.day(made_at)}, pukul {text.hour(made_at)}." if own else
        f"Tidak diserahkan sendiri; dibuat dari data pada {text.day(made_at)} karena masa jabatan berakhir.",
        "remark": row.remark, "leaving": term.user.name if own else "",
        "sections": [
            {"label": section["label"],
             "items": [[item["code"], item["title"], item["note"], item["remark"]] for item in section["items"]]}
            for section in row.content
        ],
    }  # fmt: skip
