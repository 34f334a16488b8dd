"""What each paper of a meeting says, as finished Indonesian text from what was noted."""

from collections.abc import Mapping, Sequence
from typing import Any

from rembuk.coordination.meetings.berita_acara import OUTCOMES
from rembuk.coordination.meetings.bundle import blocks
from rembuk.coordination.meetings.bundle.blocks import Sheet
from rembuk.coordination.meetings.queries import Record
from rembuk.foundation.kernel import clock, text

NO_WORK = "Belum ada tindak lanjut yang dicatat dari rapat ini."


def attendance(record: Record) -> Sheet:
    """Who was invited and who came, guests too."""
    rows = []
    for number, row in enumerate(record.minutes["attendances"], 1):
        came = f"hadir pukul {text.hour(row['arrived_at'])}" if row["arrived_at"] else "tidak hadir"
        notes = [came, f"diwakili {row['proxy']}" if row["proxy"] else "", "" if row["invited"] else "tamu"]
        rows.append([str(number), row["name"], row["office"], ", ".join(note for note in notes if note)])
    return _sheet(record, "Daftar hadir", [
        _when(record),
        blocks.text(_came(record.minutes)),
        blocks.table(["No.", "Nama", "Jabatan", "Keterangan"], [0.45, 2, 2.4, 2], rows),
        _signed(record),
    ])  # fmt: skip


def minutes(record: Record) -> Sheet:
    """The notulen: the agenda, what was said and decided of each item, and who does what until when."""
    said = record.minutes
    told = [_when(record, ("Dasar", _basis(record)), ("Peserta", _came(said)))]
    told += [blocks.heading("Agenda"), blocks.listed([item["title"] for item in said["items"]])]
    told.append(blocks.heading("Pembahasan dan keputusan"))
    for number, item in enumerate(said["items"], 1):
        told += [
            blocks.item(f"{number}. {item['title']}"),
            blocks.text(item["discussion"]),
            blocks.pairs(("Hasil", outcome(item)), ("Keputusan", item["decision"]), ("Alasan", item["reason"])),
        ]
    told += [blocks.heading("Tindak lanjut"), _work_table(record), _signed(record)]
    return _sheet(record, "Notulen rapat", told)


def follow_ups(record: Record) -> Sheet:
    """Who leads what, with whom, until when, and how it stands."""
    rows = [
        [str(number), item, f"{one.title} ({one.code})", one.lead, ", ".join(one.supports) or "-", text.day(one.due),
         one.state]
        for number, (item, one) in enumerate(record.work, 1)
    ]  # fmt: skip
    head = ["No.", "Butir", "Tindak lanjut", "Memimpin", "Mendukung", "Tenggat", "Keadaan"]
    told = blocks.table(head, [0.5, 2.2, 3, 2, 2, 1.5, 1.7], rows) if rows else blocks.text(NO_WORK)
    return _sheet(record, "Tabel tindak lanjut", [_when(record), told, _signed(record)], landscape=True)


def photos(record: Record) -> Sheet:
    """The photos with their captions."""
    shown = [
        blocks.photo(one.file.served_sha256, f"{number}. {one.caption}", one.file.width or 4, one.file.height or 3)
        for number, one in enumerate(record.photos, 1)
    ]
    return _sheet(record, "Foto kegiatan", [_when(record), *shown])


def report(record: Record) -> Sheet:
    """The laporan kegiatan that goes to the one above."""
    said = record.minutes
    settled = [item for item in said["items"] if item["outcome"] in {"agreed", "voted"}]
    rest = [item for item in said["items"] if item not in settled]
    told = [
        blocks.heading("Pelaksanaan"), _when(record, ("Dasar", _basis(record)), ("Peserta", _came(said))),
        blocks.heading("Hasil"),
        blocks.text(
            f"Dari {text.words(len(said['items']))} ({len(said['items'])}) butir yang dibahas, {len(settled)} "
            f"diputuskan dan {len(rest)} belum."
        ),
        blocks.listed([f"{item['title']}: {item['decision']}" for item in settled]),
    ]  # fmt: skip
    if rest:
        told += [
            blocks.heading("Yang belum selesai"),
            blocks.listed(
                [f"{item['title']}: {outcome(item).lower()}. {item['reason']}".rstrip(". ") for item in rest]
            ),
        ]
    told += [blocks.heading("Tindak lanjut"), _work_table(record)]
    if record.photos:
        told += [blocks.heading("Dokumentasi"), blocks.text(f"{len(record.photos)} foto pada lampiran foto kegiatan.")]
    told.append(blocks.signatures(("Dilaporkan oleh", said["minuted_by"]), ("Mengetahui", said["approved_by"])))
    return _sheet(record, "Laporan kegiatan", told)


def whatsapp(record: Record) -> str:
    """The summary to hand on; nobody's name but the offices'."""
    said = record.minutes
    lines = [f"*{said['title']}*", _day(record), said["place"], "", _came(said), ""]
    for number, item in enumerate(said["items"], 1):
        lines.append(f"{number}. *{item['title']}*: {outcome(item).lower()}")
        lines += [part for part in (item["decision"], item["reason"]) if part]
    if record.work:
        lines += ["", "*Tindak lanjut*"]
        lines += [f"- {one.title}: {one.lead}, paling lambat {text.day(one.due)}" for _, one in record.work]
    return "\n".join(lines) + "\n"


def outcome(item: Mapping[str, Any]) -> str:
    """How an item ended, in words."""
    told = OUTCOMES.get(item["outcome"], "Belum dibahas")
    if item["votes"]:
        told += " ({} setuju, {} tidak setuju, {} abstain)".format(*item["votes"])
    return f"{told}, dinaikkan ke tingkat di atasnya" if item["hand_up"] else told


def _sheet(record: Record, title: str, told: Sequence[dict[str, Any]], *, landscape: bool = False) -> Sheet:
    return Sheet(title, record.minutes["title"], record.minutes["letterhead"], told, landscape)


def _when(record: Record, *more: tuple[str, str]) -> dict[str, Any]:
    said = record.minutes
    return blocks.pairs(
        ("Hari, tanggal", text.day_in_words(said["starts_at"]) + f" ({text.day(said['starts_at'])})"),
        ("Pukul", f"{text.hour(said['starts_at'])} {_zone()}"), ("Tempat", said["place"]), ("Acara", said["title"]),
        ("Pemimpin rapat", said["approved_by"]), ("Notulis", said["minuted_by"]), *more,
    )  # fmt: skip


def _day(record: Record) -> str:
    return f"{text.weekday(record.minutes['starts_at'])}, pukul {text.hour(record.minutes['starts_at'])} {_zone()}"


def _zone() -> str:
    return next(name for name, zone in clock.ZONES.items() if zone == clock.zone())


def _came(said: Mapping[str, Any]) -> str:
    invited = [row for row in said["attendances"] if row["invited"]]
    present = sum(bool(row["arrived_at"]) for row in invited)
    guests = len(said["attendances"]) - len(invited)
    reached = "tercapai" if present >= said["quorum"] else "tidak tercapai"
    more = f", {guests} tamu" if guests else ""
    return f"{present} hadir dari {len(invited)} yang diundang{more}; kuorum {said['quorum']}, {reached}"


def _basis(record: Record) -> str:
    return f"Surat undangan nomor {record.number}" if record.number else ""


def _work_table(record: Record) -> dict[str, Any]:
    if not record.work:
        return blocks.text(NO_WORK)
    rows = [
        [str(number), one.title, ", ".join([one.lead, *one.supports]), text.day(one.due)]
        for number, (_, one) in enumerate(record.work, 1)
    ]
    return blocks.table(["No.", "Tugas", "Pelaksana", "Tenggat"], [0.45, 3, 2.4, 1.4], rows)


def _signed(record: Record) -> dict[str, Any]:
    return blocks.signatures(
        ("Pemimpin rapat", record.minutes["approved_by"]), ("Notulis", record.minutes["minuted_by"])
    )
