// All terms at once; typing hides those that do not fit. A link changes page inside the app.
function element(tag, text, className) {
  const made = document.createElement(tag)
  if (text) made.textContent = text
  if (className) made.className = className
  return made
}

// What the term is in the learner's project; else, or if that is only words, our drawing. The SVG
// is made by the app, with every name in it escaped.
function look(name, data) {
  const box = element("dd", "", "look")
  const example = data.examples[name]
  for (const picture of example?.pictures ?? []) box.append(shown(picture, data.words))
  const drawing = example?.svg || (!example?.pictures.length && data.drawings[name])
  if (drawing) box.insertAdjacentHTML("beforeend", drawing)
  if (example?.text) box.append(element("p", example.text))
  return box
}

function shown({ src, caption }, words) {
  const figure = element("figure")
  const image = element("img")
  image.src = src
  image.alt = caption || words.picture
  image.loading = "lazy"
  figure.append(image)
  if (caption) figure.append(element("figcaption", caption))
  return figure
}

function entry(term, data) {
  const box = element("div")
  box.dataset.words = `${term.term} ${term.code} ${term.meaning}`.toLowerCase()
  const places = element("dd", "", "places")
  if (term.code) places.append(element("code", term.code))
  for (const key of term.pages) {
    const link = element("a", data.titles[key])
    link.href = `${data.addresses[key]}?w=${data.workspace}`
    link.dataset.page = key
    places.append(link)
  }
  box.append(element("dt", term.term), element("dd", term.meaning), look(term.term, data), places)
  return box
}

function fill(shelf, data) {
  const sections = new Map()
  for (const term of data.terms) {
    const letter = term.term[0].toUpperCase()
    if (!sections.has(letter)) {
      const section = element("section")
      section.append(element("h3", letter), element("dl"))
      sections.set(letter, section)
    }
    sections.get(letter).lastChild.append(entry(term, data))
  }
  shelf.sections = [...sections.values()].map(section => [section, [...section.lastChild.children]])
}

// The alphabet; while something is searched, one list with the term of that name before those that
// only speak of it.
function find(shelf, count, wanted, says) {
  const whole = wanted.trim().toLowerCase()
  const words = whole.split(/\s+/).filter(Boolean)
  if (!words.length) {
    for (const [section, entries] of shelf.sections) section.lastChild.replaceChildren(...entries)
    shelf.replaceChildren(...shelf.sections.map(([section]) => section))
    count.textContent = filled(says.all, { n: shelf.sections.flatMap(([, entries]) => entries).length })
    return
  }
  const found = shelf.sections
    .flatMap(([, entries]) => entries)
    .filter(one => words.every(word => one.dataset.words.includes(word)))
    .sort((one, other) => rank(one, whole) - rank(other, whole))
  const list = element("dl")
  list.append(...found)
  const section = element("section")
  section.append(list)
  shelf.replaceChildren(section)
  count.textContent = found.length ? filled(says.found, { n: found.length }) : says.found_none
}

function rank(entry, wanted) {
  const term = entry.firstChild.textContent.toLowerCase()
  if (term === wanted) return 0
  if (term.startsWith(wanted)) return 1
  return term.includes(wanted) ? 2 : 3
}

export default function ({ data, parentElement, setTriggerValue }) {
  const search = parentElement.querySelector("input")
  const shelf = parentElement.querySelector("#shelf")
  const count = parentElement.querySelector("#count")
  const mail = mailbox("glossary_shelf")
  if (!shelf.sections) {
    mail.settle() // a link that was followed from an earlier shelf
    fill(shelf, data)
    search.value = data.search
  }
  mail.mount(parentElement, page => setTriggerValue("page", page))
  search.oninput = () => find(shelf, count, search.value, data.words)
  shelf.onclick = event => {
    const page = event.target.dataset?.page
    if (!page || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    mail.post(page) // the shelf is gone once it has arrived
  }
  find(shelf, count, search.value, data.words)
}
