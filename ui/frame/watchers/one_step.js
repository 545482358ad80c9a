// One press, one step back. On the way to another page Streamlit first takes the query of the page it
// leaves out of its address, and puts it in again, each as a step of its own. Those are held until it
// is clear where the way leads: to another page, then they never were, and what stands there is what
// stood there at the press, with a view that was chosen a moment before; to another view of this page,
// then it is one step; and a workspace that is only written into an address is none.
const LOOK_EVERY_MS = 100
const CLEAR_AFTER_MS = 5000 // without work: on a busy server a run begins seconds after the press
const KEY = "w"
let held = null
let pressed = null
let quiet = 0
let listens = false

export default function () {
  if (listens) return
  listens = true
  const push = history.pushState.bind(history)
  const replace = history.replaceState.bind(history)
  history.pushState = (state, title, url) => {
    const to = new URL(url ?? location.href, location.href)
    if (to.pathname === location.pathname) return hold(state, title, to)
    const last = pressed?.path === location.pathname ? pressed : held
    if (held) replace(last.state, "", last.href)
    held = null
    push(state, title, url)
  }
  for (const press of ["pointerdown", "keydown"]) {
    addEventListener(press, () => (pressed = here()), true)
  }
  const hold = (state, title, to) => {
    held ??= here()
    quiet = 0
    replace(state, title, to)
  }
  setInterval(() => {
    quiet = isAtWork() ? 0 : quiet + LOOK_EVERY_MS
    if (!held || quiet < CLEAR_AFTER_MS) return
    const [from, now] = [held, here()]
    held = null
    if (viewOf(now) === viewOf(from)) return
    replace(from.state, "", from.href)
    push(now.state, "", now.href)
  }, LOOK_EVERY_MS)
}

function here() {
  return { href: location.href, path: location.pathname, state: history.state }
}

function viewOf({ href }) {
  const view = new URL(href)
  view.searchParams.delete(KEY)
  view.searchParams.sort()
  return view.href
}
