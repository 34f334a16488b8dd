from django.urls import path

from rembuk.foundation.web import views

app_name = "web"
urlpatterns = [
    path("lainnya/", views.more, name="more"),
    path("healthz", views.health, name="health"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("robots.txt", views.robots, name="robots"),
    path("sw.js", views.service_worker, name="service_worker"),
    path("luring/", views.offline, name="offline"),
]
