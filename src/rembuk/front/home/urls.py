from django.urls import path

from rembuk.front.home import views

app_name = "home"
urlpatterns = [
    path("", views.today, name="today"),
    path("memori/<uuid:appointment_id>/", views.handover, name="handover"),
    path("lembar/", views.sheets, name="sheets"),
    path("lembar/buka/", views.open_sheet, name="open_sheet"),
    path("lembar/minggu-ini.pdf", views.week_pdf, name="week_pdf"),
    path("lembar/<str:number>/", views.sheet, name="sheet"),
    path("lembar/<str:number>/cetak.pdf", views.sheet_pdf, name="sheet_pdf"),
]
