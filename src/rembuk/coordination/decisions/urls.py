from django.urls import path

from rembuk.coordination.decisions import views

app_name = "decisions"
urlpatterns = [
    path("", views.worklist, name="list"),
    path("wilayah/", views.area, name="area"),
    path("lembar/", views.sheet, name="sheet"),
    path("lembar/baca/", views.read_sheet, name="read_sheet"),
    path("lembar/ditolak/", views.sheet_errors, name="sheet_errors"),
    path("butir/<uuid:item_id>/", views.make_at_item, name="make_at_item"),
    path("regu/<str:token>/", views.crew, name="crew"),
    path("keputusan/<str:code>/", views.decision, name="decision"),
    path("keputusan/<str:code>/tambah/", views.make, name="make"),
    path("keputusan/<str:code>/cabut/", views.withdraw, name="withdraw"),
    path("<str:code>/", views.detail, name="detail"),
    path("<str:code>/link_crew/", views.link_crew, name="link_crew"),
    path("<str:code>/unlink_crew/<uuid:link_id>/", views.unlink_crew, name="unlink_crew"),
    path("<str:code>/<str:step>/", views.step, name="step"),
]
