// Rings the control that a stop of the tour speaks of, brings it into view once, and leads the
// keyboard there. The control is found by its key, also after the page has drawn it again.
const RING = "data-tour-ring"
const STYLE = `
  [${RING}] { position: relative; outline: 3px solid #d55e00; outline-offset: 5px; border-radius: 6px; }
  [${RING}]::after {
    content: attr(${RING}); position: absolute; right: 0; top: -1.65rem; z-index: 5;
    padding: 0 0.5rem; border-radius: 4px; background: #d55e00; color: #fff;
    font: 600 0.78rem/1.4rem sans-serif; white-space: nowrap; pointer-events: none;
  }
  [data-testid=stBottomBlockContainer]:has(.st-key-tour_dock) { padding-top: 0.3rem; padding-bottom: 0.7rem; }
  @media (max-width: 640px) {
    .st-key-tour_dock { max-height: 46vh; overflow-y: auto; }
    .st-key-tour_dock:has(.st-key-tour_choices) { max-height: 64vh; }
    .st-key-tour_dock [data-testid=stImage] img { max-width: 5.5rem; }
  }
`
let now = { at: [], name: "", turn: "", shown: "" }
let watcher = null
let arrived = ""
let scrolled = false
for (const kind of ["pointerdown", "wheel", "touchstart", "keydown"])
  addEventListener(kind, () => { scrolled = true }, { capture: true, passive: true })

export default function ({ data, parentElement }) {
  const before = now.turn
  if (arrived !== location.pathname) fromTheTop()
  now = { ...data, shown: before === data.turn ? now.shown : "" }
  parentElement.querySelector(".now").textContent = data.said
  const button = parentElement.querySelector("button")
  button.textContent = data.show
  button.hidden = !data.show
  button.onclick = () => lead(target())
  dress()
  watch()
  ring()
  // The button that was tapped is gone, and with it the place of somebody at the keyboard.
  if (data.turn && before !== data.turn && document.activeElement === document.body)
    button.focus({ preventScroll: true })
  if (before && !data.turn && data.result.length) reveal(data.result)
  const page = location.pathname
  return () => {
    watcher?.disconnect()
    watcher = null
    clear(null)
    if (location.pathname !== page) document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0)
  }
}

// A page that was left at its end would open at its end: above a dock Streamlit keeps to the end who
// stands there, and the new page is short at first. Who scrolls or presses goes where they like.
function fromTheTop() {
  arrived = location.pathname
  scrolled = false
  const main = document.querySelector("[data-testid=stMain]")
  const began = performance.now()
  const keep = () => {
    const since = performance.now() - began
    const runs = document.querySelector("[data-test-script-state=running]")
    if (scrolled || arrived !== location.pathname || since > (runs ? 15_000 : 1_500)) return
    if (main?.scrollTop) main.scrollTo(0, 0)
    setTimeout(keep, 60)
  }
  keep()
}

// What the last step was for, once the page has drawn it; not where all of it is in view.
function reveal(keys) {
  setTimeout(() => {
    const found = keys.map(keyed).find(Boolean)
    if (!found) return
    const { top, bottom } = found.getBoundingClientRect()
    const dock = document.querySelector(".st-key-tour_dock")?.getBoundingClientRect().top ?? innerHeight
    if (top < 72 || bottom > dock) show(found)
  }, 700)
}

function dress() {
  if (document.getElementById("tour-ring")) return
  const style = document.createElement("style")
  style.id = "tour-ring"
  style.textContent = STYLE
  document.head.append(style)
}

function watch() {
  if (watcher) return
  let asked = 0
  watcher = new MutationObserver(() => {
    if (!asked) asked = setTimeout(() => { asked = 0; ring() }, 120)
  })
  watcher.observe(document.querySelector("[data-testid=stMain]") ?? document.body, {
    childList: true, subtree: true,
  })
}

function ring() {
  if (!watcher) return
  const found = target()
  clear(found)
  if (!found) return
  if (found.getAttribute(RING) !== now.name) found.setAttribute(RING, now.name)
  const view = `${now.turn} ${now.at.findIndex(key => keyed(key) === found)}`
  if (now.shown === view) return
  now.shown = view
  scrolled = true
  if (!now.stay) show(found)
}

function clear(kept) {
  for (const old of document.querySelectorAll(`[${RING}]`)) if (old !== kept) old.removeAttribute(RING)
}

function target() {
  for (const key of now.at) {
    const found = keyed(key)
    if (found) return found
  }
  return null
}

function keyed(key) {
  const all = document.querySelectorAll(`[data-testid=stMain] [class*="st-key-"]`)
  return [...all].find(one => [...one.classList].some(
    name => name === `st-key-${key}` || (name.startsWith("st-key-") && name.endsWith(`_${key}`)),
  )) ?? null
}

function show(found) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches
  const dock = document.querySelector(".st-key-tour_dock")?.getBoundingClientRect().top ?? innerHeight
  const room = dock - found.getBoundingClientRect().height
  found.style.scrollMarginTop = `${Math.max(72, room / 2)}px`
  found.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" })
}

function lead(found) {
  if (!found) return
  show(found)
  const inner = find(found, "button:not([disabled]), input, select, textarea, [tabindex='0']")
  inner?.focus({ preventScroll: true })
}

// Components of ours live in shadow trees.
function find(root, what) {
  const here = root.querySelector(what)
  if (here) return here
  for (const one of root.querySelectorAll("*"))
    if (one.shadowRoot) {
      const inner = find(one.shadowRoot, what)
      if (inner) return inner
    }
  return null
}
