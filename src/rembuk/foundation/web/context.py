"""What the base page shows around the content: menu, search box, who and where. Computed only when asked for."""

from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from rembuk.foundation.kernel import seams
from rembuk.foundation.kernel.actor import PUBLIC, Actor
from rembuk.foundation.web import share

IN_BAR = 4  # and "Lainnya" is the fifth


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A place in the menu."""

    label: str
    url: str
    icon: str
    on: bool


class Frame(NamedTuple):
    """The pieces of `web/public_frame.html`, each named after what the page puts behind it."""

    title: SafeString
    head: SafeString
    scripts: SafeString
    where: SafeString
    find: SafeString
    told: SafeString
    content: SafeString
    end: SafeString


_GAP = "\ue000"
_frames: dict[tuple[bool, str, str], Frame] = {}


class Around:
    """`page` in every template."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.actor: Actor = getattr(request, "actor", PUBLIC)

    @property
    def demo(self) -> bool:
        """Whether the band DATA CONTOH is shown; `config` knows what kind of database this is."""
        return bool(getattr(self.request, "is_demo", False))

    @cached_property
    def menu(self) -> list[MenuItem]:
        """At most four places of whoever looks; the page adds Lainnya."""
        return self.items(signed_in=self.actor.signed_in)[:IN_BAR]

    @cached_property
    def public_menu(self) -> list[MenuItem]:
        """The menu of the public face, the same for everyone."""
        return self.items(signed_in=False)[:IN_BAR]

    @cached_property
    def rest(self) -> list[MenuItem]:
        """What the page Lainnya lists: the places that found no room in the bar, then the public ones."""
        mine = self.items(signed_in=self.actor.signed_in)[IN_BAR:]
        return mine + (self.items(signed_in=False) if self.actor.signed_in else [])

    @property
    def elsewhere(self) -> bool:
        """Whether Lainnya is the place to be marked."""
        return not any(item.on for item in self.menu)

    @property
    def elsewhere_in_public(self) -> bool:
        """Whether Lainnya is the place to be marked on a public page."""
        return not any(item.on for item in self.public_menu)

    def items(self, *, signed_in: bool) -> list[MenuItem]:
        """Every place that the actor may enter, in order; the longest address that fits is where one is."""
        open_ = [(entry, url) for entry, url in places(_urlconf()) if self.may(entry, signed_in)]
        here = max((url for _, url in open_ if self.request.path.startswith(url)), key=len, default="")
        if here == "/" != self.request.path:
            here = ""
        return [MenuItem(entry.label, url, entry.icon, url == here) for entry, url in open_]

    def may(self, entry: seams.NavItem, signed_in: bool) -> bool:
        """Whether a place is in the menu."""
        if not signed_in or entry.public:
            return entry.public and not signed_in
        return not entry.permission or bool(self.actor.scope(entry.permission))

    @property
    def where(self) -> str:
        """The pill: the office in which one acts."""
        return self.actor.office.title if self.actor.office else ("Tanpa jabatan" if self.actor.signed_in else "Publik")

    @property
    def initials(self) -> str:
        """Two letters of the name."""
        words = [word for word in self.actor.name.split() if word[0].isalpha()]
        return "".join(word[0] for word in words[:2]).upper() or "?"

    @property
    def account(self) -> str:
        """To whom drafts on this device belong."""
        return str(self.actor.user_id or "")

    @property
    def home(self) -> str:
        """Where the name Rembuk leads."""
        return (address(seams.link("home")) if self.actor.signed_in else address(seams.link("portal"))) or "/"

    @property
    def search(self) -> str:
        """Where the search box of somebody signed in sends."""
        return address(seams.link("search"))

    @property
    def public_search(self) -> str:
        """Where the search box of the public face sends."""
        return address(seams.link("public_search"))

    @property
    def sign_in(self) -> str:
        """Where one signs in."""
        return resolve_url(settings.LOGIN_URL)

    @property
    def sign_out(self) -> str:
        """Where one signs out (by POST)."""
        return address(seams.link("sign_out"))

    @property
    def switch(self) -> str:
        """Where a counter computer changes persons, or a person changes offices."""
        return address(seams.link("switch"))

    @property
    def frame(self) -> Frame:
        """What stands around the content of a public page."""
        return _frame(self)

    @property
    def more(self) -> str:
        """Where Lainnya leads."""
        return address("web:more")

    @property
    def links(self) -> SafeString:
        """What every head links to."""
        return _links(_urlconf())

    @property
    def address(self) -> str:
        """This page's full address, for link previews."""
        return share.absolute(self.request.path)

    @property
    def preview_picture(self) -> str:
        """The picture of link previews."""
        return share.absolute(_file("web/icon-512.png"))


def _frame(around: Around) -> Frame:
    """The same for everyone but for the marked place: drawn once for each."""
    here = next((item.url for item in around.public_menu if item.on), "")
    key = (around.demo, here, _urlconf())
    if key not in _frames:
        whole = render_to_string("web/public_frame.html", {"page": around, "gap": _GAP})
        _frames[key] = Frame(*(mark_safe(piece) for piece in whole.split(_GAP)))  # noqa: S308 - a template's
    return _frames[key]


def address(name: str) -> str:
    """The path of a URL name, or "" where it is not built; `web.checks` names what is missing."""
    return _address(name, _urlconf()) if name else ""


def _urlconf() -> str:
    return get_urlconf() or settings.ROOT_URLCONF


# Addresses stay the same as long as the program runs, so each is worked out once.
@cache
def _address(name: str, urlconf: str) -> str:
    try:
        return reverse(name, urlconf)
    except NoReverseMatch:
        return ""


@cache
def places(urlconf: str) -> tuple[tuple[seams.NavItem, str], ...]:
    """The places of all menus in order, with their addresses."""
    entries = sorted(seams.NAV, key=lambda entry: entry.order)
    return tuple((entry, url) for entry in entries if (url := _address(entry.url_name, urlconf)))


@cache
def _file(name: str) -> str:
    return staticfiles_storage.url(name)


@cache
def _links(urlconf: str) -> SafeString:
    return format_html(
        '<link rel="manifest" href="{}">\n<link rel="icon" href="{}" type="image/svg+xml">\n'
        '<link rel="stylesheet" href="{}">\n<script src="{}" type="module"></script>',
        _address("web:manifest", urlconf), _file("web/icon.svg"), _file("web/rembuk.css"), _file("web/app.js"),
    )  # fmt: skip


def page(request: HttpRequest) -> dict[str, object]:
    """The context processor."""
    return {"page": Around(request), "actor": getattr(request, "actor", PUBLIC)}
