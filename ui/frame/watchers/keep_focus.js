// Who works with keys must not be thrown to the top of a page. Where the thing that had the focus is
// gone (a dialog was closed, a button became a progress bar, another page was opened), the focus goes
// to what it came from, to the same widget drawn again, to what stands in its place, or to the title
// of the new page. Nothing scrolls by it.
const LOOK_EVERY_MS = 150
const CAN = "a[href], button, input, select, textarea, summary, [tabindex]"
const WRITES = "textarea, input:not([type]), input[type=text], input[type=number], input[type=search]"
const DIALOG = "[role=dialog]"

let last = null
let outside = null
let touched = false
let listens = false

export default function () {
  if (listens) return
  listens = true
  document.addEventListener("focusin", note, true)
  document.addEventListener("pointerdown", onPress, true)
  setInterval(look, LOOK_EVERY_MS)
}

function note(event) {
  const element = event.composedPath()[0]
  if (!element.matches?.(CAN)) return
  last = {
    element, page: location.pathname, key: keyOf(event.target), tag: element.tagName,
    role: element.getAttribute("role"), top: element.getBoundingClientRect().top,
    around: event.composedPath().filter(one => one instanceof Element).slice(1),
  }
  if (!event.target.closest(DIALOG)) outside = last
}

// A press beside everything lets go of the focus, and is meant so.
function onPress(event) {
  touched = event.pointerType === "touch"
  setTimeout(() => { if (isLost()) last = outside = null })
}

const isLost = () => !document.activeElement || document.activeElement === document.body

function look() {
  if (!last || last.element.isConnected || !isLost() || isAtWork()) return
  const target = successor()
  if (!target || (touched && target.matches(WRITES))) last = null
  else target.focus({ preventScroll: true })
}

function successor() {
  if (outside && outside !== last && outside.element.isConnected) return outside.element
  if (last.page !== location.pathname) return title()
  return again() ?? inItsPlace()
}

function keyOf(element) {
  const named = element.closest("[class*='st-key-']")
  return named && [...named.classList].find(name => name.startsWith("st-key-"))
}

function again() {
  const box = last.key && document.getElementsByClassName(last.key)[0]
  if (!box) return null
  const can = within(box)
  return can.find(one => one.tagName === last.tag && one.getAttribute("role") === last.role) ?? can[0]
}

// What is nearest to where it was, in the smallest part of the page that is still there.
function inItsPlace() {
  const part = last.around.find(one => one.isConnected && within(one).length)
  if (!part?.closest("[data-testid=stMain], [role=dialog]")) return title()
  const away = one => Math.abs(one.getBoundingClientRect().top - last.top)
  return within(part).sort((one, other) => away(one) - away(other))[0]
}

function within(part) {
  return [...part.querySelectorAll(CAN)].filter(
    one => !one.disabled && one.tabIndex >= 0 && one.getClientRects().length)
}

function title() {
  const found = document.querySelector("[data-testid=stMain] h1")
  if (found) found.tabIndex = -1
  return found
}
