// What a page shows, for tests: read by axe-core where it is new, in the theme that it stands in.
//
// A *part* is an element of the page with all that is in it; two are alike where only words, pictures,
// numbers and places differ. A *look* is the colour of a text, whether it counts as large, the grounds
// that shine through behind it and the names by which our style sheets colour it: what comes from
// Streamlit's theme in the same colours has the same in the other theme, too. Both are remembered, so that
// nothing is read twice.
(() => {
  const OWN = / (id|for|aria-labelledby|aria-describedby|aria-controls|name|src|href|clip-path)="[^"]*"/g
  const SAYS = / (aria-label|aria-value\w+|alt|title|placeholder|value|d|points|transform|x|y|x1|x2|y1|y2|width|height|viewBox)="[^"]+"/g
  const BLOCK = "[data-testid=stElementContainer]"
  const parts = new Set(), looks = new Set(), shortened = new Map()
  const COLOURS = /(^|[\s;{])(color|background(-color|-image)?|opacity|filter|fill|--[\w-]+): (?!inherit|transparent|none|currentcolor|initial)/i
  const NOT_AT_REST = /:(hover|focus|active|disabled)/
  const read = new WeakSet(), colouring = new Set()  // style sheets, names that their colours go by

  const rulesOf = (sheet) => [...sheet.cssRules].flatMap((rule) => [rule, ...(rule.cssRules ? rulesOf(rule) : [])])
  const readSheets = () => {
    for (const sheet of document.styleSheets) {
      if (sheet.href || sheet.ownerNode.dataset.emotion || read.has(sheet)) continue
      read.add(sheet)
      shortened.clear()
      for (const { selectorText, style } of rulesOf(sheet)) {
        if (!selectorText || NOT_AT_REST.test(selectorText.replace(/:not\([^)]*\)/g, "")) || !COLOURS.test(style.cssText)) continue
        for (const name of selectorText.match(/[.="'](?!st-emotion)[a-zA-Z][\w-]*/g) ?? []) colouring.add(name.slice(1))
      }
    }
  }
  const ours = (classes) => {
    if (!shortened.has(classes)) {
      const keys = [...colouring].filter((name) => name.startsWith("st-key-"))
      const kept = classes.split(/\s+/).flatMap((name) => name.startsWith("st-key-")
        ? keys.filter((key) => name.includes(key)) : colouring.has(name) ? [name] : [])
      shortened.set(classes, kept)
    }
    return shortened.get(classes)
  }
  let known = new WeakMap()  // for one look at the page
  const isOpaque = (colour) => !/^rgba|\/ /.test(colour)
  const isFaded = (ground) => !ground.endsWith("|1")
  const around = (one) => {  // grounds down to the first that hides the others; what colours it
    if (!one || one === document.documentElement) return { grounds: [], names: [] }
    if (!known.has(one)) {
      const { backgroundColor, backgroundImage, opacity } = getComputedStyle(one)
      const behind = around(one.parentElement)
      const own = [...ours(one.getAttribute("class") ?? ""), ...(/color|background/.test(one.style?.cssText) ? ["inline"] : [])]
      const ground = `${backgroundColor}|${backgroundImage.replace(/url\([^)]*\)/g, "a picture")}|${opacity}`
      const grounds = ground === "rgba(0, 0, 0, 0)|none|1" ? behind.grounds
        : [ground, ...(isOpaque(backgroundColor) ? behind.grounds.filter(isFaded) : behind.grounds)]
      known.set(one, { grounds, names: own.length ? [...new Set([...behind.names, ...own])] : behind.names })
    }
    return known.get(one)
  }
  const lookOf = (one) => {
    const { color, fontSize, fontWeight } = getComputedStyle(one), { grounds, names } = around(one)
    const size = parseFloat(fontSize), isLarge = size >= 24 || (size >= 18.66 && fontWeight >= 700)
    return [color, isLarge, ...grounds, ...names.toSorted()].join("<")
  }
  const isNewPart = (part) => {
    const built = part.outerHTML.replace(OWN, "").replace(SAYS, " $1").replace(/>[^<]+</g, ">words<")
      .replace(/ style="[^"]*"/g, (style) => style.replace(/[\d.]+/g, ""))
    const { grounds, names } = around(part.parentElement)
    const what = [...grounds, ...names, built].join("<")
    return !parts.has(what) && parts.add(what)
  }
  const isSeen = (one) => one.checkVisibility({ visibilityProperty: true })
  const newParts = (root) => {
    if (!isSeen(root)) return []
    if (root.matches(BLOCK) || !root.querySelector(BLOCK)) {
      const holds = root.innerText?.trim() || root.querySelector("img, button, input, [role], a, svg")
      return holds && isNewPart(root) ? [root] : []
    }
    return [...root.children].flatMap(newParts)
  }
  const UNREAD = "style, script, option, svg, :disabled, [aria-disabled=true]"  // nor does axe-core
  const newLooks = (root) => {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), before = looks.size
    while (texts.nextNode()) {
      const holder = texts.currentNode.parentElement
      if (!texts.currentNode.data.trim() || holder.closest(UNREAD) || !isSeen(holder)) continue
      looks.add(lookOf(holder))
    }
    return looks.size - before
  }
  const broken = async (include, how) => {
    const found = await axe.run({ include, exclude: how.exclude.map((one) => [one]) },
      { resultTypes: ["violations"], rules: how.rules, ...(how.runOnly && { runOnly: how.runOnly }) })
    return found.violations.flatMap((rule) => rule.nodes.map((node) =>
      `${rule.id}: ${node.html.slice(0, 160)} ${(node.any[0] ?? node.all[0])?.message ?? ""}`))
  }

  // Lines of what breaks a rule among the parts of `place` that are new; of the last ones `again`.
  let last = []
  window.readNew = async ({ place, again, ...how }) => {
    const roots = [...document.querySelectorAll(place)]
    known = new WeakMap()
    readSheets()
    last = again ? last.filter((one) => one.isConnected) : roots.flatMap(newParts)
    return last.length ? broken(how.whole ? [document.documentElement] : last, how) : []
  }
  window.newLooks = (place) => {
    known = new WeakMap()
    readSheets()
    return [...document.querySelectorAll(place)].reduce((sum, one) => sum + newLooks(one), 0)
  }

  // The keys of everything on the page that has one, and what stands on controls, panels and headings.
  const SAID = "a, button, summary, label, legend, h1, h2, h3, h4, h5, h6, input, [role=radio], [role=tab], [role=option], [aria-label], [alt]"
  const all = (root, wanted) => [...root.querySelectorAll(wanted),
    ...[...root.querySelectorAll("*")].filter((one) => one.shadowRoot).flatMap((one) => all(one.shadowRoot, wanted))]
  window.controls = (place) => [...document.querySelectorAll(place)].map((root) => ({
    keys: all(root, "[class*=st-key-]").flatMap((one) =>
      [...one.classList].filter((name) => name.startsWith("st-key-")).map((name) => name.slice(7))),
    names: all(root, SAID).map((one) => [one.innerText, one.ariaLabel, one.alt, one.placeholder, one.value]
      .filter((words) => typeof words === "string").join("\n")).join("\n"),
  }))
})()
