// What a component sends must arrive. Streamlit loses a message now and then: one sent while the
// server is away, and one that another overtakes before the server came to it. So each message has
// a number, and is sent again, ever more seldom, until Python says which number it has taken: in the
// component's own data, or in an echo beside it where that data is heavy.
const FIRST_RETRY_MS = 3000
const LONGEST_RETRY_MS = 60000
const LOOK_AGAIN_MS = 1000
const LOOK_SOON_MS = 100
const BEGINS_MS = 300 // until Streamlit says that it is at work
const mailboxes = new Map() // a message outlives its component: the page may build that again
let lastNumber = Date.now()

// When the learner last pressed anything: a sending right behind a press could overtake it on the
// server, which then forgets the press.
let lastPress = -Infinity
for (const press of ["pointerdown", "click", "keydown"])
  document.addEventListener(press, () => { lastPress = performance.now() }, true)

// When a link to another page was pressed: what this page sends before that one is drawn would lead
// back here, for a run of the whole page that is asked for last is the one that is made.
let left = -Infinity
document.addEventListener("click", event => {
  if (event.composedPath().some(leadsAway)) left = performance.now()
}, true)

// The mailbox of this name. With `keeps`, a message also outlives a reload of the page.
function mailbox(id, { keeps = false } = {}) {
  if (!mailboxes.has(id)) mailboxes.set(id, new Mailbox(id, keeps))
  return mailboxes.get(id)
}

class Mailbox {
  constructor(id, keeps) {
    Object.assign(this, { id, keeps, message: keeps ? storedMessage(id) : null })
    document.addEventListener("mailbox-echo", () => this.confirm(window.mailboxEchoes[id]))
  }

  // The component is on the page within `root`; `send` hands a message to Streamlit.
  mount(root, send, heard = window.mailboxEchoes?.[this.id]) {
    const isNew = root !== this.root
    Object.assign(this, { root, send })
    this.confirm(heard)
    if (isNew && this.message) this.deliver()
  }

  // Send `value` after a pause, in place of what is on its way. With `tries`, somebody else has
  // sent it, and only its arrival is in question.
  post(value, pause = 0, tries = 0) {
    this.message = { number: ++lastNumber, value, tries }
    if (this.keeps) storeMessage(this.id, this.message)
    if (pause) this.wait(pause)
    else this.deliver()
  }

  flush() {
    if (this.message && !this.message.tries) this.deliver()
  }

  confirm(heard) {
    if (this.message && heard >= this.message.number) this.settle()
  }

  settle() {
    clearTimeout(this.timer)
    this.message = null
    if (this.keeps) storeMessage(this.id, null)
  }

  wait(pause) {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.deliver(), pause)
  }

  // `sent` makes every sending another value: Streamlit tells the script of changes only.
  deliver() {
    const { message } = this
    if (isLeaving()) return this.wait(LOOK_SOON_MS)
    if (message.tries) {
      if (!this.root.isConnected) return
      const notYet = timeToWait()
      if (notYet > 0) return this.wait(notYet)
    }
    this.wait(Math.min(FIRST_RETRY_MS * 2 ** message.tries++, LONGEST_RETRY_MS))
    this.send({ number: message.number, value: message.value, sent: ++lastNumber })
  }
}

// How long a message has to wait before it is sent again: the server is away or at work, or the
// learner has just pressed something.
function timeToWait() {
  const away = (appData().testConnectionState ?? "CONNECTED") !== "CONNECTED"
  return away || isAtWork() ? LOOK_AGAIN_MS : FIRST_RETRY_MS - (performance.now() - lastPress)
}

function isLeaving() {
  if (performance.now() - left < BEGINS_MS || left > 0 && isAtWork()) return true
  left = -Infinity
  return false
}

function leadsAway(node) {
  return /NavLink$/.test(node.dataset?.testid) && node.pathname !== location.pathname
}

// Whether Streamlit is at work on this page, or was asked to be.
function isAtWork() {
  return (appData().testScriptState ?? "notRunning") !== "notRunning"
}

function appData() {
  return document.querySelector("[data-testid=stApp]")?.dataset ?? {}
}

function storeMessage(id, message) {
  try {
    if (message) sessionStorage.setItem(`mailbox:${id}`, JSON.stringify({ ...message, tries: 0 }))
    else sessionStorage.removeItem(`mailbox:${id}`)
  } catch {
    // Storage is full or forbidden: then a message lives as long as the page.
  }
}

function storedMessage(id) {
  try {
    return JSON.parse(sessionStorage.getItem(`mailbox:${id}`))
  } catch {
    return null
  }
}
