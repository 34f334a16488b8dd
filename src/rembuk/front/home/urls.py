from django.urls import path

from rembuk.front.home import views

app_name = "home"
urlpatterns = [
    # Short, as one types it from paper.
    path("lembar/", views.all_sheets, name="all_sheets"),
    path("hari-ini/", views.today, name="today"),
    path("hari-ini/memori/<uuid:appointment_id>/", views.handover, name="handover"),
    path("hari-ini/peran/", views.parts, name="parts"),
    path("hari-ini/peran/<uuid:appointment_id>/", views.part, name="part"),
    path("hari-ini/lembar/", views.sheets, name="sheets"),
    path("hari-ini/lembar/buka/", views.open_sheet, name="open_sheet"),
    path("hari-ini/lembar/minggu-ini.pdf", views.week_pdf, name="week_pdf"),
    path("hari-ini/lembar/<str:number>/", views.sheet, name="sheet"),
    path("hari-ini/lembar/<str:number>/cetak.pdf", views.sheet_pdf, name="sheet_pdf"),
]
