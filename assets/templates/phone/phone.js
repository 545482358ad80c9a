// The page of a model: a picture is chosen or filmed, ask.js knows how the model is asked, and the
// answer is shown.
import { ask, took } from "./ask.js"
import { filled, words } from "./words.js"

const LIVE_SIDE = 224
const LIVE_PAUSE_MS = 250
const TRIES = 4 // where many people ask at once
const LONGEST_WAIT_S = 5
const el = (id) => document.getElementById(id)
const page = document.querySelector("main")
const mostBytes = Number(page.dataset.mostBytes)
let turn = 0 // an answer to an earlier picture is passed over
let stream = null // of the live camera
let measured = null // the last answer: milliseconds from sending to answer, and bytes sent

// As the app writes shares: "0 %" is said of nothing only and "100 %" of all only.
const percent = (share) => {
  const figure = 100 * share
  if (figure === 0 || figure === 100) return `${figure} %`
  if (figure < 0.05) return words.under
  if (figure >= 99.95) return words.over
  return `${figure >= 10 && figure < 99 ? Math.round(figure) : Number(figure.toFixed(1))} %`
}

const size = (bytes) =>
  bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1e6).toFixed(1)} MB`

function show(id, there) {
  el(id).hidden = !there
}

function trouble(why) {
  show("trouble", Boolean(why))
  el("trouble").textContent = why
  if (why) show("working", false)
}

function bar(name, share) {
  const row = document.createElement("li")
  const parts = ["span", "span", "span"].map((tag) => row.appendChild(document.createElement(tag)))
  parts[0].textContent = name
  parts[1].textContent = percent(share)
  parts[2].className = "rail"
  parts[2].ariaHidden = "true"
  const fill = parts[2].appendChild(document.createElement("span"))
  fill.className = "fill"
  fill.style.width = `${100 * share}%`
  return row
}

function answer({ said, milliseconds, bytes }, { aloud = true } = {}) {
  const shares = Object.entries(said.probabilities).sort((one, other) => other[1] - one[1])
  el("label").textContent = filled(words.sure, sureness(said))
  show("action", Boolean(said.action))
  el("action").textContent = said.action || ""
  show("strange", Boolean(said.novelty?.strange))
  el("bars").replaceChildren(...shares.map(([name, share]) => bar(name, share)))
  el("took").textContent = took({ said, milliseconds, size: size(bytes) })
  measured = { milliseconds, bytes }
  if (!stream) el("told").textContent = ""
  show("tell", page.dataset.tells === "yes" && !el("told").textContent)
  show("working", false)
  show("answer", true)
  if (aloud) speak(said)
}

const sureness = (said) => ({ label: said.class, share: percent(said.probabilities[said.class]) })

function speak(said) {
  const sentences = [filled(words.spoken, sureness(said))]
  if (said.novelty?.strange) sentences.push(el("strange").textContent)
  if (said.action) sentences.push(filled(words.do, { action: said.action }))
  el("spoken").textContent = sentences.join(" ")
}

async function sent(file) {
  stopLive()
  const mine = ++turn
  trouble("")
  show("answer", false)
  if (file.size > mostBytes) {
    trouble(filled(words.too_large, { size: size(file.size), most: size(mostBytes) }))
    return
  }
  URL.revokeObjectURL(el("photo").src)
  el("photo").src = URL.createObjectURL(file)
  show("camera", false)
  show("photo", true)
  show("working", true)
  show("asked", true)
  el("asked").scrollIntoView({ block: "nearest" })
  for (let left = TRIES - 1; mine === turn; left -= 1) {
    try {
      const answered = await ask(file)
      if (mine === turn) answer(answered)
      return
    } catch (failed) {
      if (mine !== turn) return
      if (!failed.goes_on || !left || failed.wait > LONGEST_WAIT_S) return trouble(failed.message)
      await new Promise((done) => setTimeout(done, 1000 * failed.wait * (0.5 + Math.random())))
    }
  }
}

for (const id of ["take", "choose"]) {
  el(id).addEventListener("change", () => {
    const [file] = el(id).files
    if (file) sent(file)
    el(id).value = ""
  })
}
// A browser that cannot show a picture (HEIC in most) still can send it.
el("photo").addEventListener("error", () => show("photo", false))

el("tell").addEventListener("click", async () => {
  el("told").focus()
  show("tell", false)
  const milliseconds = Math.round(10 * measured.milliseconds) / 10
  const body = JSON.stringify({ milliseconds, bytes: measured.bytes })
  const reply = await fetch("measured", { method: "POST", body, credentials: "omit" }).catch(() => null)
  el("told").textContent = reply?.ok
    ? filled(words.told, { ms: Math.round(milliseconds), size: size(measured.bytes) })
    : words.not_told
})

// Live camera: browsers allow it on https and on this very computer only.
if (window.isSecureContext && navigator.mediaDevices?.getUserMedia) show("live", true)
el("live").addEventListener("click", () => (stream ? stopLive() : startLive()))

async function startLive() {
  trouble("")
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } })
  } catch {
    trouble(words.no_camera)
    return
  }
  el("live").textContent = words.stop
  el("camera").srcObject = stream
  show("photo", false)
  show("camera", true)
  show("asked", true)
  await el("camera").play()
  look(++turn)
}

function stopLive() {
  turn += 1
  stream?.getTracks().forEach((track) => track.stop())
  stream = null
  el("camera").srcObject = null
  el("live").textContent = words.live
  show("camera", false)
}

async function look(mine) {
  let last = ""
  while (mine === turn) {
    let pause = LIVE_PAUSE_MS
    try {
      const answered = document.hidden ? null : await ask(await frame())
      if (mine !== turn) return
      if (answered) {
        trouble("")
        answer(answered, { aloud: answered.said.class !== last })
        last = answered.said.class
      }
    } catch (failed) {
      if (mine !== turn) return
      trouble(failed.message)
      if (!failed.goes_on) return stopLive()
      pause = 1000 * failed.wait || 2000
    }
    await new Promise((done) => setTimeout(done, pause))
  }
}

function frame() {
  const camera = el("camera")
  const scale = LIVE_SIDE / Math.min(camera.videoWidth, camera.videoHeight)
  const canvas = document.createElement("canvas")
  canvas.width = Math.round(camera.videoWidth * scale)
  canvas.height = Math.round(camera.videoHeight * scale)
  canvas.getContext("2d").drawImage(camera, 0, 0, canvas.width, canvas.height)
  return new Promise((done, failed) =>
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error(words.no_picture))), "image/jpeg", 0.92),
  )
}
