from django.urls import path

from rembuk.front.board import views

app_name = "board"
urlpatterns = [
    path("", views.board, name="board"),
    path("papan.csv", views.sheet, name="sheet"),
]
