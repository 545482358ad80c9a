// The page on a phone: choose a class, take photos, see what became of each. Photos go one after the
// other to `add` beside the page; `now` there says which classes there are.
import { filled, words } from "./words.js"

const LOOK_EVERY_MS = 4000
const MOST_SHOWN = 24
const TRIES = 8
const el = (id) => document.getElementById(id)
const page = document.querySelector("main")
const own = page.dataset.own === "yes"
const mostBytes = Number(page.dataset.mostBytes)
let drawn = "" // the classes that are shown
let line = Promise.resolve() // photos go one after the other
let waiting = 0
let failures = 0

const pause = (ms) => new Promise((done) => setTimeout(done, ms))

function trouble(why) {
  el("trouble").hidden = !why
  el("trouble").textContent = why
}

function choices(names) {
  if (JSON.stringify(names) === drawn) return
  drawn = JSON.stringify(names)
  const before = chosen()
  const shown = names.map((name) => [name, name])
  if (own) shown.push(["", words.new])
  const rows = shown.map(([value, name]) => choice(value, name, before === value && before !== null))
  el("classes").replaceChildren(el("classes").querySelector("legend"), ...rows)
  if (!el("classes").querySelector(":checked")) rows[0]?.querySelector("input").click()
  newClass()
}

function choice(value, name, checked) {
  const label = document.createElement("label")
  const input = label.appendChild(document.createElement("input"))
  Object.assign(input, { type: "radio", name: "class", value, checked })
  label.append(name)
  return label
}

function newClass() {
  el("new").hidden = chosen() !== ""
}

/** The chosen class; "" for a new one, null before there is a choice. */
function chosen() {
  const input = el("classes").querySelector(":checked")
  return input ? input.value : null
}

function wanted() {
  const name = chosen()
  return (name === "" ? el("name").value : name || "").trim()
}

function row(file, label) {
  const item = document.createElement("li")
  const picture = item.appendChild(document.createElement("img"))
  picture.alt = ""
  picture.src = URL.createObjectURL(file)
  picture.addEventListener("error", () => picture.removeAttribute("src")) // HEIC in most browsers
  const news = item.appendChild(document.createElement("span"))
  news.textContent = filled(words.coming, { label })
  el("sent").prepend(item)
  while (el("sent").children.length > MOST_SHOWN) {
    URL.revokeObjectURL(el("sent").lastElementChild.firstElementChild.src)
    el("sent").lastElementChild.remove()
  }
  return news
}

async function post(file, label) {
  let reply
  try {
    reply = await fetch(`add?label=${encodeURIComponent(label)}`, {
      method: "POST", body: file, credentials: "same-origin", // whose phone it is, in a class
    })
  } catch {
    throw Object.assign(new Error(words.away), { wait: 2 })
  }
  const said = await reply.json().catch(() => ({}))
  if (reply.ok) return said.became
  const failed = new Error(said.error || words.no_answer)
  failed.wait = Number(reply.headers.get("Retry-After")) || 0
  throw failed
}

async function send(file, label, news) {
  for (let left = TRIES; ; left -= 1) {
    try {
      if (file.size > mostBytes) throw new Error(filled(words.too_large, { most: Math.round(mostBytes / 1e6) }))
      const became = await post(file, label)
      news.textContent = filled(words[`became_${became}`], { label })
      return
    } catch (failed) {
      if (failed.wait && left > 1) {
        await pause(1000 * Math.min(failed.wait, 10) * (0.7 + Math.random()))
        continue
      }
      failures += 1
      news.className = "bad"
      news.textContent = filled(words.not_taken, { label, why: failed.message })
      return
    }
  }
}

function tell() {
  const done = failures ? words.some_not : words.all
  el("said").textContent = waiting ? filled(words.left, { n: waiting }) : done
}

function photos(files) {
  const label = wanted()
  if (!label) {
    trouble(own ? words.name_first : words.class_first)
    el("name").focus()
    return
  }
  trouble("")
  if (!waiting) failures = 0
  for (const file of files) {
    const news = row(file, label)
    waiting += 1
    line = line.then(() => send(file, label, news)).then(() => {
      waiting -= 1
      tell()
    })
  }
  tell()
  line.then(look)
}

async function look() {
  const reply = await fetch("now", { credentials: "omit" }).catch(() => null)
  if (!reply) return
  const said = await reply.json().catch(() => ({}))
  if (reply.ok) {
    const made = chosen() === "" && said.classes.includes(wanted()) ? wanted() : null
    choices(said.classes)
    if (made !== null) {
      const input = [...el("classes").querySelectorAll("input")].find((one) => one.value === made)
      input?.click()
      el("name").value = ""
    }
  } else if (reply.status === 404) {
    trouble(said.error)
    document.querySelector(".ways").hidden = true
  }
}

el("classes").addEventListener("change", newClass)
for (const id of ["take", "choose"]) {
  el(id).addEventListener("change", () => {
    photos([...el(id).files])
    el(id).value = ""
  })
}

async function goOnLooking() {
  for (;;) {
    if (!document.hidden) await look()
    await pause(LOOK_EVERY_MS)
  }
}
goOnLooking()
