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
    path("<str:code>/", views.detail, name="detail"),
    path("<str:code>/<str:step>/", views.step, name="step"),
]
