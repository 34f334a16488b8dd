from django.urls import path

from rembuk.people.figures import views

app_name = "figures"
urlpatterns = [
    path("", views.places, name="places"),
    path("<str:code>/", views.place, name="place"),
]
