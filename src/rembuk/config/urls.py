"""The table of contents: each module's addresses."""

from django.urls import include, path

urlpatterns = [
    path("", include("rembuk.planning.musrenbang.urls")),
    path("", include("rembuk.front.portal.urls")),
    path("", include("rembuk.foundation.web.urls")),
    path("", include("rembuk.front.api.urls")),
    path("masuk/", include("rembuk.foundation.accounts.urls")),
    path("masuk/", include("rembuk.foundation.accounts.password_urls")),
    path("", include("rembuk.front.home.urls")),
    path("papan/", include("rembuk.front.board.urls")),
    path("laporan/", include("rembuk.coordination.reports.urls")),
    path("tindak-lanjut/", include("rembuk.coordination.decisions.urls")),
    path("angka/", include("rembuk.people.figures.urls")),
    path("kunjungan/", include("rembuk.coordination.visits.urls")),
    path("rapat/", include("rembuk.coordination.meetings.urls")),
    path("jejak/", include("rembuk.front.trail.urls")),
    path("cari/", include("rembuk.front.search.urls")),
    path("kabar/", include("rembuk.foundation.notices.urls")),
    path("lembaga/", include("rembuk.foundation.institutions.urls")),
    path("wilayah/", include("rembuk.foundation.territory.urls")),
    path("aturan/", include("rembuk.foundation.regulations.urls")),
    path("kalender/", include("rembuk.foundation.calendar.urls")),
    path("", include("rembuk.foundation.files.urls")),
]

handler400 = "rembuk.foundation.web.views.bad_request"
handler403 = "rembuk.foundation.web.views.forbidden"
handler404 = "rembuk.foundation.web.views.not_found"
handler500 = "rembuk.foundation.web.views.server_error"
