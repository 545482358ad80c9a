// One component hands what it is given to every watcher; what a file calls its own stays its own. Before
// this stands the mailbox, whose `mailbox` and `isAtWork` all of them may call.
const watchers = []

export default function (given) {
  for (const watch of watchers) watch(given)
}

/** A watcher that looks again soon after anything was drawn, or an attribute of `attributeFilter` changed. */
function whenDrawn(look, attributeFilter) {
  let watching = null
  let asked = false
  const soon = () => {
    if (asked) return
    asked = true
    setTimeout(() => {
      asked = false
      look()
    }, 100)
  }
  return () => {
    watching?.disconnect()
    watching = new MutationObserver(soon)
    watching.observe(document.body, { subtree: true, childList: true, attributeFilter })
    soon()
  }
}
