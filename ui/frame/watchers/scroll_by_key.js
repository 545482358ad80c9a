// Code that is longer or wider than its box can be scrolled from the keyboard, in browsers, too, that let
// the focus into a box only where it is told so.
const CODE = "[data-testid=stCode] pre"

const again = whenDrawn(() => {
  document.querySelectorAll(CODE).forEach(code => {
    const scrolls = code.scrollWidth > code.clientWidth || code.scrollHeight > code.clientHeight
    if (scrolls !== (code.tabIndex === 0)) code.tabIndex = scrolls ? 0 : -1
  })
})

export default function () {
  again()
}
