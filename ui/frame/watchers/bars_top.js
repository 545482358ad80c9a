// Says as --bars-top how far down bars that stay in sight may go: below the page's own, or below
// Streamlit's where that is opaque, on phones; a wall's own bars hear it in their shadows. And as
// --covered-top what they hide together: what has the focus is brought out from under them.
const LOOK_EVERY_MS = 250
const BAR = "[data-testid=stLayoutWrapper]:has(> .st-key-page_bar)"
const BELOW = ":is(.st-key-simulator_path, .st-key-gather_actions)"
let timer = 0

export default function () {
  clearInterval(timer)
  timer = setInterval(say, LOOK_EVERY_MS)
  say()
}

function say() {
  const main = document.querySelector("[data-testid=stMain]")
  const header = document.querySelector("[data-testid=stHeader]")
  if (!main || !header) return
  const own = matchMedia("(max-width: 768px)").matches ? header.offsetHeight : 0
  const bars = document.querySelector(BAR)?.offsetHeight || own
  const below = document.querySelector(BELOW)?.offsetHeight ?? 0
  set(main, "--bars-top", bars)
  set(main, "--covered-top", bars + below)
}

function set(main, name, pixels) {
  const value = `${pixels}px`
  if (main.style.getPropertyValue(name) !== value) main.style.setProperty(name, value)
}
