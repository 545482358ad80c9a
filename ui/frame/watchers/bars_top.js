// Says as --bars-top how far down bars that stay in sight may go: below Streamlit's own bar where that is
// opaque, on phones, and below the bar of a guided path. A wall's own bars hear it in their shadows.
const LOOK_EVERY_MS = 250
const GUIDE = "[data-testid=stLayoutWrapper]:has(> .st-key-path_strip)"
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
  const guide = document.querySelector(GUIDE)
  set(main, "--header-bottom", own)
  set(main, "--bars-top", own + (guide ? guide.offsetHeight + 4 : 0))
}

function set(main, name, pixels) {
  const value = `${pixels}px`
  if (main.style.getPropertyValue(name) !== value) main.style.setProperty(name, value)
}
