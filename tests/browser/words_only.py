"""Hostile words stay words in the browser: nothing is born of them, no rule is broken for them, and
no other host is asked."""

from urllib.parse import urlsplit

from playwright.sync_api import Page

from bench.app_server import Server

# What on a page was born of one of them, and is more than text. Elements that hold names by right
# (bold, lists, titles, buttons) count only where nothing else is in them: "**zq**" became "zq".
BORN = """() => {
  const key = /([?&]w=|\\/take\\/)[\\w-]*/g;  // of workspaces, of downloads: its letters are any
  const has = (text) => /zq/i.test((text || "").replace(key, ""));
  const away = (to) => has(to) || /203\\.0\\.113/.test(to);
  const all = (wanted) => [...document.querySelectorAll(wanted)];
  const found = [];
  for (const one of all("a")) {
    if (away(one.getAttribute("href")) || has(one.textContent)) found.push(one.outerHTML);
  }
  for (const one of all("img, iframe, embed, object, source, link, video, audio, use, image")) {
    const where = ["src", "href", "data", "srcset"].map((name) => one.getAttribute(name));
    if (where.some((to) => away(to) && !/^data:image|^blob:|\\/media\\//.test(to))) {
      found.push(one.outerHTML);
    }
  }
  const icons = "[data-testid=stIconMaterial], .katex, math, script:not([src]), style, marquee";
  for (const one of all(icons)) {
    if (has(one.textContent) && !one.closest("head")) found.push(one.outerHTML);
  }
  for (const one of all("code, em, i, u, del, s, sub, sup, mark, kbd, blockquote, h5, h6, span")) {
    const wrapped = one.tagName !== "SPAN" || /Colored|Badge|Small/.test(one.className);
    if (wrapped && /^\\s*(zq)+\\s*$/.test(one.textContent)) found.push(one.outerHTML);
  }
  for (const one of all("[id], [onclick], [onerror], [onload], [onfocus], [onmouseover]")) {
    if (one.id === "zq" || /zqFired/.test(one.getAttributeNames().map((name) =>
      name.startsWith("on") ? one.getAttribute(name) : "").join())) found.push(one.outerHTML);
  }
  if (document.body.textContent.includes("\\u{1F99E}")) found.push("an emoji from :lobster:");
  if (window.zqFired) found.push("a script ran");
  return found.map((html) => html.slice(0, 200));
}"""


class Watch:
    """What the browser was made to do: ask other hosts, open dialogs, break a rule."""

    def __init__(self, page: Page) -> None:
        self.hosts: set[str] = set()
        self.dialogs: list[str] = []
        self.refused: list[str] = []
        page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        page.on("dialog", self._note)
        page.on("console", lambda message: self._heard(message.text))

    def _note(self, dialog) -> None:  # type: ignore[no-untyped-def]
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _heard(self, text: str) -> None:
        if "Content Security Policy" in text or "Refused" in text or "MIME" in text:
            self.refused.append(text)


def assert_words_only(page: Page, watch: Watch, server: Server) -> None:
    assert page.evaluate(BORN) == []
    assert watch.dialogs == watch.refused == []
    assert watch.hosts <= {"", f"localhost:{server.port}"}
