"""Lists: what I see, and what waits for us."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from rembuk.coordination.reports import queries, rules
from rembuk.coordination.reports.models import Basis, Report, Status
from rembuk.coordination.reports.queries.answer_times import has_history
from rembuk.coordination.reports.worklist import title_of
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.web import filters
from rembuk.foundation.web.asked import Asked

STATES = [("new", "Baru"), ("deliberating", "Musyawarah"), ("with_unit", "Dikerjakan unit"),
          ("settled", "Menunggu dibenarkan"), ("closed", "Selesai"),
          (rules.PAST_WHOLE, "Lewat batas seluruhnya")]  # fmt: skip
OTHERS = [(state.value, state.label[:1].upper() + state.label[1:]) for state in Status
          if state.value not in dict(STATES)]  # fmt: skip
# What the three big deeds of an RT's home ask for: the step, and the head of the list.
WISHES = {"mufakat": ("settle", "Mana yang sudah beres?"), "naik": ("climb", "Mana yang perlu bantuan?")}
# What waits, in parts: the head of each and its states; without any it is what has had no news.
PARTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "diterima": ("Menunggu diterima", (Status.NEW,)), "musyawarah": ("Menunggu musyawarah", (Status.DELIBERATING,)),
    "dikerjakan": ("Sedang dikerjakan", (Status.WITH_UNIT,)),
    "tertunda": ("Menunggu anggaran, usulan, atau surat balasan", tuple(rules.WAITING_STATES)),
    "tanpa-kabar": ("Tanpa kabar", ()),
}  # fmt: skip
DONE = {"settled": "info", "closed": "done", "unconfirmed": "done", "refused": "", "merged": "", "withdrawn": "",
        "ended": "done", "came_true": "late", "not_true": "", "prevented": "done"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A report as a list shows it: each date written once."""

    code: str
    title: str
    note: str
    tag: str
    tone: str
    step: str = ""
    label: str = ""


def rows_of(actor: Actor, reports: Iterable[Report], step: str = "") -> list[Row]:
    """The lines of a list; whoever sees many kelurahan reads which one."""
    afar = queries.sees_many_kelurahan(actor)
    return [row_of(report, step, afar=afar) for report in reports]


def row_of(report: Report, step: str = "", *, afar: bool = True) -> Row:
    """The line of a list, with the button of a step."""
    place = report.territory
    where = (place.label_afar if afar else place.label) if place else ""
    told = [
        report.code, where, report.category.label, report.holder.title, text.short_day(report.received_at),
        _whole(report),
    ]  # fmt: skip
    title = title_of(report)
    label = rules.FLOW[step].label if step else ""
    return Row(report.code, title, " · ".join(part for part in told if part), *_tag(report), step, label)


def _tag(report: Report) -> tuple[str, str]:
    if report.climb_basis == Basis.IMPORTED:
        return f"riwayat dari {report.source}", ""
    if report.status in DONE:
        return report.get_status_display(), DONE[report.status]
    if report.stage_due is None:
        return report.get_status_display(), "info"
    left = report.stage_due - clock.now()
    tone = "late" if left.total_seconds() < 0 else "soon" if left.days < 3 else "info"
    return f"{report.get_status_display()}, sampai {queries.until(report, text.short_day)}", tone


def _whole(report: Report) -> str:
    """Said of what is still worked on past the limit of the whole, whatever its stage has left."""
    late = report.status in rules.WORKING_STATES and report.total_due is not None and report.total_due < clock.now()
    return f"batas seluruhnya lewat {text.short_day(report.total_due)}" if late and report.total_due else ""


def listing(request: Asked) -> HttpResponse:
    """What the actor sees, newest first, filtered by state through links."""
    actor = request.actor
    chosen = request.GET.get("keadaan", "")
    status = chosen if chosen in Status.values else ""
    cursor = request.GET.get("sesudah", "")
    order = "terbaru di atas"
    if chosen == rules.PAST_WHOLE:
        page, order = queries.past_whole(actor, cursor=cursor), "paling lama lewat di atas"
    else:
        page = queries.reports(actor, status=status, cursor=cursor)
    shown = {
        "rows": page, "order": order, "list": rows_of(actor, page),
        "links": filters.links(request, "keadaan", STATES, everything="Semua"),
        "others": filters.links(request, "keadaan", OTHERS, everything=""), "other": status in dict(OTHERS),
        "may_receive": bool(actor.scope("reports.receive")), "may_edit": bool(actor.scope("reports.categories")),
        "has_history": has_history(actor),
    }  # fmt: skip
    return render(request, "reports/list.html", shown)


@dataclass(frozen=True, slots=True)
class Group:
    """One of the lists of what waits; `more` is the key of a part of which not all is shown here."""

    title: str
    rows: list[Row]
    more: str = ""


def waiting(request: Asked) -> HttpResponse:
    """What waits for the actor's body: to receive, to deliberate, to do; then what has had no news."""
    actor, chosen = request.actor, request.GET.get("bagian", "")
    part = chosen if chosen in PARTS else ""
    if wish := WISHES.get(request.GET.get("untuk", "")):
        fit = [row for row in queries.waiting(actor) if rules.may(actor, wish[0], row)]
        groups = [Group("Pilih laporannya", rows_of(actor, fit, wish[0]))]
    elif part:
        groups = [Group(PARTS[part][0], rows_of(actor, _part(actor, part, queries.INBOX)))]
    else:
        groups = [_first(actor, key) for key in PARTS]
    told = [group for group in groups if group.rows]
    shown = {"groups": told, "wish": wish[1] if wish else "", "part": part, "most": queries.INBOX}
    return render(request, "reports/waiting.html", shown)


def _first(actor: Actor, key: str) -> Group:
    """What is nearest to its limit of a part."""
    found = _part(actor, key, queries.FIRST)
    few = found[: queries.FIRST - 1]
    return Group(PARTS[key][0], rows_of(actor, few), key if len(found) > len(few) else "")


def _part(actor: Actor, key: str, most: int) -> list[Report]:
    states = PARTS[key][1]
    return queries.waiting(actor, states, most) if states else queries.without_news(actor, clock.now(), most)
