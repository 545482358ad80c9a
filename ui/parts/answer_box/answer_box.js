// A text area that sends what is typed after a short pause, and at once when it is left
// or when Ctrl+Enter, the page's key for comparing, is pressed.
//
// Words on screen that the server has not confirmed are a draft, the message in the mailbox. A draft
// outlives the box: the page may build the box again at any moment (an answer is shown, a run of the
// script comes late, the page is reloaded), and a new box then goes on with the draft and not with
// the server's older words.
const PAUSE_MS = 500

export default function ({ data, parentElement, setStateValue }) {
  const box = parentElement.querySelector("textarea")
  const saved = parentElement.querySelector("p")
  const isNew = !box.placeholder
  const drafts = mailbox(data.id, { keeps: true })
  drafts.mount(parentElement, draft => setStateValue("text", draft), data.heard)

  if (!drafts.message) {
    if (box.value !== data.text) box.value = data.text
  } else if (isNew) resume(box, drafts)
  say(box, saved, drafts, data.words)

  box.placeholder = data.placeholder
  box.maxLength = data.longest
  box.oninput = () => {
    drafts.post(box.value, PAUSE_MS)
    Object.assign(drafts, { caret: box.selectionEnd, here: true })
    say(box, saved, drafts, data.words)
  }
  box.onblur = () => {
    if (!box.isConnected) return // a box taken off the page was not left
    drafts.here = false
    drafts.flush()
  }
  box.onkeydown = event => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) drafts.flush()
  }
}

function say(box, saved, drafts, words) {
  const said = drafts.message ? words.saving : box.value ? words.saved : ""
  if (saved.textContent !== said) saved.textContent = said // a screen reader reads each change
}

// A new box goes on where the old one was: the words, and the caret if it was in there.
function resume(box, drafts) {
  box.value = drafts.message.value
  if (drafts.here && document.activeElement === document.body) {
    box.focus({ preventScroll: true })
    box.setSelectionRange(drafts.caret, drafts.caret)
  }
}
