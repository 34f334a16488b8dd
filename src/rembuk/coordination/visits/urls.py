from django.urls import path

from rembuk.coordination.visits import views

app_name = "visits"
urlpatterns = [
    path("", views.listing, name="list"),
    path("wilayah/", views.area, name="area"),
    path("sekitar/", views.near, name="near"),
    path("baru/", views.make, name="make"),
    path("luring/", views.blank, name="blank"),
    path("cetak/", views.sheet, name="sheet"),
    path("jumat/", views.fridays, name="fridays"),
    path("jumat/susun/", views.ask, name="ask"),
    path("jumat/jeda/", views.pauses, name="pauses"),
    path("jumat/jeda/<str:pk>/cabut/", views.drop_pause, name="drop_pause"),
    path("jumat/<str:code>/", views.rotation, name="rotation"),
    path("jumat/<str:code>/<str:step>/", views.rotation_step, name="rotation_step"),
    path("<str:code>/", views.detail, name="detail"),
    path("<str:code>/<str:step>/", views.step, name="step"),
]
