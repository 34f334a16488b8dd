"""The addresses under /rapat/."""

from django.urls import path

from rembuk.coordination.meetings.views import lists, meeting, minutes

app_name = "meetings"
urlpatterns = [
    path("", lists.meeting_list, name="list"),
    path("baru/", lists.convene, name="convene"),
    path("rutin/", lists.regular, name="regular"),
    path("<slug:code>/", meeting.meeting, name="meeting"),
    path("<slug:code>/agenda/", meeting.agenda, name="agenda"),
    path("<slug:code>/butir/<int:order>/", meeting.item, name="item"),
    path("<slug:code>/hadir/", meeting.attendance, name="attendance"),
    path("<slug:code>/mulai/", meeting.start, name="start"),
    path("<slug:code>/notulen/<int:order>/", minutes.minute, name="minute"),
    path("<slug:code>/selesai/", meeting.close_minutes, name="close_minutes"),
    path("<slug:code>/setujui/", meeting.approve, name="approve"),
    path("<slug:code>/batal/", meeting.cancel, name="cancel"),
]
