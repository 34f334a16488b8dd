from django.urls import path

from rembuk.front.home import views

app_name = "home"
urlpatterns = [path("", views.today, name="today")]
