// A model learns in front of the visitor. Pictures move by transforms alone, which a browser draws
// without laying the page out again; with reduced motion everything is at its place at once.
const FLIGHT_MS = 520
const BETWEEN_MS = 85
const shows = new WeakMap()

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".stage")
  let show = shows.get(root)
  if (!show) {
    show = { times: 0, run: 0, still: matchMedia("(prefers-reduced-motion: reduce)").matches }
    shows.set(root, show)
    build(root, data)
  }
  show.lesson = data.lesson
  show.guess = data.guess
  show.tell = place => data.guess && setTriggerValue("tapped", place)
  show.arrived?.()
  settle(root, data, show)
  if (data.times > show.times) {
    show.times = data.times
    play(root, show, data, ++show.run)
  }
}

function build(root, data) {
  root.querySelector(".classes").replaceChildren(...data.classes.map(column))
  fill(root, data)
  say(root, data.words.idle)
}

function fill(root, data) {
  const pile = root.querySelector(".pile")
  pile.replaceChildren(...data.flying.map((one, place) => {
    const picture = image(one.src)
    picture.style.setProperty("--place", place)
    return picture
  }))
}

function column({ id, name, colour }) {
  const box = document.createElement("div")
  box.className = "class"
  box.dataset.id = id
  box.style.setProperty("--colour", colour)
  box.innerHTML = "<h4><span></span><b></b></h4><div class='basket' aria-hidden='true'></div>" +
    "<div class='track'><i></i></div><p class='count'></p>"
  box.querySelector("b").textContent = name
  return box
}

async function play(root, show, data, run) {
  const here = () => show.run === run && root.isConnected
  reset(root, data)
  inView(root, show)
  await learn(root, show, data, here)
  if (!here()) return
  const { words } = data
  const { steps, landed } = show.lesson
  const last = steps[steps.length - 1]
  for (const basket of root.querySelectorAll(".basket")) basket.replaceChildren()
  say(root, fit(words.new, { all: landed.length }))
  await pause(show, 700)
  for (const one of landed) {
    if (!here()) return
    land(root, show, one)
    await pause(show, BETWEEN_MS * 1.6)
  }
  await pause(show, FLIGHT_MS + 900)
  if (here()) ask(root, data, show, last, landed)
}

function reset(root, data) {
  root.classList.remove("asks")
  root.querySelector(".ask").hidden = true
  for (const basket of root.querySelectorAll(".basket")) basket.replaceChildren()
  for (const bar of root.querySelectorAll(".track i")) bar.style.transform = "scaleX(0)"
  for (const count of root.querySelectorAll(".count")) count.textContent = ""
  fill(root, data)
}

// The pictures fly while the server still learns from them; the bars wait for what it found.
async function learn(root, show, data, here) {
  const waiting = [...root.querySelectorAll(".pile img")]
  for (const [place, one] of data.flying.entries()) {
    if (!here()) return
    waiting[place].classList.add("gone")
    fly(show, drop(root, one), waiting[place])
    bars(root, show, data, (place + 1) / data.flying.length)
    await pause(show, BETWEEN_MS)
  }
  if (!show.lesson) await new Promise(done => { show.arrived = done })
  if (!show.lesson) return learn(root, show, { ...data, flying: [] }, here)
  for (const step of show.lesson.steps) {
    if (!here()) return
    bars(root, show, data, step.seen / show.lesson.steps[show.lesson.steps.length - 1].seen)
    await pause(show, show.caught ? 0 : 260)
  }
}

function bars(root, show, data, share) {
  const steps = show.lesson?.steps
  if (!steps) return
  const most = steps[steps.length - 1].seen
  const step = steps.filter(one => one.seen <= share * most + 0.001).pop()
  if (!step) return
  show.caught = step.seen === most
  let right = 0
  for (const box of root.querySelectorAll(".class")) {
    const count = step.right[box.dataset.id]
    right += count
    box.querySelector("i").style.transform = `scaleX(${count / data.held_out})`
    box.querySelector(".count").textContent = `${count} / ${data.held_out}`
  }
  const all = data.held_out * data.classes.length
  say(root, fit(data.words.learning, { seen: step.seen, right, all }))
}

function land(root, show, one) {
  const box = drop(root, one)
  if (one.to !== one.true) box.classList.add("wrong")
  fly(show, box, root.querySelector(".pile"))
}

function drop(root, one) {
  const box = document.createElement("div")
  box.append(image(one.src))
  root.querySelector(`.class[data-id="${one.to}"] .basket`).append(box)
  return box
}

function fly(show, box, from) {
  if (show.still) return
  const [start, end] = [from.getBoundingClientRect(), box.getBoundingClientRect()]
  const x = start.x + start.width / 2 - end.x - end.width / 2
  const y = start.y + start.height / 2 - end.y - end.height / 2
  const frames = [
    { transform: `translate(${x}px, ${y}px) scale(1.5)` },
    { transform: `translate(${x / 2}px, ${y / 2 - 24}px) scale(1.4)`, offset: 0.5 },
    { transform: "none" },
  ]
  box.animate(frames, { duration: FLIGHT_MS, easing: "ease-in-out" })
}

function ask(root, data, show, last, landed) {
  const { words } = data
  const wrong = landed.filter(one => one.to !== one.true).length
  const said = fit(words.landed, { seen: last.seen, right: landed.length - wrong, all: landed.length })
  root.classList.add("asks")
  root.querySelector(".ask").hidden = false
  root.querySelector(".sum").textContent = wrong ? `${said} ${fit(words.wrong_one, { wrong })}` : said
  root.querySelector(".question").textContent = words.ask
  root.querySelector(".answer").textContent = ""
  const choices = root.querySelector(".choices")
  choices.replaceChildren(...show.lesson.asked.map((one, place) => choice(root, data, show, place)))
  settle(root, data, show)
  inView(root, show)
}

// On a phone it stands below the doors.
function inView(root, show) {
  const { top, bottom } = root.getBoundingClientRect()
  if (top < 0 || bottom > innerHeight)
    root.scrollIntoView({ block: "nearest", behavior: show.still ? "auto" : "smooth" })
}

function choice(root, data, show, place) {
  const button = document.createElement("button")
  button.type = "button"
  button.dataset.number = place + 1  // the class's bars count by it
  button.setAttribute("aria-label", fit(data.words.picture, { number: place + 1 }))
  button.setAttribute("aria-pressed", "false")
  button.append(image(show.lesson.asked[place].src))
  button.onclick = () => {
    if (show.guess?.held && show.guess.tapped != null) return
    show.tell(place)
    if (show.guess?.held) show.guess.tapped = place
    tapped(root, data, show, place)
  }
  return button
}

// In a class that holds its guesses the answer waits, and opens where the page is drawn again.
function settle(root, data, show) {
  const waits = root.querySelector(".answer").dataset.waits
  const place = show.guess?.tapped
  if (place != null && show.lesson && (show.guess.held || waits)) tapped(root, data, show, place)
}

function tapped(root, data, show, place) {
  const held = Boolean(show.guess?.held)
  const said = root.querySelector(".answer")
  root.querySelectorAll(".choices button").forEach((button, each) => {
    button.setAttribute("aria-pressed", String(each === place))
    button.setAttribute("aria-disabled", String(held && each !== place))
  })
  const wrong = show.lesson.landed.filter(one => one.to !== one.true).length
  said.textContent = held ? show.guess.waits : answer(data, show.lesson.asked[place], wrong)
  if (held) said.dataset.waits = "yes"
  else delete said.dataset.waits
  inView(root, show)
}

function answer({ words, classes }, one, wrong) {
  const name = id => classes.find(each => each.id === id).name
  const said = one.to === one.true ? words.better : wrong > 1 ? words.also_wrong : words.same
  return fit(said, { true: name(one.true), called: name(one.to), sure: one.sure })
}

function image(src) {
  return Object.assign(document.createElement("img"), { src, alt: "", decoding: "async" })
}

function say(root, words) {
  root.querySelector(".said").textContent = words
}

function fit(words, values) {
  return words.replace(/{(\w+)}/g, (whole, name) => values[name] ?? whole)
}

function pause(show, ms) {
  return show.still ? Promise.resolve() : new Promise(done => setTimeout(done, ms))
}
