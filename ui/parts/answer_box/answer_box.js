// A text area that sends what is typed after a short pause, and at once when it is left
// or when Ctrl+Enter, the page's key for comparing, is pressed.
//
// Words on screen that the server has not confirmed are a draft. A draft outlives the box: the page
// may build the box anew at any moment (an answer is shown, a run of the script comes late, the
// page is reloaded), and a new box then goes on with the draft and not with the server's older
// words. Each draft has a number; the server says with `heard` which one it has saved.
const PAUSE_MS = 500
const FIRST_RETRY_MS = 3000
const LONGEST_RETRY_MS = 60000
const drafts = new Map()
let lastNumber = Date.now()

// When the learner last pressed anything: a sending right behind a press could overtake it on the
// server, which then forgets the press.
let pressed = -Infinity
for (const press of ["pointerdown", "click", "keydown"])
  document.addEventListener(press, () => { pressed = performance.now() }, true)

export default function ({ data, parentElement, setStateValue }) {
  const box = parentElement.querySelector("textarea")
  const saved = parentElement.querySelector("p")
  const isNew = !box.placeholder

  const draft = unconfirmed(data)
  if (draft) {
    draft.send = setStateValue
    if (isNew) resume(box, draft)
  } else if (box.value !== data.text) {
    box.value = data.text
  }
  say(box, saved, draft)

  box.placeholder = data.placeholder
  box.maxLength = data.longest
  box.oninput = () => {
    say(box, saved, write(box, data.id, setStateValue))
  }
  box.onblur = () => {
    if (box.isConnected) leave(data.id) // a box taken off the page was not left
  }
  box.onkeydown = event => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) flush(data.id)
  }
}

// The draft of this box, or undefined once the server has saved it.
function unconfirmed({ id, heard }) {
  const draft = drafts.get(id) ?? kept(id)
  if (draft && draft.number !== heard) return draft
  forget(id)
}

function say(box, saved, draft) {
  if (draft) saved.textContent = "Saving …"
  else saved.textContent = box.value ? "Saved in your project." : ""
}

function write(box, id, send) {
  clearTimeout(drafts.get(id)?.timer)
  const draft = {
    words: box.value, number: ++lastNumber, caret: box.selectionEnd, here: true, box, send,
  }
  drafts.set(id, draft)
  keep(id, draft)
  wait(draft, PAUSE_MS)
  return draft
}

function wait(draft, pause) {
  clearTimeout(draft.timer)
  draft.timer = setTimeout(deliver, pause, draft)
}

// Send, and send again, ever more seldom, while no answer comes and the box is on the page, but
// never right behind a press. `sent` makes every sending another value: the server's script hears
// of changes only.
function deliver(draft) {
  if (draft.retry && !draft.box.isConnected) return
  const quiet = performance.now() - pressed
  if (draft.retry && quiet < FIRST_RETRY_MS) return wait(draft, FIRST_RETRY_MS - quiet)
  draft.retry = draft.retry ? Math.min(2 * draft.retry, LONGEST_RETRY_MS) : FIRST_RETRY_MS
  wait(draft, draft.retry)
  draft.send("text", { words: draft.words, number: draft.number, sent: ++lastNumber })
}

function flush(id) {
  const draft = drafts.get(id)
  if (draft && !draft.retry) deliver(draft)
}

function leave(id) {
  const draft = drafts.get(id)
  if (draft) draft.here = false
  flush(id)
}

// A new box goes on where the old one was: the words, and the caret if it was in there.
function resume(box, draft) {
  draft.box = box
  box.value = draft.words
  if (draft.here && document.activeElement === document.body) {
    box.focus()
    box.setSelectionRange(draft.caret, draft.caret)
  }
  deliver(draft)
}

// A reload forgets `drafts`; the tab's own storage does not.
const place = id => `draft:${id}`

function keep(id, { words, number }) {
  try {
    sessionStorage.setItem(place(id), JSON.stringify({ words, number }))
  } catch {
    // Storage is full or forbidden: then a draft lives as long as the page.
  }
}

function kept(id) {
  try {
    const draft = JSON.parse(sessionStorage.getItem(place(id)))
    if (draft) drafts.set(id, draft)
    return draft
  } catch {
    return null
  }
}

function forget(id) {
  clearTimeout(drafts.get(id)?.timer)
  drafts.delete(id)
  try {
    sessionStorage.removeItem(place(id))
  } catch {
    // Nothing was kept.
  }
}
