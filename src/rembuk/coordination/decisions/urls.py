from django.urls import path

from rembuk.coordination.decisions import views

app_name = "decisions"
urlpatterns = [
    path("", views.worklist, name="list"),
    path("wilayah/", views.area, name="area"),
    path("butir/<uuid:item_id>/", views.make_at_item, name="make_at_item"),
    path("keputusan/<str:code>/", views.decision, name="decision"),
    path("keputusan/<str:code>/tambah/", views.make, name="make"),
    path("keputusan/<str:code>/cabut/", views.withdraw, name="withdraw"),
    path("<str:code>/", views.detail, name="detail"),
    path("<str:code>/<str:step>/", views.step, name="step"),
]
