// A finger on a chart scrolls the page as it does everywhere: Plotly would take the swipe for itself,
// draw a box with it on a map, and answer a first tap with a tooltip only. It hears nothing of a
// finger here. A tap comes to it as the click that the browser makes of it, and picks a point. A
// mouse draws where a chart is for drawing, and its click picks there, too.
const HEARS = ["touchstart", "touchmove", "touchend"]
const PICKS = { dragmode: false, clickmode: "event+select" }
const DRAWS = ["select", "lasso"]
const drawn = new WeakMap()
const chartOf = event => event.target.closest?.(".js-plotly-plot")
let listens = false

export default function () {
  if (listens) return
  listens = true
  for (const name of HEARS)
    document.addEventListener(name, event => chartOf(event) && event.stopImmediatePropagation(), {
      capture: true, passive: true,
    })
  document.addEventListener("pointerdown", event => {
    const layout = chartOf(event)?._fullLayout
    if (layout) event.pointerType === "touch" ? picks(layout) : draws(layout)
  }, true)
}

function picks(layout) {
  if (layout.dragmode) drawn.set(layout, { dragmode: layout.dragmode })
  Object.assign(layout, PICKS)
}

function draws(layout) {
  Object.assign(layout, drawn.get(layout))
  drawn.delete(layout)
  if (DRAWS.includes(layout.dragmode)) layout.clickmode = PICKS.clickmode
}
