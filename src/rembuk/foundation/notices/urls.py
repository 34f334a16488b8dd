from django.urls import path

from rembuk.foundation.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("<uuid:pk>/buka/", views.follow, name="follow"),
    path("dibaca/", views.all_read, name="all_read"),
    path("pengiriman/", views.deliveries, name="deliveries"),
    path("pengiriman/<uuid:pk>/kirim-ulang/", views.retry, name="retry"),
    path("surat/", views.letters, name="letters"),
    path("surat/<slug:name>/", views.letter, name="letter"),
]
