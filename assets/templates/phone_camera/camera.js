// The page on a phone: choose a class, take photos, see what became of each. Photos go one after the
// other to `add` beside the page; `now` there says which classes there are.
const LOOK_EVERY_MS = 4000
const MOST_SHOWN = 24
const TRIES = 8
const el = (id) => document.getElementById(id)
const page = document.querySelector("main")
const own = page.dataset.own === "yes"
const mostBytes = Number(page.dataset.mostBytes)
const WORDS = { in: "is in the project", waits: "waits to be accepted", already: "was there already" }
let drawn = "" // the classes that are shown
let line = Promise.resolve() // photos go one after the other
let waiting = 0
let failures = 0

const pause = (ms) => new Promise((done) => setTimeout(done, ms))

function trouble(words) {
  el("trouble").hidden = !words
  el("trouble").textContent = words
}

function choices(names) {
  if (JSON.stringify(names) === drawn) return
  drawn = JSON.stringify(names)
  const before = chosen()
  const shown = names.map((name) => [name, name])
  if (own) shown.push(["", "A new class"])
  const rows = shown.map(([value, words]) => choice(value, words, before === value && before !== null))
  el("classes").replaceChildren(el("classes").querySelector("legend"), ...rows)
  if (!el("classes").querySelector(":checked")) rows[0]?.querySelector("input").click()
  newClass()
}

function choice(value, words, checked) {
  const label = document.createElement("label")
  const input = label.appendChild(document.createElement("input"))
  Object.assign(input, { type: "radio", name: "class", value, checked })
  label.append(words)
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
  const words = item.appendChild(document.createElement("span"))
  words.textContent = `${label}: on its way …`
  el("sent").prepend(item)
  while (el("sent").children.length > MOST_SHOWN) {
    URL.revokeObjectURL(el("sent").lastElementChild.firstElementChild.src)
    el("sent").lastElementChild.remove()
  }
  return words
}

async function post(file, label) {
  let reply
  try {
    reply = await fetch(`add?label=${encodeURIComponent(label)}`, {
      method: "POST", body: file, credentials: "same-origin", // whose phone it is, in a class
    })
  } catch {
    throw Object.assign(new Error("The server does not answer. Are you still in its network?"), { wait: 2 })
  }
  const said = await reply.json().catch(() => ({}))
  if (reply.ok) return said.became
  const failed = new Error(said.error || "The server could not take it.")
  failed.wait = Number(reply.headers.get("Retry-After")) || 0
  throw failed
}

async function send(file, label, words) {
  for (let left = TRIES; ; left -= 1) {
    try {
      if (file.size > mostBytes) throw new Error(`It is larger than ${Math.round(mostBytes / 1e6)} MB.`)
      const became = await post(file, label)
      words.textContent = `${label}: ${WORDS[became]}.`
      return
    } catch (failed) {
      if (failed.wait && left > 1) {
        await pause(1000 * Math.min(failed.wait, 10) * (0.7 + Math.random()))
        continue
      }
      failures += 1
      words.className = "bad"
      words.textContent = `${label}: not taken. ${failed.message}`
      return
    }
  }
}

function tell() {
  const done = failures ? "Not every photo was taken. Below you see why." : "All photos have arrived."
  el("said").textContent = waiting ? `${waiting} on the way …` : done
}

function photos(files) {
  const label = wanted()
  if (!label) {
    trouble(own ? "Write the name of the new class first." : "Choose a class first.")
    el("name").focus()
    return
  }
  trouble("")
  if (!waiting) failures = 0
  for (const file of files) {
    const words = row(file, label)
    waiting += 1
    line = line.then(() => send(file, label, words)).then(() => {
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
