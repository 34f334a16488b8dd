"""The demo: the same seed gives the same city, nothing real is ever touched, and every accident is one line."""

import os
import resource
import signal
import socket
import subprocess
import time
from pathlib import Path
from shutil import disk_usage

import pytest

from rembuk.config.demo import build, cast, fates, musrenbang, words
from rembuk.coordination.decisions.models import Status
from rembuk.coordination.reports import masking
from rembuk.foundation.kernel import chance
from tests.support import cities, tools
from tests.support.cities import dump
from tests.support.postgres import Cluster
from tests.support.site import Site, command, environment, rembuk

pytestmark = pytest.mark.demo

SMALL = ("demo", "--size", "kecil")
HERE = ("demo", "--size", "kecil", "--no-serve")


def start(site: Site, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command(*words), env=environment(site.home, site.database), cwd=tools.ROOT, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def kill(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_nothing_was_refused_while_it_was_played(played_city: Site) -> None:
    printed = (played_city.home / "printed").read_text()
    assert printed.startswith("Kota contoh (benih 2026)"), printed[:500]


@pytest.mark.postgres
def test_the_same_seed_gives_the_same_city_on_any_database(
    played_rows: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    # The dump knows no kind of database.
    other = dump(cities.made_once(tmp_path_factory, *cities.SMALL, as_file=True))
    assert [one for one, two in zip(played_rows, other, strict=True) if one != two] == []


def test_another_seed_gives_another_city(empty: Site, played_city: Site) -> None:
    done = played_city.rembuk(*HERE, "--seed", "7", check=False)
    assert done.returncode == 1
    assert "benih 2026" in done.stderr


def spent() -> float:
    """Seconds of the processor that commands took so far: a busy machine does not make them more."""
    told = resource.getrusage(resource.RUSAGE_CHILDREN)
    return told.ru_utime + told.ru_stime


def test_it_is_whole_and_the_second_start_is_quick(played_city: Site) -> None:
    before = spent()
    again = played_city.rembuk(*HERE)
    assert again.stdout == (played_city.home / "printed").read_text()
    assert spent() - before < 10
    assert "Utuh" in played_city.rembuk("verify", "-q").stdout


def test_whoever_speaks_on_the_ladder_of_the_musrenbang_can_be_played() -> None:
    played = {part.office for part in cast.CAST}
    assert {*fates.SPEAKS.values(), musrenbang.SECRETARY} <= played


def test_each_of_the_cast_is_told_how_to_sign_in(played_city: Site) -> None:
    lines = (played_city.home / "printed").read_text().splitlines()[2:]
    assert len(lines) == len(cast.CAST)
    for part, line in zip(cast.CAST, lines, strict=True):
        assert part.office in line
        assert part.told in line
        assert "http://localhost:8000/masuk/" in line
    codes = played_city.rembuk("demo", "--codes").stdout.splitlines()
    assert [line.split(":")[0] for line in codes] == [
        "perlindungan", "petugas_kota", "pemerintahan", "inspektorat", "wali_kota",
    ]  # fmt: skip


def test_the_last_friday_has_every_kind_of_matter(played_rows: list[str]) -> None:
    rows = [line for line in played_rows if line.startswith("reports_report ")]
    for state in (
        "new", "deliberating", "with_unit", "settled", "closed", "unconfirmed", "awaiting_budget", "referred", "merged",
        "returned",
    ):  # fmt: skip
        assert any(f'"status":"{state}"' in row for row in rows), state
    assert any('"climb_basis":"lapsed"' in row and '"handled_at":"rw"' in row for row in rows)
    assert any('"climb_basis":"deliberated"' in row for row in rows)
    assert any('"climb_basis":"conflict"' in row for row in rows)
    assert any('"track":"sealed"' in row for row in rows)
    meetings = [line for line in played_rows if line.startswith("meetings_meeting ")]
    assert any('"status":"locked"' in row for row in meetings)
    # The kelurahan's next meeting is called already, with what proposed itself.
    (coming,) = [row for row in meetings if '"status":"convened"' in row and "Kelurahan Kayuringinjaya" in row]
    key = coming.split('"id":"')[1].split('"')[0]
    assert any(key in row for row in played_rows if row.startswith("meetings_agendaitem "))


def test_the_last_friday_has_work_in_every_state(played_rows: list[str]) -> None:
    rows = [line for line in played_rows if line.startswith("decisions_followup ")]
    for state in Status.values:
        assert any(f'"status":"{state}"' in row for row in rows), state
    for table, said in (
        ("audit_event", "decisions.climbed"), ("audit_event", "decisions.sent_back"),
        ("decisions_letter", '"kind":"answer"'), ("decisions_extension", '"answer":"allowed"'),
        ("decisions_evidence", '"round":2'),
    ):  # fmt: skip
        assert any(said in line for line in played_rows if line.startswith(f"{table} ")), said
    parts = [line for line in played_rows if line.startswith("decisions_part ")]
    assert any('"is_mutual":true' in part and '"people":null' not in part for part in parts)


def test_an_incident_went_up_to_the_mayor_and_was_looked_back_at(played_rows: list[str]) -> None:
    rows = [line for line in played_rows if line.startswith("reports_report ")]
    assert any('"track":"incident"' in row and '"status":"ended"' in row and '"handled_at":"kota"' in row
               for row in rows)  # fmt: skip
    for track, state in (("incident", "not_true"), ("warning", "came_true"), ("warning", "not_true"),
                         ("warning", "with_unit")):  # fmt: skip
        assert any(f'"track":"{track}"' in row and f'"status":"{state}"' in row for row in rows), (track, state)
    events = [line for line in played_rows if line.startswith("audit_event ")]
    for verb in ("reports.told", "reports.ended", "reports.reviewed", "reports.disproved", "reports.copied_out"):
        assert any(verb in event for event in events), verb
    assert len([line for line in played_rows if line.startswith("reports_situation ")]) >= 6
    (complaint,) = [row for row in rows if "L4188123" in row]
    assert '"status":"closed"' in complaint
    assert '"handling":"simple"' in complaint


def test_photos_of_work_that_passed_are_for_everyone(played_rows: list[str]) -> None:
    shown = {row.split('"file_id":"')[1].split('"')[0] for row in played_rows if row.startswith("decisions_evidence ")}
    files = [row for row in played_rows if row.startswith("files_file ") and '"is_public":true' in row]
    assert any(pk in row for row in files for pk in shown)


def test_the_figures_of_the_kelurahan_are_there_some_old_some_unknown(played_rows: list[str]) -> None:
    known = [row for row in played_rows if row.startswith("figures_figure ")]
    assert sorted(row.split('"on":"')[1][:4] for row in known) == ["2024", "2025", "2025"]


FRIDAYS = """
from rembuk.coordination.visits import queries
from rembuk.coordination.visits.models import Gathering, Rotation
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import PUBLIC
first, *_, last = Gathering.objects.order_by("opened_at")
kept = next(card for card in queries.cards_of(queries.promises_of_gathering(first)) if "lampu" in card.title)
days = [kept.promised_at, kept.work.total_due, kept.work.news_at, kept.work.ended_at]
print(*(f"{clock.local(day):%Y-%m}" for day in days))
print(kept.is_kept, kept.before.is_public, kept.after.is_public, kept.before != kept.after, *kept.confirmed)
print(queries.card(PUBLIC, kept.work.code).title)
print(queries.published().stops.count(), Rotation.objects.filter(status="replaced").count(), last.status)
print(*sorted({row.outcome for one in (first, last) for row in one.aspirations.all()}))
print(len(queries.told(first)), last.stop is not None)
held = queries.meeting_of(first)
print(held.status, held.items.count(), held.papers.count() >= 4)
"""
RAKOR = """
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.meetings import queries
from rembuk.coordination.meetings.models import Meeting
(rakor,) = Meeting.objects.filter(kind__key="rakor_opd")
sheets = queries.body_sheets(rakor)
print(rakor.status, sum(sheet.handed for sheet in sheets), sum(not sheet.handed for sheet in sheets) > 20)
work = FollowUp.objects.filter(decision__item__meeting=rakor)
print(*sorted(f"{row.lead.short_name}:{row.parts.count()}" for row in work))
print(*sorted(rakor.papers.values_list("part", flat=True)), rakor.document is not None)
"""


def told(site: Site, code: str) -> list[str]:
    return site.rembuk("shell", "-v", "0", "-c", code).stdout.splitlines()


def test_a_promise_of_march_was_found_late_in_june_and_kept_in_july(played_city: Site, played_rows: list[str]) -> None:
    assert told(played_city, FRIDAYS) == [
        "2025-03 2025-06 2025-07 2025-07",
        "True True True True RW 02 Kayuringinjaya",
        "Pasang lagi lampu gang di RW 02",
        "56 1 closed",
        "decision follow_up refused report",
        "2 True",
        "locked 4 True",
    ]
    late = [row for row in played_rows if row.startswith("audit_event ") and "decisions.news_asked" in row]
    assert any("2025-06-20" in row for row in late)


def test_a_rakor_has_its_sheets_its_work_and_all_its_papers(played_city: Site) -> None:
    assert told(played_city, RAKOR) == [
        "locked 3 True", "DBMSDA:2 Dishub:1", "daftar-hadir foto laporan notulen tindak-lanjut undangan True",
    ]  # fmt: skip


WATCHED = """
from rembuk.coordination.visits.models import FieldNote, Plan
from rembuk.foundation.institutions import queries as institutions
(plan,) = Plan.objects.all()
print(plan.status, *plan.places.order_by("order").values_list("fate", flat=True))
print(sum(place.check_ins.count() for place in plan.places.all()), plan.places.filter(fate="missed", reason="").count())
notes = FieldNote.objects.order_by("noted_at")
print(*(row.about.subject_kind for row in notes), *sorted({row.answers.count() for row in notes}))
print(notes[0].visit.code == plan.places.get(order=1).visits.get().visit.code)
"""


def test_a_visit_went_by_plan_and_an_expert_looked_at_it_and_at_work(played_city: Site) -> None:
    assert told(played_city, WATCHED) == [
        "done seen seen missed", "2 0", "visits.visit decisions.follow_up 3", "True",
    ]  # fmt: skip


DESKS = """
from rembuk.config import queries
from rembuk.foundation.accounts.models import User
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.kernel import seams
for row in queries.the_demo().sign_ins:
    user = User.objects.get(name=row["name"])
    actor = institutions.actor(user)
    tasks = [task for source in seams.TODAY for task in source(actor)]
    panels = [panel for source in seams.PANELS for panel in source(actor)]
    print(row["key"], len(tasks), len(panels))
"""


def test_on_the_last_friday_there_is_work_on_the_desks(played_city: Site) -> None:
    lines = [line.split() for line in told(played_city, DESKS)]
    tasks = {row[0]: int(row[1]) for row in lines if len(row) == 3 and row[1].isdigit()}
    wanted = {
        "ketua_rt": 3,
        "ketua_rw": 2,
        "lurah": 3,
        "kasi": 1,
        "camat": 1,
        "opd": 1,
        "opd_dlh": 1,
        "perlindungan": 1,
    }
    wanted |= {"tetangga_rt": 1, "tetangga_rw": 1, "rw_musrenbang": 1}
    for key, least in wanted.items():
        assert tasks[key] >= least, (key, tasks)


def test_a_database_with_something_in_it_is_never_touched(empty: Site) -> None:
    empty.rembuk("keys")
    empty.rembuk("migrate", "-q")
    code = (
        "from rembuk.foundation.institutions import actions; from rembuk.foundation.kernel.actor import SYSTEM;"
        "actions.fill_first(SYSTEM)"
    )
    empty.rembuk("shell", "-c", code)
    done = empty.rembuk(*HERE, check=False)
    assert done.returncode == 1
    assert "data sungguhan" in done.stderr


@pytest.mark.django_db
def test_the_mark_is_only_for_an_empty_database() -> None:
    from rembuk.config import actions, queries
    from rembuk.foundation.institutions import actions as institutions
    from rembuk.foundation.kernel import clock
    from rembuk.foundation.kernel.actor import SYSTEM
    from rembuk.foundation.kernel.errors import Refused

    assert queries.demo() is None
    institutions.fill_first(SYSTEM)
    with pytest.raises(Refused) as refused:
        actions.mark_demo(seed=1, size="kecil", city="32.75", ends_at=clock.now())
    assert refused.value.code == "not_empty"


def test_killed_in_the_middle_the_next_run_recovers_and_the_same_seed_gives_the_same_city(
    empty: Site, played_rows: list[str]
) -> None:
    assert len(played_rows) > 10_000
    for after in (2.0, 9.0):
        process = start(empty, *HERE)
        time.sleep(after)
        assert process.poll() is None
        kill(process)
        if not Cluster.of_environment():
            assert not (empty.home / "rembuk.sqlite3").exists()
    empty.rembuk(*HERE, env={"PORT": "8765"})
    assert [one for one, two in zip(played_rows, dump(empty), strict=True) if one != two] == []
    assert not list(empty.home.glob("*half*"))


def test_two_at_once_do_not_mix(empty: Site) -> None:
    process = start(empty, *HERE)
    try:
        end = time.monotonic() + 120
        while not (empty.home / "demo.lock").exists() and time.monotonic() < end:
            time.sleep(0.05)
        time.sleep(0.3)
        done = empty.rembuk(*HERE, check=False)
    finally:
        kill(process)
    assert done.returncode == 1
    assert "proses lain" in done.stderr


def test_a_busy_port_is_said_before_anything_is_made(empty: Site) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = rembuk(*SMALL, home=empty.home, database=empty.database, check=False, PORT=port)
    assert done.returncode == 1
    assert (
        done.stderr
        == f"rembuk: porta {port} tidak dapat dipakai (Address already in use). Pilih lain: PORT={int(port) + 1} …\n"
    )
    assert not list(empty.home.iterdir())


@pytest.mark.parametrize("words", [("--size", "raksasa"), ("--size", "kecil", "--city", "31.71")])
def test_what_was_not_drawn_is_refused(empty: Site, words: tuple[str, ...]) -> None:
    done = empty.rembuk("demo", "--no-serve", *words, check=False)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to mount a small disk")
def test_a_full_disk_is_one_line_and_the_next_run_goes_on(tmp_path: Path) -> None:
    home = tmp_path / "small"
    home.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(home)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("not run: this machine lets nobody mount a small disk")
    try:
        done = rembuk(*HERE, home=home, check=False)
        lines = [line for line in done.stderr.splitlines() if line.startswith("rembuk: ")]
        assert done.returncode == 1
        assert len(lines) == 1
        assert "cakram penuh" in lines[0]
        assert "Traceback" not in done.stderr
        subprocess.run(["mount", "-o", "remount,size=300m", str(home)], check=True)
        process, end = start(Site(home), *HERE), time.monotonic() + 120
        while process.poll() is None and disk_usage(home).used < 6_000_000 and time.monotonic() < end:
            time.sleep(0.1)
        kill(process)
        assert disk_usage(home).used >= 6_000_000, "twice what there was room for"
    finally:
        subprocess.run(["umount", str(home)], check=False)


def test_chance_is_seeded_only_while_it_is_made() -> None:
    with chance.seeded(1):
        first = chance.token_bytes(8)
    with chance.seeded(1):
        assert chance.token_bytes(8) == first
    assert chance.token_bytes(8) != chance.token_bytes(8)


def test_there_are_enough_different_words() -> None:
    said = [sentence for sentences in words.SAID.values() for sentence in sentences]
    assert len(set(said)) == len(said) >= 80
    assert build.Plan().reports == 600


def test_nothing_that_is_said_looks_like_a_persons_name() -> None:
    said = [
        sentence.format(gang=words.PLACES[0], dekat=words.LANDMARKS[0])
        for many in words.SAID.values()
        for sentence in many
    ]
    said += [*words.LANDMARKS, *words.PLACES]
    assert [sentence for sentence in said if masking.mask(sentence) != sentence] == []
