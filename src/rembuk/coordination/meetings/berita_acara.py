"""The berita acara as a tagged PDF: the same minutes always give the same bytes."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from django.urls import reverse

from rembuk.coordination.meetings.signing import Mark
from rembuk.foundation.kernel import text
from rembuk.foundation.web import share

SHEET = Path(__file__).with_name("berita_acara.typ")
OUTCOMES = {
    "agreed": "Mufakat", "voted": "Pemungutan suara", "not_agreed": "Belum mufakat", "postponed": "Ditunda",
}  # fmt: skip


def pdf(
    minutes: Mapping[str, Any], *, text_hash: str, code: str, digest: tuple[str, str] | None, note: str = Mark().note
) -> bytes:
    """Draws the locked minutes. Users' words go in as data, so nothing they write is ever run."""
    import typst

    address = share.absolute(reverse("files:check", args=[code]))
    told = sheet(minutes, text_hash=text_hash, code=code, digest=digest, address=address)
    data = json.dumps({**told, "note": note})
    return typst.compile(
        SHEET,
        root=SHEET.parent,
        format="pdf",
        pdf_standards="ua-1",
        ignore_system_fonts=True,
        timestamp=minutes["locked_at"].astimezone(UTC).replace(microsecond=0),  # typst takes no finer one
        sys_inputs={"data": data, "qr": qr(address)},
    )


def qr(address: str) -> str:
    """The address as an SVG picture."""
    import segno

    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", scale=4, border=2, xmldecl=False)
    return drawn.getvalue().decode()


def sheet(
    minutes: Mapping[str, Any], *, text_hash: str, code: str, digest: tuple[str, str] | None, address: str
) -> dict[str, object]:
    """What stands on the sheet, as finished Indonesian text."""
    attendances: Sequence[Mapping[str, Any]] = minutes["attendances"]
    invited = [row for row in attendances if row["invited"]]
    present = [row for row in invited if row["arrived_at"]]
    reached = "tercapai" if len(present) >= minutes["quorum"] else "tidak tercapai"
    starts_at: datetime = minutes["starts_at"]
    return {
        "letterhead": minutes["letterhead"],
        "title": minutes["title"],
        "opening": (
            f"Pada hari ini, {text.day_in_words(starts_at)} ({text.day(starts_at)}), pukul {text.hour(starts_at)}, "
            f"bertempat di {minutes['place']}, telah diadakan rapat {minutes['institution']} dengan acara "
            f"“{minutes['title']}”, dipimpin oleh {minutes['approved_by']}."
        ),
        "quorum": f"{len(present)} hadir dari {len(invited)} yang diundang; kuorum {minutes['quorum']}, {reached}.",
        "attendances": [_attendance(number, row) for number, row in enumerate(attendances, 1)],
        "items": [_item(item) for item in minutes["items"]],
        "closing": (
            f"Berita acara ini disetujui pemimpin rapat pada {text.day_in_words(minutes['locked_at'])}, "
            f"pukul {text.hour(minutes['locked_at'])}."
        ),
        "chair": {"title": "Pemimpin rapat", "name": minutes["approved_by"]},
        "minuter": {"title": "Notulis", "name": minutes["minuted_by"]},
        "code": code,
        "address": address,
        "text_hash": text_hash,
        "digest": f"Sidik jurnal {text.day(date.fromisoformat(digest[0]))}: {digest[1]}" if digest else "",
    }


def _attendance(number: int, row: Mapping[str, Any]) -> list[str]:
    name = f"{row['name']}, diwakili {row['proxy']}" if row["proxy"] else row["name"]
    office = row["office"] if row["invited"] else ", ".join(part for part in (row["office"], "tamu") if part)
    came = text.hour(row["arrived_at"]) if row["arrived_at"] else "tidak hadir"
    return [str(number), name, office, came]


def _item(item: Mapping[str, Any]) -> dict[str, object]:
    outcome = OUTCOMES[item["outcome"]]
    if item["votes"]:
        outcome += " ({} setuju, {} tidak setuju, {} abstain)".format(*item["votes"])
    if item["hand_up"]:
        outcome += ", dinaikkan ke tingkat di atasnya"
    lines = (("Pembahasan", "discussion"), ("Keputusan", "decision"), ("Alasan", "reason"))
    told = [[label, item[name]] for label, name in lines if item[name]]
    return {"title": item["title"], "lines": [*told, ["Hasil", outcome]]}
