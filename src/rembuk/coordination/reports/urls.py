from django.urls import path

from rembuk.coordination.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.listing, name="list"),
    path("menunggu/", views.waiting, name="waiting"),
    path("terima/", views.receive, name="receive"),
    path("terima/<str:code>/", views.receipt, name="received"),
    path("waktu-jawab/", views.answer_times, name="answer_times"),
    path("kejadian/", views.incidents, name="incidents"),
    path("kejadian/lapor/", views.incident, name="incident"),
    path("dini/", views.warnings, name="warnings"),
    path("dini/catat/", views.warning, name="warning"),
    path("jenis/", views.categories, name="categories"),
    path("jenis/<str:key>/", views.category, name="category"),
    path("<str:code>/", views.detail, name="detail"),
    path("<str:code>/kata/", views.words, name="words"),
    path("<str:code>/<str:step>/", views.step, name="step"),
]
