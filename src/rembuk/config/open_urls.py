"""The short table of addresses that need no sign-in. Everything else does; a test reads this."""

OPEN_URLS = (
    "portal:*",  # the public face
    "api:*",  # the same for other programs
    "musrenbang:fate",  # what became of a proposal, and of all that a place asked for
    "musrenbang:fates",
    "musrenbang:open_data",  # the same as files: a kelurahan's proposals of a year, and its votes
    "musrenbang:open_vote",
    "musrenbang:fate_sheet",
    "musrenbang:fate_kelurahan",
    "musrenbang:fate_rw",
    "web:more",
    "web:alive",
    "web:health",
    "web:ready",
    "web:metrics",  # for this machine, or with the token
    "web:manifest",
    "web:robots",
    "web:service_worker",
    "web:offline",
    "web:shared",  # leads to the public form
    "visits:blank",  # the form that phones keep, about nobody
    "visits:promise",  # a kartu janji whose report is public
    "visits:promise_picture",
    "accounts:sign_in",
    "accounts:sheet",
    "accounts:pin",
    "account_login",
    "mfa_authenticate",
    "decisions:crew",  # a link for a field crew: its secret is the key
    "files:photo",  # the permission of what a file belongs to decides
    "files:document",
    "files:check",
    "files:check_any",
    "files:file",
)
