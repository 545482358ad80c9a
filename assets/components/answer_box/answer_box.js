// A text area that sends what is typed after a short pause, and at once when it is left
// or when Ctrl+Enter, the page's key for comparing, is pressed.
const PAUSE_MS = 500
const pending = new WeakMap()

export default function ({ data, parentElement, setStateValue }) {
  const box = parentElement.querySelector("textarea")
  const saved = parentElement.querySelector("p")

  const say = () => {
    if (box.value === data.text) saved.textContent = box.value ? "Saved in your project." : ""
    else saved.textContent = "Saving …"
  }
  const send = () => {
    clearTimeout(pending.get(box))
    pending.delete(box)
    if (box.value === box.dataset.sent) return
    box.dataset.sent = box.value
    setStateValue("text", box.value)
  }

  // The words on screen win over the server's while somebody is writing.
  if (box.dataset.filled !== data.id) {
    box.value = data.text
    box.dataset.sent = data.text
    box.dataset.filled = data.id
  }
  box.placeholder = data.placeholder
  box.maxLength = data.longest
  box.oninput = () => {
    say()
    clearTimeout(pending.get(box))
    pending.set(box, setTimeout(send, PAUSE_MS))
  }
  box.onblur = send
  box.onkeydown = event => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send()
  }
  say()

  return () => clearTimeout(pending.get(box))
}
