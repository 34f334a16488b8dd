"""Walks through everything that one person can open, by the links they see, and looks at each page.

Pages are told apart by the name of their address; of each name a few are looked at. What the table of addresses has and
no walk has reached must stand in a list with its reason, so that a new page cannot escape the survey.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, ViewportSize

from tests.support.chromium import AXE, DESK, NARROW, PATIENCE, SERIOUS

# How many pages of one name are looked at, and how many addresses of one name are kept in line.
LOOKS = 1
# What is saved instead of shown; its own tests open it.
SAVED = {
    "api:calendar", "api:feed", "api:openapi", "portal:figures_sheet", "portal:units_sheet", "musrenbang:fate_sheet",
    "board:sheet", "decisions:sheet", "files:document", "home:sheet_pdf", "home:week_pdf", "meetings:briefings_pdf",
    "meetings:activities", "meetings:bundle", "meetings:calendar", "meetings:letter_docx", "meetings:letter_pdf",
    "meetings:part", "meetings:picture", "meetings:signing", "musrenbang:open_data", "musrenbang:open_vote",
    "musrenbang:budget_sheet", "musrenbang:sheet", "musrenbang:sipd_sheet",
    "visits:brief_pdf", "visits:promise_picture",
}  # fmt: skip
# Words of a program that nobody translated. Whole words, as they stand on the screen.
ENGLISH = re.compile(
    r"\b(the|this field|required|please|submit|save|cancel|delete|search|home|loading|error|invalid|password|username|"
    r"sign in|sign out|log ?in|log ?out|next|previous|january|february|none|true|false|null|undefined|unknown|"
    r"deliberating|settled|acknowledged|with_unit|neighbourhood|pending|draft|open|closed|user|report|meeting)\b",
    re.IGNORECASE,
)
LOOK = """() => {
  const seen = (part) => part.checkVisibility({ visibilityProperty: true }) && part.getClientRects().length > 0;
  const running = (part) => {
    const block = part.closest("p, li, dd, dt, td, th, label, .meta, .log, .hint, .told, .body, h1, h2");
    return part.tagName === "A" && getComputedStyle(part).display === "inline" && block;
  };
  const parts = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter((part) => seen(part) && !part.closest(".skip") && !part.disabled);
  const small = parts.filter((part) => {
    if (running(part) || part.closest("svg")) return false;
    const label = part.labels?.[0];
    const boxes = [part, ...(["checkbox", "radio"].includes(part.type) && label ? [label] : [])];
    return Math.max(...boxes.map((one) => one.getBoundingClientRect().height)) < 43.5;
  }).map((part) => `${part.outerHTML.slice(0, 90)} ${part.getBoundingClientRect().height}`);
  return {
    small, wide: document.documentElement.scrollWidth - innerWidth, lang: document.documentElement.lang,
    heads: [...document.querySelectorAll("h1")].length, title: document.title,
    menu: [...document.querySelectorAll("nav[aria-label=Utama] a")].filter(seen).length,
    text: document.body.innerText,
    links: [...document.querySelectorAll("a[href]")].map((link) => link.getAttribute("href")),
  };
}"""
PRINTED = """() => {
  const seen = (part) => part.checkVisibility({ visibilityProperty: true }) && part.getClientRects().length > 0;
  return { bars: [...document.querySelectorAll(".nav, .bar, .skip, .btn")].filter(seen).length,
    words: document.querySelector("main")?.innerText.trim().length ?? 0 };
}"""


def name_of(path: str) -> str:
    """The name of an address; the step too, where one name serves several screens. "" where it is none of ours."""
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    step = found.kwargs.get("step", "")
    return f"{found.view_name} {step}".strip()


@dataclass
class Walk:
    """One person's walk from the pages they begin with. `skip` names what others look at, `sizes` where axe looks.

    axe comes by the browser's own door, which no policy closes to it: it looks at the very page that a person has.
    """

    context: BrowserContext
    base: str
    skip: tuple[str, ...] = ()
    sizes: tuple[ViewportSize, ...] = (DESK, NARROW)
    faults: list[str] = field(default_factory=list)
    seen: dict[str, list[str]] = field(default_factory=dict)

    def go(self, *starts: str) -> "Walk":
        """Looks at everything that can be reached."""
        self.context.set_default_timeout(PATIENCE)
        page = self.context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(_said(message)))
        page.on("pageerror", lambda error: said.append(str(error)))
        line, known = list(starts), set(starts)
        while line:
            path = line.pop(0)
            name = name_of(urlsplit(path).path)
            if not name or name.startswith(self.skip) or len(self.seen.get(name, ())) >= LOOKS:
                continue
            said.clear()
            links = self.look(page, path) if name not in SAVED else ()
            self.faults += [f"{path}: console: {words}" for words in said if words]
            self.seen.setdefault(name, []).append(path)
            for link in links:
                target = urljoin(self.base + path, link)
                if (
                    target.startswith(self.base + "/")
                    and (short := target[len(self.base) :].split("#")[0]) not in known
                ):
                    known.add(short)
                    line.append(short)
        return self

    def told(self) -> str:
        """The faults, one a line."""
        return "\n".join(["", *self.faults])

    def look(self, page: Page, path: str) -> Iterable[str]:
        """Everything that is asked of a page, at both sizes, on paper, and by axe."""
        answer = page.goto(self.base + path)
        if answer is None or answer.status != 200:
            self.faults.append(f"{path}: status {answer and answer.status}")
            return ()
        if "text/html" not in answer.headers.get("content-type", ""):
            return ()
        page.evaluate(AXE)
        # The size that the page has comes first: to lay it out anew costs more than to look.
        links: Iterable[str] = ()
        for size in (DESK, NARROW) if page.viewport_size == DESK else (NARROW, DESK):
            if page.viewport_size != size:
                page.set_viewport_size(size)
            links = self.measure(page, f"{path} at {size['width']}")
            if size in self.sizes:
                self.faults += [f"{path} at {size['width']}: axe {found}" for found in page.evaluate(SERIOUS)]
        page.emulate_media(media="print")
        printed = page.evaluate(PRINTED)
        page.emulate_media(media="screen")
        if printed["bars"] or not printed["words"]:
            self.faults.append(f"{path}: on paper {printed['bars']} bars or buttons, {printed['words']} letters")
        return links

    def measure(self, page: Page, at: str) -> Iterable[str]:
        """What fits and what is said at a size; the links that lead on."""
        found = page.evaluate(LOOK)
        self.faults += [f"{at}: small target {part}" for part in found["small"]]
        if found["wide"] > 0:
            self.faults.append(f"{at}: {found['wide']} px too wide")
        if found["lang"] != "id" or found["heads"] != 1 or len(found["title"]) <= len(" · Rembuk"):
            self.faults.append(f"{at}: lang {found['lang']}, {found['heads']} h1, title {found['title']!r}")
        if found["menu"] > 5:
            self.faults.append(f"{at}: {found['menu']} menu items")
        self.faults += [f"{at}: English {word!r}" for word in sorted(set(ENGLISH.findall(found["text"])))]
        links: list[str] = found["links"]
        return links


def _said(message: ConsoleMessage) -> str:
    # A page that is not HTML cannot name its icon; the browser then asks for one by itself.
    asks_icon = message.location["url"].endswith("/favicon.ico")
    return message.text if message.type == "error" and not asks_icon else ""
