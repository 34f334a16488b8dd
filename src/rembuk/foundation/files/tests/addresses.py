"""The addresses of web and files alone."""

from django.urls import include, path

urlpatterns = [
    path("", include("rembuk.foundation.web.urls")),
    path("", include("rembuk.foundation.files.urls")),
]
handler404 = "rembuk.foundation.web.views.not_found"
handler500 = "rembuk.foundation.web.views.server_error"
