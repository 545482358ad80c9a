"""A page that loses what it sends to the server, and whose clock can be put forward."""

from playwright.sync_api import Page

from tests.browser.conftest import drawn
from tests.waiting import until

RETRY_MS = 3_100
"""A little more than a component waits for an answer before it sends again."""
_LOSES = """() => {
  const send = WebSocket.prototype.send
  Object.assign(window, { toLose: [], lost: [] })
  WebSocket.prototype.send = function (message) {
    const words = typeof message === "string" ? message : new TextDecoder().decode(message)
    const found = window.toLose.findIndex((part) => words.includes(part))
    if (found < 0) return send.call(this, message)
    window.lost.push(...window.toLose.splice(found, 1))
  }
}"""


class LossyPage:
    """A page, not opened yet, in a window of its own: a clock is that of a whole window."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.clock.install()
        page.add_init_script(f"({_LOSES})()")

    def lose(self, words: str, times: int = 1) -> None:
        """Lose the next message with `words` in it, or so many; all others arrive."""
        lost = [words] * times
        self.page.evaluate("words => { [window.toLose, window.lost] = [words, []] }", lost)

    def lost(self) -> int:
        """How many were lost; asked again and again, the page goes on meanwhile."""
        self.page.wait_for_timeout(100)
        return int(self.page.evaluate("window.lost.length"))

    def send_again(self) -> None:
        """Wait until the message is lost, and put the clock to when it is sent again."""
        until(self.lost, what="a message that is lost")
        drawn(self.page)
        self.page.clock.fast_forward(RETRY_MS)
