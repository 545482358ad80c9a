// What a press shows is brought into view where it came out of sight, below a chart on a phone or beside
// its top on a computer: a container whose key begins with "in_view_" and ends with what it shows now.
const LOOK_EVERY_MS = 150
const NAME = "st-key-in_view_"
const LOW = 0.7
const LOW_ON_A_PHONE = 0.5 // what stands below a heading there is to be in sight, too
const PHONE_PX = 640
let page = null
let shown = null
let timer = 0

export default function () {
  clearInterval(timer)
  timer = setInterval(look, LOOK_EVERY_MS)
}

function look() {
  if (isAtWork()) return
  const box = document.querySelector(`[class*="${NAME}"]`)
  const now = box && [...box.classList].find(name => name.startsWith(NAME))
  if (now && shown && now !== shown && page === location.pathname) bring(box)
  page = location.pathname
  shown = now ?? shown
}

function bring(box) {
  const main = document.querySelector("[data-testid=stMain]")
  const bars = parseFloat(main.style.getPropertyValue("--covered-top")) || 0
  const { top } = box.getBoundingClientRect()
  const low = innerWidth > PHONE_PX ? LOW : LOW_ON_A_PHONE
  if (top < bars || top > innerHeight * low) box.scrollIntoView({ block: "start" })
}
