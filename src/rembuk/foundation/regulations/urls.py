from django.urls import URLPattern, path

from rembuk.foundation.regulations import views

app_name = "regulations"
urlpatterns: list[URLPattern] = [
    path("", views.rows, name="rows"),
    path("isi/", views.fill, name="fill"),
    path("tarik/<uuid:pk>/", views.withdraw, name="withdraw"),
    path("<str:key>/", views.rule, name="rule"),
]
