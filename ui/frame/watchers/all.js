// One component hands what it is given to every watcher; what a file calls its own stays its own. Before
// this stands the mailbox, whose `mailbox` and `isAtWork` all of them may call.
const watchers = []

export default function (given) {
  for (const watch of watchers) watch(given)
}

