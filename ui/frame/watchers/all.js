// One component hands what it is given to every watcher; what a file calls its own stays its own.
const watchers = []

export default function (given) {
  for (const watch of watchers) watch(given)
}

