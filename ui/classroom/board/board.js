// The class as a table that is brought up to date every two seconds: rows stay where they are, so
// that a click hits the learner it was meant for. Python sends rows of words; we send back an id.
const shown = new WeakMap()

export default function ({ parentElement, data, setTriggerValue }) {
  const region = parentElement.querySelector(".scroll")
  region.setAttribute("aria-label", data.label)
  head(parentElement.querySelector("thead tr"), data.columns)
  const body = parentElement.querySelector("tbody")
  const rows = shown.get(body) ?? new Map()
  shown.set(body, rows)
  for (const [id, row] of rows)
    if (!data.rows.some((one) => one.id === id)) { row.remove(); rows.delete(id) }
  for (const one of data.rows) {
    if (!rows.has(one.id)) rows.set(one.id, newRow(one, data.columns.length))
    const row = rows.get(one.id)
    fill(row, one)
    row.querySelector("button").onclick = () => setTriggerValue("open", one.id)
  }
  const order = data.rows.map((one) => rows.get(one.id))
  if (order.some((row, at) => body.children[at] !== row)) body.replaceChildren(...order)
}

function head(row, columns) {
  if (row.children.length === columns.length) return
  row.replaceChildren(...columns.map((words) => {
    const cell = document.createElement("th")
    cell.scope = "col"
    cell.textContent = words
    return cell
  }))
}

function newRow(one, count) {
  const row = document.createElement("tr")
  const name = document.createElement("th")
  name.scope = "row"
  name.append(document.createElement("button"))
  row.append(name)
  for (let at = 1; at < count; at++) row.append(document.createElement("td"))
  return row
}

function fill(row, { name, cells, state }) {
  row.className = state
  const button = row.querySelector("button")
  if (button.textContent !== name) button.textContent = name
  cells.forEach((words, at) => {
    const cell = row.children[at + 1]
    if (cell.textContent !== words) cell.textContent = words
  })
}
