from django.urls import URLPattern, path

from rembuk.foundation.territory import views

app_name = "territory"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("<uuid:pk>/", views.place, name="place"),
    path("<uuid:pk>/<slug:step>/", views.deed, name="deed"),
]
