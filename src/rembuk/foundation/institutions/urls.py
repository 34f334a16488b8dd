from django.urls import path

from rembuk.foundation.institutions.views import bodies, entry, terms

app_name = "institutions"
urlpatterns = [
    path("", bodies.bodies, name="bodies"),
    path("di/<uuid:territory_id>/", bodies.bodies, name="place"),
    path("di/<uuid:territory_id>/tambah/", bodies.add_body, name="add_body"),
    path("di/<uuid:territory_id>/lembar/", entry.invite_many, name="invite_many"),
    path("badan/<uuid:institution_id>/", bodies.body, name="body"),
    path("badan/<uuid:institution_id>/tutup/", bodies.close_body, name="close_body"),
    path("badan/<uuid:institution_id>/kursi/", bodies.add_seat, name="add_seat"),
    path("kosong/", bodies.vacant, name="vacant"),
    path("sisa/", bodies.leftover, name="leftover"),
    path("berakhir/", bodies.ending, name="ending"),
    path("jenis/", bodies.kinds, name="kinds"),
    path("jabatan/<uuid:position_id>/", terms.position, name="position"),
    path("jabatan/<uuid:position_id>/angkat/", terms.appoint, name="appoint"),
    path("masa/<uuid:appointment_id>/", terms.appointment, name="appointment"),
    path("masa/<uuid:appointment_id>/akhiri/", terms.end, name="end"),
    path("masa/<uuid:appointment_id>/lembar/", entry.invite, name="invite"),
    path("masa/<uuid:appointment_id>/atur-ulang/", entry.reset, name="reset"),
    path("catatan/", terms.concerns, name="concerns"),
    path("catatan/<uuid:concern_id>/dibaca/", terms.see_concern, name="see_concern"),
    path("wakil/", entry.helpers, name="helpers"),
    path("jabatan-saya/", entry.offices, name="offices"),
    path("jabatan-saya/<uuid:appointment_id>/", entry.choose_office, name="choose_office"),
]
