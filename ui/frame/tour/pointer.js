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
  }
`
let now = { at: [], name: "", turn: "", shown: "" }
let watcher = null

export default function ({ data, parentElement }) {
  const before = now.turn
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
  const page = location.pathname
  return () => {
    watcher?.disconnect()
    watcher = null
    clear(null)
    if (location.pathname !== page) document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0)
  }
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
