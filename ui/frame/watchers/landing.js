// A button at the bottom of a part leads to the top of the next one: `data.at` is the key of what is to
// be seen first, and `data.turn` another number for every press. It goes there once the page is drawn.
const LOOK_EVERY_MS = 50
const LONGEST_MS = 20000
let turn = null
let timer = 0

export default function ({ data }) {
  if (turn === null || data.turn === turn) return void (turn = data.turn)
  turn = data.turn
  const until = performance.now() + LONGEST_MS
  clearInterval(timer)
  timer = setInterval(() => {
    if (isAtWork() && performance.now() < until) return
    clearInterval(timer)
    document.getElementsByClassName(`st-key-${data.at}`)[0]?.scrollIntoView({ block: "start" })
  }, LOOK_EVERY_MS)
}
