// What a page shows, for tests: read by axe-core where it is new, in the theme that it stands in.
//
// A *part* is an element of the page with all that is in it; two are alike where only words, pictures,
// numbers and places differ. A *look* is the colour and size of a text, with every ground it stands on
// and the classes of ours around it: what comes from Streamlit's theme in the same colours has the same
// in the other theme, too. Both are remembered, so that nothing is read twice.
(() => {
  const OWN = / (id|for|aria-labelledby|aria-describedby|aria-controls|name|src|href|clip-path)="[^"]*"/g
  const SAYS = / (aria-label|aria-value\w+|alt|title|placeholder|value|d|points|transform|x|y|x1|x2|y1|y2|width|height|viewBox)="[^"]+"/g
  const BLOCK = "[data-testid=stElementContainer]"
  const parts = new Set(), looks = new Set(), shortened = new Map()
  let styled = null

  const ours = (classes) => {
    if (!shortened.has(classes)) {
      styled ??= [...new Set([...document.querySelectorAll("style")]
        .flatMap((sheet) => sheet.textContent.match(/[.="'](?!st-emotion)[a-zA-Z][\w-]*/g) ?? [])
        .map((name) => name.slice(1)))]
      const kept = classes.split(/\s+/).filter((name) => name.startsWith("st-key-")
        ? styled.some((key) => key.startsWith("st-key-") && name.includes(key)) : styled.includes(name))
      shortened.set(classes, kept.join("."))
    }
    return shortened.get(classes)
  }
  let known = new WeakMap()  // for one look at the page
  const around = (one) => {
    if (!one || one === document.documentElement) return ""
    if (!known.has(one)) {
      const { backgroundColor, backgroundImage, opacity } = getComputedStyle(one)
      const ground = [backgroundColor, backgroundImage, opacity, ours(one.getAttribute("class") ?? "")].join("|")
      const behind = around(one.parentElement)
      known.set(one, ground === "rgba(0, 0, 0, 0)|none|1|" ? behind : `${ground}<${behind}`)
    }
    return known.get(one)
  }
  const lookOf = (one) => {
    const { color, fontSize, fontWeight } = getComputedStyle(one)
    return [color, fontSize, fontWeight, around(one)].join("|")
  }
  const isNewPart = (part) => {
    const built = part.outerHTML.replace(OWN, "").replace(SAYS, " $1").replace(/>[^<]+</g, ">words<")
      .replace(/ style="[^"]*"/g, (style) => style.replace(/[\d.]+/g, ""))
    const what = around(part.parentElement) + built
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
  const newLooks = (root) => {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), before = looks.size
    while (texts.nextNode()) {
      const holder = texts.currentNode.parentElement
      if (!texts.currentNode.data.trim() || holder.closest("style, script, option, svg") || !isSeen(holder)) continue
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
    last = again ? last.filter((one) => one.isConnected) : roots.flatMap(newParts)
    return last.length ? broken(how.whole ? [document.documentElement] : last, how) : []
  }
  window.newLooks = (place) => (known = new WeakMap()) && [...document.querySelectorAll(place)].reduce((sum, one) => sum + newLooks(one), 0)

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
