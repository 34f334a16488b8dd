from django.urls import path

from rembuk.front.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("lapor/", views.report, name="report"),
    path("lapor/luring/", views.blank, name="blank"),
    path("lapor/kejadian/", views.incident, name="incident"),
    path("lapor/mirip/", views.similar, name="similar"),
    path("lapor/saran/", views.suggest, name="suggest"),
    path("lapor/tanda-terima/<str:code>/", views.receipt, name="received"),
    path("publik/", views.reports, name="reports"),
    path("publik/angka.csv", views.figures_sheet, name="figures_sheet"),
    path("publik/opd.csv", views.units_sheet, name="units_sheet"),
    path("publik/opd/", views.units, name="units"),
    path("publik/opd/<slug:name>/", views.unit, name="unit"),
    path("publik/<str:code>/", views.trail, name="trail"),
    path("peta/", views.map_, name="map"),
    path("lacak/", views.track, name="track"),
    path("lacak/<str:code>/", views.mine, name="mine"),
    path("lacak/<str:code>/tutup/", views.forget, name="forget"),
    path("lacak/<str:code>/<str:step>/", views.mine_step, name="mine_step"),
    path("sidik/", views.digests, name="digests"),
    path("sidik/sidik.json", views.all_digests, name="all_digests"),
    path("sidik/<str:day>.json", views.digest, name="digest"),
]
