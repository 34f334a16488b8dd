"""One of each thing that a page can be about, made through the actions, by the words that the law uses for them."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django.core.mail import EmailMessage
from PIL import Image

from rembuk.coordination.decisions import actions as decisions
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.meetings import actions as meetings
from rembuk.coordination.meetings import queries as meeting_queries
from rembuk.coordination.meetings.models import Meeting
from rembuk.coordination.reports import actions as reports
from rembuk.coordination.reports import queries as report_queries
from rembuk.coordination.reports.actions import Imported, Received
from rembuk.coordination.reports.models import Report
from rembuk.coordination.visits import actions as visits
from rembuk.coordination.visits import queries as visit_queries
from rembuk.coordination.visits.models import Rotation
from rembuk.coordination.visits.rotation.problem import Answer, Stop
from rembuk.foundation.accounts import actions as accounts
from rembuk.foundation.files import actions as pictures
from rembuk.foundation.files import queries as files
from rembuk.foundation.institutions import actions as institutions
from rembuk.foundation.institutions import queries as offices
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import PUBLIC, SYSTEM, Actor
from rembuk.foundation.notices import actions as notices
from rembuk.foundation.notices import mail
from rembuk.foundation.notices import queries as inboxes
from rembuk.foundation.notices.models import Delivery
from rembuk.foundation.regulations import actions as regulations
from rembuk.front.home import actions as home
from rembuk.planning.musrenbang import actions as musrenbang
from rembuk.planning.musrenbang.models import Proposal, Round
from rembuk.planning.musrenbang.tests import scene as wishes
from tests import builders

Subjects = dict[str, dict[str, Any]]


def photo() -> bytes:
    """The bytes of a small JPEG."""
    buffer = BytesIO()
    Image.effect_mandelbrot((320, 240), (-2, -1.5, 1, 1.5), 20).convert("RGB").save(buffer, "JPEG")
    return buffer.getvalue()


def make(town: builders.City) -> Subjects:
    """Everything, in a city that has its first categories."""
    builders.observers(town)
    return {**_reports(town), **_meetings(town), **_work(town), **_photos_of_work(town), **_offices(town),
            **_rules(town), **_messages(town), **_papers(town), **_fridays(town), **_wishes(town)}  # fmt: skip


def hear(town: builders.City, category: str = "drainase", text: str = "Got mampet.", **more: Any) -> Received:
    """A report as a resident of the RT sends it."""
    told = {"actor": PUBLIC, "territory": town.rt, **more}
    return reports.receive(category=category, text=text, **told)


def _reports(town: builders.City) -> Subjects:
    reports.set_category(
        actor=town.actor("pemerintahan"), unit=town.institution("opd"), key="lampu", label="Lampu jalan mati",
        group="Layanan kota", track="service", order=11,
    )  # fmt: skip
    new = hear(town, photos=[photo()]).report
    public = hear(town, photos=[photo()]).report
    reports.acknowledge(actor=town.actor("ketua_rt"), report=public)
    settled = hear(town).report
    reports.acknowledge(actor=town.actor("ketua_rt"), report=settled)
    reports.settle(actor=town.actor("ketua_rt"), report=settled, text="Kerja bakti.", witnesses=["Adi", "Beni"])
    sealed = hear(town, "kekerasan_rumah", "Tolong.", photos=[photo()]).report
    found = {
        "new": new, "public": public, "settled": settled, "sealed": sealed,
        "sealed by wish": hear(town, sealed=True).report,
        "about an official": hear(town, "pemerasan", "Petugas minta uang.").report,
        "about the RT head": hear(town, "pungutan", "Iuran tanpa kuitansi.", passes_by=["ketua_rt"]).report,
        "about the lurah": hear(town, "pungutan", "Surat dipersulit.", passes_by=["lurah"]).report,
        "of a unit": hear(town, "lampu", "Lampu jalan mati.").report,
        "imported": _imported(town), **_swift(town),
    }  # fmt: skip
    codes: Subjects = {name: {"code": report.code} for name, report in found.items()}
    pictures.draw(10)
    photos = {"new": new, "public": public, "sealed": sealed}
    for name, report in photos.items():
        codes[f"photo, {name}"] = {"file_id": files.photos_of(Report.subject_kind, report.pk)[0].pk, "size": "thumb"}
    return codes


def _swift(town: builders.City) -> dict[str, Report]:
    """An incident and an early warning in hand, and a complaint whose answer has not gone back to LAPOR."""
    lurah, unit = town.actor("lurah"), town.actor("kepala_opd")
    incident = hear(town, "kejadian_banjir", "Air setinggi lutut.").report
    warning = hear(town, "dini_runtuh", "Pohon miring.", actor=town.actor("lpm")).report
    for report in (incident, warning):
        reports.acknowledge(actor=lurah, report=report)
    complaint = hear(town, "lampu", "Lampu padam.", source="LAPOR", external_ref="12345").report
    reports.acknowledge(actor=unit, report=complaint)
    reports.answer(actor=unit, report=complaint, text="Tim datang besok.")
    return {"an incident": incident, "an early warning": warning, "a complaint to copy": complaint}


def _imported(town: builders.City) -> Report:
    received = clock.now() - timedelta(days=90)
    category = report_queries.category("lampu")
    assert category is not None
    row = Imported(
        source="kota", external_ref="1", category=category, text="Lampu gang padam.", territory=town.kelurahan,
        received_at=received, answered_at=received + timedelta(days=2), unit=town.institution("opd"), publish=True,
    )  # fmt: skip
    reports.receive_imported(actor=SYSTEM, rows=[row])
    return Report.objects.get(source="kota", external_ref="1")


def _meetings(town: builders.City) -> Subjects:
    here = _convened(town, "lurah", "kelurahan")
    at_rt = _convened(town, "ketua_rt", "rt")
    document = _locked(town)
    codes: Subjects = {"meeting of the kelurahan": {"code": here.code, "order": 1}}
    codes["meeting of the RT"] = {"code": at_rt.code, "order": 1}
    rakor = meetings.convene(
        actor=town.actor("wali_kota"), institution=town.institution("kota"), title="Rakor", place="Setda",
        starts_at=clock.now() + timedelta(days=3), kind=meeting_queries.kind("rakor_opd"),
    )  # fmt: skip
    codes["a rakor"] = {"code": rakor.code}
    codes["a kind of meeting"] = {"key": "rembuk"}
    locked = Meeting.objects.get(document=document)
    codes["a locked meeting"] = {"code": locked.code, "part": "ringkasan-wa"}
    codes["berita acara"] = {"file_id": document.file_id, "code": document.code}
    return codes


def _convened(town: builders.City, who: str, body: str, days: int = 2) -> Meeting:
    meeting = meetings.convene(
        actor=town.actor(who), institution=town.institution(body), title=f"Rapat {body}", place=f"Balai {body}",
        starts_at=clock.now() + timedelta(days=days),
    )  # fmt: skip
    meetings.add_item(actor=town.actor(who), meeting=meeting, title="Kebersihan")
    return meeting


def _locked(town: builders.City) -> Any:
    head, meeting = town.actor("ketua_rt"), _convened(town, "ketua_rt", "rt", days=0)
    meetings.start(actor=head, meeting=meeting)
    item = meeting_queries.item(meeting, 1)
    assert item is not None
    meetings.decide(actor=head, item=item, outcome="not_agreed", decision="", reason="Belum cukup orang.")
    meetings.close_minutes(actor=head, meeting=meeting)
    return meetings.approve(actor=head, meeting=meeting)


def _work(town: builders.City) -> Subjects:
    """What a meeting of the kelurahan decided, with a follow-up under way, one to inspect, and an item that waits."""
    lurah, lead = town.actor("lurah"), town.actor("kepala_opd")
    meeting = _convened(town, "lurah", "kelurahan", days=1)
    meetings.add_item(actor=lurah, meeting=meeting, title="Lampu gang")
    meetings.start(actor=lurah, meeting=meeting)
    for row in meeting_queries.attendances(meeting):
        meetings.mark_present(actor=lurah, meeting=meeting, attendance=row)
    given, waiting = meeting_queries.items(meeting)
    for item in (given, waiting):
        meetings.decide(actor=lurah, item=item, outcome="agreed", decision="Dikerjakan bersama.")
    work = decisions.Work(
        "Keruk saluran", lead=town.institution("opd"), due=clock.today() + timedelta(days=14), territory=town.rw,
        supports=[decisions.Support("Kerja bakti", town.institution("lpm"))],
        inspectors=[town.institution("kecamatan")],
    )  # fmt: skip
    going = decisions.make_at_item(actor=lurah, item=given, work=work)
    shown = decisions.make_at_item(actor=lurah, item=given, work=replace(work, supports=()))
    for made in (going, shown):
        decisions.accept(actor=lead, follow_up=made)
    decisions.finish(actor=lead, follow_up=shown, text="Sudah.", photos=[photo()])
    linked = decisions.link_crew(actor=lead, follow_up=going)
    return {
        "a follow-up": {"code": going.code, "link_id": linked.link.pk},
        "the link of a crew": {"token": linked.token}, "no link": {"token": "0" * 32},
        "a follow-up to inspect": {"code": shown.code},
        "a visit": {"code": _visit(town)}, "a planned visit": {"code": _planned_visit(town), "order": 1},
        **_observed(town, going),
        "a decision": {"code": going.decision.code}, "a decided item": {"item_id": waiting.pk},
    }  # fmt: skip


def _photos_of_work(town: builders.City) -> Subjects:
    """Of work of the RT on its report, to be looked at and passed; and of work on what is said of the lurah, passed."""
    rt, camat, opd = (town.actor(name) for name in ("ketua_rt", "camat", "kepala_opd"))
    watch = [town.institution("inspektorat")]
    codes: Subjects = {}
    for name, holder, lead, body, looks in (
        ("new", rt, rt, "rt", ""), ("passed", rt, rt, "rt", "ketua_rw"), ("closed", camat, opd, "opd", "inspektorat"),
    ):  # fmt: skip
        closed = name == "closed"
        report = hear(town, *(("pungutan", "Surat dipersulit.") if closed else ()),
                      passes_by=["lurah"] if closed else ()).report  # fmt: skip
        reports.acknowledge(actor=holder, report=report)
        work = decisions.Work("Kerja", lead=town.institution(body), inspectors=watch if closed else ())
        row = reports.follow_up(actor=holder, report=report, text="Dikerjakan.", work=work)
        decisions.accept(actor=lead, follow_up=row)
        decisions.finish(actor=lead, follow_up=row, text="Sudah.", photos=[photo()])
        if looks:
            decisions.inspect(actor=town.actor(looks), follow_up=row)
        codes[f"photo of work, {name}"] = {"file_id": files.photos_of(row.subject_kind, row.pk)[0].pk, "size": "full"}
    return codes


def _visit(town: builders.City) -> str:
    promise = visits.Promise("Keruk saluran", clock.today() + timedelta(days=7), town.institution("opd"))
    return visits.note(actor=town.actor("lurah"), seen="Saluran penuh.", territory=town.rt, promise=promise).code


def _observed(town: builders.City, work: FollowUp) -> Subjects:
    asked = visits.ask_question(actor=town.actor("pemerintahan"), text="Aman dilewati?")
    note = visits.observe(
        actor=town.actor("pemantau"), about=work, text="Belum diplester.", answers={asked.pk: ("no", "")}
    )
    return {"a field note": {"code": note.code}, "a question": {"pk": asked.pk}}


def _planned_visit(town: builders.City) -> str:
    goal = visits.Goal("", "Tebing di ujung gang", town.rt, lat=-6.2420, lng=106.9920)
    return visits.plan(
        actor=town.actor("lurah"), day=clock.today(), purpose="Keliling", goals=[goal],
        fellows=[town.position("kepala_opd")],
    ).code  # fmt: skip


def _offices(town: builders.City) -> Subjects:
    lpm = town.institution("lpm")
    seat = institutions.add_position(
        actor=town.actor("pemerintahan"), institution=lpm, role="lpm", title="Bendahara", rank=2
    )
    institutions.appoint(
        actor=town.actor("lurah"), position=seat, name="Sulastri", starts=builders.STARTS, ends=date(2040, 1, 1),
        decree="SK 7", decree_on=builders.STARTS, reason="Belum ada calon lain.",
    )  # fmt: skip
    concern = offices.concerns(town.actor("camat"))[0].pk
    sheet = accounts.issue_sheet(actor=SYSTEM, user=town.user("ketua_rt"))
    signed = accounts.sign_in_by_sheet(token=sheet.token, pin=sheet.pin)
    term = town.cast["ketua_rt"]
    return {
        "seat of the RT head": {
            "position_id": term.position_id, "appointment_id": term.pk, "institution_id": town.institution("rt").pk,
            "territory_id": town.rt.pk,
        },
        "a concern": {"concern_id": concern},
        "device of the RT head": {"device_id": signed.device.pk},
    }  # fmt: skip


def _rules(town: builders.City) -> Subjects:
    row = regulations.set_rule(
        actor=town.actor("pemerintahan"), key="reports.stage.rt", label="", value="5", unit="hari_kalender",
        starts=date(2026, 6, 1), legal_basis="Perwal",
    )  # fmt: skip
    return {
        "a rule": {"key": "reports.stage.rt"}, "a coming rule": {"pk": row.pk},
        "a place": {"pk": town.rw.pk, "step": "rename"},
    }  # fmt: skip


def _papers(town: builders.City) -> Subjects:
    sheet = home.make_sheet(actor=town.actor("lurah"), institution=town.institution("rw"))
    term = town.cast["lurah"]
    institutions.end_appointment(
        actor=town.actor("camat"), appointment=term, on=clock.today() + timedelta(days=20), reason="Pindah tugas."
    )
    home.ask_handovers(clock.now(), 10)
    return {"a sheet of the RW": {"number": sheet.number}, "a memori jabatan": {"appointment_id": term.pk},
            "the part of the RW head": {"appointment_id": town.cast["ketua_rw"].pk}}  # fmt: skip


def _fridays(town: builders.City) -> Subjects:
    keeper = town.actor("petugas_kota")
    pause = visits.note_pause(
        actor=keeper, kind="closed", first=date(2026, 3, 2), last=date(2026, 3, 8), why="Renovasi"
    )
    holds = visits.publish(actor=keeper, rotation=_planned(town, keeper))
    tiding = visits.note_tiding(actor=keeper, text="Layanan KTP pindah ke kantor kelurahan.")
    held = visits.open_gathering(actor=town.actor("lurah"), territory=town.kelurahan)
    visits.hear(actor=town.actor("lurah"), gathering=held, text="Lampu gang mati.", rw=town.rw)
    promised = visit_queries.promises_at(town.kelurahan)[0]
    return {
        "a tiding": {"pk": tiding.pk}, "a kelurahan": {"code": "98.71.01.1001"},
        "figures of a kelurahan": {"code": "98.71.01.1001"},
        "a rembuk": {"code": held.code, "order": 1}, "a promise at a visit": {"code": promised.code},
        "a pause": {"pk": pause.pk}, "the year's Fridays": {"code": holds.code},
        "a draft of Fridays": {"code": _planned(town, keeper).code},
    }  # fmt: skip


def _planned(town: builders.City, keeper: Actor) -> Rotation:
    """By hand, so that no page of the matrix waits for the solver."""
    made = visits.ask(actor=keeper)
    problem = visit_queries.problem(made)
    stops = tuple(Stop(friday.date, place.key) for friday, place in zip(problem.fridays, problem.places, strict=False))
    return visits.lay(actor=SYSTEM, rotation=made, problem=problem, answer=Answer(stops), facts={})


def _wishes(town: builders.City) -> Subjects:
    found, item = wishes.opened(town), wishes.item(town)
    row = wishes.proposed(town, item=item, institution=town.institution("opd"))
    wishes.proposed(town, "lurah_next", "kelurahan_next", territory=town.kelurahan_next)
    beside = musrenbang.prepare_session(actor=town.actor("lurah_next"), round_=found, territory=town.kelurahan_next)
    return {"a session next door": {"pk": beside.pk, "order": 1},
            "a round": {"year": found.year}, "a standard item": {"key": item.code}, "a proposal": {"code": row.code},
            "what became of a proposal": {"code": row.code},
            "what a place asked for": {"place": "98.71.01.1001", "rw": 1, "year": 2027},
            "a vote that was not held": {"place": "98.71.01.1001", "year": 2027, "purse": "unit"},
            "the order of the RW": {"territory_id": town.rw.pk}, "a session": _session(town, found, row),
            "the proposals of the kelurahan": {"territory_id": town.kelurahan.pk}}  # fmt: skip


def _session(town: builders.City, found: Round, row: Proposal) -> dict[str, Any]:
    """The kelurahan sits, and has made two works alternatives."""
    lurah, other = town.actor("lurah"), wishes.proposed(town, title="Pos ronda")
    sits = musrenbang.prepare_session(actor=lurah, round_=found, territory=town.kelurahan)
    tie = musrenbang.tie(actor=lurah, session=sits, kind="alternatives", proposals=[row, other])
    return {"pk": sits.pk, "purse": "kelurahan", "code": row.code, "tie_id": tie.pk}


def _messages(town: builders.City) -> Subjects:
    """What the RT head was told; a letter that could not be sent, and one that lies in the folder of the outbox."""
    notices.bring_forward(1000)
    mine = inboxes.inbox(town.actor("ketua_rt"))[0]
    now = clock.now()
    failed = Delivery.objects.create(
        channel="email", address="x@example.test", subject="s", text="t", status="failed", due_at=now, try_at=now
    )
    mail.OutboxBackend().send_messages([EmailMessage("Sidik harian", "Isi", to=["x@example.test"])])
    return {
        "message of the RT head": {"pk": mine.pk}, "a failed delivery": {"pk": failed.pk},
        "a letter": {"name": mail.letters()[0].name},
    }  # fmt: skip
