// Streamlit gives screen readers the label of a slider, a row of chips or a field as it was written,
// with the stars and backslashes of Markdown: they are taken out of every name that has them.
const WRITTEN = '[aria-label*="*"], [aria-label*="\\\\"], [aria-label*="`"]'
const SIGNS = /\\([^\w\s])|\*+|`/g

let watching = null

export default function () {
  watching?.disconnect()
  watching = new MutationObserver(soon)
  watching.observe(document.body, { subtree: true, childList: true, attributeFilter: ["aria-label"] })
  soon()
}

let asked = false

function soon() {
  if (asked) return
  asked = true
  setTimeout(() => {
    asked = false
    document.querySelectorAll(WRITTEN).forEach(named => {
      const name = named.getAttribute("aria-label")
      named.setAttribute("aria-label", name.replace(SIGNS, (_, escaped = "") => escaped))
    })
  }, 100)
}
