from django.urls import path

from rembuk.foundation.web import views

app_name = "web"
urlpatterns = [
    path("lainnya/", views.more, name="more"),
    path("livez", views.alive, name="alive"),
    path("healthz", views.health, name="health"),
    path("readyz", views.ready, name="ready"),
    path("metrics", views.metrics, name="metrics"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("robots.txt", views.robots, name="robots"),
    path("sw.js", views.service_worker, name="service_worker"),
    path("berbagi/", views.shared, name="shared"),
    path("luring/", views.offline, name="offline"),
]
