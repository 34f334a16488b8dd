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
    path("janji/<str:code>/", views.promise, name="promise"),
    path("janji/<str:code>/kartu.png", views.promise_picture, name="promise_picture"),
    path("rembuk/kebijakan/", views.tidings, name="tidings"),
    path("rembuk/kebijakan/<str:pk>/cabut/", views.end_tiding, name="end_tiding"),
    path("rembuk/bahan/<str:code>/", views.brief_page, name="brief"),
    path("rembuk/bahan/<str:code>/bahan.pdf", views.brief_pdf, name="brief_pdf"),
    path("rembuk/bahan/<str:code>/buka/", views.open_gathering, name="open_gathering"),
    path("rembuk/<str:code>/", views.gathering, name="gathering"),
    path("rembuk/<str:code>/aspirasi/", views.hear, name="hear"),
    path("rembuk/<str:code>/aspirasi/<int:order>/", views.answer, name="answer"),
    path("rembuk/<str:code>/sampaikan/", views.tell, name="tell"),
    path("rembuk/<str:code>/tutup/", views.close_gathering, name="close_gathering"),
    path("rembuk/<str:code>/batal/", views.cancel_gathering, name="cancel_gathering"),
    path("<str:code>/", views.detail, name="detail"),
    path("<str:code>/<str:step>/", views.step, name="step"),
]
