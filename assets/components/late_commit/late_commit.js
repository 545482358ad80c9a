// Two things that Streamlit's own text fields lack. While a learner writes into a field named in
// `data.fields`, each pause commits what is there (as Ctrl+Enter would), so that a closed tab
// loses nothing. And a click on a link waits until the words of the field it left have reached
// the server: sent together, either the words or the click would be lost.
const PAUSE_MS = 700
const TOGETHER_MS = 60
const WAIT_MS = 150
const LONGEST_WAIT_MS = 3000

// Outside the component, which is set up anew after every run of the script: a pause goes on.
let pause = 0
let typed = null
let sent = -Infinity
let arrived = true

export default function ({ data }) {
  arrived = true // a run of the script: what was sent before it has been saved

  const isField = element => element.matches("textarea, input[type=text], input[type=number]")
  const isNamed = field =>
    data.fields.some(name => field.closest(`[class*="st-key-${name}"]`) !== null)
  const sending = field => {
    clearTimeout(pause)
    typed = null
    sent = performance.now()
    arrived = !isNamed(field)
  }
  const commit = field => {
    if (document.activeElement !== field) return
    field.dispatchEvent(
      new KeyboardEvent("keydown", {
        key: "Enter", code: "Enter", keyCode: 13, ctrlKey: true, bubbles: true, cancelable: true,
      })
    )
    sending(field)
  }

  const onInput = event => {
    const field = event.target
    if (!isField(field)) return
    clearTimeout(pause)
    typed = field
    if (event.isComposing || !isNamed(field) || !field.value.trim()) return
    pause = setTimeout(commit, PAUSE_MS, field)
  }
  const onFocusOut = event => {
    if (event.target === typed) sending(typed)
  }
  const onClick = event => {
    const link = event.target.closest("a[href]")
    if (!link || !event.isTrusted) return
    const since = performance.now() - sent
    if (since > LONGEST_WAIT_MS || (arrived && since > TOGETHER_MS)) return
    event.preventDefault()
    event.stopImmediatePropagation()
    follow(link, performance.now())
  }

  document.addEventListener("input", onInput, true)
  document.addEventListener("focusout", onFocusOut, true)
  document.addEventListener("click", onClick, true)
  return () => {
    document.removeEventListener("input", onInput, true)
    document.removeEventListener("focusout", onFocusOut, true)
    document.removeEventListener("click", onClick, true)
  }
}

// Click the link once the words have arrived. The page may be built anew meanwhile: then the link
// that leads to the same place is clicked, as soon as there is one.
function follow(link, since) {
  const waited = performance.now() - since
  const target = link.isConnected
    ? link
    : [...document.querySelectorAll("a[href]")].find(other => other.href === link.href)
  const ready = arrived && target && waited >= WAIT_MS
  if (ready || waited >= LONGEST_WAIT_MS) target?.click()
  else setTimeout(follow, 30, link, since)
}
