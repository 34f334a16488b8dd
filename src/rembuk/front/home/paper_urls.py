"""A short address, as one types it from paper."""

from django.urls import path

from rembuk.front.home import views

app_name = "paper"
urlpatterns = [path("", views.all_sheets, name="sheets")]
