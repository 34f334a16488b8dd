"""A page without a mouse: where the focus goes, and that it is seen there."""

from playwright.sync_api import Page

HERE = "document.activeElement"
# A busy machine scrolls to the focus some seconds later.
RINGED = """async () => {
  const part = document.activeElement, style = getComputedStyle(part);
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const within = (box) => box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const end = performance.now() + 20_000;
  while (!within(part.getBoundingClientRect()) && performance.now() < end) await new Promise(requestAnimationFrame);
  return { ring, inside: within(part.getBoundingClientRect()),
    name: (part.innerText || part.getAttribute("aria-label") || part.name || part.tagName).slice(0, 60) };
}"""


# The browser gives a new page's focus away at the first picture it draws, which may come after the page has loaded.
GIVEN = """() => document.readyState === "complete" && (!document.querySelector("[autofocus]")
  || !!document.activeElement.closest("[autofocus]"))"""


def ready(page: Page) -> None:
    """Waits until the focus stands where the page puts it: keys pressed before go elsewhere."""
    page.wait_for_function(GIVEN, polling=50)


def tab_to(page: Page, words: str, most: int = 80) -> None:
    """Tabs until the focus stands on what bears these words, and sees it on the way."""
    for _ in range(most):
        page.keyboard.press("Tab")
        found = page.evaluate(RINGED)
        if found["name"].strip().startswith(words):
            assert found["ring"], f"no focus to be seen on {found['name']}"
            assert found["inside"], f"{found['name']} has the focus outside the window"
            return
    raise AssertionError(f"no tab stop says {words!r} on {page.url}")


def label_to(page: Page, label: str, most: int = 80) -> None:
    """Tabs until the focus stands in the field with this label."""
    wanted = page.get_by_label(label).first
    for _ in range(most):
        page.keyboard.press("Tab")
        if wanted.evaluate(f"field => field === {HERE}"):
            assert page.evaluate(RINGED)["ring"], f"no focus to be seen in {label}"
            return
    raise AssertionError(f"no tab stop in {label!r} on {page.url}")
