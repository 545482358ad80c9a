watchers.push((() => {
  /* the file of one watcher */
  return watch
})())
