"""The links of crews: which one an address is, what it may still do, and what came by it."""

import hashlib
from datetime import datetime

from rembuk.coordination.decisions import rules
from rembuk.coordination.decisions.models import CrewLink, CrewSending, FollowUp
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused


def hash_of(token: str) -> str:
    """What is kept of a link's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def crew_link(token: str) -> CrewLink:
    """The link of an address, alive or not; whatever is no link of ours is answered alike."""
    rows = CrewLink.objects.filter(secret_hash=hash_of(token))
    found = rows.select_related("follow_up__territory__parent__parent").first()
    if found is None:
        raise Refused("not_found", "Tautan ini tidak dikenal. Periksa lagi pesan yang memuatnya.")
    return found


def dead(link: CrewLink, follow_up: FollowUp, now: datetime) -> Refused | None:
    """Why a link takes no photos now; None while it does."""
    if link.revoked_at is not None:
        return Refused("link_closed", "Tautan ini sudah ditutup oleh yang membuatnya.")
    if follow_up.is_private or follow_up.status in rules.ENDED:
        return Refused("link_ended", "Pekerjaan ini sudah selesai atau ditutup. Fotonya tidak diterima lagi.")
    if link.until <= now:
        return Refused(
            "link_expired", "Masa berlaku tautan ini sudah habis. Minta tautan baru kepada yang mengirimnya."
        )
    if follow_up.status not in rules.FLOW["show"].sources:
        return Refused("link_waits", "Foto belum bisa diterima: pekerjaan ini sedang tidak dikerjakan.")
    return None


def full(link: CrewLink) -> Refused:
    """Why a link takes no photos more, or not so many."""
    if link.used >= link.most:
        return Refused("link_used", "Jumlah foto untuk tautan ini sudah penuh. Terima kasih.")
    return Refused("link_full", f"Tautan ini tinggal untuk {link.most - link.used} foto.", "photos")


def crew_links(follow_up: FollowUp) -> list[CrewLink]:
    """Every link of a follow-up, newest first."""
    return list(CrewLink.objects.filter(follow_up=follow_up).order_by("-made_at", "-id"))


def open_crew_links(follow_up: FollowUp) -> int:
    """How many of them still take photos."""
    return CrewLink.objects.filter(follow_up=follow_up, revoked_at__isnull=True, until__gt=clock.now()).count()


def sent_before(link: CrewLink, key: str) -> CrewSending | None:
    """What the same phone sent with the same key."""
    return CrewSending.objects.filter(link=link, key=key).first() if key else None
