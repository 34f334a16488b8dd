"""The screens of a session: prepared, its delegations, each proposal spoken of by keyboard, what everybody sees."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from rembuk.coordination.meetings import queries as halls
from rembuk.foundation.files import queries as files
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory
from rembuk.foundation.web import filters
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.forms import apply_refusal
from rembuk.planning.musrenbang import actions, choice_rules, forms, queries, rules, session_rules
from rembuk.planning.musrenbang.models import Matter, Proposal, Purse, Session
from rembuk.planning.musrenbang.views.folding import parted

METHODS = ["GET", "HEAD", "POST"]
TONES = {"prepared": "info", "voting": "soon", "counted": "soon", "decided": "done"}
TALK_TONES = {"agreed": "done", "changed": "info", "postponed": "soon"}
# So many results stand on the page and on the projector.
MOST, SAID = 30, 6


@require_http_methods(METHODS)
def sessions(request: Asked) -> HttpResponse:
    """The sessions of the round that the actor sees; the office of a place prepares its own."""
    actor, found = request.actor, queries.newest()
    if not rules.may_read(actor):
        raise Refused("not_allowed", "Sidang musrenbang dibuka oleh pemegang jabatan.")
    place = _own_place(request)
    if request.method == "POST":
        if place is None:
            raise Refused("not_allowed", "Sidang disiapkan kantor kelurahan atau kecamatan yang mengadakannya.")
        if found is None:
            raise Refused("not_found", "Belum ada putaran musrenbang.")
        made = actions.prepare_session(actor=actor, round_=found, territory=place)
        messages.success(request, "Sidang disiapkan. Usulannya sudah bernomor.")
        return redirect("musrenbang:session", made.pk)
    rows = queries.sessions(actor, found) if found else []
    has_own = place is None or any(row.territory_id == place.pk for row in rows)
    shown = {
        "round": found, "list": [(row, TONES[row.status]) for row in rows],
        "place": None if has_own or found is None or found.status == "prepared" else place,
    }  # fmt: skip
    return render(request, "musrenbang/sessions.html", shown)


def _own_place(request: Asked) -> Territory | None:
    """Where the actor's office holds a session."""
    office = request.actor.office
    if office is None or not session_rules.runs(request.actor, office.path):
        return None
    place = territories.territory(office.territory_id)
    return place if place.level in session_rules.LEVELS else None


@require_safe
def session(request: Asked, pk: UUID) -> HttpResponse:
    """Where it stands, who comes, what is discussed, how it is voted."""
    actor, found = request.actor, queries.session(request.actor, pk)
    talks, steps = queries.talks(found), {known.name for known in session_rules.steps_for(actor, found)}
    delegations, ruled = queries.delegations(found), queries.rulings(found)
    spoken, runs = sum(map(bool, talks.values())), session_rules.runs(actor, found.path)
    issued = queries.issued(found) if found.status == "decided" else None
    counts = queries.counts(found) if found.ballot_form else None
    is_handed = counts is not None and counts.handed > 0
    said = _next(found, spoken < len(talks), issued is not None, is_handed) if runs else ""
    shown = {
        "session": found, "tone": TONES[found.status], "steps": steps, "runs": runs, "issued": issued,
        "state": "sedang dibahas" if found.status == "prepared" and spoken else found.get_status_display(),
        "next": said, "delegations": delegations,
        "purses": [(one, Purse(one).label, one in ruled) for one in choice_rules.purses(found)],
        "seats": sum(row.seats for row in delegations), "quotas": queries.quotas(found),
        "unlisted": len(queries.unlisted(found)) if "renew_list" in steps else 0,
        "count": len(talks), "spoken": spoken,
        "postponed": sum(talk == "postponed" for talk in talks.values()),
        "meeting": found.meeting if found.meeting and halls.visible(actor, found.meeting.pk) else None,
        "sits": "sit" in steps and (found.meeting is None or found.meeting.status == "cancelled"),
        "counts": counts, "results": results(found),
    }  # fmt: skip
    return render(request, "musrenbang/session.html", shown)


def _next(found: Session, has_silent: bool, is_issued: bool, is_handed: bool) -> str:
    """What whoever runs the session does next."""
    if found.status == "decided":
        after = "kecamatan" if found.territory.level != "kecamatan" else "perangkat daerah"
        passed = f"Prioritasnya kini ditinjau {after}, dan tiap pengusul sudah diberi tahu."
        return passed if is_issued else f"{passed} Tinggal berita acaranya: catat utusan, lalu terbitkan."
    if found.status == "voting" and not is_handed:
        return "Cetak surat suara, bagikan, lalu catat berapa yang diterima tiap RW. Sesudah itu ketik yang kembali."
    if found.status == "voting":
        return "Ketik surat suara yang kembali, masing-masing oleh dua orang. Sesudah semua masuk, tutup penghitungan."
    if found.status == "prepared" and found.ballot_form:
        first = "Bahas usulan satu per satu" if has_silent else "Semua sudah dibahas"
        return f"{first}. Sesudah itu buka pemungutan suara; surat suaranya bisa dicetak sejak dibuka."
    ends = "tekan “Bandingkan”, lihat beda tiap aturan, lalu putuskan: dana kelurahan dulu, sesudah itu usulan ke OPD."
    if found.territory.level == "kecamatan":
        ends = "tekan “Bandingkan”, lihat beda tiap aturan, lalu putuskan."
    if found.status == "counted":
        return f"Suara sudah dihitung. Sekarang {ends}"
    return f"Bahas usulan satu per satu. Sesudah itu {ends}" if has_silent else f"Semua sudah dibahas. Sekarang {ends}"


def results(found: Session) -> list[tuple[Matter, Any]]:
    """After the count, by what was given: of a vote by points those, else how many name it."""
    if found.status not in {"counted", "decided"} or not found.ballot_form:
        return []
    sums, by_points = queries.tally(found), found.ballot_form != "approval"
    best = sorted(sums, key=lambda number: (-(sums[number].points if by_points else sums[number].named), number))[:MOST]
    rows = {row.number: row for row in queries.matters(found, best)}
    return [(rows[number], sums[number]) for number in best if number in rows]


def done(request: Asked, form: Any, do: Callable[..., Any], said: str) -> bool:
    """Whether a sent form was right and its deed done; what was refused stands on the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        do(**(form.arguments() if hasattr(form, "arguments") else form.cleaned_data))
    except Refused as refused:
        if refused.code in {"wrong_step", "not_allowed", "not_found"}:
            raise
        apply_refusal(form, refused)
        return False
    messages.success(request, said)
    return True


STEP_FORMS: dict[str, type[Any]] = {
    "renew_list": forms.NothingForm, "set_ballots": forms.BallotsForm, "open_voting": forms.NothingForm,
    "void_ballot": forms.VoidForm, "close_voting": forms.NothingForm, "reopen_voting": forms.AgainForm,
    "sit": forms.SitForm,
}  # fmt: skip
HINTS = {
    "open_voting": "Sesudah ini daftar usulan di surat suara tidak berubah lagi, dan surat suara bisa dicetak.",
    "close_voting": "Sesudah ini tidak ada surat suara yang diterima, dan hasilnya tampil.",
    "sit": "Bila kelurahan atau kecamatan sudah mengundang rapat sidang musrenbang, rapat itu yang dipakai.",
}


@require_http_methods(METHODS)
def session_step(request: Asked, pk: UUID, step: str) -> HttpResponse:
    """A step of a session: a small form, then the deed, then back."""
    found = queries.session(request.actor, pk)
    if step not in STEP_FORMS:
        raise Refused("not_found", "Langkah itu tidak ada.")
    session_rules.demand(request.actor, step, found)
    sent = request.POST if request.method == "POST" else None
    form = STEP_FORMS[step](sent, initial=_initial(step, found))

    def do(**told: Any) -> None:
        getattr(actions, step)(actor=request.actor, session=found, **told)

    if done(request, form, do, f"{session_rules.SESSION_FLOW[step].done}."):
        return redirect("musrenbang:session", found.pk)
    shown = {"form": form, "title": session_rules.SESSION_FLOW[step].label, "back": "musrenbang:session",
             "key": found.pk, "sub": HINTS.get(step, str(found))}  # fmt: skip
    return render(request, "musrenbang/form.html", shown, status=422 if form.errors else 200)


def _initial(step: str, found: Session) -> dict[str, Any]:
    if step == "set_ballots":
        names = ("is_secret", "names_most", "points_each")
        return {"form": found.ballot_form, **{name: getattr(found, name) for name in names}}
    if step == "sit":
        stage = queries.stage(found.round, "kecamatan" if found.territory.level == "kecamatan" else "kelurahan")
        return {"day": stage.starts if stage else None, "at": "09:00", "place": f"Aula {found.territory.label}"}
    return {}


@require_http_methods(METHODS)
def delegations(request: Asked, pk: UUID) -> HttpResponse:
    """One table: who sends how many, and while the voting is open how many ballots each was given."""
    actor, found = request.actor, queries.session(request.actor, pk)
    session_rules.demand(actor, "set_delegation", found)
    known = {row.institution_id: row for row in queries.delegations(found)}
    hands = found.status == "voting"
    form = forms.DelegationsForm(request.POST or None, senders=queries.senders(found.territory), known=known,
                                 hands=hands)  # fmt: skip

    def do(**_: Any) -> None:
        actions.set_table(actor=actor, session=found, sent=form.sent(), handed=form.handed() if hands else None)

    if done(request, form, do, "Utusan disimpan."):
        return redirect("musrenbang:session", found.pk)
    shown = {"session": found, "form": form, "parts": [label for _, label in form.parts], "hands": hands}
    return render(request, "musrenbang/delegations.html", shown, status=422 if form.errors else 200)


@require_safe
def discussion(request: Asked, pk: UUID) -> HttpResponse:
    """All that lies before a session, by number, by what was said of it."""
    found = queries.session(request.actor, pk)
    rows, state = queries.matters(found), request.GET.get("hasil", "")
    wanted = {"belum": ""} | {key: key for key in actions.TALKS}
    if state in wanted:
        rows = [row for row in rows if row.talk == wanted[state]]
    choices = [("belum", "belum dibahas"), *actions.TALKS.items()]
    first, rest = parted([(row, TALK_TONES.get(row.talk, "")) for row in rows])
    shown = {
        "session": found, "first": first, "rest": rest,
        "gathered": queries.gathered(found), "states": filters.links(request, "hasil", choices),
    }  # fmt: skip
    return render(request, "musrenbang/discussion.html", shown)


@require_http_methods(METHODS)
def discuss(request: Asked, pk: UUID, order: int) -> HttpResponse:
    """One proposal, large: Enter agrees, a word beside it makes a note of it, and the next one comes."""
    actor, found = request.actor, queries.session(request.actor, pk)
    row = queries.matter(found, order)
    may = session_rules.entitled(actor, session_rules.SESSION_FLOW["discuss"], found) and found.status == "prepared"
    refusal, note = "", request.POST.get("note", row.note)
    if request.method == "POST":
        if "layar" in request.POST:
            actions.show(actor=actor, session=found, number=order)
            return redirect("musrenbang:discuss", found.pk, order)
        try:
            actions.discuss(actor=actor, session=found, number=order, talk=_talk(request), note=note)
        except Refused as refused:
            if refused.field is None:
                raise
            refusal = refused.message
        else:
            return redirect("musrenbang:discuss", found.pk, found.shown) if found.shown else redirect(
                "musrenbang:discussion", found.pk)  # fmt: skip
    shown = {
        "session": found, "row": row, "proposal": row.proposal, "may": may, "refusal": refusal, "note": note,
        "merged": queries.merged(row.proposal), "tone": TALK_TONES.get(row.talk, ""),
        "photos": files.photos_of(Proposal.subject_kind, row.proposal_id), **_around(found, order),
        "reads": rules.visible(request.actor, row.proposal),
    }  # fmt: skip
    return render(request, "musrenbang/discuss.html", shown, status=422 if refusal else 200)


def _talk(request: Asked) -> str:
    """Agreed with a word beside it is agreed with a note."""
    talk, note = request.POST.get("talk", ""), request.POST.get("note", "").strip()
    return "changed" if talk == "agreed" and note else talk


def _around(found: Session, number: int) -> dict[str, Any]:
    """What stands before and behind it, and how far the session has come."""
    talks = queries.talks(found)
    known = sorted(talks)
    at = known.index(number)
    return {"before": known[at - 1] if at else None, "behind": known[at + 1] if at + 1 < len(known) else None,
            "count": len(known), "spoken": sum(map(bool, talks.values()))}  # fmt: skip


@require_safe
def session_screen(request: Asked, pk: UUID) -> HttpResponse:
    """What everybody in the room sees: the proposal they are at; then how many ballots came; then the result."""
    found = queries.session(request.actor, pk)
    talks, goes_on = queries.talks(found), found.status == "prepared"
    number = found.shown if found.shown is not None else queries.next_open(found, 0)
    current = queries.matter(found, number) if goes_on and number is not None else None
    last = queries.last_spoken(found, SAID) if goes_on else []
    shown = {
        "session": found, "current": current, "count": len(talks), "spoken": sum(map(bool, talks.values())),
        "last": [(row, TALK_TONES[row.talk]) for row in last],
        "merged": queries.merged(current.proposal) if current else [], "quotas": queries.quotas(found),
        "counts": queries.counts(found) if found.ballot_form else None, "results": results(found),
    }  # fmt: skip
    name = "musrenbang/screen_now.html" if request.headers.get("HX-Request") else "musrenbang/screen.html"
    return render(request, name, shown)
