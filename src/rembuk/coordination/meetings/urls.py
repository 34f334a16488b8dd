"""The addresses under /rapat/."""

from django.urls import path

from rembuk.coordination.meetings.views import (
    briefings,
    kinds,
    letters,
    lists,
    meeting,
    minutes,
    paper,
    preparing,
    projector,
    regular,
)

app_name = "meetings"
urlpatterns = [
    path("", lists.meeting_list, name="list"),
    path("baru/", lists.convene, name="convene"),
    path("rutin/", regular.regular, name="regular"),
    path("jenis/", kinds.kinds, name="kinds"),
    path("jenis/<str:key>/", kinds.kind, name="kind"),
    path("hadir/<str:token>/", projector.check_in, name="check_in"),
    path("nomor/", letters.numbers, name="numbers"),
    path("<slug:code>/jawab/", preparing.answer, name="answer"),
    path("<slug:code>/usul/", preparing.propose, name="propose"),
    path("<slug:code>/ubah/", preparing.reschedule, name="reschedule"),
    path("<slug:code>/tamu/", preparing.guests, name="guests"),
    path("<slug:code>/kalender/", preparing.calendar, name="calendar"),
    path("<slug:code>/bahan/", briefings.briefings, name="briefings"),
    path("<slug:code>/bahan/isi/", briefings.briefing, name="briefing"),
    path("<slug:code>/bahan/pdf/", briefings.briefings_pdf, name="briefings_pdf"),
    path("<slug:code>/surat/", letters.invitation, name="letter"),
    path("<slug:code>/surat/pdf/", letters.letter_pdf, name="letter_pdf"),
    path("<slug:code>/surat/docx/", letters.letter_docx, name="letter_docx"),
    path("<slug:code>/surat/gambar/", letters.picture, name="picture"),
    path("<slug:code>/", meeting.meeting, name="meeting"),
    path("<slug:code>/agenda/", meeting.agenda, name="agenda"),
    path("<slug:code>/butir/<int:order>/", meeting.item, name="item"),
    path("<slug:code>/hadir/", meeting.attendance, name="attendance"),
    path("<slug:code>/hadir/lembar/", paper.signing, name="signing"),
    path("<slug:code>/hadir/foto/", paper.signed, name="signed"),
    path("<slug:code>/mulai/", meeting.start, name="start"),
    path("<slug:code>/notulen/<int:order>/", minutes.minute, name="minute"),
    path("<slug:code>/pena/<int:order>/", minutes.take_pen, name="take_pen"),
    path("<slug:code>/layar/", projector.screen, name="screen"),
    path("<slug:code>/selesai/", meeting.close_minutes, name="close_minutes"),
    path("<slug:code>/setujui/", meeting.approve, name="approve"),
    path("<slug:code>/batal/", meeting.cancel, name="cancel"),
]
