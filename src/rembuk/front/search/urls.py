from django.urls import path

from rembuk.front.search import views

app_name = "search"
urlpatterns = [path("", views.search, name="search")]
