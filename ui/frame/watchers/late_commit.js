// Three things that Streamlit's own fields, links and buttons lack. While a learner writes into a
// field named in `data.fields`, each pause commits what is there (as Ctrl+Enter would), so that a
// closed tab loses nothing. A click on a link waits until the words of the field it left are among
// `data.words`, those that the server has: sent together, either the words or the click would be
// lost. And a press counts although the page moved under it before the finger was lifted, as it
// may when the press itself made a field commit: the browser then sends no click.
const PAUSE_MS = 700
const TOGETHER_MS = 60
const WAIT_MS = 150
const LONGEST_WAIT_MS = 20000
const FINGER_PX = 6

// Outside the component, which Streamlit calls whenever its data change: a pause goes on.
let pause = 0
let typed = null
let sent = { at: -Infinity }
let words = {}
let pressed = null

let fields = []
let mail = null

const arrived = () => !sent.key || !sent.field.isConnected || words[sent.key] === sent.value

// Streamlit sends the words itself, once: when they have not arrived after a while, this component
// sends something, and Streamlit puts every field's words beside it.
export default function ({ data, parentElement, setStateValue }) {
  const isNew = !mail
  ;({ words, fields } = data)
  mail = mailbox("late_commit")
  const send = again => {
    if (performance.now() - sent.at > LONGEST_WAIT_MS) mail.settle()
    else setStateValue("again", again)
  }
  mail.mount(parentElement, send, 0)
  if (arrived()) mail.settle()
  if (!isNew) return
  const listeners = {
    input: onInput, focusout: onFocusOut, click: onClick, mousedown: onPress, mouseup: onLift,
  }
  for (const [name, hears] of Object.entries(listeners))
    document.addEventListener(name, hears, true)
  onInputBefore(document.activeElement)
}

const isField = element => element.matches("textarea, input[type=text], input[type=number]")

function keyOf(field) {
  const box = field.closest(fields.map(name => `[class*="st-key-${name}"]`).join())
  const isText = field.closest("[data-testid=stTextArea], [data-testid=stTextInput]")
  return isText && box && [...box.classList].find(name => name.startsWith("st-key-")).slice(7)
}

function sending(field) {
  clearTimeout(pause)
  typed = null
  sent = { at: performance.now(), field, key: keyOf(field), value: field.value }
  if (!arrived()) mail.post(sent.key, FIRST_RETRY_MS, 1)
}

function commit(field) {
  if (document.activeElement !== field) return
  field.dispatchEvent(
    new KeyboardEvent("keydown", {
      key: "Enter", code: "Enter", keyCode: 13, ctrlKey: true, bubbles: true, cancelable: true,
    })
  )
  sending(field)
}

function onInput({ target: field, isComposing }) {
  if (!isField(field)) return
  clearTimeout(pause)
  typed = field
  if (isComposing || !keyOf(field) || !field.value.trim()) return
  pause = setTimeout(commit, PAUSE_MS, field)
}

// What was written before this was here to hear it, on a page that opens slowly.
function onInputBefore(field) {
  const key = field && isField(field) && keyOf(field)
  if (key && field.value !== (words[key] ?? "")) onInput({ target: field })
}

function onFocusOut(event) {
  if (event.target === typed) sending(typed)
}

function onClick(event) {
  const link = event.target.closest("a[href]")
  if (!link || !event.isTrusted) return
  const since = performance.now() - sent.at
  if (since > LONGEST_WAIT_MS || (arrived() && since > TOGETHER_MS)) return
  event.preventDefault()
  event.stopImmediatePropagation()
  follow(link, performance.now())
}

// Click the link once the words have arrived.
function follow(link, since) {
  const waited = performance.now() - since
  const target = today(link)
  const ready = arrived() && target && waited >= WAIT_MS
  if (ready || waited >= LONGEST_WAIT_MS) target?.click()
  else setTimeout(follow, 30, link, since)
}

// The page may be built again at any time: then the link that leads to the same place, or the
// button that says the same, stands for the one that was pressed.
function today(target) {
  if (target.isConnected) return target
  const same = target.href ? "href" : "textContent"
  return [...document.querySelectorAll(target.href ? "a[href]" : "button")].find(
    other => other[same] === target[same]
  )
}

function onPress(event) {
  const target = pressable(event)
  const plain = !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey
  pressed = target && plain && { target, x: event.x, y: event.y, top: topOf(target) }
}

function onLift(event) {
  const press = pressed
  pressed = null
  if (!press || event.composedPath().includes(press.target)) return
  if (Math.hypot(event.x - press.x, event.y - press.y) > FINGER_PX) return
  if (press.target.isConnected && topOf(press.target) === press.top) return
  if (press.target.href) follow(press.target, performance.now())
  else today(press.target)?.click()
}

// Pictures of our walls, too, which live in shadows.
function pressable(event) {
  return event.composedPath().find(
    one => one instanceof Element && one.matches("a[href], button, [role=option]"))
}

function topOf(element) {
  return element.getBoundingClientRect().top
}
