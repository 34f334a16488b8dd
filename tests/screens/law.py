"""Who may open which page and do which deed, written down from the law and not from the program.

The law: what one may not see is not there (404); what one may see but not do is forbidden (403); who is not signed in
is sent to the door, unless the address is open. Visible is what lies in the territory of one's office, what one's body
holds or was given, and one's own. A line says, for a page (and the thing it is about, see `subjects.py`), who may read
it and who may post to it; `None` is a method that the page does not have. Who sees the thing stands in `SEES`.
"""

from dataclasses import dataclass

VISITOR = "visitor"
CAST = (
    "ketua_rt ketua_rt_next sekretaris_rt ketua_rw ketua_rw_next lpm pamor lurah lurah_next kasi petugas_loket camat "
    "camat_next kepala_opd kepala_opd_next pemerintahan wali_kota petugas_kota inspektorat perlindungan "
    "pemantau pemantau_next"
).split()

# Addresses that need no sign-in.
OPEN = frozenset(
    """
    portal:home portal:report portal:blank portal:incident portal:similar portal:suggest portal:received portal:reports
    portal:trail portal:map portal:units portal:unit portal:units_sheet portal:figures_sheet
    musrenbang:fates musrenbang:fate_kelurahan musrenbang:fate_rw musrenbang:fate
    musrenbang:open_data musrenbang:open_vote musrenbang:fate_sheet
    api:data api:feed api:calendar api:openapi api:discovery api:services api:service api:requests api:request
    api:token api:updates
    portal:track portal:mine portal:forget portal:mine_step portal:digests portal:digest portal:all_digests
    visits:blank visits:promise visits:promise_picture
    web:more web:alive web:health web:ready web:metrics web:manifest web:robots web:service_worker web:offline
    web:shared
    accounts:sign_in accounts:sheet accounts:pin account_login mfa_authenticate
    decisions:crew files:photo files:document files:file files:check files:check_any
    """.split()
)

GROUPS = {
    "EVERYONE": f"{VISITOR} {' '.join(CAST)}",
    "ALL": " ".join(CAST),
    "RT": "ketua_rt sekretaris_rt",
    "CITY": "pemerintahan wali_kota petugas_kota inspektorat",
    # Whose area holds RT 001: the RW, the bodies beside it, the kelurahan, the kecamatan, the city.
    "ABOVE": "ketua_rw lpm pamor lurah kasi petugas_loket camat CITY",
    # Who keeps watch over what is public in their area.
    "OVERSEERS": "lurah kasi camat wali_kota petugas_kota",
    "EDITOR": "pemerintahan",
    "NOBODY": "",
}

# Who sees a thing. What is private is seen by the body that holds it and by nobody else.
SEES = {
    "": "EVERYONE",
    "new": "RT ABOVE",
    "public": "RT ABOVE",
    "settled": "RT ABOVE",
    "sealed": "perlindungan",
    "sealed by wish": "petugas_kota",
    "about an official": "inspektorat",
    "about the RT head": "ketua_rw",
    "about the lurah": "camat",
    "of a unit": "RT ABOVE kepala_opd",
    "an incident": "RT ABOVE",
    # Whoever noted it, and the line of the place: nobody else knows that there is one.
    "an early warning": "lpm lurah kasi camat wali_kota",
    "a complaint to copy": "RT ABOVE kepala_opd",
    "imported": "lpm lurah kasi petugas_loket camat CITY kepala_opd",
    "on the public pages": "EVERYONE",
    "not on the public pages": "NOBODY",
    "photo, new": "RT ABOVE",
    "photo, public": "EVERYONE",
    "photo, sealed": "perlindungan",
    # Of work: before it was looked at as the work itself; then as open as its report.
    "photo of work, new": "RT ketua_rw lpm pamor lurah kasi camat CITY pemantau",
    "photo of work, passed": "EVERYONE",
    "photo of work, closed": "camat kepala_opd inspektorat",
    # A meeting is seen where its body stands, and by whoever is invited.
    "meeting of the kelurahan": "ketua_rw ketua_rw_next lpm pamor lurah kasi petugas_loket camat CITY",
    "meeting of the RT": "RT ketua_rw lpm pamor lurah kasi camat CITY",
    "a locked meeting": "RT ketua_rw lpm pamor lurah kasi camat CITY",
    # Of all Dinas with the mayor: each brings its sheet.
    "a rakor": "CITY kepala_opd kepala_opd_next petugas_opd petugas_opd_next",
    # A follow-up of the kelurahan in RW 01: who decided, leads, helps, may look, and who watches over the place.
    "a follow-up": "ketua_rw lpm pamor lurah kasi petugas_loket camat CITY kepala_opd pemantau",
    "a follow-up to inspect": "ketua_rw lpm pamor lurah kasi petugas_loket camat CITY kepala_opd pemantau",
    # Written by an observer on that follow-up: the offices of the place, Inspektorat, and who leads.
    "a field note": "pemantau lurah camat inspektorat kepala_opd",
    "a question": "ALL",
    "the link of a crew": "EVERYONE",
    "no link": "NOBODY",
    "a decision": "ketua_rw lpm pamor lurah kasi petugas_loket camat CITY kepala_opd pemantau",
    "a decided item": "lurah kasi petugas_loket",
    # A visit of the lurah to RT 001, with a promise that Dinas PU leads.
    "a visit": "RT ketua_rw lpm pamor lurah kasi petugas_loket camat wali_kota petugas_kota kepala_opd pemantau",
    # A plan of the lurah to RT 001 with Dinas PU: whoever goes, and whoever watches over the place.
    "a planned visit": "RT ketua_rw lpm pamor lurah kasi camat wali_kota petugas_kota kepala_opd pemantau",
    "the year's Fridays": "ALL",
    "a pause": "ALL",
    "a draft of Fridays": "wali_kota petugas_kota",
    "a tiding": "ALL",
    "a kelurahan": "OVERSEERS",
    "figures of a kelurahan": "lurah kasi camat CITY",
    "a rembuk": "lpm lurah kasi camat wali_kota petugas_kota pemantau",
    # Made by the lurah in RT 001, led by Dinas PU: whoever sees the follow-up.
    "a promise at a visit": "RT ketua_rw lpm pamor lurah kasi petugas_loket camat CITY kepala_opd pemantau",
    "a round": "ALL",
    "a standard item": "ALL",
    # Of RT 001, asked of Dinas PU: the line of the place, who proposed, and the unit that is asked.
    "a proposal": "RT ABOVE kepala_opd",
    "what became of a proposal": "EVERYONE",
    "what a place asked for": "EVERYONE",
    "a vote that was not held": "NOBODY",
    "the order of the RW": "ABOVE",
    "the proposals of the kelurahan": "lpm lurah kasi petugas_loket camat CITY",
    # A session of the kelurahan: its bodies follow it, the offices above look on.
    "a session": "RT ketua_rt_next ketua_rw ketua_rw_next lpm pamor lurah kasi petugas_loket camat CITY",
    # Prepared by the kelurahan next door.
    "a session next door": "lurah_next camat CITY",
    "berita acara": "RT ketua_rw lpm pamor lurah kasi camat CITY",
    "seat of the RT head": "ketua_rt ketua_rw lurah kasi petugas_loket camat CITY",
    "body of the RT": "ketua_rw lurah kasi petugas_loket camat CITY",
    "a concern": "camat pemerintahan",
    "a kind of meeting": "ALL",
    "office of the RT head": "ketua_rt",
    "device of the RT head": "ketua_rt",
    "message of the RT head": "ketua_rt",
    "a failed delivery": "pemerintahan",
    "a letter": "pemerintahan",
    # The sheet of RW 01: its own people, the kelurahan, and the offices above.
    "a sheet of the RW": "ketua_rw pamor lurah kasi camat wali_kota petugas_kota",
    # What the lurah leaves: herself, and whoever appoints to her seat.
    "a memori jabatan": "lurah camat pemerintahan",
    # What became of one's part is seen by the person and the lurah, and by nobody above or beside.
    "the part of the RW and the LPM": "ketua_rw ketua_rw_next lpm lurah lurah_next",
    "the part of the RW head": "ketua_rw lurah",
    "a rule": "ALL",
    "a coming rule": "ALL",
    "a place": "ALL",
}
# Things that are the same as another's, seen from another side.
SAME = {"body of the RT": "seat of the RT head", "office of the RT head": "seat of the RT head"}


# Pages of one's own password and second factor: what there is to see depends on what one has set up.
OWN = frozenset(
    """
    account_reauthenticate mfa_reauthenticate mfa_index mfa_activate_totp mfa_deactivate_totp mfa_view_recovery_codes
    mfa_generate_recovery_codes
    """.split()
)


@dataclass(frozen=True)
class Page:
    """A line of the law."""

    name: str
    about: str
    step: str
    get: frozenset[str] | None
    post: frozenset[str] | None
    sees: frozenset[str]

    def __str__(self) -> str:
        return " ".join(part for part in (self.name, self.step, self.about and f"({self.about})") if part)


def people(words: str) -> frozenset[str]:
    """The names that a text of names and groups means."""
    found: set[str] = set()
    for word in words.split():
        found |= people(GROUPS[word]) if word in GROUPS else {word}
    return frozenset(found)


ALL = people("ALL")


def page(name: str, about: str = "", get: str | None = "=", post: str | None = None, step: str = "") -> Page:
    """`get="="`: whoever sees it may read it."""
    sees = people(SEES[about])
    may_get = sees if get == "=" else None if get is None else people(get)
    return Page(name, about, step, may_get, None if post is None else people(post), sees)


REPORTS = ("new", "public", "settled", "sealed", "sealed by wish", "about an official", "about the RT head",
           "about the lurah", "of a unit", "imported", "an incident", "an early warning",
           "a complaint to copy")  # fmt: skip
# An incident that goes on, an early warning that the lurah has accepted: their own steps.
INCIDENT_STEPS = {
    "tell": "RT ketua_rw lpm pamor OVERSEERS", "end": "OVERSEERS", "go_on": "OVERSEERS",
    "disprove": "OVERSEERS", "climb": "OVERSEERS",
    "follow_up": "OVERSEERS", "merge": "OVERSEERS", "take_down": "OVERSEERS",
}  # fmt: skip
WARNING_STEPS = {
    "come_true": "lurah kasi", "disprove": "lurah kasi", "prevent": "lurah kasi", "raise_report": "lurah kasi",
    "assign": "lurah kasi", "answer": "lurah kasi", "climb": "lurah kasi", "follow_up": "lurah kasi",
    "take_down": "lurah kasi camat wali_kota",
}  # fmt: skip
# A report that RT 001 deliberates: who may take which step. Work on it belongs to the body that holds it.
STEPS = {
    "follow_up": "RT",
    "acknowledge": "RT", "deliberate": "RT", "settle": "RT", "climb": "RT", "refuse": "RT", "merge": "RT",
    "return_for_completion": "RT", "confirm": "ketua_rw", "reopen": "ketua_rw", "join": "RT ABOVE",
    "assign": "NOBODY", "answer": "NOBODY", "finish": "NOBODY", "await_budget": "NOBODY", "carry": "NOBODY",
    "refer": "NOBODY", "record_letter": "NOBODY", "complete": "NOBODY", "withdraw": "NOBODY",
    "mask": "OVERSEERS", "set_owner": "OVERSEERS", "take_down": "OVERSEERS",
}  # fmt: skip
CONVENES = "ketua_rt sekretaris_rt ketua_rt_next ketua_rw ketua_rw_next lurah lurah_next kasi camat camat_next"
RECEIVES = f"{CONVENES} lpm pamor petugas_loket wali_kota petugas_kota"
NOTES = "ketua_rw ketua_rw_next lpm pamor lurah lurah_next kasi camat camat_next wali_kota"
NOTERS = f"{NOTES} RT ketua_rt_next kepala_opd kepala_opd_next petugas_kota"
# Who watches over promises, each over their own place.
BOARD = "lurah lurah_next kasi camat camat_next CITY"
OFFICES = "ketua_rw ketua_rw_next lurah lurah_next kasi petugas_loket camat camat_next CITY"
APPOINTS = "lurah lurah_next camat camat_next pemerintahan inspektorat"
INVITES = "lurah camat pemerintahan inspektorat wali_kota"

KEEPERS = "wali_kota petugas_kota"
VISITS = f"{CONVENES} lpm pamor kepala_opd kepala_opd_next wali_kota petugas_kota"
VISIT_STEPS = ("promise", "report", "connect", "accompany", "amend")

PROPOSES = f"{CONVENES} lpm petugas_loket wali_kota petugas_kota"
# A whole sheet comes from an RW or a kelurahan.
BRINGS = "ketua_rw ketua_rw_next lurah lurah_next kasi petugas_loket"
# A proposal of RT 001: the RT's own people and who writes for them from paper; then who looks through it.
WISH_STEPS = {
    "amend": "RT ketua_rw petugas_loket OVERSEERS", "complete": "RT ketua_rw petugas_loket OVERSEERS",
    "withdraw": "RT ketua_rw petugas_loket OVERSEERS", "return_for_completion": "OVERSEERS", "merge": "OVERSEERS",
    "part": "OVERSEERS", "ask_again": "RT ketua_rw petugas_loket OVERSEERS",
    "show_photos": "OVERSEERS", "set_budget": "wali_kota", "link_work": "lurah kasi",
}  # fmt: skip
# Whose office speaks at a rung of the ladder; the desks of Bappeda and TAPD are not in the cast.
REVIEWS = "lurah lurah_next kasi camat camat_next kepala_opd kepala_opd_next wali_kota"

WATCHES = (
    "ketua_rt ketua_rt_next sekretaris_rt ketua_rw ketua_rw_next lpm pamor lurah lurah_next kasi camat camat_next CITY "
    "pemantau pemantau_next"
)
# A follow-up that Dinas PU has accepted: the lead works, LPM helps, the kelurahan decided it.
WORK_STEPS = {
    "tell": "kepala_opd lpm", "show": "kepala_opd lpm", "take_part": "kepala_opd lpm", "finish_part": "kepala_opd lpm",
    "finish": "kepala_opd", "extend_ask": "kepala_opd", "await_budget": "kepala_opd", "hand_over": "kepala_opd",
    "write": "kepala_opd", "excuse_part": "lurah kasi", "ask_news": "lurah kasi camat wali_kota petugas_kota",
    "pass_on": "lurah kasi", "revoke": "lurah kasi",
    "accept": "kepala_opd", "inspect": "ketua_rw camat",
}  # fmt: skip

# Observers, those who read them, and whoever may lead work.
NOTE_LIST = " ".join(sorted(ALL - people("pamor petugas_loket pemerintahan perlindungan")))

PRINTS = "ketua_rw ketua_rw_next pamor lurah lurah_next kasi"

LAW: tuple[Page, ...] = (
    # The portal is the same for everyone; a report is there once it was acknowledged, and never while it is private.
    page("portal:home"), page("portal:report", post="EVERYONE"), page("portal:incident", post="EVERYONE"),
    page("portal:similar"),
    page("portal:suggest", get=None, post="EVERYONE"), page("portal:reports"),
    page("portal:map"), page("portal:track", post="EVERYONE"), page("portal:digests"), page("portal:digest"),
    page("portal:all_digests"), page("portal:blank"), page("portal:units"), page("portal:unit"),
    page("portal:units_sheet"), page("portal:figures_sheet"),
    page("portal:trail", "on the public pages", post="EVERYONE"),
    *(page("portal:trail", "not on the public pages", post="NOBODY", step=name)
      for name in REPORTS if name not in {"public", "settled", "imported", "a complaint to copy"}),
    # A receipt lies on one device; without it the page leads to the form that asks for code and secret.
    page("portal:received", "not on the public pages", step="public"),
    page("portal:mine"), page("portal:forget", get=None, post="EVERYONE"),
    page("portal:mine_step", "not on the public pages", post="NOBODY", step="public"),
    # Other programs read what the portal shows; what they send is asked of in api/tests.
    page("api:data"), page("api:feed"), page("api:calendar"), page("api:openapi"),
    page("api:discovery"), page("api:services"), page("api:service"), page("api:requests"), page("api:updates"),
    page("api:request", "on the public pages"), page("api:token", "not on the public pages", step="public"),
    *(page("api:request", "not on the public pages", step=name)
      for name in ("new", "sealed", "sealed by wish", "about an official")),
    # The tests ask for figures from this machine; from elsewhere they are not there (web/tests/).
    page("web:more"), page("web:alive"), page("web:health"), page("web:ready"), page("web:metrics"),
    page("web:manifest"), page("web:robots"), page("web:service_worker"), page("web:offline"),
    page("web:shared"),
    # The door.
    page("accounts:sign_in", post="EVERYONE"), page("accounts:pin", post="EVERYONE"),
    page("accounts:sheet", post="EVERYONE"), page("account_login", post="EVERYONE"), page("mfa_authenticate"),
    page("accounts:change_pin", post="ALL"), page("accounts:switch", post="ALL"), page("accounts:devices"),
    page("accounts:sign_out", get=None, post="ALL"), page("accounts:secure"),
    page("accounts:set_password", post="ALL"),
    page("accounts:forget", "device of the RT head", get=None, post="ketua_rt"),
    page("accounts:counter", get="lurah lurah_next kasi petugas_loket camat camat_next wali_kota petugas_kota EDITOR",
         post="lurah lurah_next kasi petugas_loket camat camat_next wali_kota petugas_kota EDITOR"),
    *(page(name) for name in sorted(OWN)),
    # Whoever signs in has work, news and a search box; what they show is another test's matter.
    page("home:all_sheets"),
    page("home:sheets", get=PRINTS, post=PRINTS), page("home:open_sheet", get=PRINTS),
    page("home:week_pdf", get=PRINTS), page("home:handover", "a memori jabatan", post="lurah"),
    page("home:parts", "the part of the RW and the LPM"), page("home:part", "the part of the RW head"),
    page("home:sheet", "a sheet of the RW", post="ketua_rw pamor"), page("home:sheet_pdf", "a sheet of the RW"),
    page("home:today"), page("search:search"), page("notices:inbox"), page("notices:all_read", get=None, post="ALL"),
    page("notices:follow", "message of the RT head", get=None, post="ketua_rt"),
    page("notices:deliveries", get="EDITOR"),
    page("notices:retry", "a failed delivery", get=None, post="EDITOR"),
    page("notices:letters", "a letter"), page("notices:letter", "a letter"),
    # Reports.
    page("reports:list"), page("reports:waiting"), page("reports:receive", get=RECEIVES, post=RECEIVES),
    page("reports:received", "not on the public pages", step="public"),
    page("reports:answer_times", get="CITY"), page("reports:categories", get="EDITOR", post="EDITOR"),
    page("reports:category", get="EDITOR", post="EDITOR"),
    *(page("reports:detail", name) for name in REPORTS),
    *(page("trail:trail", name) for name in REPORTS),
    page("trail:looks", get="pemerintahan inspektorat"),
    *(page("trail:case", name, get=None, post="pemerintahan inspektorat") for name in REPORTS),
    page("reports:words", "new", get=None, post="RT"), page("reports:words", "public", get=None, post="RT"),
    page("reports:words", "sealed", get=None, post="perlindungan"),
    page("reports:words", "about the RT head", get=None, post="ketua_rw"),
    page("reports:words", "of a unit", get=None, post="kepala_opd"),
    *(page("reports:step", "public", get=who, post=who, step=step) for step, who in STEPS.items()),
    page("reports:step", "new", get="RT", post="RT", step="acknowledge"),
    page("reports:step", "settled", get="ketua_rw", post="ketua_rw", step="confirm"),
    page("reports:step", "sealed", get="perlindungan", post="perlindungan", step="acknowledge"),
    page("reports:step", "sealed by wish", get="petugas_kota", post="petugas_kota", step="acknowledge"),
    page("reports:step", "about an official", get="inspektorat", post="inspektorat", step="acknowledge"),
    page("reports:step", "about the RT head", get="ketua_rw", post="ketua_rw", step="acknowledge"),
    page("reports:step", "about the lurah", get="camat", post="camat", step="acknowledge"),
    page("reports:step", "of a unit", get="kepala_opd", post="kepala_opd", step="acknowledge"),
    page("reports:step", "of a unit", get="NOBODY", post="NOBODY", step="deliberate"),
    page("reports:incidents"), page("reports:incident", post="ALL"),
    page("reports:warnings", get=NOTERS), page("reports:warning", get=NOTES, post=NOTES),
    *(page("reports:step", "an incident", get=who, post=who, step=step) for step, who in INCIDENT_STEPS.items()),
    *(page("reports:step", "an early warning", get=who, post=who, step=step) for step, who in WARNING_STEPS.items()),
    page("reports:step", "a complaint to copy", get="kepala_opd OVERSEERS", post="kepala_opd OVERSEERS",
         step="copy_out"),
    page("reports:step", "imported", get="OVERSEERS", post="OVERSEERS", step="mask"),
    page("reports:step", "imported", get="OVERSEERS", post="OVERSEERS", step="take_down"),
    # Meetings are run by the body that meets.
    page("meetings:list"), page("meetings:convene", get=f"{CONVENES} wali_kota petugas_kota",
                                post=f"{CONVENES} wali_kota petugas_kota"),
    page("meetings:briefings", "a rakor"), page("meetings:briefings_pdf", "a rakor"),
    page("meetings:briefing", "a rakor", get="kepala_opd kepala_opd_next petugas_opd petugas_opd_next",
         post="kepala_opd kepala_opd_next petugas_opd petugas_opd_next"),
    page("meetings:numbers", get=f"{CONVENES} wali_kota petugas_kota", post=f"{CONVENES} wali_kota petugas_kota"),
    page("meetings:kinds", get="EDITOR", post="EDITOR"),
    page("meetings:kind", "a kind of meeting", get="EDITOR", post="EDITOR"),
    page("meetings:regular", get=f"{CONVENES} wali_kota petugas_kota", post=f"{CONVENES} wali_kota petugas_kota"),
    *(line for thing, who, chair, invited in (
        ("meeting of the kelurahan", "lurah kasi", "lurah", "lurah kasi ketua_rw ketua_rw_next lpm pamor"),
        ("meeting of the RT", "RT", "ketua_rt", "RT"))
      for line in (
        page("meetings:answer", thing, get=invited, post=invited),
        page("meetings:propose", thing, get=invited, post=invited),
        page("meetings:reschedule", thing, get=who, post=who), page("meetings:guests", thing, get=who, post=who),
        page("meetings:letter", thing, get=who, post=who), page("meetings:letter_pdf", thing),
        page("meetings:letter_docx", thing), page("meetings:picture", thing), page("meetings:calendar", thing),
        page("meetings:meeting", thing), page("meetings:agenda", thing, get=who, post=who),
        page("meetings:attendance", thing, post=who), page("meetings:start", thing, get=None, post=who),
        page("meetings:item", thing, get=who, post=who), page("meetings:minute", thing, get=who, post=who),
        page("meetings:close_minutes", thing, get=None, post=who),
        page("meetings:take_pen", thing, get=None, post=who), page("meetings:screen", thing),
        page("meetings:signing", thing), page("meetings:signed", thing, get=who, post=who),
        page("meetings:approve", thing, get=chair, post=chair), page("meetings:cancel", thing, get=who, post=who),
        page("meetings:photos", thing, post=who), page("meetings:comments", thing, post=invited),
        page("meetings:papers", thing, post=who),
      )),
    # What is no QR of a meeting says so to everybody.
    page("meetings:check_in", post="ALL"),
    # What a locked meeting leaves behind: the body makes it, whoever sees the meeting reads it.
    page("meetings:bundle", "a locked meeting", get="RT"), page("meetings:part", "a locked meeting"),
    page("meetings:activities", "a locked meeting", get="NOBODY"),
    # The board of those who watch over what was promised.
    page("board:board", get=BOARD), page("board:sheet", get=BOARD),
    # Work that was decided: each party takes its own steps.
    page("decisions:list", post="ALL"), page("decisions:area", get=WATCHES),
    # Its sheet holds what one's own body leads, and saves nothing by itself.
    page("decisions:sheet"), page("decisions:read_sheet", get=None, post="ALL"),
    page("decisions:sheet_errors", get=None, post="ALL"),
    page("decisions:detail", "a follow-up"), page("decisions:detail", "a follow-up to inspect"),
    page("decisions:decision", "a decision"), page("decisions:make", "a decision", get="lurah kasi", post="lurah kasi"),
    page("decisions:withdraw", "a decision", get="lurah kasi", post="lurah kasi"),
    page("decisions:make_at_item", "a decided item", get="lurah kasi", post="lurah kasi"),
    *(page("decisions:step", "a follow-up", get=who, post=who, step=step) for step, who in WORK_STEPS.items()),
    # A crew's link is made by who does the work and opened by whoever has it; what is no link is not there.
    page("decisions:link_crew", "a follow-up", get="kepala_opd lpm", post="kepala_opd lpm"),
    page("decisions:unlink_crew", "a follow-up", get=None, post="kepala_opd lpm"),
    page("decisions:crew", "the link of a crew", post="EVERYONE"), page("decisions:crew", "no link", post="NOBODY"),
    page("decisions:step", "a follow-up to inspect", get="ketua_rw camat", post="ketua_rw camat", step="inspect"),
    page("decisions:step", "a follow-up to inspect", get="ketua_rw camat", post="ketua_rw camat", step="send_back"),
    # Visits: by whoever goes to places; afterwards only by the visitor, on the same day. The blank form is everyone's.
    page("visits:blank"), page("visits:list", get=VISITS), page("visits:sheet", get=VISITS),
    page("visits:near", get=VISITS), page("visits:make", get=VISITS, post=VISITS),
    page("visits:area", get=" ".join(sorted(people(VISITS) - people("kepala_opd kepala_opd_next")))
                            + " pemantau pemantau_next"),
    # Observers: their notes are read by who can do something about it; the checklist is Pemerintahan's.
    page("visits:notes", get=NOTE_LIST), page("visits:questions", get=f"{NOTE_LIST} EDITOR", post="EDITOR"),
    page("visits:end_question", "a question", get=None, post="EDITOR"),
    page("visits:observe", "a follow-up", get="pemantau wali_kota", post="pemantau wali_kota"),
    page("visits:field_note", "a field note"),
    page("visits:detail", "a visit"),
    *(page("visits:step", "a visit", get="lurah", post="lurah", step=step) for step in VISIT_STEPS),
    # A planned visit: the seat that planned adds and cancels, those who go check in and write.
    page("visits:plans", get=VISITS), page("visits:make_plan", get=VISITS, post=VISITS),
    page("visits:plan", "a planned visit"), page("visits:plan_place", "a planned visit", post="lurah kepala_opd"),
    page("visits:add_places", "a planned visit", get="lurah", post="lurah"),
    page("visits:cancel_plan", "a planned visit", get="lurah", post="lurah"),
    page("visits:check_in", "a planned visit", get=None, post="lurah kepala_opd"),
    page("visits:miss_place", "a planned visit", get="lurah kepala_opd", post="lurah kepala_opd"),
    # The mayor's Fridays: what is published is read by every office, and kept by the mayor and the city's officer.
    page("visits:fridays"), page("visits:ask", get=KEEPERS, post=KEEPERS),
    page("visits:tidings", post=KEEPERS), page("visits:end_tiding", "a tiding", get=None, post=KEEPERS),
    # A rembuk of the kelurahan: kept by the kelurahan and the offices above it.
    page("visits:brief", "a kelurahan"), page("visits:brief_pdf", "a kelurahan"),
    page("visits:open_gathering", "a kelurahan", get=None, post="OVERSEERS"),
    page("visits:gathering", "a rembuk"), page("visits:hear", "a rembuk", get=None, post="OVERSEERS"),
    page("visits:answer", "a rembuk", get="OVERSEERS", post="OVERSEERS"),
    page("visits:tell", "a rembuk", get=None, post="OVERSEERS"),
    page("visits:sitting", "a rembuk", get=None, post="lurah kasi"),
    page("visits:close_gathering", "a rembuk", get=None, post="OVERSEERS"),
    page("visits:cancel_gathering", "a rembuk", get="OVERSEERS", post="OVERSEERS"),
    page("visits:promise", "a promise at a visit"), page("visits:promise_picture", "a promise at a visit"),
    page("figures:places", get="lurah lurah_next kasi camat camat_next CITY"),
    page("figures:place", "figures of a kelurahan", post="OVERSEERS EDITOR"),
    page("visits:pauses", post=KEEPERS), page("visits:drop_pause", "a pause", get=None, post=KEEPERS),
    page("visits:rotation", "the year's Fridays"),
    *(page("visits:rotation_step", "the year's Fridays", get=KEEPERS, post=KEEPERS, step=step)
      for step in ("swap", "stand_in")),
    page("visits:rotation", "a draft of Fridays"),
    *(page("visits:rotation_step", "a draft of Fridays", get=KEEPERS, post=KEEPERS, step=step)
      for step in ("publish", "drop_rotation")),
    # The musrenbang: rounds, ceilings and the dictionary are read by every office and kept by Pemerintahan.
    page("musrenbang:fates"), page("musrenbang:fate_kelurahan", "what a place asked for"),
    page("musrenbang:fate_sheet", "what a place asked for"),
    page("musrenbang:open_data", "what a place asked for"), page("musrenbang:open_vote", "a vote that was not held"),
    page("musrenbang:fate_rw", "what a place asked for"), page("musrenbang:fate", "what became of a proposal"),
    page("musrenbang:list"), page("musrenbang:rounds", post="EDITOR"), page("musrenbang:round", "a round"),
    *(page("musrenbang:round_step", "a round", get="EDITOR", post="EDITOR", step=step)
      for step in ("set_stage", "set_ceiling", "set_weight", "set_priority", "set_limit", "open_round", "close_round")),
    page("musrenbang:dictionary"), page("musrenbang:new_item", get="EDITOR", post="EDITOR"),
    page("musrenbang:item", "a standard item", post="EDITOR"),
    page("musrenbang:make", get=PROPOSES, post=PROPOSES), page("musrenbang:detail", "a proposal"),
    *(page("musrenbang:step", "a proposal", get=who, post=who, step=step) for step, who in WISH_STEPS.items()),
    page("musrenbang:reviews", get=REVIEWS, post=REVIEWS),
    page("musrenbang:review", "a proposal", get="lurah kasi", post="lurah kasi"),
    page("musrenbang:sheet"), page("musrenbang:read_sheet", get=BRINGS, post=BRINGS),
    page("musrenbang:keep_sheet", get=None, post=BRINGS),
    page("musrenbang:sipd_sheet"), page("musrenbang:sipd_back", get=BRINGS, post=BRINGS),
    page("musrenbang:sipd_keep", get=None, post=BRINGS),
    page("musrenbang:budget_back", get="wali_kota", post="wali_kota"),
    page("musrenbang:budget_sheet", get="wali_kota"), page("musrenbang:budget_keep", get=None, post="wali_kota"),
    page("musrenbang:copy", "a proposal", post="OVERSEERS EDITOR"),
    page("musrenbang:order", "the order of the RW", post="ketua_rw OVERSEERS"),
    page("musrenbang:alike", "the proposals of the kelurahan", get="OVERSEERS", post="OVERSEERS"),
    # What a session compares and decides: read by those who follow it, written by the office of its place.
    page("musrenbang:compare", "a session"), page("musrenbang:explain", "a session"),
    page("musrenbang:conditions", "a session", post="lurah kasi"),
    page("musrenbang:untie", "a session", get=None, post="lurah kasi"),
    page("musrenbang:decide", "a session", get="lurah kasi", post="lurah kasi"),
    page("musrenbang:result", "a session"), page("musrenbang:editable", "a session"),
    page("musrenbang:send", "a session", get="lurah kasi", post="lurah kasi"),
    page("musrenbang:issue", "a session", get=None, post="lurah kasi"),
    # A session is run by the office of its place; whoever writes from paper there types its ballots.
    page("musrenbang:sessions", get="ALL", post="lurah lurah_next kasi camat camat_next"),
    *(page(f"musrenbang:{name}", "a session") for name in ("session", "discussion", "session_screen")),
    page("musrenbang:session", "a session next door"),
    page("musrenbang:discuss", "a session next door", post="lurah_next"),
    page("musrenbang:delegations", "a session", get="lurah kasi", post="lurah kasi"),
    *(page("musrenbang:session_step", "a session next door", get="lurah_next", post="lurah_next", step=step)
      for step in ("renew_list", "set_ballots", "open_voting", "sit")),
    *(page("musrenbang:session_step", "a session", get="lurah kasi", post="lurah kasi", step=step)
      for step in ("void_ballot", "close_voting", "reopen_voting")),
    *(page(f"musrenbang:{name}", "a session", get="lurah kasi petugas_loket", post="lurah kasi petugas_loket")
      for name in ("typing", "differences", "booth")),
    page("musrenbang:papers", "a session", get="lurah kasi"),
    # Files follow what they belong to; a code under a QR is checked by anyone.
    page("files:photo", "photo, new"), page("files:photo", "photo, public"), page("files:photo", "photo, sealed"),
    *(page(name, f"photo of work, {thing}") for thing in ("new", "passed", "closed")
      for name in ("files:photo", "files:file")),
    page("files:mask", "photo of work, new", get="RT ketua_rw OVERSEERS", post="RT ketua_rw OVERSEERS"),
    page("files:mask", "photo of work, closed", get="camat", post="camat"),
    page("files:file", "photo, new"), page("files:file", "photo, public"), page("files:file", "photo, sealed"),
    page("files:document", "berita acara"), page("files:file", "berita acara"),
    page("files:check_any", post="EVERYONE"), page("files:check", post="EVERYONE"),
    page("files:alike", "photo, new"), page("files:alike", "photo, sealed"),
    page("files:base", "photo, new", get="RT ketua_rw OVERSEERS"),
    page("files:base", "photo, sealed", get="NOBODY"),
    page("files:mask", "photo, new", get="RT ketua_rw OVERSEERS", post="RT ketua_rw OVERSEERS"),
    page("files:mask", "photo, sealed", get="NOBODY", post="NOBODY"),
    # Bodies, seats and terms.
    page("institutions:bodies", get=OFFICES), page("institutions:place", "body of the RT"),
    page("institutions:add_body", "body of the RT", get="EDITOR", post="EDITOR"),
    page("institutions:invite_many", "body of the RT", get=INVITES, post=INVITES),
    page("institutions:body", "body of the RT"),
    page("institutions:close_body", "body of the RT", get="EDITOR", post="EDITOR"),
    page("institutions:add_seat", "body of the RT", get="EDITOR", post="EDITOR"),
    page("institutions:vacant", get=OFFICES), page("institutions:ending", get=APPOINTS),
    page("institutions:leftover", get=APPOINTS),
    page("institutions:kinds", get="EDITOR", post="EDITOR"),
    page("institutions:position", "seat of the RT head"),
    page("institutions:appoint", "seat of the RT head", get="lurah camat EDITOR", post="lurah camat EDITOR"),
    page("institutions:appointment", "seat of the RT head"),
    page("institutions:end", "seat of the RT head", get="lurah camat EDITOR", post="lurah camat EDITOR"),
    page("institutions:invite", "seat of the RT head", get="lurah camat EDITOR", post="lurah camat EDITOR"),
    page("institutions:reset", "seat of the RT head", get="lurah camat EDITOR", post="lurah camat EDITOR"),
    page("institutions:concerns", get="camat camat_next EDITOR"),
    page("institutions:see_concern", "a concern", get=None, post="camat EDITOR"),
    page("institutions:helpers", post="ALL"), page("institutions:offices"),
    page("institutions:choose_office", "office of the RT head", get=None, post="ketua_rt"),
    # What holds in the city is read by whoever signs in and edited by Pemerintahan.
    page("territory:index"), page("territory:place", "a place"),
    page("territory:deed", "a place", get="EDITOR", post="EDITOR"),
    page("regulations:rows"), page("regulations:rule", "a rule", post="EDITOR"),
    page("regulations:fill", get=None, post="EDITOR"),
    page("regulations:withdraw", "a coming rule", get=None, post="EDITOR"),
    page("calendar:today"), page("calendar:year"), page("calendar:fill", get="EDITOR", post="EDITOR"),
    page("calendar:day", get="EDITOR", post="EDITOR"), page("calendar:drop", get=None, post="EDITOR"),
)  # fmt: skip
