from django.urls import path

from rembuk.front.trail import views

app_name = "trail"
urlpatterns = [
    path("dibuka/", views.looks, name="looks"),
    path("<str:code>/", views.trail, name="trail"),
    path("<str:code>/berkas/", views.case, name="case"),
]
