// The line of a learner in a class. It asks for news by a small request and has the page run again
// when there are some; counts down in the browser; and lays the pause over everything.
const POLL_MS = 1500
const TICK_MS = 1000
const strips = new WeakMap()
let page = location.pathname

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".strip")
  const state = strips.get(root) ?? begin(root, parentElement.querySelector(".pause"))
  Object.assign(state, { data, tellPython: (news) => setTriggerValue("news", news) })
  draw(state)
  if (page !== location.pathname) startAtTop()
}

// Who is taken to another page reads it from its beginning, not from where the page before stood.
function startAtTop() {
  page = location.pathname
  document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0)
}

function begin(root, pause) {
  const state = { root, pause, ahead: 0, lastAct: Date.now() }
  strips.set(root, state)
  const act = () => { state.lastAct = Date.now() }
  for (const kind of ["pointerdown", "keydown", "scroll"])
    document.addEventListener(kind, act, { capture: true, passive: true })
  pause.addEventListener("cancel", (event) => event.preventDefault())
  pause.addEventListener("close", () => { if (state.root.isConnected) drawPause(state) })
  state.ticking = setInterval(() => tick(state), TICK_MS)
  state.polling = setInterval(() => poll(state), POLL_MS)
  return state
}

async function poll(state) {
  if (!state.root.isConnected) {
    clearInterval(state.polling)
    clearInterval(state.ticking)
    return
  }
  if (document.hidden || state.asking) return
  state.asking = true
  try {
    const active = Date.now() - state.lastAct < 2 * POLL_MS ? "1" : "0"
    const body = `${state.data.pulse}\n${active}`
    const answer = await fetch(state.data.address, { method: "POST", body })
    if (answer.ok) hear(state, await answer.json())
  } catch {
    // The server is away for a moment: the next request finds it again.
  } finally {
    state.asking = false
  }
}

// News that the page does not show yet: let it run, but not while it runs already.
function hear(state, { news, now }) {
  state.ahead = now - Date.now() / 1000
  const app = document.querySelector("[data-testid=stApp]")?.dataset ?? {}
  const atWork = (app.testScriptState ?? "notRunning") !== "notRunning"
  if (news !== state.data.news && !atWork) state.tellPython(news)
}

function draw(state) {
  const { root, data } = state
  write(root, ".who", data.nickname)
  write(root, ".class", data.class)
  write(root, ".message", data.message)
  tick(state)
  drawPause(state)
}

function drawPause({ pause, data }) {
  const { paused, words } = data
  if (paused === null || paused === undefined) {
    if (pause.open) pause.close()
    return
  }
  write(pause, "h2", words.paused_title)
  write(pause, ".question", paused)
  write(pause, ".note", paused ? words.paused_note : words.paused_none)
  if (!pause.open) pause.showModal()
}

function tick(state) {
  const { root, data } = state
  if (!root.isConnected) return
  const now = Date.now() / 1000 + state.ahead
  const left = Math.ceil((data.since + 60 * data.minutes - now) / 60)
  const stop = left > 0 ? data.stop.replace("{minutes}", left) : data.stop_over
  write(root, ".stop", stop)
  write(root, ".countdown", countdown(data, now))
}

function countdown({ until, words }, now) {
  if (until === null || until === undefined) return ""
  const left = Math.round(until - now)
  if (left <= 0) return words.countdown_over
  const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`
  return words.countdown.replace("{time}", time)
}

function write(root, place, words) {
  const element = root.querySelector(place)
  if (element.textContent !== (words ?? "")) element.textContent = words ?? ""
}
