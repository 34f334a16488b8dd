from django.urls import path, register_converter

from rembuk.front.api import views
from rembuk.front.api.answers import Form

register_converter(Form, "form")

app_name = "api"
urlpatterns = [
    path("data/", views.data, name="data"),
    path("data/kabar.atom", views.feed, name="feed"),
    path("data/rapat.ics", views.calendar, name="calendar"),
    path("data/openapi.json", views.described, name="openapi"),
    path("open311/v2/discovery.<form:form>", views.discovery, name="discovery"),
    path("open311/v2/services.<form:form>", views.services, name="services"),
    path("open311/v2/services/<str:key>.<form:form>", views.service, name="service"),
    path("open311/v2/requests.<form:form>", views.requests, name="requests"),
    path("open311/v2/requests/<str:code>.<form:form>", views.request_, name="request"),
    path("open311/v2/tokens/<str:token>.<form:form>", views.token, name="token"),
    path("open311/v2/servicerequestupdates.<form:form>", views.updates, name="updates"),
]
