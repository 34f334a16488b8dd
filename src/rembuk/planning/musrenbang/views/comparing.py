"""The screens on which a session compares the rules, asks why, binds the choice, decides, and reads what it decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.filters import FilterLink
from rembuk.foundation.web.forms import apply_refusal
from rembuk.planning.musrenbang import actions, berita_acara, choice_rules, forms, marks, queries
from rembuk.planning.musrenbang.choosing import explaining, packing
from rembuk.planning.musrenbang.choosing.comparing import Column, Portion
from rembuk.planning.musrenbang.choosing.rules import RULES
from rembuk.planning.musrenbang.models import Choice, Fate, Proposal, Purse, Ruling, Session
from rembuk.planning.musrenbang.queries import Case
from rembuk.planning.musrenbang.rules import visible
from rembuk.planning.musrenbang.views.folding import NEXT, folded, parted

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
METHODS = ["GET", "HEAD", "POST"]
LETTERS = "ABCDEFGHIJ"
FIRST, BY_VOTES = "own_order", "greedy_by_votes"
# What would bring a proposal in is looked for in whole thousands of rupiah.
UNIT = 1000
WAYS = {
    "jatah RW": "Masuk: dibayar dari jatah wilayahnya sendiri.",
    "sisa bersama": "Masuk: dibayar dari sisa jatah semua wilayah.",
    "suara": "Masuk: suaranya cukup banyak, dan pagunya masih ada waktu gilirannya tiba.",
    "suara per rupiah": "Masuk: suaranya banyak dibanding biayanya.",
    "angka per rupiah": "Masuk: angkanya banyak dibanding biayanya.",
    "bayaran tiap pemilih": "Masuk: jatah para pemilihnya bersama-sama cukup untuk membayarnya.",
    "nilai": "Masuk: nilainya cukup tinggi, dan pagunya masih ada waktu gilirannya tiba.",
    "tanpa biaya": "Masuk: tidak memerlukan biaya.",
}
TONES = {Fate.IN: "done", Fate.ONWARD: "info", Fate.OUT: ""}


@dataclass(frozen=True, slots=True)
class Shown:
    """A rule beside the others: its letter, whether it is the one looked at, and what its RWs get."""

    letter: str
    column: Column
    on: bool
    url: str

    @property
    def spent(self) -> int:
        return int(self.column.outcome.cost)

    @property
    def left(self) -> int:
        return int(self.column.left)

    @property
    def count(self) -> int:
        return len(self.column.outcome.selected)

    @property
    def asking(self) -> list[Portion]:
        return [row for row in self.column.portions if row.asked]

    @property
    def least(self) -> int | None:
        """How much of its equal share the RW gets that gets least of those that ask, in percent."""
        return min((percent(row) for row in self.asking), default=None)

    @property
    def with_nothing(self) -> list[str]:
        """Who asks and gets nothing."""
        return [row.group for row in self.asking if not row.chosen]


def percent(row: Portion) -> int:
    """How much of its equal share it gets."""
    return int(row.of_share * 100)


def fetch(request: Asked, pk: UUID) -> Session:
    """The session, for whoever sees it."""
    return queries.session(request.actor, pk)


def demand_purse(session: Session, purse: str) -> str:
    """Raises Refused("not_found")."""
    if purse not in choice_rules.purses(session):
        raise Refused("not_found", "Kantong itu tidak ada di sidang ini.")
    return purse


def purse_links(session: Session, purse: str) -> list[FilterLink]:
    """The purses of a session; empty where there is only one."""
    known = choice_rules.purses(session)
    return [FilterLink(capfirst(Purse(one).label), reverse("musrenbang:compare", args=[session.pk, one]),
                       one == purse) for one in known] if len(known) > 1 else []  # fmt: skip


@require_safe
def compare(request: Asked, pk: UUID, purse: str) -> HttpResponse:
    """Every rule on one screen: totals, what is in by which, and what each RW gets by the one looked at."""
    session = fetch(request, pk)
    demand_purse(session, purse)
    if purse in queries.rulings(session):
        return redirect("musrenbang:result", session.pk, purse)
    case = queries.case(session, purse)
    shown: dict[str, Any] = {
        "session": session, "purse": purse, "purse_label": Purse(purse).label, "case": case,
        "purses": purse_links(session, purse), "voters": len(case.instance.ballots),
        "binds": choice_rules.may(request.actor, "tie", session),
        "decides": bool(case.rows) and choice_rules.may(request.actor, "rule_on", session),
        "share": _share(case), "criteria": marks.CRITERIA,
    }  # fmt: skip
    try:
        columns = case.columns if case.rows else []
    except Refused as refused:
        return render(request, "musrenbang/compare.html", {**shown, "wrong": refused.message})
    if columns:
        shown |= _side_by_side(request, case, columns)
        shown["reads"] = _reads(request, case.rows.values())
    return render(request, "musrenbang/compare.html", shown)


def _reads(request: Asked, rows: Iterable[Proposal]) -> frozenset[UUID]:
    """Those of the session's proposals whose own page whoever asks may open: of another RT one sees only the line."""
    return frozenset(row.pk for row in rows if visible(request.actor, row))


def _share(case: Case) -> int:
    groups = len(case.instance.groups)
    return int(case.instance.budget // groups) if groups else 0


def _side_by_side(request: Asked, case: Case, columns: list[Column]) -> dict[str, Any]:
    """The rules and the matrix, in the order of the rule looked at."""
    key = next((one.key for one in columns if one.key == request.GET.get("aturan", "")), columns[0].key)
    page = reverse("musrenbang:compare", args=[case.session.pk, case.purse])
    rules = [Shown(letter, one, one.key == key, f"{page}?aturan={one.key}")
             for letter, one in zip(LETTERS, columns, strict=False)]  # fmt: skip
    looked = next(one for one in rules if one.on)
    by_votes = next((one for one in rules if one.column.key == BY_VOTES and not one.on), None)
    taken = [frozenset(one.column.outcome.selected) for one in rules]
    ordered = _ordered(case, looked.column)
    lines = [(place, case.rows[name], case.votes[name], [(one.on, name in names) for one, names in
                                                         zip(rules, taken, strict=True)])
             for place, name in enumerate(ordered, 1)]  # fmt: skip
    return {
        "rules": rules, "looked": looked, "least": looked.least,
        "by_votes_least": by_votes.least if by_votes else None, "chosen": folded(request, lines[: looked.count], NEXT),
        "others": folded(request, lines[looked.count :]),
        **_portions(looked.column),
        "rule_links": [FilterLink(f"{one.letter} {one.column.label}", one.url, one.on) for one in rules],
    }  # fmt: skip


def _portions(column: Column) -> dict[str, Any]:
    """What each who asks gets of its equal share, and how many ask for nothing."""
    asking = [(row, percent(row), int(row.cost)) for row in column.portions if row.asked]
    return {"portions": asking, "silent": len(column.portions) - len(asking)}


def _ordered(case: Case, column: Column) -> list[str]:
    """What is in, as it was taken; then the others by RW, in its own order."""
    taken = [name for step in column.outcome.steps for name in step.ids]
    taken += [name for name in column.outcome.selected if name not in set(taken)]
    inside = set(taken)
    others = sorted((one for one in case.instance.projects if one.id not in inside),
                    key=lambda one: (one.group == "", one.group, one.rank, one.id))  # fmt: skip
    return [*taken, *(one.id for one in others)]


@require_safe
def explain(request: Asked, pk: UUID, purse: str, code: str) -> HttpResponse:
    """Why one proposal is in or out: a line in its row, or a page of its own without script."""
    session = fetch(request, pk)
    demand_purse(session, purse)
    ruling = queries.rulings(session).get(purse)
    text, key, row = _asked_about(session, purse, ruling, code, request.GET.get("aturan", FIRST))
    try:
        sentence = _sentence(text, key, str(row.pk))
    except Refused as refused:
        sentence = refused.message
    back = reverse("musrenbang:result" if ruling else "musrenbang:compare", args=[session.pk, purse])
    shown = {"session": session, "row": row, "rule": RULES[key].label, "sentence": sentence,
             "back": back if ruling else f"{back}?aturan={key}"}  # fmt: skip
    name = "musrenbang/why.html" if request.headers.get("HX-Request") else "musrenbang/explain.html"
    return render(request, name, shown)


def _asked_about(session: Session, purse: str, ruling: Ruling | None, code: str, key: str) -> tuple[str, str, Proposal]:
    """What the rule saw, which rule it was, and the proposal: as decided, else as it stands now."""
    if ruling is not None:
        found = next((row for row in queries.choices(ruling) if row.proposal.code == code), None)
        if found is not None:
            return ruling.instance, ruling.rule, found.proposal
    else:
        case = queries.case(session, purse)
        one = next((row for row in case.rows.values() if row.code == code), None)
        if one is not None and key in RULES:
            return case.text, key, one
    raise Refused("not_found", "Usulan ini tidak dipilih dari kantong ini.")


@lru_cache(maxsize=512)
def _sentence(text: str, key: str, name: str) -> str:
    """Found by running the rule again; the same instance has the same answer."""
    column = next((one for one in queries.columns(text) if one.key == key), None)
    if column is None:
        raise Refused("not_found", "Aturan itu tidak ditawarkan di sini.")
    step = next((step for step in column.outcome.steps if name in step.ids), None)
    if name in column.outcome.selected:
        return WAYS.get(step.why if step else "", "Masuk.")
    return explaining.reason(packing.unpacked(text), key, name, UNIT).sentence


@require_http_methods(METHODS)
def conditions(request: Asked, pk: UUID) -> HttpResponse:
    """What binds the choice: ties of the session, ceilings, limits, weights and priorities of the round."""
    session = fetch(request, pk)
    binds = choice_rules.may(request.actor, "tie", session)
    form = forms.TieForm(request.POST or None)
    if request.method == "POST":
        choice_rules.demand(request.actor, "tie", session)
        if form.is_valid():
            try:
                told = form.cleaned_data
                actions.tie(actor=request.actor, session=session, kind=told["kind"], reason=told["reason"],
                            proposals=_of_session(session, form.wanted()))  # fmt: skip
            except Refused as refused:
                if refused.code in {"stale", "wrong_step"}:
                    raise
                apply_refusal(form, refused)
            else:
                messages.success(request, "Syarat ditambah. Perbandingannya ikut berubah.")
                return redirect("musrenbang:conditions", session.pk)
    found, ties = session.round, queries.ties(session)
    shown = {
        "session": session, "form": form if binds else None, "ties": ties, "binds": binds,
        "reads": _reads(request, (row for tie in ties for row in tie.proposals.all())),
        "limits": [row for purse in choice_rules.purses(session)
                   for row in queries.limits(found, session.territory_id, purse)],
        "ceilings": [row for row in queries.ceilings(found) if row.kelurahan_id in {None, session.territory_id}],
        "weights": [(row, marks.CRITERIA[row.key]) for row in queries.weights(found)],
        "priorities": queries.priorities(found), "purse": choice_rules.purses(session)[0],
    }  # fmt: skip
    return render(request, "musrenbang/conditions.html", shown, status=422 if form.errors else 200)


def _of_session(session: Session, codes: list[str]) -> list[Proposal]:
    """The proposals with these codes, all of one purse. Raises Refused("no_proposal" | "two_purses")."""
    purses = [{row.code: row for row in queries.case(session, purse).rows.values()}
              for purse in choice_rules.purses(session)]  # fmt: skip
    missing = [code for code in codes if not any(code in known for known in purses)]
    if missing:
        raise Refused("no_proposal", f"Tidak ada di sidang ini: {', '.join(missing)}.", "codes")
    found = next((known for known in purses if all(code in known for code in codes)), None)
    if found is None:
        raise Refused("two_purses", "Usulan itu dari dua kantong. Syarat berlaku di dalam satu kantong.", "codes")
    return [found[code] for code in dict.fromkeys(codes)]


@require_POST
def untie(request: Asked, pk: UUID, tie_id: UUID) -> HttpResponse:
    """A tie no longer holds."""
    session = fetch(request, pk)
    actions.untie(actor=request.actor, session=session, tie_id=tie_id)
    messages.success(request, "Syarat dihapus. Perbandingannya ikut berubah.")
    return redirect("musrenbang:conditions", session.pk)


@require_http_methods(METHODS)
def decide(request: Asked, pk: UUID, purse: str) -> HttpResponse:
    """The rule that was agreed on, how, and what goes on to the units; then it is done."""
    session = fetch(request, pk)
    demand_purse(session, purse)
    choice_rules.demand(request.actor, "rule_on", session)
    case = queries.case(session, purse)
    sent = request.method == "POST"
    if not case.rows:
        raise Refused("nothing", "Tidak ada usulan yang diputuskan dari kantong ini.")
    asked = request.POST.get("rule", "") if sent else request.GET.get("aturan", "")
    column = next((one for one in case.columns if one.key == asked), case.columns[0])
    key = column.key
    is_early, said = choice_rules.is_early(session), [row.note for row in queries.rulings(session).values()]
    told = {"seen": case.fingerprint, "rule": key, "note": said[0] if is_early and said else ""}
    form = forms.DecideForm(request.POST if sent else None, initial=told, is_early=is_early)
    ticked = set(request.POST.getlist("onward"))
    if sent and form.is_valid():
        try:
            actions.decide_session(
                actor=request.actor, session=session, purse=purse, rule=form.cleaned_data["rule"],
                seen=form.cleaned_data["seen"],
                agreed=form.agreed(), onward=ticked, reason=form.cleaned_data["reason"],
                unit=form.asked(),
            )  # fmt: skip
        except Refused as refused:
            if refused.code == "stale_comparison":
                # What was written stays; from here on it is about what stands on the screen now.
                form.data = {**request.POST.dict(), "seen": case.fingerprint}
            apply_refusal(form, refused)
        else:
            messages.success(request, "Keputusan dicatat. Yang masuk kini prioritas, belum didanai.")
            return redirect("musrenbang:result", session.pk, purse)
    names = _ordered(case, column)[len(column.outcome.selected) :]
    out = [(row, row.code in ticked if sent else row.institution is not None)
           for row in (case.rows[name] for name in names)]  # fmt: skip
    first, rest = parted(out)
    shown = {
        "session": session, "purse": purse, "purse_label": Purse(purse).label, "column": column, "form": form,
        "spent": int(column.outcome.cost), "left": int(column.left), "budget": int(case.instance.budget),
        "count": len(column.outcome.selected),
        "out": out, "first": first, "rest": rest, "rest_ticked": sum(on for _, on in rest),
        "goes_on": purse == Purse.KELURAHAN, "early": choice_rules.early(session, queries.talks(session)),
    }  # fmt: skip
    return render(request, "musrenbang/decide.html", shown, status=422 if form.errors else 200)


@require_safe
def result(request: Asked, pk: UUID, purse: str) -> HttpResponse:
    """What was decided: the priorities, the line of the ceiling, the others with their reason, each RW's part."""
    session = fetch(request, pk)
    demand_purse(session, purse)
    ruled = queries.rulings(session)
    ruling = ruled.get(purse)
    if ruling is None:
        return redirect("musrenbang:compare", session.pk, purse)
    rows = queries.choices(ruling)
    instance = packing.unpacked(ruling.instance)
    column = next((one for one in queries.columns(ruling.instance) if one.key == ruling.rule), None)
    return render(request, "musrenbang/result.html", {
        "session": session, "ruling": ruling, "rule": RULES[ruling.rule].label, "purse": purse,
        "purses": purse_links(session, purse), "voters": len(instance.ballots), "left": ruling.budget - ruling.spent,
        "chosen": folded(request, [(row, _said(row)) for row in rows if row.fate == Fate.IN], NEXT),
        "others": folded(request, [(row, _said(row)) for row in rows if row.fate != Fate.IN]),
        **(_portions(column) if column else {}),
        "least": min((percent(row) for row in column.portions if row.asked), default=None) if column else None,
        "reads": _reads(request, (row.proposal for row in rows)),
        "onward": choice_rules.purse_left(request.actor, session, ruled),
        "envoys": queries.envoys(session), "sends": choice_rules.may(request.actor, "send", session),
        "issues": choice_rules.may(request.actor, "issue", session) and not queries.issued(session),
        "issued": queries.issued(session),
    })  # fmt: skip


def _said(row: Choice) -> tuple[str, str]:
    """The tag of a row: its state now, and its tone."""
    if row.fate == Fate.ONWARD:
        return str(Fate.ONWARD.label), TONES[Fate.ONWARD]
    return row.proposal.get_status_display(), TONES[Fate(row.fate)]


@require_POST
def issue(request: Asked, pk: UUID) -> HttpResponse:
    """The berita acara with its annexes gets its code."""
    session = fetch(request, pk)
    made = actions.issue(actor=request.actor, session=session)
    messages.success(request, f"Berita acara diterbitkan dengan kode {made.document.code}.")
    return redirect("musrenbang:result", session.pk, choice_rules.purses(session)[-1])


@require_safe
def editable(request: Asked, pk: UUID) -> HttpResponse:
    """The same words as DOCX, for whoever must edit them."""
    session = fetch(request, pk)
    if not queries.rulings(session):
        return redirect("musrenbang:compare", session.pk, choice_rules.purses(session)[0])
    content = berita_acara.docx(berita_acara.sheet(session), clock.now())
    headers = {"Content-Disposition": f'attachment; filename="berita-acara-musrenbang-{session.round.year}.docx"',
               "X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-cache"}  # fmt: skip
    return HttpResponse(content, content_type=DOCX, headers=headers)


@require_http_methods(METHODS)
def send(request: Asked, pk: UUID) -> HttpResponse:
    """Who speaks for the session one level up."""
    session = fetch(request, pk)
    choice_rules.demand(request.actor, "send", session)
    lines = "\n".join(", ".join(part for part in (row.name, row.body) if part) for row in queries.envoys(session))
    form = forms.EnvoysForm(request.POST if request.method == "POST" else None, initial={"names": lines})
    purse = choice_rules.purses(session)[0]
    if request.method == "POST" and form.is_valid():
        try:
            actions.send(actor=request.actor, session=session, names=form.rows())
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            messages.success(request, "Utusan dicatat.")
            return redirect("musrenbang:result", session.pk, purse)
    shown = {"session": session, "form": form, "purse": purse}
    return render(request, "musrenbang/send.html", shown, status=422 if form.errors else 200)
