// Streamlit gives screen readers the label of a slider, a row of chips or a field as it was written,
// with the stars and backslashes of Markdown: they are taken out of every name that has them.
const WRITTEN = '[aria-label*="*"], [aria-label*="\\\\"], [aria-label*="`"]'
const SIGNS = /\\([^\w\s])|\*+|`/g

const again = whenDrawn(() => {
  document.querySelectorAll(WRITTEN).forEach(named => {
    const name = named.getAttribute("aria-label")
    named.setAttribute("aria-label", name.replace(SIGNS, (_, escaped = "") => escaped))
  })
}, ["aria-label"])

export default function () {
  again()
}
