"""Role → permissions, in code so that it is reviewed and diffed. Who holds which role, where and when, is data.

A permission is `<module>.<deed>` and holds in the whole territory of the office. RT and RW act only for their own
place; a unit (OPD) sees what is assigned to it, and the meetings it is invited to, through `queries`, not through its
territory.
"""

_DELIBERATE = frozenset(
    "reports.view reports.receive reports.acknowledge reports.deliberate reports.settle reports.climb "
    "reports.refuse reports.return_for_completion reports.merge reports.confirm meetings.view meetings.invited "
    "meetings.convene meetings.regular meetings.attend meetings.minute meetings.chair files.mask "
    "decisions.view decisions.make decisions.work decisions.inspect reports.tell visits.make visits.view "
    "musrenbang.view musrenbang.propose".split()
)
_OFFICE = _DELIBERATE | frozenset(
    "reports.assign reports.answer reports.finish reports.await_budget reports.carry reports.refer reports.mask "
    "reports.take_down reports.own reports.end institutions.view institutions.invite accounts.counter "
    "board.view home.sheet visits.rembuk decisions.watch figures.view "
    "figures.state musrenbang.order musrenbang.paper musrenbang.review meetings.brief".split()
)
_UNIT = frozenset(
    "reports.view_assigned reports.acknowledge reports.answer reports.finish reports.await_budget reports.refer "
    "reports.refuse reports.return_for_completion decisions.work decisions.inspect visits.make meetings.brief "
    "musrenbang.verify".split()
)
# Boards and helpers beside an office: they see what goes on around them, and are invited.
_BESIDE = frozenset(
    "reports.view reports.receive meetings.view meetings.invited decisions.view visits.make visits.view "
    "musrenbang.view".split()
)
# An RW puts the wishes of its RT in order, and writes down those that come on paper.
_ORDERS = frozenset({"musrenbang.order", "musrenbang.paper"})
# Who notes an early warning, and the line that sees those of its place; nobody else does.
_NOTES = frozenset({"reports.warn"})
_LINE = frozenset({"reports.warn", "reports.watch"})
_CHIEF = _OFFICE | _LINE | {"institutions.appoint", "visits.notes"}
# An expert council looks at what is done, changes nothing, and writes down what it saw.
_OBSERVES = frozenset({"decisions.view", "visits.view", "visits.observe"})

ROLES: dict[str, frozenset[str]] = {
    "ketua_rt": _DELIBERATE,
    "sekretaris_rt": _DELIBERATE - {"meetings.chair"},
    "ketua_rw": _DELIBERATE | _NOTES | _ORDERS | {"institutions.view", "home.sheet"},
    "sekretaris_rw": (_DELIBERATE | _NOTES | _ORDERS | {"home.sheet"}) - {"meetings.chair"},
    "lpm": _BESIDE | _NOTES | {"decisions.work", "decisions.inspect", "reports.tell", "musrenbang.propose"},
    "pamor": _BESIDE | _NOTES | {"reports.tell", "home.sheet"},
    # Keeps the till of an RT or RW: sees and is invited like those beside it, and acts for nobody.
    "bendahara": _BESIDE,
    "lurah": _CHIEF,
    "sekretaris_kelurahan": (_OFFICE | _LINE) - {"meetings.chair"},
    "kasi": (_OFFICE | _LINE) - {"meetings.chair", "institutions.invite"},
    "petugas_loket": frozenset(
        "reports.view reports.receive institutions.view accounts.counter musrenbang.view musrenbang.propose "
        "musrenbang.paper".split()
    ),
    "camat": _CHIEF | {"institutions.concerns"},
    "kasi_kecamatan": (_OFFICE | _LINE) - {"meetings.chair"},
    "kepala_opd": _UNIT | {"meetings.invited"},
    "petugas_opd": _UNIT,
    "petugas_kota": (_OFFICE | {"reports.sealed", "visits.rotation"}) - {"meetings.chair", "institutions.invite"},
    "pemerintahan": frozenset(
        "reports.view reports.categories meetings.view meetings.invited decisions.view board.view institutions.view "
        "institutions.appoint institutions.invite institutions.concerns institutions.kinds regulations.edit "
        "calendar.edit territory.edit audit.view notices.view notices.retry audit.erase accounts.counter "
        "figures.view figures.state musrenbang.view musrenbang.keep".split()
    ),
    # The plan and the budget are his; the two desks below prepare them.
    "wali_kota": _OFFICE | _LINE | _OBSERVES | {"visits.rotation", "musrenbang.plan", "musrenbang.budget"},
    "inspektorat": frozenset(
        "reports.view reports.sealed audit.view meetings.view meetings.invited decisions.view decisions.inspect "
        "board.view figures.view institutions.view institutions.appoint institutions.invite musrenbang.view "
        "visits.notes".split()
    ),
    "pemantau": _OBSERVES,
    "perlindungan": frozenset({"reports.sealed"}),
    # Two desks of the city's plan and money: who takes proposals into the plan, and who into the budget.
    "bappeda": frozenset({"musrenbang.view", "musrenbang.plan"}),
    "tapd": frozenset({"musrenbang.view", "musrenbang.budget"}),
}

_NEIGHBOURS = frozenset("ketua_rt sekretaris_rt ketua_rw sekretaris_rw bendahara lpm pamor".split())
_CLERKS = frozenset("sekretaris_kelurahan kasi petugas_loket".split())
_CONFIDANTS = frozenset({"inspektorat", "perlindungan", "petugas_kota"})

# Whom an office may appoint. Everybody conveys only what they hold themselves, but for those who prepare the wali
# kota's decrees (Pemerintahan, Inspektorat): they convey what he holds. Who reads sealed reports is chosen by
# Inspektorat, not by those who may be the subject of one; the first Inspektorat comes from the command line.
APPOINTS: dict[str, frozenset[str]] = {
    "lurah": _NEIGHBOURS | {"petugas_loket"},
    "camat": _NEIGHBOURS | _CLERKS | {"lurah", "kasi_kecamatan"},
    "pemerintahan": frozenset(ROLES) - _CONFIDANTS,
    "inspektorat": _CONFIDANTS,
}
# Whom an office helps to sign in, with a printed sheet, besides those it appoints.
INVITES: dict[str, frozenset[str]] = {
    "sekretaris_kelurahan": APPOINTS["lurah"],
    "kasi_kecamatan": APPOINTS["lurah"],
}

# A deputy does everything in somebody's name; an operator prepares and records, but does not preside or appoint.
NOT_FOR_OPERATORS = frozenset({"meetings.chair", "institutions.appoint", "institutions.invite", "reports.sealed"})

# What makes an office one that administers, or that opens the names of those who asked for protection.
_GUARDED = frozenset("reports.sealed audit.erase audit.view institutions.kinds regulations.edit territory.edit".split())
# Both together open reporters' names and contacts in the whole territory; a unit opens only what was assigned to it.
_OPENS_NAMES = frozenset({"reports.view", "reports.acknowledge"})
_WHOLE_CITY = frozenset({"provinsi", "kota", "kabupaten"})

# Who acts for a level, in this order: when the first seat is vacant the next one acts, then the level above.
ACTS: dict[str, tuple[str, ...]] = {
    "rt": ("ketua_rt", "sekretaris_rt"),
    "rw": ("ketua_rw", "sekretaris_rw"),
    "kelurahan": ("lurah", "sekretaris_kelurahan"),
    "kecamatan": ("camat", "kasi_kecamatan"),
    "kota": ("wali_kota", "petugas_kota"),
}
# Offices that the city names once; a matter goes there whatever its place.
NAMED = frozenset({"perlindungan", "inspektorat", "petugas_kota", "pemerintahan"})

# Neighbourhood bodies: five years, at most two terms, no second office (Permendagri 18/2018 art. 8).
TERM_LIMITED = frozenset("ketua_rt sekretaris_rt ketua_rw sekretaris_rw bendahara lpm".split())

APPOINT = "institutions.appoint:"
INVITE = "institutions.invite:"


def permissions(role: str, mandate: str) -> frozenset[str]:
    """What an appointment lets its holder do: the role's deeds, and whom it may appoint and invite."""
    deeds = ROLES.get(role, frozenset())
    if mandate == "operator":
        return deeds - NOT_FOR_OPERATORS
    appoints = APPOINTS.get(role, frozenset())
    invites = appoints | INVITES.get(role, frozenset())
    return deeds | {APPOINT + other for other in appoints} | {INVITE + other for other in invites}


def needs_totp(role: str, level: str) -> bool:
    """Whether a seat of this role at a place of this level is opened only by a password and a code from an app.

    Administrators, whoever reads sealed reports, and whoever can open the names of a whole city's reporters.
    """
    deeds = ROLES.get(role, frozenset())
    return bool(deeds & _GUARDED) or (level in _WHOLE_CITY and deeds >= _OPENS_NAMES)


# What a role is called on the screen that makes seats.
LABELS = {
    "ketua_rt": "Ketua RT", "sekretaris_rt": "Sekretaris RT", "ketua_rw": "Ketua RW", "sekretaris_rw": "Sekretaris RW",
    "lpm": "Anggota LPM",
    "bendahara": "Bendahara RT atau RW", "pamor": "Pamor", "lurah": "Lurah",
    "sekretaris_kelurahan": "Sekretaris kelurahan",
    "kasi": "Kepala seksi kelurahan", "petugas_loket": "Petugas loket", "camat": "Camat",
    "kasi_kecamatan": "Sekretaris atau kepala seksi kecamatan", "kepala_opd": "Kepala perangkat daerah",
    "petugas_opd": "Petugas perangkat daerah", "petugas_kota": "Petugas pengaduan kota",
    "pemerintahan": "Bagian Pemerintahan", "wali_kota": "Wali kota", "inspektorat": "Inspektorat",
    "perlindungan": "Petugas perlindungan", "pemantau": "Pemantau (dewan pakar)",
    "bappeda": "Petugas Bappeda", "tapd": "Tim anggaran (TAPD)",
}  # fmt: skip
