"""The short table of addresses that need no sign-in. Everything else does; a test reads this."""

OPEN_URLS = (
    "portal:*",  # the public face
    "web:more",
    "web:health",
    "web:manifest",
    "web:robots",
    "web:service_worker",
    "web:offline",
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
