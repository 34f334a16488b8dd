from django.urls import path

from rembuk.foundation.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.sign_in, name="sign_in"),
    path("lembar/<str:token>/", views.sheet, name="sheet"),
    path("pin/", views.pin, name="pin"),
    path("pin/ganti/", views.change_pin, name="change_pin"),
    path("ganti/", views.switch, name="switch"),
    path("keluar/", views.sign_out, name="sign_out"),
    path("perangkat/", views.devices, name="devices"),
    path("perangkat/<uuid:device_id>/lupakan/", views.forget, name="forget"),
    path("loket/", views.counter, name="counter"),
    path("pengaman/", views.secure, name="secure"),
    path("kata-sandi/", views.set_password, name="set_password"),
]
